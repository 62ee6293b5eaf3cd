"""SharePoint: every site with what is in it, and what a person or a tester does to it. Pure state, under `tenant.lock`.

Times and identities are arguments; whoever listens is told of each change after it has happened.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self, TypeAlias

from local365 import site_seed
from local365.browser_form import chosen_people, typed_in_browser
from local365.drive_state import DriveState
from local365.forms_workbook import FormsWorkbook
from local365.graph_errors import item_not_found
from local365.graph_wire import Identity, Json
from local365.item_fields import kept_fields
from local365.list_item import ListItem
from local365.lists_state import ListState
from local365.site_state import Site
from local365.snapshots import item_snapshot, list_snapshot
from local365.subscription_state import Subscription, Subscriptions
from local365.switches import Switches
from local365.throttling import Throttling
from local365.workbook import FormsResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What listeners are told: the list or library that changed (none for a new list), and the event to publish."""

    watched: str | None
    event: Json


Listener: TypeAlias = Callable[[Change], None]


@dataclass(slots=True, kw_only=True)
class Sites:
    """All of SharePoint in the tenant."""

    by_id: dict[str, Site]
    workbook: FormsWorkbook
    switches: Switches = field(default_factory=Switches)
    throttling: Throttling = field(default_factory=Throttling)
    subscriptions: Subscriptions = field(default_factory=Subscriptions)
    ids_given: int = 0
    listeners: list[Listener] = field(default_factory=list[Listener])

    @classmethod
    def seeded(cls, *, arriving: bool = False) -> Self:
        """One site without lists; its library holds the form's workbook, empty but for headings with `arriving`."""
        drive = site_seed.seeded_drive()
        site = Site(
            id=site_seed.SITE_ID,
            hostname=site_seed.HOSTNAME,
            path=site_seed.PATH,
            display_name="Prevention",
            created_at=site_seed.BORN_AT,
            drive=drive,
            members=site_seed.seeded_members(),
            grants=[site_seed.seeded_grant()],
        )
        return cls(by_id={site.id: site}, workbook=site_seed.seeded_workbook(drive, arriving=arriving))

    def new_id(self) -> str:
        """A guid nothing else here has; the same in every run that does the same."""
        self.ids_given += 1
        return str(uuid.uuid5(uuid.UUID(site_seed.COLLECTION_ID), str(self.ids_given)))

    def site(self, site_id: str) -> Site:
        """The site by its triple, in either case, or by its web's id. 404 when there is none."""
        wanted = site_id.casefold()
        for site in self.by_id.values():
            if wanted in (site.id.casefold(), site.id.rsplit(",", 1)[-1].casefold()):
                return site
        raise item_not_found("Requested site could not be found")

    def site_at(self, hostname: str, path: str) -> Site:
        """The site at a server-relative path. 404 when there is none."""
        for site in self.by_id.values():
            if (site.hostname, site.path) == (hostname.casefold(), path.casefold().rstrip("/")):
                return site
        raise item_not_found("Requested site could not be found")

    def site_of_drive(self, drive_id: str) -> Site:
        """The site whose library has the id. 404 when there is none."""
        for site in self.by_id.values():
            if site.drive.id == drive_id:
                return site
        raise item_not_found("The resource could not be found.")

    @property
    def drive(self) -> DriveState:
        """The library the form writes to."""
        return next(iter(self.by_id.values())).drive

    def add_list(self, site: Site, one: ListState) -> None:
        """The list stands in the site."""
        site.lists[one.id] = one
        self.list_changed(site, one)

    def list_changed(self, site: Site, one: ListState) -> None:
        """Whoever listens sees the list and its columns anew."""
        self._tell(None, {"kind": "list", "list": list_snapshot(site, one)})

    def create_item(self, one: ListState, payload: Json, *, by: Identity, at: datetime) -> ListItem:
        """A new item with these fields. 400 when the columns do not allow them."""
        site = self.by_id[one.site_id]
        kept = kept_fields(one.columns, payload, site.row_exists)
        return self._saved(site, one, one.create(kept, self.new_id(), by=by, at=at))

    def save_item(self, one: ListState, item: ListItem, payload: Json, *, by: Identity, at: datetime) -> ListItem:
        """The item with these fields, one version later. 400 when the columns do not allow them."""
        site = self.by_id[one.site_id]
        kept = kept_fields(one.columns, payload, site.row_exists)
        return self._saved(site, one, one.save(item, kept, by=by, at=at))

    def put_back(self, one: ListState, item: ListItem, fields: Json, *, by: Identity, at: datetime) -> ListItem:
        """The item with exactly these kept values, one version later, as when a version is restored."""
        cleared = dict.fromkeys(item.fields)
        return self._saved(self.by_id[one.site_id], one, one.save(item, cleared | fields, by=by, at=at))

    def delete_item(self, one: ListState, item: ListItem) -> None:
        """The item is in the recycle bin."""
        one.delete(item)
        event: Json = {"kind": "item_deleted", "list": one.name, "id": str(item.number)}
        self._tell(list_resource(one), event)

    def choose(self, list_name: str, form: Json, find: Callable[[str], Identity | None]) -> None:
        """Whoever is typed into a people picker is known to the site from now on, if the directory knows them."""
        site, one = self._named(list_name)
        for who in map(find, chosen_people(one.columns, form)):
            if who is not None:
                site.members.number_of(who)

    def admin_create(self, list_name: str, fields: Json, *, by: Identity, at: datetime) -> Json:
        """A person has made an item in the browser: its snapshot."""
        site, one = self._named(list_name)
        payload = self._opened(site, one, by, fields)
        return item_snapshot(site, one, self.create_item(one, payload, by=by, at=at))

    def admin_edit(self, list_name: str, item_id: str, fields: Json, *, by: Identity, at: datetime) -> Json:
        """A person has edited an item in the browser: its snapshot."""
        site, one = self._named(list_name)
        payload = self._opened(site, one, by, fields)
        item = self.save_item(one, one.item(item_id), payload, by=by, at=at)
        return item_snapshot(site, one, item)

    def admin_delete(self, list_name: str, item_id: str) -> None:
        """A person has deleted an item in the browser."""
        _, one = self._named(list_name)
        self.delete_item(one, one.item(item_id))

    def admin_restore(self, list_name: str, item_id: str, *, by: Identity, at: datetime) -> Json:
        """A person has restored an item from the recycle bin: its snapshot."""
        site, one = self._named(list_name)
        return item_snapshot(site, one, self._saved(site, one, one.restore(item_id, by=by, at=at)))

    def append_response(self, response: FormsResponse, *, at: datetime) -> int:
        """The response is in the form's workbook, which has a new cTag: its Id."""
        number = self.workbook.append(self.drive, response, at=at)
        self.workbook_changed()
        return number

    def arrive_next(self, *, at: datetime) -> bool:
        """The next response that waits is in the workbook; False when none waits."""
        arrived = self.workbook.arrive_next(self.drive, at=at)
        if arrived:
            self.workbook_changed()
        return arrived

    def replace_workbook(self, content: bytes, *, at: datetime, as_new_item: bool = False) -> None:
        """The form's workbook has these bytes; `as_new_item`: under another item id, as after a migration of Forms."""
        new_id = self.new_drive_item_id if as_new_item else None
        self.workbook.replace(self.drive, content, at=at, new_id=new_id)
        self.workbook_changed()

    def workbook_changed(self) -> None:
        """Whoever listens sees the workbook anew."""
        watched = f"drives/{self.drive.id}/root"
        self._tell(watched, {"kind": "workbook", **self.snapshot_workbook()})

    def new_drive_item_id(self) -> str:
        """An id for a file or folder."""
        return site_seed.drive_item_id(self.new_id())

    def snapshot_lists(self) -> list[Json]:
        """Every list with its items, as the control plane shows them."""
        return [list_snapshot(site, one) for site in self.by_id.values() for one in site.lists.values()]

    def snapshot_workbook(self) -> Json:
        """The form's workbook, as the control plane shows it."""
        return self.workbook.snapshot(self.drive)

    def _named(self, list_name: str) -> tuple[Site, ListState]:
        site = next(iter(self.by_id.values()))
        return site, site.list(list_name)

    def _opened(self, site: Site, one: ListState, by: Identity, fields: Json) -> Json:
        """Whoever saves in the browser has opened the site, so has a number in its user list; the form's values."""
        site.members.number_of(by)
        return typed_in_browser(one.columns, fields, site.members)

    def _saved(self, site: Site, one: ListState, item: ListItem) -> ListItem:
        event: Json = {"kind": "item", "list": one.name, "item": item_snapshot(site, one, item)}
        self._tell(list_resource(one), event)
        return item

    def _tell(self, watched: str | None, event: Json) -> None:
        for listener in self.listeners:
            listener(Change(watched=watched, event=event))

    def to_json(self) -> Json:
        """What `from_json` reads back."""
        return {
            "sites": [site.to_json() for site in self.by_id.values()],
            "workbook": self.workbook.to_json(),
            "switches": self.switches.to_json(),
            "subscriptions": [one.to_json() for one in self.subscriptions.by_id.values()],
            "ids_given": self.ids_given,
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """SharePoint as `to_json` wrote it; listeners have to listen anew."""
        sites = [Site.from_json(site) for site in data["sites"]]
        subscriptions = [Subscription.from_json(one) for one in data["subscriptions"]]
        return cls(
            by_id={site.id: site for site in sites},
            workbook=FormsWorkbook.from_json(data["workbook"]),
            switches=Switches.from_json(data["switches"]),
            subscriptions=Subscriptions(by_id={one.id: one for one in subscriptions}),
            ids_given=data["ids_given"],
        )


def list_resource(one: ListState) -> str:
    """The list as subscriptions name it, in one spelling."""
    return f"sites/{one.site_id}/lists/{one.id}"
