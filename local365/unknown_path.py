"""A path nobody serves is answered with what to add and where, instead of a silent 404."""

from aiohttp import web
from aiohttp.typedefs import Handler

FILES = {
    "/v1.0/": "local365/graph.py",
    "/beta/": "local365/graph.py",
    "/connector/": "local365/connector.py",
    "/botframework/": "local365/botframework_keys.py",
    "/_local365/": "local365/control.py",
    "/msi/": "local365/managed_identity.py",
    "/metadata/": "local365/managed_identity.py",
}


def file_for(path: str) -> str:
    """The file that ought to serve the path."""
    return next((file for prefix, file in FILES.items() if path.startswith(prefix)), "local365/entra.py")


@web.middleware
async def unknown_path_middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
    """501 with a sentence for a path or a method that no route knows; the page's files stay 404."""
    missing = request.match_info.http_exception
    if missing is None or request.path.startswith("/page/"):
        return await handler(request)
    message = f"local365 does not serve {request.method} {request.path}: add it to {file_for(request.path)}"
    return web.json_response({"error": {"code": "NotImplemented", "message": message}}, status=501)
