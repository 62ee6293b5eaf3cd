"""What one look at Form, cases, list and cards has found."""

from __future__ import annotations

from dataclasses import dataclass, field

from hub.casefile import CaseFile
from hub.ports import Surface
from hub.reconcile import AWAY, UNREAD, Difference, DifferenceId, Kind, Mend, Sides, of_case

BY_PROGRAM = (Mend.READ_WORKBOOK, Mend.READ_ROW, Mend.WRITE_ROW, Mend.DRAW_CARD)


@dataclass(slots=True, kw_only=True)
class Look:
    """What was found at one look. `responses` is None without a workbook.

    `under_way`: how many deliveries of cases are on their way; `moving`: the cases they are of. `writable`: whether the
    list has the shape that it must have.
    """

    responses: int | None = None
    cases: int = 0
    rows: int = 0
    hub_cards: int = 0
    receipts: int = 0
    under_way: int = 0
    moving: set[str] = field(default_factory=set[str])
    writable: bool = True
    found: dict[DifferenceId, Difference] = field(default_factory=dict[DifferenceId, Difference])

    def add(self, *differences: Difference | None) -> None:
        """Those that are differences are among those found."""
        self.found |= {one.id: one for one in differences if one is not None}

    def take(self, file: CaseFile, sides: Sides) -> None:
        """The case counts, and how it differs is among what was found."""
        self.cases += 1
        self.hub_cards += Surface.HUB_CARD in file.cards
        self.receipts += Surface.RECEIPT in file.cards
        self.add(*of_case(file, sides))
        if under_way := sum(one.parked_at is None for one in file.waiting):
            self.under_way += under_way
            self.moving.add(file.case.number)

    @property
    def differs(self) -> bool:
        """True when something is not equal."""
        return any(one.counts for one in self.found.values())

    @property
    def away(self) -> set[Kind]:
        """The sides that Graph did not give, or not whole."""
        return {one.kind for one in self.found.values()}.intersection(AWAY)

    @property
    def mendable(self) -> list[Difference]:
        """What can be mended without a person. No row of a list that is not as it must be is read."""
        found = [one for one in self.found.values() if one.mend in BY_PROGRAM]
        return [one for one in found if self.writable or one.mend is not Mend.READ_ROW]

    def confirmed_by(self, later: Look) -> Look:
        """The later look, with what both have found: the rest was on its way, or came in between."""
        later.found = {name: one for name, one in later.found.items() if name in self.found or one.kind in UNREAD}
        return later
