"""Messages as Graph shows them, so that a bot can look up what may already be there."""

import orjson
import pytest

from local365.people_at_work import Office
from local365.seed import APP_ID, CASES_CHANNEL_ID, TEAM_ID
from tests.local365.cards import activity, card, says
from tests.local365.connector_client import ConnectorClient, aad
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph
from tests.local365.recording_bot import RecordingBot

CHANNEL = f"/teams/{TEAM_ID}/channels/{CASES_CHANNEL_ID}/messages"


@pytest.fixture
async def chat(office: Office, bot: RecordingBot, graph: Graph, connector: ConnectorClient) -> tuple[str, str]:
    """Birch's chat with the bot: its id in Graph and in the Bot Connector."""
    await office.person("Sample Birch").opens_chat()
    bot.heard.clear()
    base = f"/users/{aad('Birch')}/teamwork/installedApps"
    installation = (await graph.get(base)).json["value"][0]["id"]
    return (await graph.get(f"{base}/{installation}/chat")).json["id"], await connector.start_chat("Birch")


async def test_the_bots_card_is_a_json_text_in_an_attachment(graph: Graph, connector: ConnectorClient) -> None:
    shown = card(says("PF-2026-0001"))
    thread = (await connector.start_thread(activity(None, shown))).json

    message = (await graph.get(CHANNEL)).json["value"][0]

    attachment = message["attachments"][0]
    assert (message["id"], message["replyToId"], message["messageType"]) == (thread["activityId"], None, "message")
    assert (attachment["contentType"], orjson.loads(attachment["content"])) == (
        "application/vnd.microsoft.card.adaptive",
        shown,
    )
    assert message["body"] == {"contentType": "html", "content": f'<attachment id="{attachment["id"]}"></attachment>'}
    assert message["from"]["application"]["id"] == APP_ID
    assert message["channelIdentity"] == {"teamId": TEAM_ID, "channelId": CASES_CHANNEL_ID}


async def test_a_persons_message_names_the_person(graph: Graph, office: Office) -> None:
    await office.person("Sample Oak").says("Good <b>morning</b>", channel="Cases")

    message = (await graph.get(CHANNEL)).json["value"][0]

    assert (message["from"]["user"]["id"], message["from"]["application"]) == (aad("Oak"), None)
    assert message["body"]["content"] == "Good &lt;b&gt;morning&lt;/b&gt;"


@pytest.fixture
async def two_messages(connector: ConnectorClient, chat: tuple[str, str], clock: Clock) -> str:
    """The id in Graph of a chat with a message that is two seconds older than the other."""
    await connector.send(chat[1], activity("Old"))
    clock.passes(seconds=2)
    await connector.send(chat[1], activity("New"))
    return chat[0]


async def pages(graph: Graph, path: str) -> list[list[str]]:
    found: list[list[str]] = []
    link: str | None = path
    while link is not None:
        answer = (await graph.get(link)).json
        found.append([one["body"]["content"] for one in answer["value"]])
        link = answer.get("@odata.nextLink")
    return found


async def test_roots_come_newest_first_page_by_page(graph: Graph, connector: ConnectorClient) -> None:
    for number in range(5):
        await connector.start_thread(activity(f"Case {number}"))

    assert await pages(graph, f"{CHANNEL}?$top=2") == [["Case 4", "Case 3"], ["Case 2", "Case 1"], ["Case 0"]]


async def test_a_page_has_20_messages_unless_asked_for_more(graph: Graph, connector: ConnectorClient) -> None:
    for number in range(21):
        await connector.start_thread(activity(f"Case {number}"))

    assert [len(page) for page in await pages(graph, CHANNEL)] == [20, 1]


async def test_more_than_50_at_a_time_is_refused(graph: Graph) -> None:
    answer = await graph.get(f"{CHANNEL}?$top=51")

    assert answer.status == 400


async def test_replies_are_listed_under_their_root_and_not_beside_it(graph: Graph, connector: ConnectorClient) -> None:
    thread = (await connector.start_thread(activity("Case"))).json
    for text in ("First", "Second"):
        await connector.send(thread["id"], activity(text))

    roots, replies = await pages(graph, CHANNEL), await pages(graph, f"{CHANNEL}/{thread['activityId']}/replies")

    assert (roots, replies) == ([["Case"]], [["Second", "First"]])


