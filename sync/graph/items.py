"""A list item as Graph shows it, parsed strictly; nothing that people typed is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple, NewType, TypeAlias

from sync.graph.shapes import JsonObject, mapping, maybe_mapping, maybe_text, objects, text

ItemId = NewType("ItemId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedByPerson:
    """A person saved it; either text may be unknown."""

    email: str | None
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedByApplication:
    """An application saved it: when the id is ours, it is our own echo."""

    application_id: str


Editor: TypeAlias = EditedByPerson | EditedByApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One row. `fields` by internal column name, exactly as Graph sent them; a column without a value is absent.

    `created_by`: who made it; nobody known when Graph does not say.
    """

    id: ItemId
    etag: str
    fields: Mapping[str, Any]
    modified_by: Editor
    created_by: Editor = EditedByPerson(email=None, name=None)


class Written(NamedTuple):
    """A row we made, at its first eTag."""

    id: ItemId
    etag: str


def list_item(document: JsonObject) -> ListItem:
    """The item in `document`; DeliveryFailed (transient) when a part is missing or of another type.

    Source: https://learn.microsoft.com/graph/api/resources/listitem
    """
    fields = {name: value for name, value in mapping(document, "fields").items() if not name.startswith("@")}
    return ListItem(
        id=ItemId(text(document, "id")),
        etag=text(document, "eTag"),
        fields=MappingProxyType(fields),
        modified_by=_editor(document, "lastModifiedBy"),
        created_by=_editor(document, "createdBy"),
    )


def item_versions(document: JsonObject, item: ListItem) -> list[ListItem]:
    """The saves of `item` in the answer to a call for its versions, newest first; each at the item's present eTag.

    Source: https://learn.microsoft.com/graph/api/listitem-list-versions
    """
    return [
        replace(
            item,
            fields=MappingProxyType(mapping(one, "fields")),
            modified_by=_editor(one, "lastModifiedBy"),
        )
        for one in objects(document, "value")
    ]


def _editor(document: JsonObject, name: str) -> Editor:
    who = maybe_mapping(document, name) or {}
    person, application = maybe_mapping(who, "user") or {}, maybe_mapping(who, "application") or {}
    email, application_id = maybe_text(person, "email"), maybe_text(application, "id")
    if application_id and not email:  # a person's save through an application names both
        return EditedByApplication(application_id=application_id)
    return EditedByPerson(email=email, name=maybe_text(person, "displayName"))
