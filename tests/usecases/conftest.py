"""A real store in a file of the test's own, with a hub in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.people import Person
from hub.places import Conversation, HubChannel
from hub.usecases import roster
from store.unit_of_work import SqlStore, open_store
from tests.conftest import NewDatabase
from tests.hub.builders import MONDAY, OAK, ROWAN

CHANNEL = HubChannel(
    conversation=Conversation(service_url="http://teams", conversation_id="19:cases", tenant_id="t"),
    team_id="19:team",
    group_id="group",
)
STAFF: tuple[Person, ...] = (OAK, ROWAN)


@pytest.fixture
def store(tmp_path: Path, sqlite: NewDatabase) -> Iterator[SqlStore]:
    """An empty store."""
    opened = open_store(sqlite(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def hub(store: SqlStore) -> SqlStore:
    """A store in which Oak, who leads, and Rowan are the hub."""
    roster.hub_is_here(store, CHANNEL, by=OAK, has_code=True, at=MONDAY)
    roster.roster_is(store, STAFF, {}, at=MONDAY)
    return store
