"""The Agents Playground, as this suite drives it: a small bot answers, a person sees it."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web

from service.playground import CHANNELS, playground
from tests.browser import chromium
from tests.chat import Chat, chat

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("playground-driver"),
    pytest.mark.asyncio(loop_scope="module"),  # one session for both: it takes longer to start than they do
]

Activity = dict[str, Any]
FORM: Activity = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "Send in a submission", "style": "heading"},
        {
            "type": "Input.ChoiceSet",
            "id": "kind",
            "label": "What is it?",
            "isRequired": True,
            "errorMessage": "Choose one",
            "choices": [{"title": "An idea", "value": "idea"}, {"title": "A problem", "value": "problem"}],
        },
        {
            "type": "Input.ChoiceSet",
            "id": "area",
            "style": "expanded",
            "label": "Where?",
            "choices": [{"title": "North", "value": "n"}, {"title": "South", "value": "s"}],
        },
        {"type": "Input.Text", "id": "what", "label": "What happens?", "isMultiline": True},
        {"type": "Input.Toggle", "id": "open", "label": "May we say who you are?", "title": "Yes"},
        {"type": "Input.Date", "id": "since", "label": "Since when?"},
    ],
    "actions": [{"type": "Action.Execute", "title": "Send it in", "verb": "submit"}],
}


def case_card(status: str) -> Activity:
    facts = {"type": "FactSet", "facts": [{"title": "Status", "value": status}]}
    heading = {"type": "TextBlock", "text": "PF-2026-0001", "style": "heading"}
    claim = {"type": "Action.Execute", "title": "Claim", "verb": "claim"}
    return {"type": "AdaptiveCard", "version": "1.5", "body": [heading, facts], "actions": [claim]}


class SmallBot:
    """Greets with a form, answers a submission with a receipt, posts a case in a new thread, and lets it be claimed."""

    def __init__(self) -> None:
        self.submitted: list[Activity] = []

    async def _send(self, method: str, activity: Activity, path: str, body: Activity) -> None:
        async with (
            ClientSession() as session,
            session.request(method, f"{activity['serviceUrl']}/v3/conversations{path}", json=body) as answer,
        ):
            answer.raise_for_status()

    async def _posts(self, activity: Activity, card: Activity) -> None:
        await self._send("POST", activity, f"/{activity['conversation']['id']}/activities", message(activity, card))

    async def _starts_a_thread(self, activity: Activity) -> None:
        body = {
            "isGroup": True,
            "channelData": {"channel": {"id": CHANNELS["Cases"]}},
            "activity": message(activity, case_card("New")),
        }
        await self._send("POST", activity, "", body)

    async def _claims(self, activity: Activity) -> Activity:
        card = case_card(f"With {activity['from']['name']}")
        path = f"/{activity['conversation']['id']}/activities/{activity['replyToId']}"
        await self._send("PUT", activity, path, message(activity, card))
        return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}

    async def hears(self, request: web.Request) -> web.Response:
        activity = await request.json()
        if activity["type"] == "invoke":
            action = activity["value"]["action"]
            if action["verb"] == "claim":
                return web.json_response(await self._claims(activity))
            self.submitted.append(action["data"])
            card = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": case_card("New")}
            return web.json_response(card)
        if "hub here" in activity.get("text", ""):
            await self._starts_a_thread(activity)
        elif activity["type"] == "message":
            await self._posts(activity, FORM)
        return web.Response()


def message(activity: Activity, card: Activity) -> Activity:
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return {"type": "message", "from": activity["recipient"], "attachments": [attachment]}


@pytest.fixture(scope="module")
def bot() -> SmallBot:
    return SmallBot()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot_url(bot: SmallBot) -> AsyncGenerator[str]:
    app = web.Application()
    app.router.add_post("/api/messages", bot.hears)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def birch(bot_url: str) -> AsyncGenerator[Chat]:
    async with chromium() as browser, playground(bot_url) as client, chat(browser, client) as person:
        yield person


async def test_a_person_fills_every_kind_of_input_and_gets_the_receipt(birch: Chat, bot: SmallBot) -> None:
    await birch.says("hello")
    await birch.sees("Send in a submission")
    await birch.tries("Send it in")
    await birch.sees("Choose one")
    typed = {
        "What is it?": "A problem",
        "Where?": "South",
        "What happens?": "The <at>lighting</at> fails 😀\n=HYPERLINK()",
        "May we say who you are?": "yes",
        "Since when?": "2026-11-01",
    }
    await birch.answers(typed, then="Send it in")
    await birch.sees_on_card("PF-2026-0001")

    assert bot.submitted == [
        {
            "kind": "problem",
            "area": "s",
            "what": "The <at>lighting</at> fails 😀\n=HYPERLINK()",
            "open": "true",
            "since": "2026-11-01",
        }
    ]


async def test_another_person_claims_in_the_channel(birch: Chat) -> None:
    await birch.opens_channel("Cases")
    await birch.says_in_channel("hub here")
    await birch.sees_on_card("New", on="PF-2026-0001")
    birch.acts_as("Sample Oak")
    await birch.presses("Claim", on="PF-2026-0001")

    await birch.sees_on_card("With Sample Oak", on="PF-2026-0001")
