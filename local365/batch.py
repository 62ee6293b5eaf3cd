"""$batch: up to twenty requests in one. https://learn.microsoft.com/graph/json-batching"""

import asyncio
import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import orjson

from local365.faults import Fault, When
from local365.graph_body import body_object, is_json, list_at, object_at
from local365.graph_call import GraphReply
from local365.graph_desk import Knock
from local365.graph_errors import GraphError
from local365.graph_wire import Json
from local365.tenant import Tenant

MOST_REQUESTS = 20
FAILURE = 400
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
# Source: https://datatracker.ietf.org/doc/html/rfc9110#section-5.6.2
HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
JSON_HEADERS = {"Cache-Control": "no-store, no-cache", "Content-Type": "application/json"}

Answer: TypeAlias = Callable[[Knock], Awaitable[GraphReply]]
"""Answers one request; every refusal is a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request of a batch: its knock, and the ids of those it waits for."""

    id: str
    knock: Knock
    waits_for: tuple[str, ...]


async def answer_batch(tenant: Tenant, answer: Answer, knock: Knock) -> GraphReply:
    """All answers, each with its own status; 400 when the batch itself is malformed.

    https://learn.microsoft.com/graph/json-batching
    """
    body = body_object(knock.content, knock.headers.get("content-type", ""))
    steps = _steps(list_at(body.get("requests"), "requests"), knock)
    replies: dict[str, GraphReply] = {}
    for step in steps:
        if any(replies[other].status >= FAILURE for other in step.waits_for):
            replies[step.id] = _failed_dependency()
        else:
            replies[step.id] = await answer(step.knock)
    shown = [_shown(step_id, reply) for step_id, reply in replies.items()]
    with tenant.lock:
        backwards = tenant.sites.switches.batch_answers_reversed
    return GraphReply(body={"responses": shown[::-1] if backwards else shown})


def _steps(requests: list[Any], outer: Knock) -> list[Step]:
    if not 1 <= len(requests) <= MOST_REQUESTS:
        raise _malformed(f"Number of batch request steps must be from 1 to the maximum value of {MOST_REQUESTS}.")
    steps: list[Step] = []
    for request in requests:
        step = _step(object_at(request, "request"), outer)
        known = {other.id.casefold(): other.id for other in steps}
        if step.id.casefold() in known:
            raise _malformed(f"Request Id : {step.id} has to be unique in a batch.")
        missing = [other for other in step.waits_for if other.casefold() not in known]
        if missing:
            raise _malformed(f"Request {step.id} depends on {missing[0]}, which does not stand before it in the batch.")
        steps.append(replace(step, waits_for=tuple(known[other.casefold()] for other in step.waits_for)))
    return steps


def _step(request: Json, outer: Knock) -> Step:
    step_id, method, url = (request.get(name) for name in ("id", "method", "url"))
    if not (isinstance(step_id, str) and step_id and isinstance(method, str) and isinstance(url, str) and url):
        raise _malformed("Every request of a batch needs the texts 'id', 'method' and 'url'.")
    if "://" in url:
        raise _malformed(f"The url of request {step_id} must be relative, such as /sites/root.")
    if method.upper() not in METHODS:
        raise _malformed(f"The method of request {step_id} is no HTTP method.")
    headers = _headers(step_id, object_at(request.get("headers") or {}, "headers"))
    knock = Knock(
        method=method.upper(),
        target="/" + url.lstrip("/").replace("#", "%23"),
        headers=headers,
        content=_content(step_id, method.upper(), request.get("body"), headers),
        origin=outer.origin,
        caller=outer.caller,
    )
    waits_for = tuple(str(other) for other in list_at(request.get("dependsOn") or [], "dependsOn"))
    return Step(id=step_id, knock=knock, waits_for=waits_for)


def _headers(step_id: str, given: Json) -> dict[str, str]:
    """By name in small letters. 400 for one that HTTP could not carry."""
    headers = {name.casefold(): str(value) for name, value in given.items()}
    if not all(HEADER_NAME.fullmatch(name) and value.isprintable() for name, value in headers.items()):
        raise _malformed(f"The headers of request {step_id} can't be headers of HTTP.")
    return headers


def _content(step_id: str, method: str, body: Any, headers: Mapping[str, str]) -> bytes:
    """The body's JSON, or the bytes its base64 stands for. 400 when a write has none, or does not say what it is."""
    if body is None and method not in ("POST", "PATCH", "PUT"):
        return b""
    if body is None or "content-type" not in headers:
        raise _malformed(f"Write request id : {step_id} does not contain Content-Type header or body.")
    if not is_json(headers["content-type"]):
        return _bytes(step_id, body)
    try:
        return orjson.dumps(body)
    except orjson.JSONEncodeError as error:
        raise _malformed(f"The body of request {step_id} is nested too deeply.") from error


def _bytes(step_id: str, body: Any) -> bytes:
    """What is not JSON stands in a batch as base64, in either of its alphabets, with or without its padding."""
    try:
        plain = body.rstrip("=").replace("-", "+").replace("_", "/")
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (AttributeError, binascii.Error, ValueError) as error:
        raise _malformed(f"The body of request {step_id} is neither JSON by its Content-Type nor base64.") from error


async def struck(tenant: Tenant, answer: Answer, knock: Knock) -> GraphReply:
    """The answer, unless a fault is written for the request."""
    path = knock.target.partition("?")[0]
    fault = tenant.faults.take(knock.method, f"/v1.0{path}")
    if fault is None:
        return await answer(knock)
    await asyncio.sleep(fault.delay_s)
    match fault.when:
        case When.SLOW:
            return await answer(knock)
        case When.AFTER_COMMIT:
            await answer(knock)
            return _fault_reply(fault, path)
        case When.BEFORE | When.RESET:
            # A single answer can't be cut off inside a batch: the caller sees the status.
            return _fault_reply(fault, path)


def _fault_reply(fault: Fault, path: str) -> GraphReply:
    text = fault.response(f"/v1.0{path}").text or "{}"
    return GraphReply(status=fault.status, body=orjson.loads(text), headers=fault.headers)


def _failed_dependency() -> GraphReply:
    error = {"code": "FailedDependency", "message": "A request that this request depends on has failed."}
    return GraphReply(status=424, body={"error": error})


def _shown(step_id: str, reply: GraphReply) -> Json:
    headers = {**(JSON_HEADERS if reply.body is not None else {}), **reply.headers}
    shown: Json = {"id": step_id, "status": reply.status, "headers": headers}
    return shown if reply.body is None else shown | {"body": reply.body}


def _malformed(message: str) -> GraphError:
    return GraphError(400, "BadRequest", message)
