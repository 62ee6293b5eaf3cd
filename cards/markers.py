"""The element id that a card's root container carries, so that a message can be recognised later."""

from __future__ import annotations

from hub.cases import CaseNumber
from hub.effects import AlarmId, NoticeId


def hub_card_marker(number: CaseNumber) -> str:
    """The hub card of that case."""
    return f"hub-card:{number}"


def receipt_marker(number: CaseNumber) -> str:
    """The receipt of that case."""
    return f"receipt:{number}"


def notice_marker(notice: NoticeId) -> str:
    """The message that carries that notice."""
    return f"notice:{notice}"


def alarm_marker(alarm: AlarmId) -> str:
    """The message that carries that alarm."""
    return f"alarm:{alarm}"


def apology_marker(nonce: str) -> str:
    """The message that says that an activity could not be answered; a later answer is a message of its own."""
    return f"apology:{nonce}"


def answer_marker(nonce: str) -> str:
    """The message that answers an activity; `nonce` is the one its card was drawn with."""
    return f"answer:{nonce}"
