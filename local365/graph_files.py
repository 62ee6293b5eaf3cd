"""The library: reading and writing files and folders."""

from dataclasses import replace

from local365.drive_state import ROOT, DriveItem
from local365.drive_view import DOWNLOAD_URL, DRIVE_PROPERTIES, ITEM_PROPERTIES, drive_item_view, drive_view
from local365.graph_body import check_names, text_at
from local365.graph_call import GraphCall, GraphReply
from local365.graph_errors import GraphError, invalid_request, name_already_exists
from local365.graph_wire import Json, url_part
from local365.odata import check_expand, selected
from local365.site_state import Site
from local365.sites import Sites

CONFLICT = "@microsoft.graph.conflictBehavior"
# https://learn.microsoft.com/graph/api/driveitem-put-content: larger files go through an upload session.
LARGEST_UPLOAD = 250 * 1024 * 1024
NOT_IN_NAMES = frozenset('"*:<>?/\\|')


def get_drive(sites: Sites, call: GraphCall) -> GraphReply:
    """The library. https://learn.microsoft.com/graph/api/drive-get"""
    view = selected(drive_view(_site(sites, call)), call.options.select, DRIVE_PROPERTIES, "drive")
    return GraphReply(body={"@odata.context": f"{call.root}/$metadata#drives/$entity", **view})


def get_drive_item(sites: Sites, call: GraphCall) -> GraphReply:
    """The file or folder; 304 when If-None-Match names its eTag or cTag.

    https://learn.microsoft.com/graph/api/driveitem-get
    """
    site = _site(sites, call)
    item = _item(site, call)
    if _is_known(call, item):
        return GraphReply(status=304)
    check_expand(call.options.expand, frozenset({"children"}), "driveItem")
    view = _view(sites, call, site, item)
    if "children" in call.options.expand:
        names = call.options.expand["children"].select
        selected({}, names, ITEM_PROPERTIES, "driveItem")  # read also where nothing is shown
        shown = [drive_item_view(site, child) for child in site.drive.children(item)]
        view["children"] = [selected(child, names, ITEM_PROPERTIES, "driveItem") for child in shown]
    return GraphReply(body={"@odata.context": f"{_context(call, site)}/items/$entity", **view})


def list_children(sites: Sites, call: GraphCall) -> GraphReply:
    """What is in the folder. https://learn.microsoft.com/graph/api/driveitem-list-children"""
    site = _site(sites, call)
    selected({}, call.options.select, ITEM_PROPERTIES, "driveItem")  # read also where nothing is shown
    shown = [_view(sites, call, site, child) for child in site.drive.children(_item(site, call))]
    return GraphReply(body={"@odata.context": f"{_context(call, site)}/items", "value": shown})


def get_content(sites: Sites, call: GraphCall) -> GraphReply:
    """302 to a URL that needs no token for a while; 304 when If-None-Match names the file's cTag or eTag.

    A Range header means nothing here, only at that URL. https://learn.microsoft.com/graph/api/driveitem-get-content
    """
    site = _site(sites, call)
    item = _item(site, call)
    if item.is_folder:
        raise invalid_request("Only items with the file property can be downloaded")
    if _is_known(call, item):
        return GraphReply(status=304)
    return GraphReply(status=302, headers={"Location": _download_url(sites, call, site, item)})


def put_content(sites: Sites, call: GraphCall) -> GraphReply:
    """The file has these bytes: 201 when it is new, 200 when it was there.

    https://learn.microsoft.com/graph/api/driveitem-put-content
    """
    site = _site(sites, call)
    if len(call.content) > LARGEST_UPLOAD:
        raise GraphError(
            413, "invalidRequest", "The file is too large: use an upload session", inner="maxFileSizeExceeded"
        )
    folder, name, item = _target(site, call)
    if item is None:
        item, status = _new_file(sites, site, call, folder, name), 201
    else:
        call.check_etag(item.etag, item.ctag)
        _check_conflict(call)
        item, status = site.drive.write(item, call.content, by=call.by, at=call.at), 200
    if item.id == sites.workbook.item_id:
        sites.workbook.was_written_by_others(call.content)
    sites.workbook_changed()
    body = {"@odata.context": f"{_context(call, site)}/items/$entity", **drive_item_view(site, item)}
    return GraphReply(status=status, body=body)


