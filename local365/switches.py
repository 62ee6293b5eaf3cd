"""What a tester may switch on in Graph: all of it happens in the real service, none of it every day."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from local365.graph_wire import Json


class DeltaMischief(StrEnum):
    """What the next delta answer does instead of telling the plain truth."""

    RESYNC_APPLY = "resyncChangesApplyDifferences"
    RESYNC_UPLOAD = "resyncChangesUploadDifferences"
    ERROR_INSIDE_200 = "errorInside200"
    WITHOUT_FIELDS = "withoutFields"


@dataclass(slots=True, kw_only=True)
class Switches:
    """Behaviours of the Graph side; each field is one, and the default is the ordinary day."""

    units_per_minute: int | None = None
    """Resource units an application may spend in a minute; None: as many as it likes."""
    page_size: int = 200
    """Items on a page when the caller names no $top."""
    largest_page: int = 5000
    """Items on a page at most, whatever $top says: set it low for short pages."""
    empty_pages: bool = False
    """Every page is preceded by an empty one that carries a nextLink."""
    repeats_in_delta: bool = False
    """A delta page begins with an item that comes again on it, as it was one version before."""
    batch_answers_reversed: bool = False
    """$batch answers come last first."""
    delta_token_days: float = 30.0
    """How long a delta token lives."""
    download_seconds: float = 300.0
    """How long a pre-authenticated download URL lives."""
    notification_retry_seconds: list[float] = field(default_factory=lambda: [1.0, 2.0, 4.0, 8.0, 16.0])
    """Waits between attempts to deliver a change notification; Graph goes on for 4 hours."""
    delta_mischief: list[DeltaMischief] = field(default_factory=list[DeltaMischief])
    """What the next delta answers do, first in first out; spent one per answer."""

    def turn(self, changes: Json) -> None:
        """The named behaviours are as given. ValueError for a name or a type that is none of ours."""
        known = self.to_json()
        for name, value in changes.items():
            if name not in known or isinstance(value, bool) != isinstance(known[name], bool):
                raise ValueError(f"no such switch: {name}={value!r}; there are {', '.join(known)}")
            setattr(self, name, [DeltaMischief(v) for v in value] if name == "delta_mischief" else value)

    def to_json(self) -> Json:
        """Every switch by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The switches that `to_json` wrote."""
        switches = cls()
        switches.turn(data)
        return switches
