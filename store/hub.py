"""The hub's channel: one row, or none."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from hub.notices import AlarmKind
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
        """The hub's channel, or None until a lead has said which it is, and while it is lost."""
        return self._channel(is_lost=False)

    def lost_channel(self) -> HubChannel | None:
        """The hub's channel while it is lost; None while it is there."""
        return self._channel(is_lost=True)

    def lose(self, why: AlarmKind) -> None:
        """The hub's channel cannot be written to until it comes back or a lead says which it is."""
        self._connection.execute(update(hub_channel).values(lost=why.value))

    def _channel(self, *, is_lost: bool) -> HubChannel | None:
        row = self._connection.execute(select(hub_channel)).mappings().one_or_none()
        if row is None or bool(row["lost"]) is not is_lost:
            return None
        return HubChannel(conversation=conversation_of(row), team_id=row["team_id"], group_id=row["group_id"])

    def move_to(self, channel: HubChannel) -> None:
        """The hub's channel is `channel` from now on."""
        where = {"team_id": channel.team_id, "group_id": channel.group_id, "lost": ""}
        upsert(self._connection, hub_channel, {"id": 1, **conversation_values(channel.conversation), **where})
