"""The Bot Connector for tests: every answer with its status and JSON."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import aiohttp
import orjson

from local365.access_tokens import CONNECTOR_AUDIENCE
from local365.seed import APP_ID, CASES_CHANNEL_ID, TENANT_ID, aad_id_of
from local365.server import Local365
from tests.local365.cards import activity

Json = dict[str, Any]
GOOD = "the token of the product's app"


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    json: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        """The error's code."""
        return self.json["error"]["code"]


class ConnectorClient:
    """Calls with a good token unless told otherwise."""

    def __init__(self, m365: Local365, session: aiohttp.ClientSession) -> None:
        self._m365 = m365
        self._session = session
        self.token = m365.tenant.tokens.mint(m365.tenant.app.caller(CONNECTOR_AUDIENCE), CONNECTOR_AUDIENCE)

    async def call(self, method: str, path: str, body: Any = None, *, token: str | None = GOOD) -> Answer:
        """`path` from behind `/v3`; a body that is a text or bytes goes out as it is."""
        headers = {} if token is None else {"Authorization": f"Bearer {self.token if token == GOOD else token}"}
        data = body if isinstance(body, str | bytes | None) else orjson.dumps(body)
        url = f"{self._m365.service_url}v3{path}"
        async with self._session.request(method, url, data=data, headers=headers) as response:
            content = await response.read()
            return Answer(
                status=response.status,
                json=orjson.loads(content) if content else None,
                headers=dict(response.headers),
            )

    async def send(self, conversation: str, body: Json, *, targeted: bool = False) -> Answer:
        query = "?isTargetedActivity=true" if targeted else ""
        return await self.call("POST", f"{path_of(conversation)}/activities{query}", body)

    async def reply(self, conversation: str, to: str, body: Json) -> Answer:
        return await self.call("POST", f"{path_of(conversation)}/activities/{to}", body)

    async def update(self, conversation: str, activity_id: str, body: Json, *, targeted: bool = False) -> Answer:
        query = "?isTargetedActivity=true" if targeted else ""
        return await self.call("PUT", f"{path_of(conversation)}/activities/{activity_id}{query}", body)

    async def delete(self, conversation: str, activity_id: str) -> Answer:
        return await self.call("DELETE", f"{path_of(conversation)}/activities/{activity_id}")

    async def create(self, **parameters: Any) -> Answer:
        return await self.call("POST", "/conversations", {"bot": {"id": f"28:{APP_ID}"}, **parameters})

    async def start_chat(self, tree: str) -> str:
        """The conversation id of the bot's chat with a person who has the app."""
        return (await self.create(members=[{"id": aad(tree)}], tenantId=TENANT_ID)).json["id"]

    async def start_thread(self, body: Json | None = None, channel: str = CASES_CHANNEL_ID) -> Answer:
        data = {"channel": {"id": channel}, "tenant": {"id": TENANT_ID}}
        return await self.create(isGroup=True, channelData=data, activity=body or activity("A case"))


def path_of(conversation: str) -> str:
    """The conversation's path, its id quoted as SDKs do."""
    return f"/conversations/{quote(conversation, safe='')}"


def aad(tree: str) -> str:
    """The Entra id of `Sample <tree>`."""
    return aad_id_of(f"sample.{tree.lower()}@force.example")
