"""Pages of messages as Microsoft Graph deals them out: newest first, with a link to what is older.

Sources: https://learn.microsoft.com/graph/api/channel-list-messages, https://learn.microsoft.com/graph/api/chat-list-messages
"""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from local365.chat_messages import Message
from local365.chat_view import modified_at
from local365.graph_errors import GraphError
from local365.graph_wire import instant
from local365.odata import FILTER, ORDER, SKIP_TOKEN, TOP, Options, bad_query
from local365.odata_filter import Comparison, filter_of, holds
from local365.wire import iso_ms

ORDINARY_PAGE = 20
LARGEST_PAGE = 50
Instant: TypeAlias = Callable[[Message], datetime]


def _created_at(message: Message) -> datetime:
    return message.at


INSTANTS: dict[str, Instant] = {"createdDateTime": _created_at, "lastModifiedDateTime": modified_at}
# The comparisons Microsoft documents.
COMPARED = {"createdDateTime": ("lt",), "lastModifiedDateTime": ("gt", "lt")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages, and the options of the request for the next page; None when this is the last."""

    messages: list[Message]
    more: str | None


def page_of(messages: Iterable[Message], options: Options, *, by: str) -> Page:
    """The page the options ask for, ordered by the property `by` unless $orderby names another. 400 for bad options."""
    ordered_by = _order(options, by)
    instant_of = INSTANTS[ordered_by]
    wanted = _filtered(messages, options, ordered_by)
    newest_first = sorted(wanted, key=lambda one: _position(one, instant_of), reverse=True)
    last = _decoded(options.get(SKIP_TOKEN))
    left = [one for one in newest_first if last is None or _position(one, instant_of) < last]
    size = _size(options)
    if len(left) <= size:
        return Page(messages=left, more=None)
    token = _encoded(_position(left[size - 1], instant_of))
    return Page(messages=left[:size], more=options.encoded(**{SKIP_TOKEN: token}))


def _size(options: Options) -> int:
    top = options.top or ORDINARY_PAGE
    if top > LARGEST_PAGE:
        # Seen: microsoftgraph/msgraph-sdk-powershell#874
        raise GraphError(400, "BadRequest", f"The limit of '{LARGEST_PAGE}' for Top query has been exceeded.")
    return top


def _order(options: Options, ordinary: str) -> str:
    text = options.get(ORDER)
    if text is None:
        return ordinary
    name, _, direction = text.strip().partition(" ")
    if name not in INSTANTS or direction.strip() != "desc":
        raise bad_query(f"QueryOptions to order by '{text}' is not supported; newest first is all there is.")
    return name


def _filtered(messages: Iterable[Message], options: Options, ordered_by: str) -> list[Message]:
    """Those within the dates of $filter, which counts only beside an $orderby of the same property."""
    text = options.get(FILTER)
    if text is None or options.get(ORDER) is None:
        return list(messages)
    condition = filter_of(text)

    def kept(message: Message) -> bool:
        return holds(condition, lambda comparison: _compares(comparison, message, ordered_by))

    return [one for one in messages if kept(one)]


def _compares(comparison: Comparison, message: Message, ordered_by: str) -> bool:
    if comparison.operator not in COMPARED.get(comparison.name, ()):
        raise bad_query(f"Filter '{comparison.name} {comparison.operator}' is not supported.")
    if comparison.name != ordered_by:
        return True
    try:
        value, bound = INSTANTS[comparison.name](message), instant(str(comparison.value))
    except ValueError as error:
        raise bad_query(f"'{comparison.value}' is no date and time.") from error
    return value > bound if comparison.operator == "gt" else value < bound


def _position(message: Message, instant_of: Instant) -> tuple[str, int]:
    return iso_ms(instant_of(message)), int(message.id)


def _encoded(position: tuple[str, int]) -> str:
    return base64.urlsafe_b64encode(f"{position[0]}|{position[1]}".encode()).decode()


def _decoded(token: str | None) -> tuple[str, int] | None:
    if token is None:
        return None
    try:
        text, _, number = base64.urlsafe_b64decode(token).decode().partition("|")
        return text, int(number)
    except (binascii.Error, ValueError) as error:
        raise bad_query("Invalid value for the query option '$skiptoken'") from error


CHANNEL_OPTIONS = frozenset({TOP, "expand", SKIP_TOKEN})
REPLY_OPTIONS = frozenset({TOP, SKIP_TOKEN})
CHAT_OPTIONS = frozenset({TOP, ORDER, FILTER, SKIP_TOKEN})
