"""A button opens a dialog, what is filled in there goes to the bot, and an answer Teams could not show is an error."""

from typing import Any

import pytest
from aiohttp import web

from local365.filling_in import CannotDoError
from local365.people_at_work import Office, PersonAtWork
from local365.server import Local365
from local365.tenant import Patience
from tests.local365.cards import activity, card, execute, field, says, submit
from tests.local365.connector_client import ConnectorClient
from tests.local365.recording_bot import RecordingBot

Json = dict[str, Any]

FORM = card(field("reason", isRequired=True), actions=(submit("Save", case="7"),))


def opener(title: str = "Edit…", **data: Any) -> Json:
    """A button that asks for a dialog."""
    return submit(title, **data, msteams={"type": "task/fetch"})


def dialog(content: Json = FORM, **more: Any) -> Json:
    """The answer that opens one."""
    shown = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"task": {"type": "continue", "value": {"title": "Edit case 7", "card": shown, **more}}}


def answers(bot: RecordingBot, *bodies: Json | None) -> None:
    """The bot answers the next invokes with these bodies, None with an empty one."""
    bot.answers += [web.Response() if body is None else web.json_response(body) for body in bodies]


@pytest.fixture
async def oak(office: Office, connector: ConnectorClient) -> PersonAtWork:
    """Oak sees a card in the channel whose button opens a dialog."""
    await connector.start_thread(activity(None, card(field("note"), actions=(opener(case="7"),))))
    return office.person("Sample Oak")


async def test_the_bot_hears_what_stood_in_the_button_and_in_the_cards_inputs(
    oak: PersonAtWork, bot: RecordingBot
) -> None:
    answers(bot, dialog())
    message = await oak.latest_card("Cases")

    await oak.presses("Edit…", channel="Cases", note="soon")

    heard = bot.heard[-1]
    assert (heard["type"], heard["name"], heard["replyToId"]) == ("invoke", "task/fetch", message.id)
    assert heard["conversation"]["id"].endswith(f";messageid={message.id}")
    assert heard["value"] == {
        "data": {"case": "7", "msteams": {"type": "task/fetch"}, "note": "soon"},
        "context": {"theme": "default"},
    }


async def test_what_is_filled_in_goes_to_the_bot_from_the_same_thread(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(), {"task": {"type": "message", "value": "Saved."}})
    await oak.presses("Edit…", channel="Cases")

    pressed = await oak.presses("Save", reason="Asked twice")

    fetched, submitted = bot.heard[-2:]
    assert (pressed.text, submitted["name"]) == ("Saved.", "task/submit")
    assert submitted["conversation"] == fetched["conversation"]
    assert submitted["value"] == {"data": {"case": "7", "reason": "Asked twice"}, "context": {"theme": "default"}}


async def test_a_dialog_reads_as_its_card_and_has_a_title(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(card(says("Why?"), field("reason"))))

    await oak.presses("Edit…", channel="Cases")

    assert (oak.dialog.title, oak.dialog.reads, oak.dialog.inputs) == (
        "Edit case 7",
        "Why?\nReason",
        {"reason": ""},
    )


async def test_an_empty_answer_closes_the_dialog(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(), None)
    await oak.presses("Edit…", channel="Cases")

    await oak.presses("Save", reason="Asked twice")

    with pytest.raises(CannotDoError, match="Sample Oak has no dialog open"):
        _ = oak.dialog


async def test_the_next_dialog_takes_the_place_of_the_last(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(), dialog(card(field("more"), actions=(submit("Finish"),))), None)
    await oak.presses("Edit…", channel="Cases")

    await oak.presses("Save", reason="Asked twice")

    assert oak.dialog.buttons == ["Finish"]


async def test_while_a_dialog_is_open_only_its_own_buttons_can_be_pressed(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog())
    await oak.presses("Edit…", channel="Cases")

    with pytest.raises(CannotDoError, match="There is no button 'Edit…' in the card; there are: 'Save'"):
        await oak.presses("Edit…", channel="Cases")


async def test_a_dialog_that_was_closed_with_its_cross_tells_nobody(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(), dialog())
    await oak.presses("Edit…", channel="Cases")
    heard = len(bot.heard)

    oak.closes_dialog()

    assert len(bot.heard) == heard
    assert (await oak.presses("Edit…", channel="Cases")).dialog is not None


async def test_a_dialog_can_be_sent_when_the_message_it_came_from_is_gone(
    oak: PersonAtWork, bot: RecordingBot, connector: ConnectorClient
) -> None:
    answers(bot, dialog(), None)
    await oak.presses("Edit…", channel="Cases")
    opened = oak.dialog
    await connector.delete(opened.conversation, opened.message)

    await oak.presses("Save", reason="Asked twice")

    assert bot.heard[-1]["name"] == "task/submit"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "its body is no JSON object"),
        ({"task": None}, "its task is no JSON object"),
        ({"task": {"type": "close"}}, "the type of its task is 'close'"),
        ({"task": {"type": "message", "value": {"text": "Hello"}}}, "the value of its task is no sentence"),
        ({"task": {"type": "continue", "value": {"title": "Nothing"}}}, "has to have a card or a url"),
        (dialog(url="https://force.example/form"), "has to have a card or a url, and not both"),
        (dialog(heigth=400), "a dialog has no 'heigth'"),
        (dialog(height="tall"), "the dialog's height is 'tall'"),
        (dialog(width=0), "the dialog's width is 0"),
        (dialog(title=7), "the dialog's title is no text"),
        (dialog(fallbackUrl="http://force.example"), "the dialog's fallbackUrl is no https address"),
        (dialog({"type": "AdaptiveCard"}), "version None is not of the form 1.5"),
        ({"task": {"type": "continue", "value": {"card": {"content": FORM}}}}, "an attachment of type None"),
        (
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": FORM},
            "its task is no JSON object",
        ),
    ],
)
async def test_an_answer_that_teams_could_not_show_is_an_error(
    oak: PersonAtWork, bot: RecordingBot, answer: Json | None, reason: str
) -> None:
    answers(bot, answer)

    with pytest.raises(CannotDoError, match=rf"Something went wrong\. Teams cannot show the bot's answer: .*{reason}"):
        await oak.presses("Edit…", channel="Cases")


async def test_a_bot_that_fails_leaves_the_dialog_as_it_was(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog())
    await oak.presses("Edit…", channel="Cases")
    bot.answers_status(401)

    with pytest.raises(CannotDoError, match="The bot answered 401"):
        await oak.presses("Save", reason="Asked twice")

    assert oak.dialog.buttons == ["Save"]


async def test_an_execute_in_a_dialog_reaches_nobody(oak: PersonAtWork, bot: RecordingBot) -> None:
    answers(bot, dialog(card(actions=(execute("Save", "save"),))))
    await oak.presses("Edit…", channel="Cases")

    with pytest.raises(CannotDoError, match=r"In a dialog only a plain Action\.Submit reaches the bot"):
        await oak.presses("Save")


async def test_a_silent_bot_is_asked_again_and_then_given_up(
    oak: PersonAtWork, bot: RecordingBot, m365: Local365
) -> None:
    m365.tenant.patience = Patience(answer_s=5, waits_s=(0,))
    bot.drops()
    bot.drops()
    before = len(bot.heard)

    with pytest.raises(CannotDoError, match="The bot did not answer"):
        await oak.presses("Edit…", channel="Cases")

    first, again = bot.heard[before:]
    assert first == again
