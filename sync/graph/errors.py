"""What each answer of Graph means to the deliverer: one table, and the few refusals a caller handles itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from hub.errors import DeliveryFailed, FailureKind

TRANSIENT, PERMANENT, CONFIG = FailureKind.TRANSIENT, FailureKind.PERMANENT, FailureKind.CONFIG


class NotFound(DeliveryFailed):
    """The item, list, file or person is not there."""


class Changed(DeliveryFailed):
    """Somebody saved it since we read it: nothing was written. Read again, merge, write again."""


class AlreadyThere(DeliveryFailed):
    """A unique column already holds the value. Only a look-up proves that it is ours."""


class TooLarge(DeliveryFailed):
    """The file is larger than we read."""


class Passing(DeliveryFailed):
    """It may pass within the same call: repeated there when repeating is safe."""


class Gone(DeliveryFailed):
    """The delta link is too old. `location` is where a full reading starts, `resync` Graph's own code."""

    resync = ""
    location = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one HTTP status means."""

    kind: FailureKind
    sentence: str
    ambiguous: bool = False  # it may have been done all the same
    again: bool = False  # worth repeating within the same call
    failure: type[DeliveryFailed] = DeliveryFailed


VERDICTS: Mapping[int, Verdict] = MappingProxyType(
    {
        400: Verdict(kind=PERMANENT, sentence="Graph does not accept the request as it was written."),
        401: Verdict(
            kind=CONFIG, sentence="Graph does not accept our identity: check the client id, secret and tenant."
        ),
        402: Verdict(kind=CONFIG, sentence="The tenant has no licence for this part of Graph."),
        403: Verdict(kind=CONFIG, sentence="The application lacks a permission, or the site was not granted to it."),
        404: Verdict(kind=PERMANENT, sentence="It is not there.", failure=NotFound),
        405: Verdict(kind=PERMANENT, sentence="Graph does not know this operation here."),
        406: Verdict(kind=PERMANENT, sentence="Graph cannot answer in the form we asked for."),
        408: Verdict(
            kind=TRANSIENT, sentence="Graph waited too long for us.", ambiguous=True, again=True, failure=Passing
        ),
        409: Verdict(kind=TRANSIENT, sentence="Somebody saved the same thing at the same moment."),
        410: Verdict(kind=TRANSIENT, sentence="The delta link is too old; a full reading follows.", failure=Gone),
        411: Verdict(kind=PERMANENT, sentence="Graph wants the length of the request."),
        412: Verdict(kind=TRANSIENT, sentence="Somebody saved it since we read it.", failure=Changed),
        413: Verdict(kind=PERMANENT, sentence="The request is too large for Graph."),
        415: Verdict(kind=PERMANENT, sentence="Graph does not take this kind of content."),
        416: Verdict(kind=PERMANENT, sentence="The part asked for is outside the file."),
        422: Verdict(kind=PERMANENT, sentence="Graph cannot make sense of the request."),
        423: Verdict(kind=TRANSIENT, sentence="The item is locked by somebody."),
        424: Verdict(kind=TRANSIENT, sentence="Another part of the batch failed, so this one was not tried."),
        429: Verdict(kind=TRANSIENT, sentence="We asked too much; Graph names a pause.", again=True, failure=Passing),
        500: Verdict(kind=TRANSIENT, sentence="Graph failed inside.", ambiguous=True),
        501: Verdict(kind=PERMANENT, sentence="Graph has not built this."),
        502: Verdict(
            kind=TRANSIENT, sentence="A gateway of Graph failed.", ambiguous=True, again=True, failure=Passing
        ),
        503: Verdict(kind=TRANSIENT, sentence="Graph is not ready.", ambiguous=True, again=True, failure=Passing),
        504: Verdict(kind=TRANSIENT, sentence="Graph gave up waiting.", ambiguous=True, again=True, failure=Passing),
        507: Verdict(kind=CONFIG, sentence="The site has no storage left."),
        509: Verdict(kind=TRANSIENT, sentence="The tenant's bandwidth is used up."),
    }
)
_OTHER_REFUSAL = Verdict(kind=PERMANENT, sentence="Graph refuses in a way we do not know.")
_OTHER_FAULT = Verdict(kind=TRANSIENT, sentence="Graph fails in a way we do not know.", ambiguous=True)
_FIRST_SERVER_ERROR = 500
_BAD_REQUEST = 400
_CREATES_OR_WRITES = frozenset({"POST", "PATCH"})  # the others leave the same state however often they are done
_UNIQUE = "unique constraint"  # "One or more fields with unique constraints already has …" (facts: unique-values)
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")


def verdict(status: int) -> Verdict:
    """What `status` means, also when the table does not name it."""
    return VERDICTS.get(status, _OTHER_FAULT if status >= _FIRST_SERVER_ERROR else _OTHER_REFUSAL)


def failure(
    status: int, body: object, *, method: str, retry_after_s: float | None = None, location: str = ""
) -> DeliveryFailed:
    """The error for an answer of 400 and above; its code names the status and Graph's own code, never its text.

    Source: https://learn.microsoft.com/graph/errors
    """
    meaning = verdict(status)
    code, message = said_by_graph(body)
    kind_of_failure = AlreadyThere if status == _BAD_REQUEST and _UNIQUE in message.lower() else meaning.failure
    error = kind_of_failure(
        f"graph.{status}.{code}" if code else f"graph.{status}",
        kind=meaning.kind,
        retry_after_s=retry_after_s,
        ambiguous=meaning.ambiguous and method in _CREATES_OR_WRITES,
        status=status,
    )
    if isinstance(error, Gone):
        error.resync, error.location = code, location
    return error


def unreadable(what: str, *, method: str = "GET", status: int | None = None) -> Passing:
    """The error for an answer that is cut off, is a page for people, or is not the document it should be."""
    return Passing(f"graph.unreadable.{what}", kind=TRANSIENT, ambiguous=method in _CREATES_OR_WRITES, status=status)


def said_by_graph(body: object) -> tuple[str, str]:
    """Graph's own (code, message) in an error document; empty texts when it is none."""
    inner = cast("dict[str, Any]", body).get("error") if isinstance(body, dict) else None
    if not isinstance(inner, dict):
        return "", ""
    said = cast("dict[str, Any]", inner)
    code, message = said.get("code"), said.get("message")
    named = isinstance(code, str) and _CODE.fullmatch(code)
    return (str(code) if named else ""), (message if isinstance(message, str) else "")
