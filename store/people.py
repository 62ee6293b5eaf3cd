"""The hub's roster, and where each person's own chat is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from hub.people import AadId, Person, Role
from hub.places import Conversation
from hub.reach import Unreachable
from store.database import hold
from store.places import conversation_of, conversation_values
from store.tables import chats, roster, unreachable
from store.upserts import upsert


class SqlPeople:
    """Hub staff and chats, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def role(self, aad_id: AadId) -> Role:
        """What the person may do; OFFICER for everybody who is not on the hub's roster."""
        return self._connection.scalar(select(roster.c.role).where(roster.c.aad_id == aad_id)) or Role.OFFICER

    def staff(self) -> Sequence[Person]:
        """Everybody on the hub's roster, by name."""
        return self._on_roster(select(roster))

    def leads(self) -> Sequence[Person]:
        """The hub leads, by name."""
        return self._on_roster(select(roster).where(roster.c.role == Role.LEAD))

    def _on_roster(self, statement: Select[Any]) -> Sequence[Person]:
        rows = self._connection.execute(statement)
        people = [Person(aad_id=row.aad_id, name=row.name, email=row.email) for row in rows]
        return sorted(people, key=lambda person: (person.name.casefold(), person.aad_id))

    def set_staff(self, people: Collection[Person]) -> None:
        """The hub's roster is exactly `people`; a lead who is still on it stays one."""
        hold(self._connection, "roster")
        self._connection.execute(delete(roster).where(roster.c.aad_id.not_in([person.aad_id for person in people])))
        for person in people:
            self._put(person, Role.HUB, kept=("role",))

    def set_lead(self, person: Person) -> None:
        """The person is a hub lead."""
        hold(self._connection, "roster")
        self._put(person, Role.LEAD)

    def remember_chat(self, aad_id: AadId, conversation: Conversation) -> None:
        """The person's own chat with the bot is there; the newest wins."""
        upsert(self._connection, chats, {"aad_id": aad_id, **conversation_values(conversation)})

    def chat_of(self, aad_id: AadId) -> Conversation | None:
        """The person's own chat, or None when they have not met the bot."""
        row = self._connection.execute(select(chats).where(chats.c.aad_id == aad_id)).mappings().one_or_none()
        return None if row is None else conversation_of(row)

    def forget_chat(self, aad_id: AadId) -> None:
        """The bot was removed from that person's chat. Safe to call twice."""
        self._connection.execute(delete(chats).where(chats.c.aad_id == aad_id))

    def any_chat(self) -> Conversation | None:
        """Some person's chat; None when nobody has one."""
        row = self._connection.execute(select(chats).limit(1)).mappings().one_or_none()
        return None if row is None else conversation_of(row)

    def unreachable(self, aad_id: AadId) -> Unreachable | None:
        """Why the person could not be reached last; None when they could."""
        return self._connection.scalar(select(unreachable.c.why).where(unreachable.c.aad_id == aad_id))

    def set_unreachable(self, aad_id: AadId, why: Unreachable, *, at: datetime) -> None:
        """The person cannot be reached; the newest reason wins."""
        upsert(self._connection, unreachable, {"aad_id": aad_id, "why": why, "at": at})

    def set_reachable(self, aad_id: AadId) -> None:
        """The person can be reached. Safe to call twice."""
        self._connection.execute(delete(unreachable).where(unreachable.c.aad_id == aad_id))

    def _put(self, person: Person, role: Role, *, kept: Collection[str] = ()) -> None:
        values = {"aad_id": person.aad_id, "name": person.name, "email": person.email, "role": role}
        upsert(self._connection, roster, values, kept=kept)
