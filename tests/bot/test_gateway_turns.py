"""A turn through botbuilder's pipeline, over HTTP, to a handler and back."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from structlog.testing import capture_logs

from bot.answers import InvokeAnswer, InvokeError
from bot.turn import TurnKind
from hub.errors import DeliveryFailed, FailureKind
from tests.bot.microsoft import APP_ID, TENANT, Answer
from tests.bot.teams_bot import TeamsBot

CARD = {"type": "AdaptiveCard", "version": "1.5"}


def execute(bot: TeamsBot, **instead: Any) -> dict[str, Any]:
    """A press on an Action.Execute."""
    action = {"type": "Action.Execute", "id": "", "verb": "claim", "data": {"case": "PF-2026-0001", "note": "z"}}
    value = {"action": action, "trigger": "manual"}
    own = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": "17", "text": None}
    return bot.microsoft.activity(**(own | instead))


async def press(bot: TeamsBot, **instead: Any) -> tuple[int, bytes]:
    """The bot's answer to the press."""
    return await bot.post(execute(bot, **instead), f"Bearer {bot.microsoft.token()}")


async def test_a_submitted_card_reaches_the_handler_as_a_message_with_data(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity(text=None, value={"verb": "submit", "x": 1}, replyToId="17"))

    turn = bot.handler.turns[0]
    assert (turn.kind, turn.verb, turn.data, turn.reply_to) == (
        TurnKind.MESSAGE,
        "submit",
        {"verb": "submit", "x": 1},
        "17",
    )


async def test_an_executed_action_reaches_the_handler_with_its_trigger(bot: TeamsBot) -> None:
    await press(bot)

    turn = bot.handler.turns[0]
    assert (turn.verb, turn.data, turn.trigger, turn.reply_to, turn.aad_id) == (
        "claim",
        {"case": "PF-2026-0001", "note": "z"},
        "manual",
        "17",
        "aad-birch",
    )


@pytest.mark.parametrize(
    ("answer", "wire"),
    [
        (
            InvokeAnswer(card={"type": "AdaptiveCard", "speak": "€ 🌲"}),
            '200,"type":"application/vnd.microsoft.card.adaptive","value":{"type":"AdaptiveCard","speak":"€ 🌲"}',
        ),
        (
            InvokeAnswer(message="Taken"),
            '200,"type":"application/vnd.microsoft.activity.message","value":"Taken"',
        ),
        (
            InvokeAnswer(error=InvokeError(code="BadRequest", message="No.")),
            '400,"type":"application/vnd.microsoft.error","value":{"code":"BadRequest","message":"No."}',
        ),
    ],
    ids=["card", "message", "error"],
)
async def test_an_invoke_is_answered_with_http_200_and_these_bytes(
    bot: TeamsBot, answer: InvokeAnswer, wire: str
) -> None:
    bot.handler.answer = answer

    assert await press(bot) == (200, f'{{"statusCode":{wire}}}'.encode())


async def test_an_invoke_that_nobody_knows_is_not_implemented(bot: TeamsBot) -> None:
    status, body = await press(bot, name="composeExtension/query", value={})

    assert (status, body) == (501, b"")


@pytest.mark.parametrize("value", [None, "text", [], {"action": "text"}], ids=str)
async def test_a_malformed_press_is_for_the_handler_to_refuse(bot: TeamsBot, value: object) -> None:
    bot.handler.answer = InvokeAnswer(error=InvokeError(code="BadRequest", message="No."))

    status, _ = await press(bot, value=value)

    assert (status, bot.handler.turns[0].verb, bot.handler.turns[0].data) == (200, "", {})


async def test_a_reply_goes_under_the_activity_it_answers(bot: TeamsBot) -> None:
    bot.handler.reply = {"attachments": [{"content": CARD}]}
    await bot.hear(bot.microsoft.activity())

    sent = bot.microsoft.sent[0]
    assert (sent.method, sent.path) == ("POST", "/uk/v3/conversations/a%3Abirch/activities/1690000000001")
    assert sent.body == {
        "type": "message",
        "attachments": [{"content": CARD}],
        "conversation": {"id": "a:birch"},
        "replyToId": "1690000000001",
    }
    assert bot.handler.replied == ["1700000000001"]


async def test_a_reply_in_a_channel_stays_in_its_thread(bot: TeamsBot) -> None:
    place = {"conversationType": "channel", "tenantId": TENANT, "id": "19:c@thread.tacv2;messageid=17"}
    bot.handler.reply = {"text": "hello"}
    await bot.hear(bot.microsoft.activity(conversation=place))

    assert bot.microsoft.sent[0].path.startswith("/uk/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D17/")


