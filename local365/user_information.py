"""The hidden list of everybody a site knows, as Graph shows it: found by its title, and for reading only.

Seen in the service: microsoftgraph/microsoft-graph-docs#15695 (Graph adds nobody) and Azure/Microsoft365R#77 (its
title). Its columns are SharePoint's UserInfoItem; none of them is indexed.
"""

import uuid
from datetime import datetime

from local365.builtin_columns import built_in_columns
from local365.column_facets import ColumnKind, whole_facet
from local365.columns_state import Column
from local365.graph_wire import Identity, Json
from local365.list_item import ListItem, new_item
from local365.lists_state import ListState
from local365.members import Members

TITLE = "User Information List"
SYSTEM = Identity(id="00000000-0000-0000-0000-000000000000", name="System Account")
TEXTS = ("Name", "EMail", "UserName")


def is_user_information(key: str) -> bool:
    """True for the list's title, in any case."""
    return key.casefold() == TITLE.casefold()


def user_information(site_id: str, members: Members, *, since: datetime) -> ListState:
    """The list as it is now: one item for each number that somebody has."""
    one = ListState(
        id=_guid(site_id, "list"),
        site_id=site_id,
        name=TITLE,
        display_name=TITLE,
        created_at=since,
        created_by=SYSTEM,
        columns=built_in_columns() | {name: _text(site_id, name) for name in TEXTS},
    )
    one.items = {number: _item(site_id, number, who, since) for number, who in members.people.items()}
    one.order = sorted(one.items)
    one.index.follow(one.columns.values(), one.items.values())
    return one


def _item(site_id: str, number: int, who: Identity, since: datetime) -> ListItem:
    return new_item(number, _guid(site_id, str(number)), _fields(who), by=SYSTEM, at=since)


def _fields(who: Identity) -> Json:
    """An application has no address. People here sign in with their mailbox's."""
    fields: Json = {"Title": who.name}
    if who.email is not None:
        fields |= {"Name": f"i:0#.f|membership|{who.email}", "UserName": who.email, "EMail": who.email}
    return fields


def _text(site_id: str, name: str) -> Column:
    facet = whole_facet(ColumnKind.TEXT, {})
    kind = ColumnKind.TEXT
    return Column(id=_guid(site_id, name), name=name, display_name=name, kind=kind, facet=facet, read_only=True)


def _guid(site_id: str, what: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{site_id}/users/{what}"))
