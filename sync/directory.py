"""Who sent something in, as the directory knows them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hub.people import AadId, Person
from sync.graph.client import Graph
from sync.graph.people import find_user


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Looks each e-mail up once."""

    graph: Graph
    _found: dict[str, Person] = field(default_factory=dict[str, Person])

    async def known(self, person: Person | None) -> Person | None:
        """The person as the directory knows them; as they were named when it does not; nobody stays nobody."""
        if person is None:
            return None
        if person.email not in self._found:
            user = await find_user(self.graph, person.email)
            known = replace(person, aad_id=AadId(user.aad_id), name=user.name) if user else person
            self._found[person.email] = known
        return self._found[person.email]
