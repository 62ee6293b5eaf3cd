"""The evidence library as it ships with the product: read from its file once, when somebody first asks."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import structlog

from hub.evidence import library_of
from hub.evidence_index import EvidenceIndex, index_of

log = structlog.get_logger()

LIBRARY = Path(__file__).parent / "library" / "pop_center.csv"


@dataclass(slots=True, kw_only=True)
class EvidenceShelf:
    """The library in `path`. Its first `read` takes about a tenth of a second: never on the event loop."""

    path: Path = LIBRARY
    _read: EvidenceIndex | None = None
    _reading: Lock = field(default_factory=Lock)

    def read(self) -> EvidenceIndex:
        """All evidence items, ready to be searched; the same ones each time, whichever thread asks first."""
        with self._reading:
            if self._read is None:
                with self.path.open(encoding="utf-8-sig", newline="") as file:
                    library = library_of(csv.DictReader(file))
                self._read = index_of(library)
                flaws = {flaw.name.casefold(): met for flaw, met in library.flaws.items()}
                log.info("evidence_read", items=len(library.items), **flaws)
            return self._read
