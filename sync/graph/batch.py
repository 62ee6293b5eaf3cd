"""Many requests in one: at most twenty parts a call, each with its own verdict.

Source: https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from hub.errors import DeliveryFailed
from sync.graph.client import Graph
from sync.graph.errors import Passing, failure, unreadable, verdict
from sync.graph.gate import retry_after_s
from sync.graph.governor import units_of
from sync.graph.shapes import JsonObject, maybe_mapping

_PARTS = 20
_AT_ONCE = 4  # batches: four round trips take the time of one, and the gate keeps the pace of all
_JSON = {"Content-Type": "application/json"}
_KEPT_OF_A_WRITE = ("id", "eTag", "@odata.etag")  # the rest is what we sent, and a thousand of them take megabytes
_FIRST_REFUSAL = 400
_LOST = 0
_WHOLE = -1


class BatchRequest(NamedTuple):
    """One part. `unique_key`: a unique column makes a second creation fail, so an ambiguous one may be repeated."""

    id: str
    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = MappingProxyType({})
    unique_key: bool = False

    @property
    def repeatable(self) -> bool:
        """Whether doing it twice is the same as doing it once."""
        return self.unique_key or self.method in {"GET", "DELETE"} or "If-Match" in self.headers


class BatchAnswer(NamedTuple):
    """The answer to one part: its document, or the `failure` it means. Of a write's, only its id and eTags are kept.

    `status` is 0 when Graph left it out, -1 when the call failed as a whole.
    """

    id: str
    status: int
    body: JsonObject
    failure: DeliveryFailed | None = None


async def send_batch(graph: Graph, requests: Sequence[BatchRequest]) -> dict[str, BatchAnswer]:
    """An answer for every request, by id, however many there are; a bad part never spoils the others.

    Parts that Graph puts off are asked again after the pause it names, where that is safe and within the bounds of
    one call; what is still put off then carries its failure, and so do the parts of a call that failed as a whole.
    """
    if len({request.id.lower() for request in requests}) != len(requests):
        raise ValueError("two parts of a batch have the same id")
    answers: dict[str, BatchAnswer] = {}
    waiting, give_up_at = requests, float("inf")
    for attempt in range(graph.settings.attempts):
        answers |= await _all(graph, waiting)
        waiting = [request for request in waiting if _worth_repeating(request, answers[request.id])]
        at, pause_s = graph.gate.clock.monotonic(), graph.gate.wait_s()
        give_up_at = min(give_up_at, at + graph.settings.patience_s)
        if not waiting or at + pause_s > give_up_at:
            break
        if not pause_s:
            await graph.gate.clock.sleep(graph.gate.clock.chance() * 2**attempt)
    return answers


async def _all(graph: Graph, requests: Sequence[BatchRequest]) -> dict[str, BatchAnswer]:
    """Each has been asked once. What is asked again shares its batches with what else is: few more calls for many."""
    under_way = asyncio.Semaphore(_AT_ONCE)

    async def called(batch: Sequence[BatchRequest]) -> dict[str, BatchAnswer]:
        async with under_way:
            return await _call(graph, batch)

    starts = range(0, len(requests), _PARTS)
    batches = await asyncio.gather(*(called(requests[start : start + _PARTS]) for start in starts))
    return {part: answer for batch in batches for part, answer in batch.items()}


async def _call(graph: Graph, requests: Sequence[BatchRequest]) -> dict[str, BatchAnswer]:
    try:
        document = await graph.post(
            "/$batch",
            {"requests": [_part(request) for request in requests]},
            unique_key=all(request.repeatable for request in requests),
            units=sum(units_of(request.method, request.path) for request in requests),
        )
    except DeliveryFailed as error:
        return {each.id: BatchAnswer(id=each.id, status=_WHOLE, body={}, failure=error) for each in requests}
    given = _by_id(document)
    return {request.id: _answer(graph, request, given.get(request.id)) for request in requests}


def _by_id(document: JsonObject) -> dict[str, JsonObject | None]:
    """The parts that can be told apart; what has no id, or one that comes twice, counts as left out: it is in doubt."""
    parts: object = document.get("responses")
    found: dict[str, JsonObject | None] = {}
    for part in cast("list[object]", parts) if isinstance(parts, list) else []:
        if isinstance(part, dict):
            named = cast("JsonObject", part)
            key = str(named.get("id"))
            found[key] = None if key in found else named
    return found


def _part(request: BatchRequest) -> JsonObject:
    part: JsonObject = {"id": request.id, "method": request.method, "url": request.path}
    if request.body is not None:
        part["body"] = request.body
        part["headers"] = {**request.headers, **_JSON} if request.headers else _JSON
    elif request.headers:
        part["headers"] = dict(request.headers)
    return part


def _answer(graph: Graph, request: BatchRequest, part: JsonObject | None) -> BatchAnswer:
    status: object = part.get("status") if part else None
    if part is None or not isinstance(status, int):
        lost = unreadable("lost_part", method=request.method)
        return BatchAnswer(id=request.id, status=_LOST, body={}, failure=lost)
    said: object = part.get("body")
    body = cast("JsonObject", said) if isinstance(said, dict) else {}
    if status < _FIRST_REFUSAL:
        read = request.method == "GET"
        kept = body if read else {name: body[name] for name in _KEPT_OF_A_WRITE if name in body}
        return BatchAnswer(request.id, status, kept)
    pause_s = _pause_s(graph, status, part)
    refused = failure(status, body, method=request.method, retry_after_s=pause_s)
    return BatchAnswer(request.id, status, body, refused)


def _pause_s(graph: Graph, status: int, part: JsonObject) -> float | None:
    headers = {name.title(): str(value) for name, value in (maybe_mapping(part, "headers") or {}).items()}
    pause_s = retry_after_s(headers, graph.gate.clock.now())
    graph.gate.refused(status)
    if pause_s is not None and verdict(status).again:
        graph.gate.shut_for(pause_s)
    return pause_s


def _worth_repeating(request: BatchRequest, answer: BatchAnswer) -> bool:
    """Not when the call as a whole failed: `post` has already repeated what may be repeated."""
    failed = answer.failure
    return isinstance(failed, Passing) and answer.status != _WHOLE and (request.repeatable or not failed.ambiguous)
