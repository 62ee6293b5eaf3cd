"""The values of a list item as Graph shows them: https://learn.microsoft.com/graph/api/resources/fieldvalueset"""

from collections.abc import Iterable
from typing import Any

from local365.columns_state import Column
from local365.graph_errors import invalid_request
from local365.graph_wire import Identity, Json, iso
from local365.item_fields import LOOKUP_ID
from local365.list_item import ItemVersion, ListItem
from local365.lists_state import ListState
from local365.site_state import Site

# Microsoft's limit of lookup fields in one query.
MOST_LOOKUPS = 12
# What SharePoint itself puts beside the values of every item.
STANDING: Json = {
    "Attachments": False,
    "Edit": "",
    "ItemChildCount": "0",
    "FolderChildCount": "0",
    "_ComplianceFlags": "",
    "_ComplianceTag": "",
    "_ComplianceTagWrittenTime": "",
    "_ComplianceTagUserId": "",
}


def fields_view(site: Site, one: ListState, item: ListItem, names: Iterable[str] | None = None) -> Json:
    """The values of the last save, with the item's eTag. 400 as for `version_fields`."""
    return {"@odata.etag": item.etag, **version_fields(site, one, item, item.current, names)}


def version_fields(
    site: Site, one: ListState, item: ListItem, version: ItemVersion, names: Iterable[str] | None
) -> Json:
    """What one save left in the item; a column without a value is absent. With names only those, hidden ones too.

    400 for more than twelve lookups, as documented; a name the list does not have is passed over.
    """
    shown = _every_field(site, one, item, version)
    if names is None:
        hidden = {column.name for column in one.columns.values() if column.hidden}
        return {name: value for name, value in shown.items() if name not in hidden}
    wanted = list(names)
    if sum(name in one.columns and one.columns[name].is_lookup for name in wanted) > MOST_LOOKUPS:
        raise invalid_request(f"A query can ask for {MOST_LOOKUPS} lookup fields at most")
    full = shown | _lookups_shown(site, one, item, version, wanted)
    return {name: full[name] for name in wanted if name in full}


def _every_field(site: Site, one: ListState, item: ListItem, version: ItemVersion) -> Json:
    """Everything one save left in the item, by the names Graph uses."""
    fields = _written(one, version.fields)
    title = version.fields.get("Title")
    fields |= {
        "id": str(item.number),
        "ContentType": "Item",
        "Modified": iso(version.at),
        "Created": iso(item.created_at),
        "AuthorLookupId": str(site.members.author_number(item.created_by)),
        "EditorLookupId": str(site.members.author_number(version.by)),
        "_UIVersionString": f"{version.number}.0",
        **STANDING,
        **_apps(site, item.created_by, version.by),
    }
    return fields if title is None else fields | {"LinkTitleNoMenu": title, "LinkTitle": title}


def _written(one: ListState, values: Json) -> Json:
    """The columns' own values; a person or lookup by its id, as a text, and several only when asked for by name."""
    fields: Json = {}
    for name, value in values.items():
        column = one.columns[name]
        if not column.is_lookup:
            fields[name] = value
        elif not column.is_multiple:
            fields[name + LOOKUP_ID] = str(value)
    return fields


def _apps(site: Site, author: Identity, editor: Identity) -> Json:
    """Which applications created and saved, for those saved by one."""
    pairs = (("AppAuthorLookupId", author), ("AppEditorLookupId", editor))
    return {name: str(site.members.number_of(who)) for name, who in pairs if who.email is None}


def _lookups_shown(site: Site, one: ListState, item: ListItem, version: ItemVersion, names: list[str]) -> Json:
    """What people and lookups show, for those asked for by name."""
    shown: Json = {}
    for name in names:
        column = one.columns.get(name)
        value = _lookup_value(site, item, version, name)
        if column is None or not column.is_lookup or value is None:
            continue
        if column.is_multiple:
            shown[name] = [_row(site, column, number) for number in value]
        else:
            shown[name] = site.shown(column, value)
    return shown


def _row(site: Site, column: Column, number: int) -> Json:
    return {"LookupId": number, "LookupValue": site.shown(column, number)}


def _lookup_value(site: Site, item: ListItem, version: ItemVersion, name: str) -> Any:
    match name:
        case "Author":
            return site.members.author_number(item.created_by)
        case "Editor":
            return site.members.author_number(version.by)
        case _:
            return version.fields.get(name)
