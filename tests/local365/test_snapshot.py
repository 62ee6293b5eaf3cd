"""The tenant outlives the process in its state folder."""

from pathlib import Path

import aiohttp

from local365.people_at_work import people_at_work
from local365.seed import CASES_CHANNEL_ID
from local365.server import running_local365
from local365.snapshot import FILE
from tests.local365.cards import activity, card, execute, says
from tests.local365.connector_client import ConnectorClient
from tests.local365.entra_client import msal_token
from tests.local365.recording_bot import RecordingBot


async def test_messages_views_installations_tokens_and_certificates_survive_a_restart(tmp_path: Path) -> None:
    async with RecordingBot() as bot, aiohttp.ClientSession() as session:
        bot.answers_card(card(says("Yours")))
        with running_local365(bot.url, tmp_path) as m365:
            connector = ConnectorClient(m365, session)
            await connector.start_thread(activity(None, card(says("Open"), actions=(execute("Claim", "claim"),))))
            async with people_at_work(m365) as office:
                await office.person("Sample Oak").presses("Claim", channel="Cases")
                await office.person("Sample Birch").opens_chat()
            before, token, ca = m365.tenant.conversations, connector.token, m365.ca_file.read_bytes()
            messages = [one.to_store() for one in before]
        with running_local365(bot.url, tmp_path) as m365:
            restored = ConnectorClient(m365, session)
            answer = await restored.call("GET", f"/conversations/{CASES_CHANNEL_ID}/members", token=token)
            chat = await restored.start_chat("Birch")
            async with people_at_work(m365) as office:
                seen = await office.person("Sample Oak").sees("Cases")

            assert ([one.to_store() for one in m365.tenant.conversations], seen[0].reads) == (messages, "Yours")
            assert (answer.status, chat.startswith("a:"), m365.ca_file.read_bytes()) == (200, True, ca)
            assert msal_token(m365)["token_type"] == "Bearer"


async def test_message_ids_go_on_after_a_restart(tmp_path: Path) -> None:
    with running_local365(state=tmp_path) as m365:
        m365.tenant.last_id = 9_999_999_999_999
        m365.tenant.next_id()
    with running_local365(state=tmp_path) as m365:
        assert m365.tenant.next_id() == "10000000000001"


def test_the_file_with_the_private_keys_is_the_owners_only(tmp_path: Path) -> None:
    with running_local365(state=tmp_path):
        pass

    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_without_a_state_folder_nothing_is_kept(tmp_path: Path) -> None:
    with running_local365() as m365:
        folder = m365.ca_file.parent

    assert (folder.exists(), list(tmp_path.iterdir())) == (False, [])
