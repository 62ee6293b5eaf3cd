"""The hub's channel: one row, or none."""

from __future__ import annotations

from sqlalchemy import Connection, select

from hub.places import HubChannel
from store.places import conversation_of, conversation_values
from store.tables import hub_channel
from store.upserts import upsert


class SqlHub:
    """The hub's channel, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take part in the connection's transaction."""
        self._connection = connection

    def channel(self) -> HubChannel | None:
        """The hub's channel, or None until a lead has said which it is."""
        row = self._connection.execute(select(hub_channel)).mappings().one_or_none()
        if row is None:
            return None
        return HubChannel(conversation=conversation_of(row), team_id=row["team_id"], group_id=row["group_id"])

    def move_to(self, channel: HubChannel) -> None:
        """The hub's channel is `channel` from now on."""
        where = {"team_id": channel.team_id, "group_id": channel.group_id}
        upsert(self._connection, hub_channel, {"id": 1, **conversation_values(channel.conversation), **where})
