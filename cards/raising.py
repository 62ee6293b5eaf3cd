"""Raising a message of somebody's with the hub: what the form holds of it."""

from __future__ import annotations

from dataclasses import dataclass

from cards.typed import clean, one_line, shorten, tidy
from hub.submissions import LONGEST_ANSWER, Question, first_sentence

FROM_A_MESSAGE = (
    "This is from the message you chose. It goes in under your name, not its author's. Check it, take out what the "
    "hub need not see, then send it in."
)
"""The note on a form that was filled in from a message."""

NOTHING_TO_RAISE = "That message holds nothing that can be read. Say in your own words what it is about."
"""The note when the message was deleted, or is nothing but a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedMessage:
    """What a message says, in plain words; who wrote it is not kept. `link` leads to it; empty when Teams gave none."""

    text: str
    link: str = ""
    attachments: tuple[str, ...] = ()


def answers_from_message(message: RaisedMessage) -> dict[str, str]:
    """A start on the five answers: the first sentence, and as much of the rest as one answer takes.

    The attachments' names and the link stand at the end of the details, where they can be taken out.
    """
    words = tidy(message.text)
    details = _with(words, _attached(message), f"The message: {message.link}" if message.link else "")
    return {Question.TITLE.value: first_sentence(words), Question.DETAILS.value: details}


def note_for(message: RaisedMessage) -> str:
    """The note on the form that holds the message."""
    return FROM_A_MESSAGE if message.text.strip() or message.attachments else NOTHING_TO_RAISE


def _attached(message: RaisedMessage) -> str:
    names = [one_line(clean(name)) for name in message.attachments[:_MOST_NAMED]]
    left = len(message.attachments) - len(names)
    if not names:
        return ""
    more = f" and {left} more" if left else ""
    return f"Attached to the message: {', '.join(shorten(name, _LONGEST_NAME) for name in names)}{more}"


def _with(words: str, *endings: str) -> str:
    """The words, shortened so that they and the endings are one answer's length."""
    end = "\n\n".join(ending for ending in endings if ending)
    room = LONGEST_ANSWER - len(end) - len("\n\n") - len(_CUT)
    return "\n\n".join(part for part in (shorten(words, room, rest=_CUT), end) if part)


_CUT = "… (the message goes on)"
_MOST_NAMED = 10
_LONGEST_NAME = 100  # characters
