"""A conversation as columns."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import RowMapping

from hub.places import Conversation


def conversation_values(conversation: Conversation) -> dict[str, str]:
    """The columns that say where it is."""
    return asdict(conversation)


def conversation_of(row: RowMapping) -> Conversation:
    """The conversation of those columns."""
    return Conversation(
        service_url=row["service_url"],
        conversation_id=row["conversation_id"],
        tenant_id=row["tenant_id"],
    )