async def test_a_warm_turn_calls_neither_entra_nor_the_key_server(bot: TeamsBot) -> None:
    bot.handler.reply = {"text": "hello"}
    await bot.hear(bot.microsoft.activity())
    cold = list(bot.microsoft.calls)
    await bot.hear(bot.microsoft.activity())

    assert (cold, bot.microsoft.calls) == (["openid", "keys", "token"], cold)
    assert [sent.authorization for sent in bot.microsoft.sent] == ["Bearer for-the-connector"] * 2


async def test_a_hundred_joiners_cost_no_call(bot: TeamsBot) -> None:
    joiners = [{"id": f"29:{number}", "aadObjectId": f"aad-{number}"} for number in range(100)]
    status = await bot.hear(bot.microsoft.activity(type="conversationUpdate", membersAdded=joiners))

    assert (status, len(bot.handler.turns[0].members_added), bot.microsoft.sent) == (200, 100, [])


async def test_members_without_channel_data_do_no_harm(bot: TeamsBot) -> None:
    activity = bot.microsoft.activity(
        type="conversationUpdate", membersAdded=[{"id": f"28:{APP_ID}"}], channelData=None
    )

    assert await bot.hear(activity) == 200


async def test_an_installation_reaches_the_handler(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity(type="installationUpdate", action="remove"))

    assert (bot.handler.turns[0].kind, bot.handler.turns[0].action) == (TurnKind.INSTALLATION, "remove")


@pytest.mark.parametrize("kind", ["messageReaction", "messageUpdate", "typing", "event", "somethingOf2031"])
async def test_an_activity_that_means_nothing_to_us_is_accepted_and_dropped(bot: TeamsBot, kind: str) -> None:
    status = await bot.hear(bot.microsoft.activity(type=kind))

    assert (status, bot.handler.turns) == (200, [])


async def test_a_crash_on_a_message_is_an_error_once_and_then_accepted(bot: TeamsBot) -> None:
    bot.handler.crash = RuntimeError("boom")
    again = [await bot.hear(bot.microsoft.activity()) for _ in range(3)]
    other = await bot.hear(bot.microsoft.activity(id="1690000000002"))

    assert (again, other) == ([500, 200, 200], 500)


async def test_a_message_that_crashed_is_handled_when_it_comes_again(bot: TeamsBot) -> None:
    bot.handler.crash = RuntimeError("boom")
    await bot.hear(bot.microsoft.activity())
    bot.handler.crash = None

    assert (await bot.hear(bot.microsoft.activity()), len(bot.handler.turns)) == (200, 2)


async def test_a_crash_on_a_press_is_an_answer_that_can_be_read(bot: TeamsBot) -> None:
    bot.handler.crash = RuntimeError("boom")

    status, body = await press(bot)

    assert (status, orjson.loads(body)["statusCode"], orjson.loads(body)["value"]["code"]) == (
        200,
        500,
        "InternalError",
    )


async def test_a_crash_is_logged_with_its_place_and_without_what_was_typed(bot: TeamsBot) -> None:
    bot.handler.crash = RuntimeError("the lighting in Sample Street")
    with capture_logs() as logs:
        await bot.hear(bot.microsoft.activity(text="the lighting in Sample Street"))

    crash = next(line for line in logs if line["event"] == "turn_crashed")
    assert crash["trace"][-1] == "RuntimeError"
    assert any("teams_bot.py" in frame for frame in crash["trace"])
    assert "lighting" not in str(logs)


async def test_a_refusal_is_logged_with_its_reason_and_without_the_token(bot: TeamsBot) -> None:
    with capture_logs() as logs:
        await bot.hear(bot.microsoft.activity(), bot.microsoft.token(aud="another-bot"))

    assert [(line["event"], line["status"], line["reason"]) for line in logs] == [
        ("activity_refused", 401, "InvalidAudienceError")
    ]


async def test_a_reply_that_teams_refuses_reaches_the_handler_as_our_own_error(bot: TeamsBot) -> None:
    bot.microsoft.answers.append(Answer(status=429, headers={"Retry-After": "2"}))
    bot.handler.reply = {"text": "hello"}
    with capture_logs() as logs:
        status = await bot.hear(bot.microsoft.activity())

    assert (status, [line["code"] for line in logs if line["event"] == "turn_crashed"]) == (500, ["HTTP429"])


async def test_what_the_bot_says_of_its_own_accord_can_fail_and_says_how(bot: TeamsBot) -> None:
    await bot.hear(bot.microsoft.activity())
    bot.microsoft.answers.append(Answer(status=403, body=b'{"error":{"code":"BotNotInConversationRoster"}}'))

    with pytest.raises(DeliveryFailed) as failed:
        await bot.gateway.send(bot.handler.turns[0].conversation, {"text": "hello"})

    assert (failed.value.code, failed.value.kind) == ("BotNotInConversationRoster", FailureKind.PERMANENT)
