"""Buttons: built and read back by the same module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import LiteralString, cast

from cards.elements import Element
from hub.errors import Refused


class Verb(Enum):
    """What a button asks for."""

    NEW = "new"
    AFRESH = "afresh"
    SUBMIT = "submit"
    MY_CASES = "my_cases"
    FIND = "find"
    EVIDENCE = "evidence"
    CASE_EVIDENCE = "case_evidence"
    HELP = "help"
    ANSWER_FORM = "answer_form"
    ANSWER = "answer"
    ADD_FORM = "add_form"
    ADD = "add"
    CLAIM = "claim"
    ASSIGN_FORM = "assign_form"
    ASSIGN = "assign"
    ASK_FORM = "ask_form"
    ASK = "ask"
    REPLY_FORM = "reply_form"
    REPLY = "reply"
    STATUS_FORM = "status_form"
    STATUS = "status"
    CLOSE_FORM = "close_form"
    CLOSE = "close"
    PUT_ROW_BACK = "put_row_back"
    REFRESH = "refresh"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press of a button, as a client says it was. `case` and `nonce` are empty when the button carries none."""

    verb: Verb
    case: str
    nonce: str
    inputs: Mapping[str, str]


class UnreadablePress(Refused):
    """That button is from an old card. Write “new” to send something in, or “my cases” to see yours."""


class ForYourOwnChat(Refused):
    """That is between you and Prevention First. Open your own chat with it, and do it there: nobody else reads that."""


def button(
    title: LiteralString,
    verb: Verb,
    *,
    case: str = "",
    nonce: str = "",
    primary: bool = False,
    secondary: bool = False,
    submits_inputs: bool = True,
    tooltip: LiteralString = "",
    chosen: Mapping[str, str] | None = None,
) -> Element:
    """A button that older clients can press too; `chosen` are inputs that the button itself fills in."""
    shared: Element = {
        "title": title,
        "data": {**(chosen or {}), "verb": verb.value, "case": case, "nonce": nonce},
        **({"style": "positive"} if primary else {}),
        **({"mode": "secondary"} if secondary else {}),
        **({} if submits_inputs else {"associatedInputs": "none"}),
        **({"tooltip": tooltip} if tooltip else {}),
    }
    return {"type": "Action.Execute", "verb": verb.value, **shared, "fallback": {"type": "Action.Submit", **shared}}


def opener(title: LiteralString, verb: Verb, *, case: str = "", primary: bool = False) -> Element:
    """A button that opens a form before everything else, so that no change of this card wipes what is typed.

    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
    """
    return {
        "type": "Action.Submit",
        "title": title,
        "data": {"verb": verb.value, "case": case, "nonce": "", "msteams": {"type": "task/fetch"}},
        **({"style": "positive"} if primary else {}),
        "associatedInputs": "none",
    }


def refresh(case: str, accounts: Sequence[str], *, what: str = "") -> Element:
    """Makes a card draw itself anew for `accounts` (`29:…`, at most 60) when they see it; others find it in its menu.

    `what` tells the case's cards apart.
    """
    data = {**({"card": what} if what else {}), "verb": Verb.REFRESH.value, "case": case, "nonce": ""}
    action: Element = {"type": "Action.Execute", "verb": Verb.REFRESH.value, "data": data}
    return {"action": action, "userIds": list(accounts)}


def read_press(data: object, verb: str | None) -> Press:
    """The press that a client sent. `data` holds the inputs too; `verb` is an Execute's, None for a Submit.

    Refused (UnreadablePress) when it is no press of a button of ours.
    """
    if not isinstance(data, Mapping):
        raise UnreadablePress
    said = cast("Mapping[object, object]", data)
    return Press(
        verb=_verb(verb or said.get("verb")),
        case=_short(said.get("case", ""), _LONGEST_CASE),
        nonce=_short(said.get("nonce", ""), _LONGEST_NONCE),
        inputs=_inputs(said),
    )


def _verb(said: object) -> Verb:
    try:
        return Verb(said)
    except ValueError:
        raise UnreadablePress from None


def _short(said: object, longest: int) -> str:
    if not isinstance(said, str) or len(said) > longest:
        raise UnreadablePress
    return said


def typed_in(data: object) -> dict[str, str]:
    """What the inputs held, by name, whatever else a client sent; may be empty."""
    return _inputs(cast("Mapping[object, object]", data)) if isinstance(data, Mapping) else {}


def _inputs(said: Mapping[object, object]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for name, value in said.items():
        words = _words(value)
        if isinstance(name, str) and name not in _OURS and len(name) <= _LONGEST_NAME and words is not None:
            typed[name] = words
    return dict(list(typed.items())[:_MOST_INPUTS])


def _words(value: object) -> str | None:
    """The value as text, whichever JSON type a client gave it; None when no input of ours can hold it."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float() if abs(value) < _LARGEST:
            return str(value)
        case _:
            return None


_OURS = frozenset({"verb", "case", "nonce"})
_LONGEST_CASE = 20  # characters; “PF-2026-0042” with room for a very busy year
_LONGEST_NONCE = 100  # characters; a notice's id is the longest we send
_LONGEST_NAME = 40  # characters
_LARGEST = 10**15  # beyond it a number is not something we asked for
_MOST_INPUTS = 20  # our largest card has five
