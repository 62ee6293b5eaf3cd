"""Our client against the local Microsoft 365: the workbook, people and messages, over real HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

from local365.chat_messages import ADAPTIVE_CARD, Message
from local365.conversations import personal_chat
from local365.seed import APP_ID, CASES_CHANNEL_ID, TEAM_ID, aad_id_of
from local365.server import Local365
from sync.graph.client import Graph, NotModified
from sync.graph.files import FetchedFile, fetch_file
from sync.graph.lists import find_site
from sync.graph.messages import find_in_channel, find_in_chat, find_in_thread
from sync.graph.people import User, find_users
from sync.settings import GraphSettings

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_the_workbook_is_fetched_once_per_change(
    m365: Local365, local_graph: Graph, local_settings: GraphSettings
) -> None:
    site = await find_site(local_graph, local_settings.site_url)
    path = local_settings.forms_workbook
    first = await fetch_file(local_graph, site, path, seen=None)
    assert isinstance(first, FetchedFile)

    unchanged = await fetch_file(local_graph, site, path, seen=first.item)
    m365.tenant.sites.replace_workbook(b"PK another", at=AT)
    second = await fetch_file(local_graph, site, path, seen=first.item)

    assert (first.content[:2], unchanged) == (b"PK", NotModified())
    assert isinstance(second, FetchedFile)
    assert (second.content, second.item.id) == (b"PK another", first.item.id)


async def test_a_workbook_replaced_by_another_file_is_noticed(
    m365: Local365, local_graph: Graph, local_settings: GraphSettings
) -> None:
    site = await find_site(local_graph, local_settings.site_url)
    first = await fetch_file(local_graph, site, local_settings.forms_workbook, seen=None)
    assert isinstance(first, FetchedFile)
    m365.tenant.sites.replace_workbook(b"PK another", at=AT, as_new_item=True)

    second = await fetch_file(local_graph, site, local_settings.forms_workbook, seen=first.item)

    assert isinstance(second, FetchedFile)
    assert second.item.id != first.item.id


def card(key: str, marker: str, *, thread: str | None = None) -> Message:
    content = {"type": "AdaptiveCard", "body": [{"type": "TextBlock", "id": marker, "text": "A case"}]}
    attachment = {"contentType": ADAPTIVE_CARD, "content": content}
    return Message(id=key, thread=thread, name="Prevention First", attachments=(attachment,), at=AT)


async def test_a_person_is_found_by_e_mail_and_a_stranger_is_not(local_graph: Graph) -> None:
    found = await find_users(local_graph, ["Sample.Birch@force.example", "sample.nobody@force.example"])

    email = "sample.birch@force.example"
    assert found == {"Sample.Birch@force.example": User(aad_id=aad_id_of(email), name="Sample Birch", email=email)}


async def test_a_card_in_the_channel_is_found_by_its_marker_and_so_is_one_in_a_thread(
    m365: Local365, local_graph: Graph
) -> None:
    channel = m365.tenant.conversations.get(CASES_CHANNEL_ID)
    assert channel is not None
    for message in (card("1", "case-1"), card("2", "case-2"), card("3", "note-1", thread="1")):
        channel.put(message)

    at_the_top = await find_in_channel(local_graph, TEAM_ID, CASES_CHANNEL_ID, "case-1")
    in_the_thread = await find_in_thread(local_graph, TEAM_ID, CASES_CHANNEL_ID, "1", "note-1")
    nowhere = await find_in_channel(local_graph, TEAM_ID, CASES_CHANNEL_ID, "note-1")

    assert (at_the_top, in_the_thread, nowhere) == ("1", "3", None)


async def test_a_card_in_a_chat_is_found_by_its_marker(m365: Local365, local_graph: Graph) -> None:
    aad_id = aad_id_of("sample.birch@force.example")
    chat = m365.tenant.conversations.add(personal_chat(aad_id, "Sample Birch", APP_ID))
    m365.tenant.installations.personal.add(aad_id)
    chat.put(card("7", "receipt-1"))

    found = await find_in_chat(local_graph, aad_id, "receipt-1")
    of_another_case = await find_in_chat(local_graph, aad_id, "receipt-2")
    of_somebody_without_the_app = await find_in_chat(local_graph, aad_id_of("sample.cedar@force.example"), "receipt-1")

    assert (found, of_another_case, of_somebody_without_the_app) == ("7", None, None)
