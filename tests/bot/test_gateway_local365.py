"""The gateway and the local Microsoft 365, each written without the other: real tokens, keys and conversations."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest

from bot.answers import InvokeAnswer
from bot.app import bot_app
from bot.gateway import Gateway
from bot.settings import TeamsSettings
from bot.turn import TurnKind
from hub.errors import DeliveryFailed, FailureKind
from hub.places import Conversation
from local365 import seed
from local365.server import Local365, running_local365
from service.credentials import Identity, Secret
from service.entra import Entra
from service.tokens import BotCredentials, Tokens
from tests.bot.microsoft import serving
from tests.bot.teams_bot import Handler

BIRCH = seed.aad_id_of("sample.birch@force.example")
OAK = seed.aad_id_of("sample.oak@force.example")
CLAIM = {"type": "Action.Execute", "title": "Claim", "verb": "claim", "data": {"case": "PF-2026-0001"}}


def card(text: str, **more: Any) -> dict[str, Any]:
    """A message that holds one card."""
    content = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": text}]} | more
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"type": "message", "attachments": [attachment]}


@dataclass
class Joined:
    """The bot and the tenant, joined up."""

    m365: Local365
    gateway: Gateway
    handler: Handler
    http: aiohttp.ClientSession

    async def person(self, aad_id: str, verb: str, **what: Any) -> Any:
        """What comes of a person's doing that."""
        url = f"{self.m365.url}/_local365/people/{aad_id}/{verb}"
        async with self.http.post(url, json=what) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def messages(self, place: Conversation) -> list[dict[str, Any]]:
        """What stands in the conversation now."""
        async with self.http.get(f"{self.m365.url}/_local365/state") as answer:
            state = await answer.json()
        wanted = place.conversation_id.partition(";")[0]
        return next(one["messages"] for one in state["conversations"] if one["id"] == wanted)

    async def opened(self) -> Conversation:
        """The chat of Sample Birch with the bot, opened just now."""
        await self.person(BIRCH, "opens")
        return self.handler.turns[-1].conversation

    def channel(self) -> Conversation:
        """The hub's channel."""
        return Conversation(
            service_url=self.m365.service_url, conversation_id=seed.CASES_CHANNEL_ID, tenant_id=seed.TENANT_ID
        )


def settings_for(m365: Local365) -> TeamsSettings:
    """Settings of the app that the tenant knows."""
    return TeamsSettings(
        app_id=seed.APP_ID,
        tenant_id=seed.TENANT_ID,
        openid_metadata_url=m365.openid_url,
        allowed_service_hosts=frozenset({"127.0.0.1"}),
    )


def credentials_for(m365: Local365, secret: str = seed.APP_SECRET) -> BotCredentials:
    """What the app proves itself with."""
    identity = Identity(
        client_id=seed.APP_ID,
        authority=m365.authority,
        credential=Secret(value=secret),
        prefix="PREVENTION_FIRST_",
        ca_file=m365.ca_file,
    )
    return BotCredentials(tokens=Tokens(Entra(identity), settings_for(m365).scope))


@pytest.fixture
async def joined() -> AsyncGenerator[Joined]:
    """A bot that listens to a local Microsoft 365, and that to it."""
    with running_local365() as m365:
        handler = Handler()
        gateway = Gateway(settings_for(m365), handler, credentials_for(m365))
        async with serving(bot_app(gateway)) as port, aiohttp.ClientSession() as http:
            m365.bot_url = f"http://127.0.0.1:{port}/api/messages"
            yield Joined(m365, gateway, handler, http)
        await gateway.close()


async def test_opening_the_chat_installs_the_bot_for_the_person(joined: Joined) -> None:
    await joined.person(BIRCH, "opens")

    kinds = {turn.kind for turn in joined.handler.turns}
    assert kinds == {TurnKind.INSTALLATION, TurnKind.CONVERSATION_UPDATE}
    assert {turn.aad_id for turn in joined.handler.turns} == {BIRCH}


async def test_what_a_person_says_is_replied_to_in_their_chat(joined: Joined) -> None:
    chat = await joined.opened()
    joined.handler.reply = card("a reply")
    await joined.person(BIRCH, "says", conversation=None, text="hello", mentions_bot=False, thread=None)

    messages = await joined.messages(chat)
    assert joined.handler.turns[-1].text == "hello"
    assert (messages[-1]["id"], messages[-1]["from"]["bot"]) == (joined.handler.replied[-1], True)


