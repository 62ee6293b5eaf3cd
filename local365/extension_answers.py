"""What a bot may answer to a message extension and to a search from within an input, and what Teams makes of it.

Sources: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search,
https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit,
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
"""

from typing import Any, cast

from local365.card_checks import card_fault
from local365.chat_messages import ADAPTIVE_CARD
from local365.dialog_answers import check_opened, check_sent
from local365.invoke_answers import cannot_show, object_of
from local365.wire import Json

SEARCH_RESPONSE = "application/vnd.microsoft.search.searchResponse"
MOST_OPTIONS = 15
LAYOUTS = ("list", "grid")
THUMBNAILS = ("application/vnd.microsoft.card.thumbnail", "application/vnd.microsoft.card.hero")


def check_found(body: Any) -> Json:
    """The answer to `composeExtension/query`: results or a sentence. ControlError 502 when Teams could show neither."""
    answer = object_of(body, "its body")
    extension = object_of(answer.get("composeExtension"), "its composeExtension")
    match extension.get("type"):
        case "result":
            _check_results(extension)
        case "message":
            if not isinstance(extension.get("text"), str):
                raise cannot_show("its composeExtension has no text")
        case "auth" | "config" | "silentAuth":
            object_of(extension.get("suggestedActions"), "its suggestedActions")
        case other:
            raise cannot_show(f"the type of its composeExtension is {other!r}")
    return answer


def check_action_opened(body: Any) -> Json:
    """The answer to `composeExtension/fetchTask`: as to `task/fetch`, or a request to sign in."""
    if isinstance(body, dict) and "composeExtension" in body:
        return check_found(cast("Json", body))
    return check_opened(body)


def check_action_sent(body: Any) -> Json:
    """The answer to `composeExtension/submitAction`: as to `task/submit`, or a card for the compose box."""
    if isinstance(body, dict) and "composeExtension" in body:
        return check_found(cast("Json", body))
    return check_sent(body)


def check_options(body: Any) -> Json:
    """The answer to `application/search`: at most 15 options of an input. ControlError 502 when it is none."""
    answer = object_of(body, "its body")
    if answer.get("type") != SEARCH_RESPONSE or answer.get("statusCode", 200) != 200:  # noqa: PLR2004  HTTP's own
        raise cannot_show(f"its type is {answer.get('type')!r} and its statusCode {answer.get('statusCode')!r}")
    results = _list(object_of(answer.get("value"), "its value").get("results"), "its results")
    if len(results) > MOST_OPTIONS:
        raise cannot_show(f"it has {len(results)} results; {MOST_OPTIONS} is the most")
    for one in results:
        option = object_of(one, "one of its results")
        if not all(isinstance(option.get(name), str) for name in ("title", "value")):
            raise cannot_show("one of its results has no title or no value")
    return answer


def _check_results(extension: Json) -> None:
    if extension.get("attachmentLayout") not in LAYOUTS:
        raise cannot_show(f"its attachmentLayout is {extension.get('attachmentLayout')!r}")
    for one in _list(extension.get("attachments"), "its attachments"):
        attachment = object_of(one, "one of its attachments")
        if attachment.get("contentType") != ADAPTIVE_CARD:
            continue
        fault = card_fault(attachment.get("content"))
        if fault is not None:
            raise cannot_show(fault)
        if object_of(attachment.get("preview"), "the preview of an Adaptive Card").get("contentType") not in THUMBNAILS:
            raise cannot_show("the preview of an Adaptive Card is neither a thumbnail card nor a hero card")


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise cannot_show(f"{what} is no list")
    return cast("list[Any]", value)
