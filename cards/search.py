"""Finding cases: in the compose box, in the chat and from within an input; and what is shown where others read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards.actions import Verb, button
from cards.cases import summary
from cards.dates import day_of
from cards.elements import Element, action_set, card, heading, input_choice, line, rows, run, text, typeahead
from cards.parts import KINDS, holder, send_in, short_title, title
from cards.typed import bare, one_line, shorten
from hub.cases import Case

FOUND = "found"
"""The name of the input that holds the number of the case somebody chose."""

CASES = "cases"
"""The name under which a client asks for more of the cases that an input offers."""

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"
ADAPTIVE = "application/vnd.microsoft.card.adaptive"

UNKNOWN_COMMAND = "Prevention First does not know that command. Update the app in Teams, then try again."


def shared_case(case: Case) -> Element:
    """The case for everybody in somebody's conversation: what it is about and where it stands.

    Without who sent it in, what they wrote beside the one sentence, or anything that only the hub reads.
    """
    return card(
        [
            heading(KINDS[case.submission.kind], case=case.number),
            title(case),
            *rows(
                [
                    ("Status", case.status.value),
                    ("Outcome", case.outcome.value if case.is_closed and case.outcome else ""),
                    ("With", holder(case)),
                    ("Sent in", day_of(case.received_at)),
                ]
            ),
            line(
                run(
                    f"As it stood when it was shared. To see it now, write {case.number} to Prevention First.",
                    subtle=True,
                )
            ),
        ],
        fallback_text=f"{case.number}: {case.status.value}.",
    )


def found_in_compose_box(case: Case) -> Element:
    """The case as one result of a message extension: what the list shows, and the card that is shared."""
    preview = {"title": f"{case.number} {bare(short_title(case))}", "text": bare(_stands(case))}
    return {
        "contentType": ADAPTIVE,
        "content": shared_case(case),
        "preview": {"contentType": THUMBNAIL, "content": preview},
    }


def nothing_found(words: str, *, everybodys: bool) -> str:
    """Said when no case was found; `everybodys`: all cases were looked through."""
    typed = shorten(one_line(words), _LONGEST_QUOTED)
    whose = "No case" if everybodys else "None of your cases"
    if not typed:
        return "There is no case yet." if everybodys else "You have not sent anything in yet."
    return f"{whose} has “{typed}” in its number, its sentence or its status. Try fewer or other words."


def choice_of(case: Case) -> tuple[str, str]:
    """The case as an option of an input: its number, and the words that are read."""
    return case.number, f"{case.number}: {shorten(short_title(case), _LONGEST_OPTION)}, {case.status.value}"


def find_card(newest: Sequence[Case], *, everybodys: bool) -> Element:
    """An input that finds a case as somebody types; the newest ones are there without typing."""
    if not newest:
        return _none_yet(everybodys=everybodys)
    which = input_choice(
        FOUND,
        label="Number, words or status",
        choices=[choice_of(case) for case in newest],
        needed="Choose a case from the list.",
        compact=True,
    )
    return card(
        [
            heading("Find a case"),
            text("Among all cases." if everybodys else "Among the ones you sent in."),
            typeahead(which, CASES),
            text("Or write “find” and some words, as in: find lighting", subtle=True),
            action_set(button("Show it", Verb.FIND, primary=True)),
        ],
        fallback_text="Find a case: write “find” and some words.",
    )


def found_cases(cases: Sequence[Case], words: str, *, more: bool, everybodys: bool, at: datetime) -> Element:
    """The cases that were found for what somebody wrote in the chat, newest first."""
    if not cases:
        return _nothing(nothing_found(words, everybodys=everybodys))
    return card(
        [
            heading("Found"),
            *(summary(case, at, own=not everybodys) for case in cases),
            text(
                "There are more. Add a word to find fewer, or write a case number to see all of it."
                if more
                else "Write a case number to see all of it.",
                subtle=True,
                spacing="Medium",
            ),
        ],
        fallback_text="Found: " + ", ".join(f"{case.number} {case.status.value}" for case in cases),
    )


def _none_yet(*, everybodys: bool) -> Element:
    return _nothing(nothing_found("", everybodys=everybodys))


def _nothing(sentence: str) -> Element:
    return card([heading("Find a case"), line(sentence), action_set(send_in())], fallback_text="No case was found.")


def _stands(case: Case) -> str:
    held = f", with {holder(case)}" if case.holder else ""
    return f"{case.status.value}{held}. Sent in {day_of(case.received_at)}."


_LONGEST_QUOTED = 60  # characters
_LONGEST_OPTION = 80  # characters; what a phone shows of an option
