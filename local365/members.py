"""The site's user information list: the numbers that person columns hold.

Whoever has opened the site is in it; Graph can't add anybody (microsoftgraph/microsoft-graph-docs#15695).
"""

from dataclasses import dataclass, field
from typing import Self

from local365.graph_wire import APP_PRINCIPAL_LOOKUP_ID, APP_PRINCIPAL_NAME, Identity, Json

# Numbers below belong to the system account and the site's groups.
FIRST_PERSON = 6


@dataclass(slots=True, kw_only=True)
class Members:
    """People and applications of the site, by their number in the hidden list."""

    people: dict[int, Identity] = field(default_factory=dict[int, Identity])

    def number_of(self, who: Identity) -> int:
        """The number of the person or the application, given one now if need be."""
        for number, known in self.people.items():
            if known.id == who.id:
                return number
        number = max(self.people, default=FIRST_PERSON - 1) + 1
        self.people[number] = who
        return number

    def author_number(self, who: Identity) -> int:
        """The number in Author and Editor: an application saves as SharePoint's built-in principal."""
        return APP_PRINCIPAL_LOOKUP_ID if who.email is None else self.number_of(who)

    def has(self, number: int) -> bool:
        """True for a person who may be put in a person column."""
        return number in self.people and self.people[number].email is not None

    def by_email(self, email: str) -> int | None:
        """The number of the person with the e-mail."""
        wanted = email.casefold()
        return next((n for n, who in self.people.items() if (who.email or "").casefold() == wanted), None)

    def name_of(self, number: int) -> str:
        """What a person column shows."""
        if number == APP_PRINCIPAL_LOOKUP_ID:
            return APP_PRINCIPAL_NAME
        return self.people[number].name

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {str(number): who.to_json() for number, who in self.people.items()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The members that `to_json` wrote."""
        return cls(people={int(number): Identity.from_json(who) for number, who in data.items()})
