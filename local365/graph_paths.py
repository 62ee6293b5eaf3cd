"""From the path of a request to its endpoint.

Source: https://learn.microsoft.com/graph/onedrive-addressing-driveitems and https://learn.microsoft.com/graph/api/site-getbypath
"""

import re
from collections.abc import Iterable

from local365.graph_call import Endpoint
from local365.graph_errors import not_built
from local365.sites import Sites

SITE_BY_PATH = re.compile(r"^/sites/(?P<host>[^/:]+):(?P<path>/[^:]*?)/?(?::(?P<rest>/.*)?)?$")
SITE_DRIVE = re.compile(r"^/sites/(?P<site>[^/:]+)/drive(?P<rest>/.*)?$")
# A path below a library's root holds no colon; everything else in braces is one segment.
BRACES = re.compile(r"\\\{(\w+)\\\}")


class EndpointTable:
    """All endpoints; the first whose template and method fit is taken."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._rows = [(_pattern(endpoint.template), endpoint) for endpoint in endpoints]

    def knows(self, path: str) -> bool:
        """True when an endpoint stands on the path, with whatever method."""
        return any(pattern.fullmatch(path) for pattern, _ in self._rows)

    def find(self, method: str, path: str, *, written: str) -> tuple[Endpoint, dict[str, str]]:
        """The endpoint and what stands in its braces. 501 when none is built; `written` is the caller's own path."""
        for pattern, endpoint in self._rows:
            match = pattern.fullmatch(path)
            if match is not None and endpoint.method == method:
                return endpoint, match.groupdict()
        raise not_built(method, written)


def _pattern(template: str) -> re.Pattern[str]:
    def group(match: re.Match[str]) -> str:
        # What starts with a dollar is a segment of OData's own, such as $count: nobody's name.
        signs = r"[^:]+" if match[1] == "path" else r"[^/:$][^/:]*"
        return f"(?P<{match[1]}>{signs})"

    return re.compile(BRACES.sub(group, re.escape(template)))


def plain_path(sites: Sites, path: str) -> str:
    """The path with a site addressed by id, and a site's default library as a library. 404 for an unknown site."""
    by_path = SITE_BY_PATH.match(path)
    if by_path is not None:
        site = sites.site_at(by_path["host"], by_path["path"])
        path = f"/sites/{site.id}{by_path['rest'] or ''}"
    drive = SITE_DRIVE.match(path)
    if drive is not None:
        path = f"/drives/{sites.site(drive['site']).drive.id}{drive['rest'] or ''}"
    # The SDKs' way to a path below the root, and the colon that may end one.
    path = path.replace("/items/root:/", "/root:/", 1)
    return path.removesuffix(":").rstrip("/") if ":/" in path else path.rstrip("/")
