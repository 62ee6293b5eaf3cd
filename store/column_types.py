"""How our values look in a column, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator


def storable(text: str) -> str:
    """The text as a database can hold it: a NUL and half of a surrogate pair become U+FFFD. Safe to call twice."""
    return _UNSTORABLE.sub("\ufffd", text)


class Words(TypeDecorator[str]):
    """Text of any length, kept as `storable` has it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """The text, with a replacement character for what cannot be stored."""
        return None if value is None else storable(value)


class Instant(TypeDecorator[datetime]):
    """A moment, stored in UTC. It comes back aware; one without a time zone is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """The moment in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware: SQLite keeps no time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class ByValue(TypeDecorator[Enum]):
    """A member of `kind`, stored as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        """Take the enum; its values are texts."""
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> str | None:  # noqa: ARG002  SQLAlchemy's signature
        """The member's value."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Enum | None:  # noqa: ARG002  SQLAlchemy's signature
        """The member with that value."""
        return None if value is None else self.kind(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as ASCII text: PostgreSQL's own JSON types refuse some of what people can type."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002  SQLAlchemy's signature
        """The JSON text."""
        return json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002  SQLAlchemy's signature
        """The value of the JSON text."""
        return json.loads(value or "null")


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
