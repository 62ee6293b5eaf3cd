"""Who sent something in, as the directory knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hub.people import AadId, Person
from sync.graph.client import Graph
from sync.graph.people import find_users


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Looks each e-mail up once."""

    graph: Graph
    _found: dict[str, Person] = field(default_factory=dict[str, Person])

    async def meet(self, people: Iterable[Person | None]) -> None:
        """All of them are looked up at once, as far as they have not been: `known` then asks nobody."""
        met = {one.email: one for one in people if one is not None and one.email not in self._found}
        users = await find_users(self.graph, list(met))
        for email, person in met.items():
            user = users.get(email)
            self._found[email] = replace(person, aad_id=AadId(user.aad_id), name=user.name) if user else person

    async def known(self, person: Person | None) -> Person | None:
        """The person as the directory knows them; as they were named when it does not; nobody stays nobody."""
        if person is None:
            return None
        await self.meet([person])
        return self._found[person.email]
