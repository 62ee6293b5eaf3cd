"""What SharePoint charges for a request, by the table of the local Microsoft 365, which knows nothing of our client.

Source: https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from local365.graph_endpoints import ONE, endpoints
from local365.graph_paths import EndpointTable

DOWNLOAD = "/download"
"""Where the bytes of a file are, without a token: charged as the download that it is."""

_TABLE = EndpointTable(endpoints())
_SITE_BY_PATH = re.compile(r"^/sites/[^/:]+:/[^:]*")
_LIBRARY = re.compile(r"^/sites/[^/]+/drive/")
_ELSEWHERE = ("/users", "/$batch")


def units_of(method: str, target: str) -> int:
    """Resource units of a request for what follows `/v1.0`; 0 for what is not SharePoint's, and for a batch itself."""
    path, _, query = unquote(target).partition("?")
    if path.startswith(DOWNLOAD):
        return ONE
    if path.startswith(_ELSEWHERE):
        return 0
    plain = _LIBRARY.sub("/drives/library/", _SITE_BY_PATH.sub("/sites/site", path))
    endpoint, names = _TABLE.find(method, plain, written=path)
    has_token = "token" in names or "token=" in query
    return endpoint.units_with_token if endpoint.units_with_token is not None and has_token else endpoint.units