def update_drive_item(sites: Sites, call: GraphCall) -> GraphReply:
    """The item has another name. 409 when it is taken. https://learn.microsoft.com/graph/api/driveitem-update"""
    site = _site(sites, call)
    item = _item(site, call)
    call.check_etag(item.etag, item.ctag)
    body = call.json()
    check_names(body, frozenset({"name", "id"}), "driveItem (local365 can only rename: add it to graph_files.py)")
    renamed = site.drive.rename(item, _good_name(text_at(body, "name")), by=call.by, at=call.at)
    sites.workbook_changed()
    return GraphReply(body=drive_item_view(site, renamed))


def delete_drive_item(sites: Sites, call: GraphCall) -> GraphReply:
    """The item is gone. https://learn.microsoft.com/graph/api/driveitem-delete"""
    site = _site(sites, call)
    item = _item(site, call)
    call.check_etag(item.etag, item.ctag)
    if item.parent_id is None:
        raise GraphError(403, "notAllowed", "The root can't be deleted")
    site.drive.remove(item)
    sites.workbook_changed()
    return GraphReply(status=204)


def _site(sites: Sites, call: GraphCall) -> Site:
    return sites.site_of_drive(call.names["drive"])


def _item(site: Site, call: GraphCall) -> DriveItem:
    """The item of the path: by id, by path below the root or a folder, or the root itself."""
    start = _start(site, call)
    return site.drive.at_path(call.names["path"], start) if "path" in call.names else start


def _start(site: Site, call: GraphCall) -> DriveItem:
    return site.drive.item(call.names.get("item", ROOT))


def _target(site: Site, call: GraphCall) -> tuple[DriveItem, str, DriveItem | None]:
    """The folder, the name and, if it is there, the file that is written to."""
    start = _start(site, call)
    if "path" not in call.names:
        return start, start.name, start
    way, _, name = call.names["path"].rpartition("/")
    folder = site.drive.at_path(way, start)
    return folder, name, site.drive.child(folder, name)


def _new_file(sites: Sites, site: Site, call: GraphCall, folder: DriveItem, name: str) -> DriveItem:
    # SharePoint's guid of a file is the one in its tags; the id is made of it.
    item_id = sites.new_drive_item_id()
    item = replace(
        folder,
        id=item_id,
        guid=sites.new_id(),
        name=_good_name(name),
        parent_id=folder.id,
        is_folder=False,
        version=0,
        content_version=0,
        created_at=call.at,
        created_by=call.by,
    )
    return site.drive.write(site.drive.put(item), call.content, by=call.by, at=call.at)


def _good_name(name: str) -> str:
    if not name.strip() or not NOT_IN_NAMES.isdisjoint(name):
        raise invalid_request("The name contains invalid characters", inner="invalidPath")
    return name


def _check_conflict(call: GraphCall) -> None:
    behaviour = call.options.get(CONFLICT) or "replace"
    if behaviour == "fail":
        raise name_already_exists()
    if behaviour != "replace":
        raise invalid_request(f"local365 does not know the conflict behaviour '{behaviour}': add it to graph_files.py")


def _is_known(call: GraphCall, item: DriveItem) -> bool:
    return call.headers.get("if-none-match") in (item.etag, item.ctag)


def _context(call: GraphCall, site: Site) -> str:
    return f"{call.root}/$metadata#drives('{url_part(site.drive.id)}')"


def _view(sites: Sites, call: GraphCall, site: Site, item: DriveItem) -> Json:
    view = drive_item_view(site, item)
    if not item.is_folder:
        view[DOWNLOAD_URL] = _download_url(sites, call, site, item)
    return selected(view, call.options.select, ITEM_PROPERTIES, "driveItem")


def _download_url(sites: Sites, call: GraphCall, site: Site, item: DriveItem) -> str:
    secret = sites.new_id()
    site.drive.ticket(secret, item, at=call.at, seconds=sites.switches.download_seconds)
    return f"{call.origin}/_layouts/15/download.aspx?UniqueId={item.guid}&tempauth={secret}"