async def test_a_mention_in_the_channel_is_removed_and_answered_in_its_thread(joined: Joined) -> None:
    joined.handler.reply = card("a reply")
    await joined.person(
        OAK, "says", conversation=seed.CASES_CHANNEL_ID, text="hub here", mentions_bot=True, thread=None
    )

    turn = joined.handler.turns[-1]
    messages = await joined.messages(joined.channel())
    assert (turn.text, turn.conversation_type, turn.channel_id) == ("hub here", "channel", seed.CASES_CHANNEL_ID)
    assert (turn.thread_root, messages[-1]["thread"]) == (messages[0]["id"], messages[0]["id"])


async def test_a_press_is_answered_with_the_card_that_takes_its_place(joined: Joined) -> None:
    thread, root = await joined.gateway.create_thread(joined.channel(), card("a case", actions=[CLAIM]))
    joined.handler.answer = InvokeAnswer(card=card("claimed")["attachments"][0]["content"])

    answer = await joined.person(
        OAK, "presses", conversation=seed.CASES_CHANNEL_ID, message=root, action=CLAIM, inputs={}
    )

    turn = joined.handler.turns[-1]
    assert thread == f"{seed.CASES_CHANNEL_ID};messageid={root}"
    assert (turn.verb, turn.data["case"], turn.reply_to, turn.aad_id) == ("claim", "PF-2026-0001", root, OAK)
    assert "claimed" in str(answer)


async def test_a_message_is_posted_changed_and_deleted(joined: Joined) -> None:
    chat = await joined.opened()
    posted = await joined.gateway.send(chat, card("first"))
    await joined.gateway.update(chat, posted, card("second"))
    changed = (await joined.messages(chat))[-1]
    await joined.gateway.delete(chat, posted)

    assert (changed["id"], "second" in str(changed["card"])) == (posted, True)
    assert not [one for one in await joined.messages(chat) if one["id"] == posted and not one["deleted"]]


async def test_the_team_is_everybody_in_it(joined: Joined) -> None:
    found = await joined.gateway.members(joined.channel())

    assert {"sample.oak@force.example", "sample.rowan@force.example", "sample.willow@force.example"} <= {
        member.email for member in found
    }
    assert all(member.aad_id and member.person_id.startswith("29:") for member in found)


async def test_a_chat_can_be_opened_with_whoever_has_the_app(joined: Joined) -> None:
    chat = await joined.opened()

    assert await joined.gateway.create_personal(joined.m365.service_url, BIRCH) == chat.conversation_id


async def test_whoever_does_not_have_the_app_cannot_be_written_to(joined: Joined) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await joined.gateway.create_personal(joined.m365.service_url, BIRCH)

    assert (failed.value.kind, failed.value.status) == (FailureKind.PERMANENT, 403)


async def test_a_conversation_that_is_not_there_is_not_found(joined: Joined) -> None:
    nowhere = replace(joined.channel(), conversation_id="19:nowhere@thread.tacv2")
    with pytest.raises(DeliveryFailed) as failed:
        await joined.gateway.send(nowhere, card("x"))

    assert (failed.value.kind, failed.value.code) == (FailureKind.PERMANENT, "ConversationNotFound")


async def test_a_card_that_is_too_large_is_refused_for_good(joined: Joined) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await joined.gateway.create_thread(joined.channel(), card("x" * 200_000))

    assert (failed.value.kind, failed.value.status) == (FailureKind.PERMANENT, 413)


async def test_the_secret_of_another_app_is_a_matter_for_a_person(joined: Joined) -> None:
    gateway = Gateway(settings_for(joined.m365), joined.handler, credentials_for(joined.m365, "not-ours"))
    with pytest.raises(DeliveryFailed) as failed:
        await gateway.send(joined.channel(), card("x"))
    await gateway.close()

    assert (failed.value.kind, failed.value.code.startswith("token.AADSTS")) == (FailureKind.CONFIG, True)


@pytest.mark.parametrize("forget_old", [True, False])
async def test_the_connector_may_change_its_signing_key_between_two_messages(joined: Joined, forget_old: bool) -> None:
    await joined.opened()
    levers = {"rotate": "connector", "forget_old": forget_old}
    async with joined.http.post(f"{joined.m365.url}/_local365/entra", json=levers) as answer:
        rotated = answer.status
    await joined.person(BIRCH, "says", conversation=None, text="after", mentions_bot=False, thread=None)

    assert (rotated, joined.handler.turns[-1].text) == (200, "after")


async def test_a_token_that_entra_withdrew_is_replaced_without_anybody_noticing(joined: Joined) -> None:
    chat = await joined.opened()
    await joined.gateway.send(chat, card("before"))
    async with joined.http.post(f"{joined.m365.url}/_local365/entra", json={"revoke": True}) as answer:
        assert answer.status == 200
    posted = await joined.gateway.send(chat, card("after"))

    assert (await joined.messages(chat))[-1]["id"] == posted
