"""The order in which a list's items changed: what a delta feed is read from."""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class ChangeLog:
    """Item numbers in the order of their saves and deletions; a position is how many changes came before it."""

    numbers: list[int] = field(default_factory=list[int])
    last: dict[int, int] = field(default_factory=dict[int, int])

    @property
    def position(self) -> int:
        """The place after the newest change."""
        return len(self.numbers)

    def note(self, number: int) -> None:
        """The item counts as changed now."""
        self.last[number] = len(self.numbers)
        self.numbers.append(number)

    def since(self, position: int, limit: int) -> tuple[list[int], int]:
        """At most `limit` items changed from the position on, each at its last change; and where to go on from."""
        found: list[int] = []
        while position < len(self.numbers) and len(found) < limit:
            number = self.numbers[position]
            if self.last[number] == position:
                found.append(number)
            position += 1
        return found, position

    @classmethod
    def replayed(cls, numbers: list[int]) -> "ChangeLog":
        """The log of these changes, oldest first."""
        return cls(numbers=numbers, last={number: place for place, number in enumerate(numbers)})
