"""What the Bot Connector refuses, and how."""

from typing import Any

import orjson
import pytest

from local365.access_tokens import GRAPH_AUDIENCE
from local365.people_at_work import Office
from local365.seed import CASES_CHANNEL_ID
from local365.server import Local365
from tests.local365.cards import activity, card, says
from tests.local365.connector_client import ConnectorClient, path_of

SEND = f"{path_of(CASES_CHANNEL_ID)}/activities"


@pytest.mark.parametrize("token", [None, "", "garbage"])
async def test_without_a_good_token_every_call_is_401(connector: ConnectorClient, token: str | None) -> None:
    answer = await connector.call("POST", SEND, activity("Hello"), token=token)

    assert (answer.status, answer.json) == (401, {"message": "Authorization has been denied for this request."})


async def test_a_token_for_graph_does_not_open_the_bot_connector(connector: ConnectorClient, m365: Local365) -> None:
    token = m365.tenant.tokens.mint(m365.tenant.app.caller(GRAPH_AUDIENCE), GRAPH_AUDIENCE)

    answer = await connector.call("POST", SEND, activity("Hello"), token=token)

    assert answer.status == 401


async def test_an_unknown_conversation_is_404(connector: ConnectorClient) -> None:
    answer = await connector.send("a:nowhere", activity("Hello"))

    assert (answer.status, answer.code) == (404, "ConversationNotFound")


async def test_an_unknown_thread_is_404(connector: ConnectorClient) -> None:
    answer = await connector.send(f"{CASES_CHANNEL_ID};messageid=1", activity("Hello"))

    assert (answer.status, answer.code) == (404, "ConversationNotFound")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_an_unknown_activity_is_404(connector: ConnectorClient, method: str) -> None:
    answer = await connector.call(method, f"{SEND}/1616965872395", activity("Hello"))

    assert (answer.status, answer.code) == (404, "ActivityNotFoundInConversation")


@pytest.mark.usefixtures("bot")
async def test_after_the_app_is_removed_the_chat_is_403(connector: ConnectorClient, office: Office) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()
    chat = await connector.start_chat("Birch")
    await birch.uninstalls()

    answer = await connector.send(chat, activity("Are you there?"))

    assert (answer.status, answer.code) == (403, "BotNotInConversationRoster")


@pytest.mark.usefixtures("bot")
async def test_a_person_who_blocks_the_bot_is_answered_for_in_another_shape(
    connector: ConnectorClient, office: Office
) -> None:
    birch = office.person("Sample Birch")
    await birch.opens_chat()
    chat = await connector.start_chat("Birch")
    await birch.blocks_bot()

    answer = await connector.send(chat, activity("Are you there?"))

    details = orjson.loads(answer.json["message"])
    assert (answer.status, answer.json["errorCode"], details["subCode"]) == (403, 209, "MessageWritesBlocked")


@pytest.mark.parametrize(
    ("length", "status"),
    [(51_000, 201), (52_000, 413)],  # 100 KB of UTF-16: 2 bytes a character, 51,200 characters with the envelope
)
async def test_a_message_over_100_kb_is_413(connector: ConnectorClient, length: int, status: int) -> None:
    answer = await connector.send(CASES_CHANNEL_ID, activity("x" * length))

    assert answer.status == status


async def test_an_image_in_base64_does_not_count(connector: ConnectorClient) -> None:
    picture = {"type": "Image", "url": "data:image/png;base64," + "A" * 80_000}

    answer = await connector.send(CASES_CHANNEL_ID, activity(None, card(picture)))

    assert answer.status == 201


def attached(content_type: Any, content: Any = None) -> dict[str, Any]:
    return {"type": "message", "attachments": [{"contentType": content_type, "content": content}]}


@pytest.mark.parametrize(
    "body",
    [
        "{",
        [],
        {"text": "no type"},
        {"type": "message"},
        {"type": "message", "text": 7},
        {"type": "message", "text": "x", "textFormat": "html"},
        {"type": "message", "text": "x", "attachments": {}},
        {"type": "handoff", "text": "x"},
        {"type": ["message"], "text": "x"},
        {"type": "message", "text": "x", "textFormat": {}},
        attached({}),
        attached("application/vnd.microsoft.adaptive.card", card(says("x"))),
        attached("application/vnd.microsoft.card.adaptive"),
        b"\xff",
        activity(None, {"type": "Card", "version": "1.5"}),
        activity(None, card(says("x"), version="1.6")),
        activity(None, card(says("x"), version="new")),
        activity(None, {"type": "AdaptiveCard", "version": "1.5", "body": {}}),
        activity(None, card(refresh={"userIds": []})),
        activity(None, card(refresh={"action": {"type": "Action.Execute"}, "userIds": ["29:x"] * 61})),
    ],
)
async def test_what_teams_would_not_take_is_400(connector: ConnectorClient, body: Any) -> None:
    answer = await connector.call("POST", SEND, body)

    assert (answer.status, answer.code in ("BadArgument", "BadSyntax")) == (400, True)


@pytest.mark.parametrize("version", ["1.0", "1.2", "1.5"])
async def test_every_version_up_to_1_5_is_taken(connector: ConnectorClient, version: str) -> None:
    answer = await connector.send(CASES_CHANNEL_ID, activity(None, card(says("x"), version=version)))

    assert answer.status == 201


async def test_a_path_nobody_serves_says_what_to_add(connector: ConnectorClient) -> None:
    answer = await connector.call("GET", "/botstate/msteams")

    assert (answer.status, "local365/connector.py" in answer.json["error"]["message"]) == (501, True)


@pytest.mark.parametrize("path", [SEND, "/conversations"])
@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"members": ' + b"[" * 500 + b"]" * 500 + b"}"])
async def test_a_body_that_is_no_json_is_400_on_every_path(connector: ConnectorClient, path: str, body: bytes) -> None:
    answer = await connector.call("POST", path, body)

    assert (answer.status, answer.code) == (400, "BadSyntax")


@pytest.mark.parametrize("kind", ["application/json; charset=oak", "application/json; charset=utf-16", "text/plain"])
async def test_json_is_utf_8_whatever_its_content_type_says(connector: ConnectorClient, kind: str) -> None:
    answer = await connector.call("POST", SEND, activity("Grüße"), content_type=kind)

    assert answer.status == 201


async def test_every_answer_names_its_operation(connector: ConnectorClient) -> None:
    """https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference"""
    answers = [
        await connector.send(CASES_CHANNEL_ID, activity("Hello")),
        await connector.send("a:nowhere", activity("Hello")),
        await connector.call("GET", path_of(CASES_CHANNEL_ID) + "/members", token=None),
    ]

    assert [answer.status for answer in answers] == [201, 404, 401]
    assert len({answer.headers["X-Correlating-OperationId"] for answer in answers}) == len(answers)