async def test_replies_come_along_when_expanded(graph: Graph, connector: ConnectorClient) -> None:
    thread = (await connector.start_thread(activity("Case"))).json
    await connector.send(thread["id"], activity("Reply"))

    message = (await graph.get(f"{CHANNEL}?$expand=replies")).json["value"][0]

    assert [one["body"]["content"] for one in message["replies"]] == ["Reply"]


async def test_a_deleted_message_is_shown_empty(graph: Graph, connector: ConnectorClient) -> None:
    thread = (await connector.start_thread(activity("Case"))).json
    await connector.delete(thread["id"], thread["activityId"])

    message = (await graph.get(CHANNEL)).json["value"][0]

    assert (message["deletedDateTime"] is not None, message["body"]["content"], message["attachments"]) == (
        True,
        "",
        [],
    )


async def test_a_message_for_one_person_is_not_listed(graph: Graph, connector: ConnectorClient) -> None:
    await connector.send(CASES_CHANNEL_ID, activity("Psst", recipient={"id": aad("Oak")}), targeted=True)

    assert await pages(graph, CHANNEL) == [[]]


async def test_a_chat_is_listed_by_last_change_unless_asked_by_creation(
    graph: Graph, connector: ConnectorClient, chat: tuple[str, str], clock: Clock
) -> None:
    graph_id, conversation = chat
    first = (await connector.send(conversation, activity("First"))).json["id"]
    clock.passes(seconds=1)
    await connector.send(conversation, activity("Second"))
    clock.passes(seconds=1)
    await connector.update(conversation, first, activity("First, changed"))

    by_change = await pages(graph, f"/chats/{graph_id}/messages")
    by_creation = await pages(graph, f"/chats/{graph_id}/messages?$orderby=createdDateTime desc")

    assert (by_change, by_creation) == ([["First, changed", "Second"]], [["Second", "First, changed"]])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("$orderby=createdDateTime desc&$filter=createdDateTime lt 2026-10-01T09:00:01Z", ["Old"]),
        ("$orderby=lastModifiedDateTime desc&$filter=lastModifiedDateTime gt 2026-10-01T09:00:01Z", ["New"]),
        ("$filter=lastModifiedDateTime gt 2026-10-01T09:00:01Z", ["New", "Old"]),  # ignored without $orderby
    ],
)
async def test_a_chat_is_filtered_by_date_beside_the_same_order(
    graph: Graph, two_messages: str, query: str, found: list[str]
) -> None:
    assert await pages(graph, f"/chats/{two_messages}/messages?{query}") == [found]


@pytest.mark.parametrize(
    "path",
    [
        f"/teams/{APP_ID}/channels/{CASES_CHANNEL_ID}/messages",
        f"/teams/{TEAM_ID}/channels/19:nothing@thread.tacv2/messages",
        f"{CHANNEL}/1616965872395/replies",
        "/chats/19:nothing@unq.gbl.spaces/messages",
        f"/chats/{CASES_CHANNEL_ID}/messages",
    ],
)
async def test_what_is_not_there_is_404(graph: Graph, path: str) -> None:
    answer = await graph.get(path)

    assert (answer.status, answer.json["error"]["code"]) == (404, "NotFound")


@pytest.mark.parametrize(
    "query", ["$filter=x eq 1", "$orderby=createdDateTime", "$skip=1", "$select=id", "$top=0", "$expand=x"]
)
async def test_what_microsoft_does_not_document_is_refused(graph: Graph, query: str) -> None:
    assert (await graph.get(f"{CHANNEL}?{query}")).status == 400


async def test_without_the_permission_it_is_403(graph: Graph) -> None:
    answer = await graph.with_roles("Sites.Selected").get(CHANNEL)

    assert (answer.status, "ChannelMessage.Read.All" in answer.json["error"]["message"]) == (403, True)


@pytest.mark.parametrize("condition", ["lastModifiedDateTime gt yesterday", "lastModifiedDateTime ge 2026-10-01"])
async def test_a_date_filter_is_read_in_an_empty_chat_too(graph: Graph, chat: tuple[str, str], condition: str) -> None:
    path = f"/chats/{chat[0]}/messages?$orderby=lastModifiedDateTime desc&$filter={condition}"

    assert (await graph.get(path)).status == 400
