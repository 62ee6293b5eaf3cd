"""The columns every generic list is born with. Names, titles and ids are SharePoint's own, the same in every tenant."""

from typing import Any

from local365.column_facets import ColumnKind, whole_facet
from local365.columns_state import Column

_LOOKUPS = {
    "ItemChildCount": "Item Child Count",
    "FolderChildCount": "Folder Child Count",
    "_ComplianceFlags": "Label setting",
    "_ComplianceTag": "Retention label",
    "_ComplianceTagWrittenTime": "Retention label Applied",
    "_ComplianceTagUserId": "Label applied by",
    "AppAuthor": "App Created By",
    "AppEditor": "App Modified By",
}
_IDS = {
    "ItemChildCount": "b824e17e-a1b3-426e-aecf-f0184d900485",
    "FolderChildCount": "960ff01f-2b6d-4f1b-9c3f-e19ad8927341",
    "_ComplianceFlags": "ccc1037f-f65e-434a-868e-8c98af31fe29",
    "_ComplianceTag": "d4b6480a-4bed-4094-9a52-30181ea38f1d",
    "_ComplianceTagWrittenTime": "92be610e-ddbb-49f4-b3b1-5c2bc768df8f",
    "_ComplianceTagUserId": "418d7676-2d6f-42cf-a16a-e43d2971252a",
    "AppAuthor": "6bfaba20-36bf-44b5-a1b2-eb6346d49716",
    "AppEditor": "e08400f3-c779-4ed2-a18c-ab7f34caa318",
}


def built_in_columns() -> dict[str, Column]:
    """The columns of a new generic list, by name, as GET …/columns shows them."""
    person: dict[str, Any] = {"kind": ColumnKind.PERSON, "read_only": True}
    date: dict[str, Any] = {"kind": ColumnKind.DATE_TIME, "read_only": True}
    columns = [
        _column("fa564e0f-0c70-4ab9-b863-0177e6ddd247", "Title", "Title", kind=ColumnKind.TEXT),
        _column("3a6b296c-3f50-445c-a13f-9c679ea9dda3", "ComplianceAssetId", kind=ColumnKind.TEXT, read_only=True),
        _column("1d22ea11-1e32-424e-89ab-9fedbadb6ce1", "ID", read_only=True, indexed=True),
        _column("c042a256-787d-4a6f-8a8a-cf6ab767f12d", "ContentType", "Content Type", group="_Hidden"),
        _column("28cf69c5-fa48-462a-b5cd-27b6f9d2bd5f", "Modified", **date),
        _column("8c06beca-0777-48f7-91c7-6da68bc07b69", "Created", **date),
        _column("1df5e554-ec7e-46a6-901d-d85a3881cb18", "Author", "Created By", **person),
        _column("d31655d1-1d5b-4511-95a1-7a09e9b75bf2", "Editor", "Modified By", **person),
        _column("dce8262a-3ae9-45aa-aab4-83bd75fb738a", "_UIVersionString", "Version", read_only=True),
        _column("67df98f4-9dec-48ff-a553-29bece9c5bf4", "Attachments"),
        _column("503f1caa-358e-4918-9094-4a2cdc4bc034", "Edit", read_only=True),
        _column("bc91a437-52e7-49e1-8c4e-4698904b2b6d", "LinkTitleNoMenu", "Title", read_only=True),
        _column("82642ec8-ef9b-478f-acf9-31f7d45fbc31", "LinkTitle", "Title", read_only=True),
        _column("081c6e4c-5c14-4f20-b23e-1a71ceb6a67c", "DocIcon", "Type", read_only=True),
        *(_lookup(name) for name in _LOOKUPS),
        _column("8382d247-72a9-44b1-9794-7b177edc89f3", "_IsRecord", "Item is a Record", read_only=True),
        _column("03e45e84-1992-4d42-9116-26f756012634", "ContentTypeId", read_only=True, hidden=True),
    ]
    return {column.name: column for column in columns}


def _column(column_id: str, name: str, title: str | None = None, **settings: Any) -> Column:
    kind: ColumnKind | None = settings.get("kind")
    facet = {} if kind is None else whole_facet(kind, {})
    return Column(id=column_id, name=name, display_name=title or name, facet=facet, built_in=True, **settings)


def _lookup(name: str) -> Column:
    source = {"columnName": name.removeprefix("_"), "listId": "", "primaryLookupColumnId": "ID"}
    facet = whole_facet(ColumnKind.LOOKUP, source)
    title = _LOOKUPS[name]
    return Column(
        id=_IDS[name],
        name=name,
        display_name=title,
        kind=ColumnKind.LOOKUP,
        facet=facet,
        read_only=True,
        built_in=True,
    )
