"""What a bot may answer when a dialog is asked for or sent in, and what Teams makes of it.

Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from typing import Any

from local365.card_checks import card_fault
from local365.chat_messages import ADAPTIVE_CARD
from local365.invoke_answers import cannot_show, object_of
from local365.wire import Json

SIZES = ("small", "medium", "large")
# What a TaskInfo may hold; Teams ignores anything else, so that a misspelt name does nothing and nobody is told.
TASK_INFO = frozenset({"title", "height", "width", "url", "card", "fallbackUrl", "completionBotId"})


def check_opened(body: Any) -> Json:
    """The answer to `task/fetch`: a dialog or a sentence. ControlError 502 when Teams could show neither."""
    return {"task": _task(object_of(body, "its body").get("task"))}


def check_sent(body: Any) -> Json:
    """The answer to `task/submit`: the next dialog, a sentence, or nothing, which closes the dialog (`task` None)."""
    if body in (None, {}):
        return {"task": None}
    return check_opened(body)


def _task(value: Any) -> Json:
    task = object_of(value, "its task")
    if task.get("type") == "message":
        if not isinstance(task.get("value"), str) or not task["value"]:
            raise cannot_show("the value of its task is no sentence")
        return task
    if task.get("type") != "continue":
        raise cannot_show(f"the type of its task is {task.get('type')!r}, not 'continue' or 'message'")
    _check_info(object_of(task.get("value"), "the value of its task"))
    return task


def _check_info(info: Json) -> None:
    unknown = sorted(set(info) - TASK_INFO)
    if unknown:
        raise cannot_show(f"a dialog has no {unknown[0]!r}")
    if not isinstance(info.get("title", ""), str):
        raise cannot_show("the dialog's title is no text")
    _check_sizes(info)
    _check_links(info)
    if "card" in info:
        _check_card(object_of(info["card"], "the dialog's card"))


def _check_sizes(info: Json) -> None:
    for side in ("height", "width"):
        if side in info and not _is_size(info[side]):
            raise cannot_show(f"the dialog's {side} is {info[side]!r}, neither pixels nor one of {', '.join(SIZES)}")


def _check_links(info: Json) -> None:
    if ("card" in info) == ("url" in info):
        raise cannot_show("the dialog has to have a card or a url, and not both")
    for link in ("url", "fallbackUrl"):
        if link in info and not str(info[link]).startswith("https://"):
            raise cannot_show(f"the dialog's {link} is no https address")


def _check_card(attachment: Json) -> None:
    if attachment.get("contentType") != ADAPTIVE_CARD:
        raise cannot_show(f"the dialog's card is an attachment of type {attachment.get('contentType')!r}")
    fault = card_fault(attachment.get("content"))
    if fault is not None:
        raise cannot_show(fault)


def _is_size(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return value in SIZES if isinstance(value, str) else isinstance(value, int) and value > 0
