"""What Teams sends to the bot has the shape Microsoft shows."""

from typing import Any

import pytest

from local365.people_at_work import Office
from local365.seed import APP_ID, CASES_CHANNEL_ID, GENERAL_CHANNEL_ID, TEAM_ID, TENANT_ID
from local365.server import Local365
from tests.local365.cards import activity, card, execute, field, submit
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.graph.clock import Clock
from tests.local365.recording_bot import RecordingBot


@pytest.fixture
def birch_id(m365: Local365) -> str:
    """Birch's id in Teams."""
    birch = m365.tenant.people.find(aad("Birch"))
    assert birch is not None
    return m365.tenant.people.teams_id(birch)


async def test_a_message_in_a_personal_chat(
    m365: Local365, bot: RecordingBot, office: Office, clock: Clock, birch_id: str
) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()

    said = await birch.says("The lighting fails")

    heard = bot.heard[-1]
    assert heard == {
        "type": "message",
        "id": said.message_id,
        "timestamp": "2026-10-01T09:00:00.000Z",
        "localTimestamp": "2026-10-01T10:00:00.000+01:00",
        "localTimezone": "Europe/London",
        "serviceUrl": m365.service_url,
        "channelId": "msteams",
        "from": {"id": birch_id, "name": "Sample Birch", "aadObjectId": aad("Birch")},
        "conversation": {"conversationType": "personal", "tenantId": TENANT_ID, "id": heard["conversation"]["id"]},
        "recipient": {"id": f"28:{APP_ID}", "name": "Prevention First"},
        "channelData": {"tenant": {"id": TENANT_ID}},
        "locale": "en-GB",
        "textFormat": "plain",
        "text": "The lighting fails",
        "attachments": [{"contentType": "text/html", "content": "<p>The lighting fails</p>"}],
        "entities": [heard["entities"][0]],
    }
    assert (heard["entities"][0]["type"], int(said.message_id)) == ("clientInfo", int(clock.at.timestamp() * 1000))


async def test_what_looks_like_html_in_a_message_is_escaped_in_its_html(bot: RecordingBot, office: Office) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()

    await birch.says("<at>everyone</at> & co")

    heard = bot.heard[-1]
    assert (heard["text"], heard["attachments"][0]["content"]) == (
        "<at>everyone</at> & co",
        "<p>&lt;at&gt;everyone&lt;/at&gt; &amp; co</p>",
    )


async def test_a_message_in_a_channel_is_heard_only_when_the_bot_is_mentioned(
    bot: RecordingBot, office: Office
) -> None:
    oak = office.person("Sample Oak")

    unheard = await oak.says("Good morning", channel="Cases")
    await oak.says("hub here", channel="Cases", mention=True)

    assert (unheard.heard, [one["text"] for one in bot.heard]) == (False, ["<at>Prevention First</at> hub here"])


async def test_a_mention_in_a_channel_names_thread_channel_team_and_bot(bot: RecordingBot, office: Office) -> None:
    said = await office.person("Sample Oak").says("hub here", channel="Cases", mention=True)

    heard = bot.heard[-1]
    thread = f"{CASES_CHANNEL_ID};messageid={said.message_id}"
    assert heard["conversation"] == {
        "isGroup": True,
        "conversationType": "channel",
        "tenantId": TENANT_ID,
        "id": thread,
    }
    assert heard["channelData"]["channel"] == {"id": CASES_CHANNEL_ID}
    assert (heard["channelData"]["team"]["id"], heard["channelData"]["team"]["aadGroupId"]) == (
        GENERAL_CHANNEL_ID,
        TEAM_ID,
    )
    assert heard["entities"][0] == {
        "type": "mention",
        "text": "<at>Prevention First</at>",
        "mentioned": {"id": f"28:{APP_ID}", "name": "Prevention First"},
    }


async def test_a_reply_in_a_channel_bears_the_id_of_its_thread(bot: RecordingBot, office: Office) -> None:
    oak = office.person("Sample Oak")
    root = (await oak.says("A question", channel="Cases")).message_id
    reply = (await oak.says("Anybody?", channel="Cases", thread=root)).message_id

    await oak.says("and you?", channel="Cases", thread=reply, mention=True)

    assert bot.heard[-1]["conversation"]["id"] == f"{CASES_CHANNEL_ID};messageid={root}"


async def test_opening_the_chat_tells_of_the_members_and_of_the_installation(
    bot: RecordingBot, office: Office, birch_id: str
) -> None:
    await office.person("Sample Birch").opens_chat()

    update, installation = bot.heard
    members = [{"id": f"28:{APP_ID}"}, {"id": birch_id, "aadObjectId": aad("Birch")}]
    assert (update["type"], update["membersAdded"]) == ("conversationUpdate", members)
    assert (installation["type"], installation["action"]) == ("installationUpdate", "add")
    assert (update["id"].startswith("f:"), "name" in update["from"]) == (True, False)


async def test_opening_the_chat_again_tells_nobody(bot: RecordingBot, office: Office) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()

    await birch.opens_chat()

    assert len(bot.heard) == 2


async def test_removing_the_app_tells_of_it(bot: RecordingBot, office: Office) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()

    await birch.uninstalls()

    assert [one.get("action") for one in bot.of_type("installationUpdate")] == ["add", "remove"]


async def test_an_account_that_goes_is_removed_from_the_chat(bot: RecordingBot, office: Office, birch_id: str) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()

    await birch.leaves_the_force()

    assert bot.heard[-1]["membersRemoved"] == [{"id": birch_id, "aadObjectId": aad("Birch")}]


async def shown_to_birch(office: Office, connector: ConnectorClient, shown: dict[str, Any]) -> str:
    await office.person("Sample Birch").opens_chat()
    chat = await connector.start_chat("Birch")
    return (await connector.send(chat, activity(None, shown))).json["id"]


async def test_a_submit_is_a_message_without_text_that_holds_data_and_inputs(
    bot: RecordingBot, office: Office, connector: ConnectorClient
) -> None:
    shown = card(field("title"), actions=(submit("Send it in", case="C1", title="was"),))
    message = await shown_to_birch(office, connector, shown)

    pressed = await office.person("Sample Birch").presses("Send it in", title="Lighting")

    heard = bot.heard[-1]
    assert (heard["type"], heard["replyToId"], heard["value"]) == (
        "message",
        message,
        {"case": "C1", "title": "Lighting"},
    )
    assert ("text" in heard, heard["id"].startswith("f:"), pressed.status) == (False, True, 200)
    assert heard["channelData"]["source"] == {"name": "message"}


async def test_an_execute_is_an_invoke_with_verb_data_and_trigger(
    bot: RecordingBot, office: Office, connector: ConnectorClient
) -> None:
    shown = card(field("note"), actions=(execute("Claim", "claim", id="c", data={"case": "C1"}),))
    message = await shown_to_birch(office, connector, shown)
    bot.answers_card(card())

    await office.person("Sample Birch").presses("Claim", note="Mine")

    heard = bot.heard[-1]
    action = {"type": "Action.Execute", "id": "c", "verb": "claim", "data": {"case": "C1", "note": "Mine"}}
    assert (heard["type"], heard["name"], heard["replyToId"]) == ("invoke", "adaptiveCard/action", message)
    assert heard["value"] == {"action": action, "trigger": "manual"}
