"""An effect as columns: its kind, its identity as JSON, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from enum import Enum
from typing import Any, get_args

from hub.effects import Effect, collapse_key, destination, lane


class State(Enum):
    """Where an effect in the outbox stands. A delivered one has no row any more."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    PARKED = "parked"


def effect_values(effect: Effect) -> dict[str, Any]:
    """The columns that say which effect it is. A class that is renamed needs a migration of the rows that wait."""
    return {
        "destination": destination(effect),
        "lane": lane(effect),
        "key": collapse_key(effect),
        "kind": type(effect).__name__,
        "identity": asdict(effect),
    }


def effect_of(kind: str, identity: Mapping[str, Any]) -> Effect:
    """The effect of those columns."""
    return _KINDS[kind](**identity)


_KINDS: dict[str, type[Effect]] = {kind.__name__: kind for kind in get_args(Effect)}
