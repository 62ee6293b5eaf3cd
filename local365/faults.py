"""What goes wrong on purpose: a script of faults, each spent by the requests it matches.

A client of Microsoft 365 meets throttling, cut connections and answers that are lost after the work was done. A tester
writes them down beforehand; the middleware plays them. Deliveries of activities to the bot ask for the path `/bot`.
"""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Self
from urllib.parse import unquote

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from local365.fault_bodies import body_of
from local365.wire import Json

CONTROL_PLANE = "/_local365/"


class When(StrEnum):
    """At which point of the request the fault strikes."""

    BEFORE = "before"  # nothing is done, the fault's status is answered
    AFTER_COMMIT = "after_commit"  # the work is done, the fault's status is answered all the same
    RESET = "reset"  # nothing is done, the connection is cut
    SLOW = "slow"  # the work is done after `delay_s`, and answered as usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong, `times` times, at each `every`th request that it matches.

    `path`: a glob (`*` crosses slashes) on the decoded path. `delay_s`: seconds to wait before anything else happens.
    `body`: the answer's JSON or text; None means the body Microsoft's service of that path sends with this status.
    """

    method: str = "*"
    path: str
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: Json | str | None = None
    when: When = When.BEFORE
    delay_s: float = 0
    times: int = 1
    every: int = 1
    passed: int = 0
    """How many requests it has matched and let pass since it struck last."""

    def matches(self, method: str, path: str) -> bool:
        """True when a request of this method and decoded path is struck."""
        return fnmatchcase(method.upper(), self.method.upper()) and fnmatchcase(path, self.path)

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The fault of the control plane's JSON. ValueError or TypeError for one that cannot be."""
        chosen: Json = {**data, "when": When(data.get("when", When.BEFORE))}
        fault = cls(**chosen)
        if min(fault.times, fault.every) < 1 or fault.delay_s < 0 or not 400 <= fault.status <= 599:  # noqa: PLR2004  HTTP's own classes
            raise ValueError(
                "a fault has times and every of at least 1, a delay_s of at least 0, a status of 400 to 599"
            )
        return fault

    def response(self, path: str) -> web.Response:
        """The answer of the struck request."""
        body = body_of(path, self.status) if self.body is None else self.body
        if isinstance(body, str):
            return web.Response(status=self.status, headers=self.headers, text=body)
        return web.json_response(body, status=self.status, headers=self.headers)


class Faults:
    """The faults still to come, first written first spent. Safe from any thread."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._lock = threading.Lock()
        self._waiting = list(faults)
        self.watcher: Callable[[str], None] | None = None
        """Told of each request's path before it is served, and again once the work is done and before the answer."""

    def __iter__(self) -> Iterator[Fault]:
        with self._lock:
            return iter(list(self._waiting))

    def add(self, fault: Fault) -> None:
        """The next requests that match are struck."""
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._waiting.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that strikes this request, one use of it spent; None when none does."""
        decoded = unquote(path)
        with self._lock:
            for index, fault in enumerate(self._waiting):
                if not fault.matches(method, decoded):
                    continue
                if fault.passed + 1 < fault.every:
                    self._waiting[index] = replace(fault, passed=fault.passed + 1)
                    continue
                left = [replace(fault, times=fault.times - 1, passed=0)] if fault.times > 1 else []
                self._waiting[index : index + 1] = left
                return fault
        return None


def faults_middleware(faults: Faults) -> Middleware:
    """A middleware that strikes every request outside the control plane and the page with the faults written for it."""

    @web.middleware
    async def struck(request: web.Request, handler: Handler) -> web.StreamResponse:
        exempt = request.path.startswith((CONTROL_PLANE, "/page/")) or request.path == "/"
        fault = None if exempt else faults.take(request.method, request.path)
        return await (_watched(faults, request, handler) if fault is None else _strike(fault, request, handler))

    return struck


async def _watched(faults: Faults, request: web.Request, handler: Handler) -> web.StreamResponse:
    if faults.watcher is None or request.path.startswith(CONTROL_PLANE):
        return await handler(request)
    faults.watcher(request.path)
    response = await handler(request)
    faults.watcher(request.path)
    return response


async def _strike(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    await asyncio.sleep(fault.delay_s)
    match fault.when:
        case When.BEFORE:
            return fault.response(request.path)
        case When.SLOW:
            return await handler(request)
        case When.AFTER_COMMIT:
            await _work(request, handler)
            return fault.response(request.path)
        case When.RESET:
            return _cut(request)


async def _work(request: web.Request, handler: Handler) -> None:
    with suppress(web.HTTPException):  # the service refused; the client sees the fault all the same
        await handler(request)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
