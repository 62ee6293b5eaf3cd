"""The page on which a person is an officer, hub staff and an admin at once."""

from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "page"
# The page is edited while the server runs; nothing may keep an old copy.
FRESH = {"Cache-Control": "no-cache"}


def routes() -> list[web.AbstractRouteDef]:
    """`/` and everything under `/page/`."""

    async def index(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(FOLDER / "index.html", headers=FRESH)

    return [web.get("/", index), web.static("/page", FOLDER)]
