"""Entra is asked in a process of its own, which then ends: msal and requests take 7 MB, for a token an hour."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass, field

import structlog

from hub.errors import DeliveryFailed, FailureKind
from service.credentials import Identity
from service.tokens import Grant

log = structlog.get_logger()

PATIENCE_S = 90.0  # for a process to start on a busy machine, and to wait for Entra twice
COMMAND = (sys.executable, "-m", "service.entra_asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to ask. It goes through a pipe: no secret stands on a command line. `memory`: of the last answer."""

    identity: Identity
    scope: str
    claims: str | None
    memory: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A grant, or why there is none. `memory`: for the next question; only the other process can read it."""

    memory: bytes = field(repr=False)
    grant: Grant | None = None
    code: str = ""
    kind: FailureKind = FailureKind.TRANSIENT


class EntraProcess:
    """Grants tokens as `service.entra.Entra` does, without having it in memory. Safe from several threads."""

    def __init__(self, identity: Identity) -> None:
        """Ask nothing yet, and read no file."""
        self._identity = identity
        self._memory = b""

    def grant(self, scope: str, claims: str | None = None) -> Grant:
        """A token fresh from Entra, as `Grants` says."""
        question = Question(identity=self._identity, scope=scope, claims=claims, memory=self._memory)
        answered = _asked(question)
        self._memory = answered.memory
        if answered.grant is None:
            raise DeliveryFailed(answered.code, kind=answered.kind)
        return answered.grant


def _asked(question: Question) -> Answered:
    try:
        ended = subprocess.run(  # noqa: S603  our own module
            COMMAND,
            input=pickle.dumps(question),
            capture_output=True,
            check=False,
            timeout=PATIENCE_S,
            start_new_session=True,
        )
    except (subprocess.TimeoutExpired, OSError):  # Entra does not answer, or the machine gives no process just now
        raise DeliveryFailed("token.unreachable", kind=FailureKind.TRANSIENT) from None
    if ended.returncode:
        # the name of what was raised, and never its words: they may quote the secret
        raised = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2].partition(":")[0]
        log.error("token_process_failed", ended=ended.returncode, raised=raised)
        raise DeliveryFailed("token.process", kind=FailureKind.TRANSIENT)
    answered: Answered = pickle.loads(ended.stdout)  # noqa: S301  from our own process
    return answered
