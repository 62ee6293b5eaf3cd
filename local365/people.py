"""Who is in the tenant: the directory, and each person's ids as Teams and Entra write them."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Self

from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One account. `left`: the account is gone, the history stays."""

    aad_id: str
    name: str
    email: str
    title: str
    hub: bool = False
    left: bool = False

    def to_json(self) -> Json:
        """The person as the snapshot shows them."""
        return {
            "aad_id": self.aad_id,
            "name": self.name,
            "email": self.email,
            "title": self.title,
            "hub": self.hub,
            "left": self.left,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """The person that `to_json` wrote."""
        return cls(**data)


def teams_user_id(aad_id: str, app_id: str) -> str:
    """The `29:` id by which one bot knows one person; another bot is given another one."""
    digest = hashlib.sha512(f"{app_id}/{aad_id}".encode()).digest()
    return "29:1" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


class Directory:
    """Everybody, findable by each of their ids."""

    def __init__(self, people: list[Person], *, app_id: str) -> None:
        self._app_id = app_id
        self._people = {one.aad_id: one for one in people}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def find(self, key: str) -> Person | None:
        """The person with this Entra id, e-mail or `29:` id; e-mails in any case."""
        if key in self._people:
            return self._people[key]
        folded = key.casefold()
        return next((one for one in self if folded == one.email or key == self.teams_id(one)), None)

    def teams_id(self, person: Person) -> str:
        """The person's `29:` id for the bot."""
        return teams_user_id(person.aad_id, self._app_id)

    def leaves(self, aad_id: str) -> None:
        """The account is gone. KeyError when there was none."""
        self._people[aad_id] = replace(self._people[aad_id], left=True)

    def to_json(self) -> list[Json]:
        """Everybody, in the order they are shown."""
        return [one.to_json() for one in self._people.values()]
