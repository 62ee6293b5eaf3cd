"""The pre-authenticated URLs of files: no token, a few minutes, and the only place where Range means something.

Source: https://learn.microsoft.com/graph/api/driveitem-get-content
"""

import mimetypes
import re
from dataclasses import dataclass

from aiohttp import web

from local365.drive_state import DriveItem
from local365.graph_desk import workbook_is_written
from local365.tenant import Tenant

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file on its way out."""

    item: DriveItem
    content: bytes


async def download(tenant: Tenant, request: web.Request) -> web.Response:
    """The bytes, or the asked part of them. 401 when the URL has expired or never was.

    https://learn.microsoft.com/graph/api/driveitem-get-content#partial-range-downloads
    """
    await workbook_is_written(tenant)
    with tenant.lock:
        found = _found(tenant, request.query.get("tempauth", ""))
    if found is None:
        return web.Response(status=401, text="The download URL is not valid any more.")
    mime, _ = mimetypes.guess_type(found.item.name)
    headers = {"Content-Type": mime or "application/octet-stream", "ETag": found.item.etag, "Accept-Ranges": "bytes"}
    wanted = request.headers.get("Range")
    if wanted is None:
        return web.Response(body=found.content, headers=headers)
    return _part(found, wanted, headers)


def _found(tenant: Tenant, secret: str) -> Download | None:
    for site in tenant.sites.by_id.values():
        item = site.drive.ticket_item(secret, tenant.now())
        if item is not None:
            return Download(item=item, content=site.drive.contents.get(item.id, b""))
    return None


def _part(found: Download, wanted: str, headers: dict[str, str]) -> web.Response:
    """206 with the asked bytes; the whole file when the range is not understood, 416 when it lies outside."""
    size = len(found.content)
    match = RANGE.fullmatch(wanted)
    if match is None or match.groups() == ("", ""):
        return web.Response(body=found.content, headers=headers)
    if match[1]:
        start, end = int(match[1]), min(int(match[2] or size - 1), size - 1)
    else:
        start, end = max(0, size - int(match[2])), size - 1
    if start > end:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = headers | {"Content-Range": f"bytes {start}-{end}/{size}"}
    return web.Response(status=206, body=found.content[start : end + 1], headers=part)
