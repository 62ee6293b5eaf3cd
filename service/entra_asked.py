"""`python -m service.entra_asked`: one question of `service.entra_process` to Entra, from standard input to output."""

from __future__ import annotations

import pickle
import sys

from hub.errors import DeliveryFailed
from service.entra import Entra, Memory
from service.entra_process import Answered, Question


def _answered(question: Question) -> Answered:
    memory: Memory = pickle.loads(question.memory) if question.memory else Memory()  # noqa: S301  we wrote it
    entra = Entra(question.identity, memory)
    try:
        grant = entra.grant(question.scope, question.claims)
    except DeliveryFailed as failed:
        return Answered(code=failed.code, kind=failed.kind, memory=pickle.dumps(entra.memory))
    return Answered(grant=grant, memory=pickle.dumps(entra.memory))


def main() -> None:
    """What came of the question is on standard output."""
    question: Question = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
    sys.stdout.buffer.write(pickle.dumps(_answered(question)))


if __name__ == "__main__":
    main()
