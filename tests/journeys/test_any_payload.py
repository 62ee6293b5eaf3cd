"""Whatever is changed in what Teams sends, the bot answers with a status that Teams knows, and nothing crashes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from cards.actions import Verb
from local365 import seed
from tests.journeys.force import Force, token_for_bot
from tests.journeys.unreliable import changed

PAYLOADS = 500  # of each run; every one is one, two or three changes away from a true one
ANSWERS = {200, 400, 403, 501}
ALWAYS = frozenset({"serviceUrl"})
TYPED = {
    **dict.fromkeys(("title", "details", "tried", "good", "text", "words", "guidance", "answer"), "sheds"),
    "kind": "Idea",
    "status": "In progress",
    "outcome": "Guidance given",
    "nonce": "n",
    "case": "PF-2026-0001",
}
A_QUERY = {"parameters": [{"name": "words", "value": "shed"}], "queryOptions": {"skip": 0, "count": 25}}
OTHERS: list[dict[str, Any]] = [
    {"name": "composeExtension/query", "value": {"commandId": "find", **A_QUERY}},
    {"name": "composeExtension/query", "value": {"commandId": "evidence", **A_QUERY}},
    {
        "name": "composeExtension/fetchTask",
        "value": {"commandId": "raise", "messagePayload": {"body": {"content": "x"}}},
    },
    {"name": "composeExtension/submitAction", "value": {"commandId": "raise", "data": {"verb": "submit", **TYPED}}},
    {"name": "application/search", "value": {"queryText": "row", "dataset": "cases", "queryOptions": {"top": 15}}},
    {"name": "fileConsent/invoke", "value": {"action": "accept"}},
    {"type": "message", "text": "find shed", "attachments": [{"contentType": "text/html", "content": "<p>find</p>"}]},
    {"type": "conversationUpdate", "membersAdded": [{"id": "28:x"}], "channelData": {"eventType": "channelDeleted"}},
    {"type": "installationUpdate", "action": "add"},
    {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    {"type": "event", "name": "application/vnd.microsoft.readReceipt", "value": {"lastReadMessageId": "1"}},
]


async def true_ones(here: Force) -> list[dict[str, Any]]:
    """What Teams would send: every button pressed in every way by a hub lead and an officer, and all else there is."""
    [hub_card] = await here.hub_cards()
    [chat, *_] = await here.birch.sees()
    thread = {"conversationType": "channel", "id": f"{hub_card.conversation};messageid={hub_card.id}"}
    seats = [
        {"from": {"id": "29:oak", "aadObjectId": here.oak.person.aad_id}, "conversation": thread},
        {
            "from": {"id": "29:birch", "aadObjectId": here.birch.person.aad_id},
            "conversation": {"conversationType": "personal", "id": chat.conversation},
        },
    ]
    presses = [each for verb in Verb for each in _presses({"verb": verb.value, **TYPED})]
    return [{"type": "invoke", **asked, **seat} for asked in [*presses, *OTHERS] for seat in seats]


def _presses(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    execute = {"type": "Action.Execute", "verb": data["verb"], "data": data}
    yield {"name": "adaptiveCard/action", "value": {"action": execute, "trigger": "manual"}}
    yield {"name": "task/fetch", "value": {"data": {**data, "msteams": {"type": "task/fetch"}}}}
    yield {"name": "task/submit", "value": {"data": data}}
    yield {"type": "message", "value": data}


@pytest.mark.parametrize("seed_of_chance", [1, 2])
async def test_no_payload_breaks_the_bot(here: Force, seed_of_chance: int) -> None:
    chance = Random(seed_of_chance)  # noqa: S311  for the same payloads in every run
    await here.sends_in(here.birch)
    whole = {
        "channelId": "msteams",
        "serviceUrl": here.m365.service_url,
        "recipient": {"id": f"28:{seed.APP_ID}"},
        "channelData": {"tenant": {"id": seed.TENANT_ID}},
    }
    true = await true_ones(here)
    signed = {"Authorization": f"Bearer {token_for_bot(here.m365.tenant)}", "Content-Type": "application/json"}
    async with aiohttp.ClientSession(headers=signed) as teams:
        with capture_logs() as logs:
            for number in range(PAYLOADS):
                payload = changed(chance, {**whole, **chance.choice(true), "id": f"{number}"}, kept=ALWAYS)
                async with teams.post(here.m365.bot_url or "", data=json.dumps(payload)) as answer:
                    assert answer.status in ANSWERS, (answer.status, payload)
            await here.settle()

    assert [line for line in logs if line["log_level"] == "error"] == []
    assert [one for one in here.service.teams.deliveries.parked() if one.reason == "bug"] == []
