"""Responses that a flow pushes the moment they are sent: checked, kept, and answered; the worker does the rest.

The sender is Power Automate or anything else that can ask Entra for a token (docs/power-automate.md). Nothing remote is
called while it waits, so that a response is taken in while Graph is down.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast

import orjson
import structlog
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from cards.typed import shorten
from hub.cases import CaseNumber
from hub.errors import DeliveryFailed
from hub.ports import Store
from hub.pushed import PushedResponse
from hub.submissions import Question
from hub.usecases.pushes import KeyReused, keep_push, push_settled, pushes_waiting
from hub.usecases.responses import Incoming, take_response
from sync.directory import Directory
from sync.entra_tokens import EntraTokens, NotProved
from sync.graph.client import Graph
from sync.headings import HEADINGS, HeadingTrouble, Known, Meta
from sync.responses import pushed_as, responses_in
from sync.sheets import Rows, trimmed

log = structlog.get_logger()

PATH = "/api/submissions"
REPLAY_WINDOW = timedelta(minutes=15)  # Power Automate repeats a failed call for some minutes
LONGEST_ANSWER = 32_767  # characters; what a cell of the workbook holds
LARGEST = 2 * 1024 * 1024  # bytes; five such answers are half of it in any script


class Pushed(BaseModel):
    """One response, as a flow sends it. `answers`: by the question's heading, or by its short name."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    form: str = Field(min_length=1, max_length=200)
    response: str = Field(min_length=1, max_length=40)
    sent_at: datetime
    responder: str = Field("", max_length=320)
    name: str = Field("", max_length=200)
    answers: dict[str, str] = Field(min_length=1, max_length=60)

    @field_validator("response", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        """Forms gives its ids as numbers."""
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @field_validator("responder", "name", mode="before")
    @classmethod
    def _nobody(cls, value: object) -> object:
        """A flow has null for what a Form does not record."""
        return "" if value is None else value

    @field_validator("answers", mode="before")
    @classmethod
    def _as_written(cls, value: object) -> object:
        """A flow has null for a question left out, and may give several choices as a list."""
        if not isinstance(value, dict):
            return value
        answers = cast("dict[object, object]", value)
        return {question: _choices(answer) for question, answer in answers.items()}

    @field_validator("sent_at")
    @classmethod
    def _aware(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("needs a time zone: utcNow() has one")
        return value

    @field_validator("answers")
    @classmethod
    def _short_enough(cls, value: dict[str, str]) -> dict[str, str]:
        if any(len(text) > LONGEST_ANSWER for text in value.values()):
            raise ValueError(f"an answer is longer than {LONGEST_ANSWER} characters")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class PushDoor:
    """Takes pushes in. `nudge` wakes the worker."""

    store: Store
    tokens: EntraTokens
    headings: Mapping[Known, tuple[str, ...]]
    clock: Callable[[], datetime]
    nudge: Callable[[], None]

    def routes(self) -> list[web.RouteDef]:
        """POST /api/submissions."""
        return [web.post(PATH, self._on_push)]

    async def _on_push(self, request: web.Request) -> web.Response:
        """202 once the response is kept, 200 when it was before; 4xx with a sentence that says what to mend."""
        try:
            await self.tokens.check(request.headers.get("Authorization", ""))
        except NotProved as unproved:
            log.warning("push_refused", reason=str(unproved))
            return _answer(
                401, "Not proved: the token must be Entra's, for this API, of the registration that may push."
            )
        try:
            body = await _body(request)
        except web.RequestPayloadError:
            return _answer(400, "The body did not come whole, or is not packed as its headers say.")
        if body is None:
            return _answer(413, f"The body is longer than {LARGEST} bytes.")
        # in a thread: reading a body as large as we take would hold up everybody else
        status, said = await asyncio.to_thread(self._settled, body, request.headers.get("Idempotency-Key", ""))
        if status in _KEPT:
            self.nudge()
        return _answer(status, said)

    def _settled(self, body: bytes, key: str) -> tuple[int, str]:
        """The response is kept, or is not, which the status and the sentence say."""
        try:
            pushed = Pushed.model_validate_json(body)
        except ValidationError as error:
            wrong = error.errors()[:_MOST_SAID]
            return 400, "; ".join(_said(found["loc"], found["msg"]) for found in wrong)
        if twice := _said_twice(body):
            return 400, f"{shorten(twice, _LONGEST_NAME)}: stands twice in the body."
        if abs(self.clock() - pushed.sent_at) > REPLAY_WINDOW:
            return 400, "sent_at is more than 15 minutes from now: send utcNow() of this very run."
        found = responses_in([rows_of(pushed)], with_short_names(self.headings))
        if isinstance(found, HeadingTrouble):
            lines = "; ".join(shorten(line, _LONGEST_NAME) for line in found.lines())
            return 422, f"These answers cannot be told apart: {lines}"
        if not found.responses:
            return 422, "There is not a word in it, so there was nothing to take in."
        return self._kept(pushed, key or f"{pushed.form}:{pushed.response}")

    def _kept(self, pushed: Pushed, key: str) -> tuple[int, str]:
        # A repeat is sent later and says the same, in whatever order
        said = json.dumps(pushed.model_dump(exclude={"sent_at"}), sort_keys=True)
        response = PushedResponse(
            key=key if len(key) <= _LONGEST_KEY else _digest(key),
            content=pushed.model_dump_json(),
            digest=_digest(said),
            at=self.clock(),
        )
        try:
            is_new = keep_push(self.store, response)
        except KeyReused as reused:
            return 409, reused.sentence
        return (202, "Taken in.") if is_new else (200, "Taken in before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PushReader:
    """Takes in what was pushed."""

    store: Store
    graph: Graph
    headings: Mapping[Known, tuple[str, ...]]
    working_days: int
    clock: Callable[[], datetime]
    nudge: Callable[[], None]

    async def pull(self) -> int:
        """Every pushed response has its case; returns how many were taken in. Safe to call twice."""
        directory, count, left = Directory(graph=self.graph), 0, 0
        while waiting := await asyncio.to_thread(pushes_waiting, self.store, skip=left):
            for kept in waiting:
                case = await self._guarded(kept, directory)
                if case is None:
                    left += 1
                else:
                    await asyncio.to_thread(push_settled, self.store, kept.key, case)
                    self.nudge()
                    count += 1
        if left:
            log.warning("pushes_not_taken_now", pushes=left)
        return count

    async def _guarded(self, kept: PushedResponse, directory: Directory) -> CaseNumber | None:
        """Its case; None, and the next one is taken, when it cannot be read now or meets a bug of ours."""
        try:
            return await self._take(kept, directory)
        except DeliveryFailed:
            raise  # Graph or Entra is away, for all of them
        except Exception:  # the loop over all pushes: a bug is logged, and the next one is taken
            log.exception("push_bug")
            return None

    async def _take(self, kept: PushedResponse, directory: Directory) -> CaseNumber | None:
        pushed = Pushed.model_validate_json(kept.content)
        found = responses_in([rows_of(pushed)], with_short_names(self.headings))
        if isinstance(found, HeadingTrouble) or not found.responses:
            return None  # the headings in the settings were changed after it was kept: it waits until they are right
        [response] = found.responses
        days = {f"{pushed.sent_at.astimezone(UTC) + shift:%Y-%m-%d}" for shift in (-_A_ZONE, _A_ZONE)}
        names = sorted({pushed_as(response.number, response.submitter, day) for day in days} - {""})
        incoming = Incoming(
            keys=(f"push:{pushed.form}:{pushed.response}", *names, *response.keys),
            submission=response.submission,
            submitter=await directory.known(response.submitter),
            at=self.clock(),
            working_days=self.working_days,
        )
        case, _ = await asyncio.to_thread(take_response, self.store, incoming)
        return case.number


def rows_of(pushed: Pushed) -> Rows:
    """The push as a sheet with one row."""
    first = [HEADINGS[meta][0] for meta in (Meta.ID, Meta.EMAIL, Meta.NAME)]
    row = [pushed.response, pushed.responder, pushed.name]
    row += [_spoken(text) for text in pushed.answers.values()]
    return [[*first, *(trimmed(question) for question in pushed.answers)], [trimmed(cell) for cell in row]]


def with_short_names(headings: Mapping[Known, tuple[str, ...]]) -> Mapping[Known, tuple[str, ...]]:
    """A flow may name a question by its short name, which no edit of the Form changes."""
    return {known: (*texts, known.value) if isinstance(known, Question) else texts for known, texts in headings.items()}


def _spoken(text: str) -> str:
    """Several choices may come as the text of a JSON list; they read as the workbook writes them."""
    if not (text.startswith("[") and text.endswith("]")):
        return text
    try:
        choices = _choices(orjson.loads(text))
    except orjson.JSONDecodeError:
        return text
    return choices if isinstance(choices, str) else text


def _choices(answer: object) -> object:
    """Nothing as an empty text, several texts as the workbook writes them; anything else as it is."""
    if answer is None:
        return ""
    if not isinstance(answer, list):
        return answer
    chosen = cast("list[object]", answer)
    return "".join(f"{text};" for text in chosen) if all(isinstance(text, str) for text in chosen) else chosen


async def _body(request: web.Request) -> bytes | None:
    """What was sent; None when it is too much."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _said_twice(body: bytes) -> str:
    """The first name that stands twice in one object of the JSON: either answer may be the one that was meant."""
    twice: list[str] = []

    def noted(pairs: list[tuple[str, object]]) -> None:
        twice.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)

    json.loads(body, object_pairs_hook=noted)
    return next(iter(twice), "")


def _said(loc: tuple[int | str, ...], message: str) -> str:
    place = shorten(".".join(str(part) for part in loc) or "body", _LONGEST_NAME)
    return f"{place}: {message}"


def _answer(status: int, sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=status)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


_KEPT = (200, 202)
_LONGEST_KEY = 200  # characters
_A_ZONE = timedelta(hours=1)  # the workbook names no zone; in Britain it is UTC or one hour later
_LONGEST_NAME = 100  # characters
_MOST_SAID = 5  # mistakes in one answer
_CHUNK = 64 * 1024
