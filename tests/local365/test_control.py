"""The control plane says no in sentences, and knows what it shows."""

from typing import Any

import aiohttp
import pytest

from local365.filling_in import CannotDoError
from local365.people_at_work import Office
from local365.server import Local365
from tests.local365.cards import activity, card, execute, submit
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.recording_bot import RecordingBot


async def post(m365: Local365, path: str, body: Any) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.post(f"{m365.url}/_local365{path}", json=body) as answer:
        return answer.status, await answer.json()


async def test_the_state_shows_people_channels_lists_workbook_and_bot(office: Office, bot: RecordingBot) -> None:
    state = await office.control.state()

    birch = state["people"][0]
    assert birch == {
        "aad_id": aad("Birch"),
        "name": "Sample Birch",
        "email": "sample.birch@force.example",
        "title": "Response officer",
        "hub": False,
        "left": False,
    }
    assert [one["name"] for one in state["people"] if one["hub"]] == ["Sample Oak", "Sample Rowan", "Sample Willow"]
    assert [(one["kind"], one["title"], one["team"]) for one in state["conversations"]] == [
        ("channel", "General", "Prevention Hub"),
        ("channel", "Cases", "Prevention Hub"),
    ]
    assert (state["workbook"]["rows"], state["bot"]) == (24, {"url": bot.url, "reachable": True})


async def test_a_bot_that_is_not_there_is_not_reachable(office: Office, m365: Local365) -> None:
    m365.bot_url = "http://127.0.0.1:9/api/messages"

    assert (await office.control.state())["bot"]["reachable"] is False


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/people/nobody/opens", {}, 404, "There is nobody with the id nobody"),
        (f"/people/{aad('Birch')}/flies", {}, 404, "Nobody can 'flies'"),
        (f"/people/{aad('Birch')}/says", {"text": "Hello"}, 409, "they open the chat first"),
        (f"/people/{aad('Birch')}/says", {}, 400, "'text' has to be a text"),
        (f"/people/{aad('Birch')}/says", {"text": "x", "conversation": "a:x"}, 404, "There is no conversation a:x"),
        (f"/people/{aad('Maple')}/edits", {"list": "None", "item": "1", "fields": {}}, 404, ""),
        ("/settings", {"rate_limits": "yes"}, 400, "'rate_limits' has to be true or false"),
        ("/entra", {"rotate": "graph"}, 400, "There are no keys of 'graph'"),
        ("/forms/responses", {"name": "x", "answers": "y"}, 400, "'answers' has to be a list of texts"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(
    m365: Local365, path: str, body: Any, status: int, sentence: str
) -> None:
    answered, refusal = await post(m365, path, body)

    assert (answered, sentence in refusal["error"]["message"]) == (status, True)


async def test_somebody_outside_the_team_cannot_write_in_its_channel(office: Office) -> None:
    with pytest.raises(CannotDoError, match="Sample Birch is not a member of Prevention Hub"):
        await office.person("Sample Birch").says("Hello", channel="Cases")


async def test_somebody_outside_a_chat_cannot_write_in_it(office: Office, m365: Local365, bot: RecordingBot) -> None:
    for name in ("Sample Birch", "Sample Cedar"):
        await office.person(name).opens_chat()
    birchs_chat = bot.heard[0]["conversation"]["id"]

    status, _ = await post(m365, f"/people/{aad('Cedar')}/says", {"conversation": birchs_chat, "text": "Hello"})

    assert status == 403


@pytest.mark.usefixtures("bot")
async def test_after_removing_the_app_a_person_cannot_write(office: Office) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()
    await birch.uninstalls()

    with pytest.raises(CannotDoError, match="has not got the app"):
        await birch.says("Hello")


async def test_a_member_of_the_team_answers_in_the_chat_the_bot_began(
    office: Office, bot: RecordingBot, connector: ConnectorClient
) -> None:
    chat = await connector.start_chat("Oak")

    await office.person("Sample Oak").says("Hello")

    assert bot.heard[-1]["conversation"]["id"] == chat


async def test_somebody_who_left_edits_no_list(office: Office) -> None:
    maple = office.person("Sample Maple")
    await maple.leaves_the_force()

    with pytest.raises(CannotDoError, match="Sample Maple has left the force"):
        await maple.edits("Cases", "1", Status="Closed")


@pytest.mark.parametrize(
    ("action", "status"),
    [
        (execute("Claim", "claim"), 502),
        (submit("Claim"), 502),
        ({"type": "Action.OpenUrl", "title": "Claim", "url": "https://force.example"}, 400),
        ({"type": "Action.Submit", "data": {"msteams": {"type": "task/fetch"}}}, 502),
        ({"type": "Action.Submit", "data": {"msteams": {"type": "signin"}}}, 501),
        ({"type": "Action.Submit", "data": "text"}, 400),
    ],
)
async def test_a_press_that_fails_has_a_status(
    m365: Local365, bot: RecordingBot, connector: ConnectorClient, action: dict[str, Any], status: int
) -> None:
    thread = (await connector.start_thread(activity(None, card(actions=(action,))))).json
    bot.answers_status(401)
    where = {"conversation": thread["id"], "message": thread["activityId"]}

    answered, _ = await post(m365, f"/people/{aad('Oak')}/presses", {**where, "action": action, "inputs": {}})

    assert answered == status


async def test_a_press_on_a_message_that_is_gone_is_404(m365: Local365, connector: ConnectorClient) -> None:
    thread = (await connector.start_thread(activity(None, card(actions=(submit("Claim"),))))).json
    await connector.delete(thread["id"], thread["activityId"])
    where = {"conversation": thread["id"], "message": thread["activityId"]}

    answered, _ = await post(m365, f"/people/{aad('Oak')}/presses", {**where, "action": submit("Claim")})

    assert answered == 404


async def test_entra_is_set_from_outside(m365: Local365) -> None:
    generation, kid = m365.tenant.tokens.generation, m365.tenant.connector_keys.current.kid

    await post(m365, "/entra", {"secrets": ["new"], "token_lifetime_s": 60, "revoke": True, "rotate": "connector"})

    tokens = m365.tenant.tokens
    assert (m365.tenant.app.secrets, tokens.lifetime_s, tokens.generation) == ({"new"}, 60, generation + 1)
    assert m365.tenant.connector_keys.current.kid != kid


async def test_settings_are_set_from_outside(m365: Local365) -> None:
    body = {"rate_limits": True, "bot_url": "http://127.0.0.1:1/x", "graph": {"page_size": 5}}

    await post(m365, "/settings", body)

    tenant = m365.tenant
    assert (tenant.limits.enabled, tenant.bot_url, tenant.sites.switches.page_size) == (True, "http://127.0.0.1:1/x", 5)


@pytest.mark.usefixtures("bot")
async def test_a_fresh_start_leaves_only_what_was_seeded(office: Office, m365: Local365) -> None:
    await office.person("Sample Birch").opens_chat()
    await office.goes_wrong(path="/v1.0/*")
    await office.responds(email=None, name="x", answers=["1", "2", "3", "4", "5"])

    await office.control.call("POST", "/reset")

    state = await office.control.state()
    assert (len(state["conversations"]), state["workbook"]["rows"], list(m365.tenant.faults)) == (2, 24, [])


async def test_another_file_takes_the_workbooks_place(office: Office) -> None:
    await office.replaces_workbook(b"no workbook")

    assert (await office.control.state())["workbook"]["rows"] == 0
