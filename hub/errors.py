"""The two families of failure: a person can act on a `Refused`, a deliverer acts on a `DeliveryFailed`."""

from __future__ import annotations

from enum import Enum


class Refused(Exception):  # noqa: N818  the subject's own word: a "no" that a person can act on
    """That is not possible."""

    def __init__(self, sentence: str = "") -> None:
        """Carry `sentence`, or the class's docstring when it is empty; either is shown to a person."""
        self.sentence = sentence or " ".join((type(self).__doc__ or "").split())
        super().__init__(self.sentence)


class FailureKind(Enum):
    """What the deliverer does next."""

    TRANSIENT = "transient"  # try again, not before `retry_after_s`
    PERMANENT = "permanent"  # park: repeating cannot help
    CONFIG = "config"  # park everything for this destination: a permission, a secret or a setting is wrong


class DeliveryFailed(Exception):  # noqa: N818  named for what happened, as `Refused` is
    """A remote service did not do what was asked; made once, at the edge, `from` the original error."""

    def __init__(
        self,
        code: str,
        *,
        kind: FailureKind,
        retry_after_s: float | None = None,
        ambiguous: bool = False,
        status: int | None = None,
    ) -> None:
        """Carry what the deliverer needs next.

        `retry_after_s`: seconds the service asked us to wait; None when it named none.
        `ambiguous`: the service may have done it all the same (a create answered 502, 503, 504 or cut off).
        """
        super().__init__(code)
        self.code = code
        self.kind = kind
        self.retry_after_s = retry_after_s
        self.ambiguous = ambiguous
        self.status = status
