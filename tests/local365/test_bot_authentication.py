"""What Teams sends is signed so that Microsoft's own bot library lets it in, and nothing else."""

from typing import Any

import aiohttp
import pytest
from botbuilder.integration.aiohttp import ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity

from local365.people_at_work import Office
from local365.seed import APP_ID, APP_SECRET, TENANT_ID
from local365.server import Local365
from tests.local365.recording_bot import RecordingBot


class Settings:
    """A bot's settings as the library reads them, with every address ours."""

    APP_ID = APP_ID
    APP_PASSWORD = APP_SECRET
    APP_TYPE = "SingleTenant"
    APP_TENANTID = TENANT_ID
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com/.default"
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
    OAUTH_URL = "https://token.botframework.com"
    CHANNEL_SERVICE = ""
    VALIDATE_AUTHORITY = True

    def __init__(self, m365: Local365) -> None:
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = m365.authority
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = m365.openid_url
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = m365.openid_url


async def let_in(m365: Local365, activity: dict[str, Any], authorization: str) -> Any:
    authentication: Any = ConfigurationBotFrameworkAuthentication(Settings(m365))
    schema: Any = Activity()
    return await authentication.authenticate_request(schema.deserialize(activity), authorization)


@pytest.fixture
async def heard(bot: RecordingBot, office: Office) -> tuple[dict[str, Any], str]:
    """What the bot hears when Birch speaks: the activity and its Authorization header."""
    birch = office.person("Sample Birch")
    await birch.opens_chat()
    await birch.says("Hello")
    return bot.heard[-1], bot.headers[-1]["Authorization"]


async def test_microsofts_library_lets_it_in(m365: Local365, heard: tuple[dict[str, Any], str]) -> None:
    result = await let_in(m365, *heard)

    assert (result.claims_identity.is_authenticated, result.claims_identity.claims["aud"]) == (True, APP_ID)


async def test_a_key_rotated_with_the_old_one_forgotten_signs_what_comes_next(
    m365: Local365, bot: RecordingBot, office: Office, heard: tuple[dict[str, Any], str]
) -> None:
    m365.tenant.connector_keys.rotate(keep_old=False)

    await office.person("Sample Birch").says("Again")

    async with aiohttp.ClientSession() as session:
        metadata = await (await session.get(m365.openid_url)).json()
        keys = (await (await session.get(metadata["jwks_uri"])).json())["keys"]
    assert [(one["kid"], one["endorsements"]) for one in keys] == [
        (m365.tenant.connector_keys.current.kid, ["msteams"])
    ]
    assert bot.headers[-1]["Authorization"] != heard[1]


async def test_the_routing_headers_tell_conversation_and_tenant(
    bot: RecordingBot, heard: tuple[dict[str, Any], str]
) -> None:
    headers = bot.headers[-1]

    assert headers["x-ms-conversation-id"] == heard[0]["conversation"]["id"]
    assert headers["x-ms-tenant-id"] == TENANT_ID
