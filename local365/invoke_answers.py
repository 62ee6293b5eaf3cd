"""What a bot may answer to an `adaptiveCard/action`, and what Teams makes of it.

Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
"""

from typing import Any, cast

from local365.card_checks import card_fault
from local365.chat_messages import ADAPTIVE_CARD
from local365.control_errors import ControlError
from local365.wire import Json

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"
# The types an answer may have, and the status codes each may go with.
TYPES = {
    ADAPTIVE_CARD: (200,),
    MESSAGE: (200,),
    ERROR: (400, 500),
    "application/vnd.microsoft.activity.loginRequest": (401,),
    "application/vnd.microsoft.error.incorrectAuthCode": (401,),
    "application/vnd.microsoft.error.preconditionFailed": (412,),
}


def check_answer(body: Any) -> Json:
    """The body, when Teams would take it. ControlError 502 with the reason when its client would show an error."""
    answer = object_of(body, "its body")
    kind, status = answer.get("type"), answer.get("statusCode", 200)
    if kind not in TYPES:
        raise cannot_show(f"its type is {kind!r}")
    if status not in TYPES[kind]:
        raise cannot_show(f"its statusCode is {status!r}, which does not go with {kind}")
    reason = _value_fault(kind, answer.get("value"))
    if reason is not None:
        raise cannot_show(reason)
    return answer


def answered_card(answer: Json) -> Json | None:
    """The card that takes the message's place for who pressed, if the answer is one."""
    return cast("Json", answer["value"]) if answer["type"] == ADAPTIVE_CARD else None


def _value_fault(kind: str, value: Any) -> str | None:
    if kind == ADAPTIVE_CARD:
        return card_fault(value)
    if kind == MESSAGE and not isinstance(value, str):
        return "its value is no string"
    if kind == ERROR and not (isinstance(value, dict) and isinstance(cast("Json", value).get("message"), str)):
        return "its value has no message"
    return None


def cannot_show(reason: str) -> ControlError:
    """What the client says when it cannot make sense of what the bot answered."""
    return ControlError(502, f"Something went wrong. Teams cannot show the bot's answer: {reason}.")


def object_of(value: Any, what: str) -> Json:
    """The JSON object. ControlError 502 when it is none; `what` names it."""
    if not isinstance(value, dict):
        raise cannot_show(f"{what} is no JSON object")
    return cast("Json", value)
