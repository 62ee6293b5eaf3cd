"""The control path: Microsoft's SDK does a job in a process of its own, which then ends and gives its memory back.

Its imports take a second of the interpreter's lock and 45 MB (facts: graph-sdk-imports), for a call or two a day.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import structlog

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.errors import verdict
from sync.graph.gate import Gate
from sync.graph.wire import TokenSource
from sync.notifications import Subscription
from sync.settings import GraphSettings

log = structlog.get_logger()

PATIENCE_S = 60.0  # for a process to start, ask Graph a few times and end
COMMAND = (sys.executable, "-m", "sync.subscriptions_sdk")


class Verb(Enum):
    """What is to become of a subscription."""

    CREATE = "create"
    RENEW = "renew"
    DELETE = "delete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do. It goes through a pipe, so that the token stands on no command line and in no environment."""

    verb: Verb
    subscription: Subscription
    settings: GraphSettings
    token: str

    def as_text(self) -> str:
        """What `from_text` reads."""
        settings = {**asdict(self.settings), "ca_file": str(self.settings.ca_file or "")}
        return json.dumps(
            {
                "verb": self.verb.value,
                "subscription": subscription_text(self.subscription),
                "settings": settings,
                "token": self.token,
            }
        )

    @classmethod
    def from_text(cls, text: str) -> Job:
        """The job that `as_text` wrote."""
        said: dict[str, Any] = json.loads(text)
        settings: dict[str, Any] = said["settings"]
        settings["ca_file"] = Path(settings["ca_file"]) if settings["ca_file"] else None
        return cls(
            verb=Verb(said["verb"]),
            subscription=subscription_of(said["subscription"]),
            settings=GraphSettings(**settings),
            token=said["token"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a job: the subscription, or why not. `claims`: what a refused token must satisfy."""

    calls: int
    subscription: Subscription | None = None
    failed: DeliveryFailed | None = None
    claims: str | None = None

    def as_text(self) -> str:
        """What `from_text` reads."""
        done = subscription_text(self.subscription) if self.subscription else None
        failed = None
        if self.failed is not None:
            names = ("code", "retry_after_s", "ambiguous", "status")
            failed = {name: getattr(self.failed, name) for name in names} | {"kind": self.failed.kind.value}
        return json.dumps({"calls": self.calls, "subscription": done, "failed": failed, "claims": self.claims})

    @classmethod
    def from_text(cls, text: str) -> Answered:
        """The answer that `as_text` wrote."""
        said: dict[str, Any] = json.loads(text)
        done, failed = said["subscription"], said["failed"]
        return cls(
            calls=said["calls"],
            subscription=subscription_of(done) if done else None,
            failed=_failure(failed) if failed else None,
            claims=said["claims"],
        )


class LentToken:
    """A token that another process gave us; it cannot be replaced here, so what it lacks is told there."""

    def __init__(self, token: str) -> None:
        """Lend it."""
        self._token = token
        self.claims: str | None = None

    async def token(self) -> str:
        """The token."""
        return self._token

    async def replace(self, refused: str, claims: str | None) -> str:
        """DeliveryFailed; `claims` are kept."""
        del refused
        self.claims = claims
        raise DeliveryFailed("graph.token_refused", kind=FailureKind.TRANSIENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlPath:
    """Has jobs done. The calls are counted by the worker's gate; SharePoint charges nothing for them."""

    settings: GraphSettings
    tokens: TokenSource
    gate: Gate

    async def ask(self, verb: Verb, subscription: Subscription) -> Subscription:
        """What Graph keeps now. DeliveryFailed as the client raises it; NotFound when there is no such subscription."""
        token = await self.tokens.token()
        job = Job(verb=verb, subscription=subscription, settings=self.settings, token=token)
        answered = await self._done(job)
        if answered.claims is not None:
            answered = await self._done(replace(job, token=await self.tokens.replace(token, answered.claims)))
        if answered.subscription is not None:
            return answered.subscription
        raise answered.failed or DeliveryFailed("graph.control_process", kind=FailureKind.TRANSIENT)

    async def _done(self, job: Job) -> Answered:
        process = await asyncio.create_subprocess_exec(
            *COMMAND, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                said, complained = await process.communicate(job.as_text().encode())
        except TimeoutError:
            raise DeliveryFailed("graph.no_answer", kind=FailureKind.TRANSIENT, ambiguous=True) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.error("control_process_failed", said=complained.decode(errors="replace").strip().rpartition("\n")[2])
            raise DeliveryFailed("graph.control_process", kind=FailureKind.TRANSIENT, ambiguous=True)
        answered = Answered.from_text(said.decode())
        self.gate.made(answered.calls)
        return answered


def subscription_text(subscription: Subscription) -> str:
    """What `subscription_of` reads."""
    return json.dumps({**asdict(subscription), "expires_at": subscription.expires_at.isoformat()})


def subscription_of(text: str) -> Subscription:
    """The subscription that `subscription_text` wrote."""
    kept: dict[str, str] = json.loads(text)
    expires_at = datetime.fromisoformat(kept.pop("expires_at"))
    return Subscription(**kept, expires_at=expires_at)


def _failure(said: dict[str, Any]) -> DeliveryFailed:
    what = verdict(said["status"]).failure if said["status"] else DeliveryFailed
    return what(
        said["code"],
        kind=FailureKind(said["kind"]),
        retry_after_s=said["retry_after_s"],
        ambiguous=said["ambiguous"],
        status=said["status"],
    )
