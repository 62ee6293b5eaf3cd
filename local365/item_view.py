"""A list item as Graph shows it.

Source: https://learn.microsoft.com/graph/api/resources/listitem
"""

from dataclasses import dataclass
from typing import Self

from local365.field_values import fields_view
from local365.graph_wire import Json, iso, url_part
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.odata import Options, check_expand, selected
from local365.odata_expand import Expansion
from local365.site_state import Site

PROPERTIES = frozenset(
    {
        "id",
        "name",
        "createdBy",
        "createdDateTime",
        "description",
        "eTag",
        "lastModifiedBy",
        "lastModifiedDateTime",
        "parentReference",
        "webUrl",
        "contentType",
        "sharepointIds",
        "fields",
    },
)
EXPANDABLE = frozenset({"fields"})


def items_context(root: str, site: Site, one: ListState) -> str:
    """The @odata.context of the list's items."""
    return f"{root}/$metadata#sites('{url_part(site.id)}')/lists('{one.id}')/items"


def check_options(options: Options) -> None:
    """Nothing happens when $select and $expand name what a list item has. 400 otherwise."""
    check_expand(options.expand, EXPANDABLE, "listItem")
    selected({}, options.select, PROPERTIES, "listItem")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemViews:
    """How one request sees the items of a list: made once, used for each item."""

    site: Site
    one: ListState
    select: tuple[str, ...] | None
    fields: Expansion | None
    context: str
    page_url: str

    @classmethod
    def of(cls, root: str, site: Site, one: ListState, options: Options) -> Self:
        """The views $select and $expand ask for."""
        return cls(
            site=site,
            one=one,
            select=options.select,
            fields=options.expand.get("fields"),
            context=items_context(root, site, one),
            page_url=f"{site.web_url}/Lists/{url_part(one.name)}",
        )

    def view(self, item: ListItem) -> Json:
        """The item."""
        view = selected(self._whole(item), self.select, PROPERTIES, "listItem")
        if self.fields is None:
            return view
        view["fields@odata.context"] = f"{self.context}('{item.number}')/fields/$entity"
        view["fields"] = fields_view(self.site, self.one, item, self.fields.select)
        return view

    def deleted(self, number: int) -> Json:
        """What a delta feed shows of an item that is gone. https://learn.microsoft.com/graph/api/listitem-delta"""
        return {
            "id": str(number),
            "parentReference": {"siteId": self.site.id},
            "contentType": {"id": self.one.content_type_id, "name": "Item"},
            "deleted": {"state": "deleted"},
        }

    def _whole(self, item: ListItem) -> Json:
        current = item.current
        return {
            "@odata.etag": item.etag,
            "createdDateTime": iso(item.created_at),
            "eTag": item.etag,
            "id": str(item.number),
            "lastModifiedDateTime": iso(current.at),
            "webUrl": f"{self.page_url}/{item.number}_.000",
            "createdBy": item.created_by.identity_set(),
            "lastModifiedBy": current.by.identity_set(),
            "parentReference": {"id": self.one.id, "siteId": self.site.id},
            "contentType": {"id": self.one.content_type_id, "name": "Item"},
        }
