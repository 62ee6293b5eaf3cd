"""Libraries, files and folders as Graph shows them.

Sources: https://learn.microsoft.com/graph/api/resources/drive and .../driveitem
"""

import mimetypes

from local365.drive_state import DriveItem
from local365.graph_wire import Json, iso, url_part
from local365.site_state import Site

LIBRARY = "Shared Documents"
DOWNLOAD_URL = "@microsoft.graph.downloadUrl"
DRIVE_PROPERTIES = frozenset(
    {
        "id",
        "name",
        "description",
        "driveType",
        "owner",
        "quota",
        "webUrl",
        "createdBy",
        "createdDateTime",
        "lastModifiedBy",
        "lastModifiedDateTime",
        "sharePointIds",
        "system",
    },
)
ITEM_PROPERTIES = frozenset(
    {
        "id",
        "name",
        "description",
        "createdBy",
        "createdDateTime",
        "lastModifiedBy",
        "lastModifiedDateTime",
        "cTag",
        "eTag",
        "size",
        "webUrl",
        "webDavUrl",
        "file",
        "folder",
        "root",
        "fileSystemInfo",
        "parentReference",
        "sharepointIds",
        "deleted",
        "package",
        "publication",
        "shared",
        DOWNLOAD_URL,
        "content.downloadUrl",
    },
)


def drive_view(site: Site) -> Json:
    """The site's library."""
    root = site.drive.root
    return {
        "createdDateTime": iso(root.created_at),
        "description": "",
        "id": site.drive.id,
        "lastModifiedDateTime": iso(max(item.modified_at for item in site.drive.items.values())),
        "name": "Documents",
        "webUrl": f"{site.web_url}/{url_part(LIBRARY)}",
        "driveType": "documentLibrary",
        "createdBy": root.created_by.identity_set(),
        "owner": {"group": {"displayName": f"{site.display_name} Owners"}},
        "quota": {
            "deleted": 0,
            "remaining": 27487790694400,
            "state": "normal",
            "total": 27487790694400,
            "used": sum(map(len, site.drive.contents.values())),
        },
    }


def drive_item_view(site: Site, item: DriveItem) -> Json:
    """The file or folder, without a URL to download it."""
    drive = site.drive
    times = {"createdDateTime": iso(item.created_at), "lastModifiedDateTime": iso(item.modified_at)}
    view: Json = {
        **times,
        "id": item.id,
        "name": item.name,
        "eTag": item.etag,
        "cTag": item.ctag,
        "createdBy": item.created_by.identity_set(),
        "lastModifiedBy": item.modified_by.identity_set(),
        "webUrl": f"{site.web_url}/{url_part(LIBRARY)}{''.join(_steps(drive.path_of(item)))}",
        "parentReference": _parent(site, item),
        "fileSystemInfo": times,
        "size": _size(site, item),
    }
    if item.is_folder:
        view["folder"] = {"childCount": len(drive.children(item))}
    else:
        mime, _ = mimetypes.guess_type(item.name)
        view["file"] = {"mimeType": mime or "application/octet-stream", "hashes": {}}
    return view | {"root": {}} if item.parent_id is None else view


def _steps(path: str) -> list[str]:
    return [f"/{url_part(step)}" for step in path.split("/") if step]


def _parent(site: Site, item: DriveItem) -> Json:
    reference: Json = {"driveType": "documentLibrary", "driveId": site.drive.id, "siteId": site.id}
    if item.parent_id is None:
        return reference
    parent = site.drive.items[item.parent_id]
    path = f"/drives/{site.drive.id}/root:{site.drive.path_of(parent)}"
    return reference | {"id": parent.id, "name": parent.name, "path": path}


def _size(site: Site, item: DriveItem) -> int:
    own = len(site.drive.contents.get(item.id, b""))
    return own + sum(_size(site, child) for child in site.drive.children(item)) if item.is_folder else own
