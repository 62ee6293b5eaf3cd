"""What a handler reads from an activity."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers import InvokeAnswer, InvokeError
from bot.turn import Member, Mention, Turn, TurnKind, channel_of
from hub.places import Conversation

BOT = {"id": "28:bot", "name": "Hub"}


async def no_reply(_activity: dict[str, Any]) -> str:
    """Nobody replies here."""
    return ""


def turn_of(**activity: Any) -> Turn:
    """The turn of that activity, a message to the bot unless it says otherwise."""
    return Turn(activity={"type": "message", "recipient": BOT} | activity, reply=no_reply)


def mention(person_id: str, name: str) -> dict[str, Any]:
    """A mention as Teams writes one."""
    return {"type": "mention", "mentioned": {"id": person_id, "name": name}, "text": f"<at>{name}</at>"}


def test_a_mention_of_the_bot_is_not_part_of_what_was_typed() -> None:
    turn = turn_of(text="<at>Hub</at>\xa0claim&nbsp;PF-2026-0001\n", entities=[mention("28:bot", "Hub")])

    assert turn.text == "claim PF-2026-0001"


def test_the_bots_name_stays_where_it_is_no_mention() -> None:
    turn = turn_of(text="<at>Hub</at> what is the Hub?", entities=[mention("28:bot", "Hub")])

    assert turn.text == "what is the Hub?"


def test_a_mention_of_somebody_else_becomes_the_name() -> None:
    turn = turn_of(
        text="<at>Hub</at> assign to <at>Sample Rowan</at>",
        entities=[mention("28:bot", "Hub"), mention("29:rowan", "Sample Rowan")],
    )

    assert turn.text == "assign to Sample Rowan"
    assert turn.mentions[1] == Mention(person_id="29:rowan", name="Sample Rowan", text="<at>Sample Rowan</at>")


def test_an_at_that_is_typed_and_mentions_nobody_stays() -> None:
    assert turn_of(text="write <at>me</at>", entities=[{"type": "clientInfo"}]).text == "write <at>me</at>"


def test_lines_stay_lines() -> None:
    assert turn_of(text=" one \t two\nthree ").text == "one two\nthree"


def test_a_submitted_card_carries_its_data_and_no_text() -> None:
    turn = turn_of(value={"verb": "submit", "kind": "idea", "summary": "x"}, replyToId="1795387720068")

    assert (turn.kind, turn.text, turn.verb, turn.reply_to) == (TurnKind.MESSAGE, "", "submit", "1795387720068")
    assert turn.data == {"verb": "submit", "kind": "idea", "summary": "x"}
    assert turn.trigger == ""


def test_an_executed_action_carries_its_verb_its_data_and_its_trigger() -> None:
    action = {"type": "Action.Execute", "verb": "claim", "data": {"case": "PF-2026-0001"}}
    turn = turn_of(type="invoke", name="adaptiveCard/action", value={"action": action, "trigger": "automatic"})

    assert (turn.kind, turn.invoke_name) == (TurnKind.INVOKE, "adaptiveCard/action")
    assert (turn.verb, turn.data, turn.trigger) == ("claim", {"case": "PF-2026-0001"}, "automatic")


def test_a_submit_cannot_pass_for_an_execute() -> None:
    turn = turn_of(value={"action": {"verb": "close"}, "verb": "submit"})

    assert turn.verb == "submit"


def test_a_thread_is_told_from_its_channel() -> None:
    turn = turn_of(
        serviceUrl="https://smba.trafficmanager.net/uk/",
        conversation={"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel", "tenantId": "t"},
        channelData={"team": {"id": "19:t@thread.tacv2"}, "channel": {"id": "19:c@thread.tacv2"}},
    )

    assert turn.conversation == Conversation(
        service_url="https://smba.trafficmanager.net/uk/",
        conversation_id="19:c@thread.tacv2;messageid=17",
        tenant_id="t",
    )
    assert (turn.conversation_type, turn.thread_root) == ("channel", "17")
    assert (turn.team_id, turn.channel_id) == ("19:t@thread.tacv2", "19:c@thread.tacv2")


def test_a_channel_that_is_not_named_is_read_from_the_conversation() -> None:
    turn = turn_of(conversation={"id": "19:c@thread.tacv2;messageid=17", "conversationType": "channel"})

    assert turn.channel_id == "19:c@thread.tacv2"


def test_a_personal_chat_has_no_channel_and_no_thread() -> None:
    turn = turn_of(conversation={"id": "a:birch", "conversationType": "personal"})

    assert (turn.channel_id, turn.thread_root, turn.team_id) == ("", "", "")


def test_the_tenant_may_stand_in_the_channel_data_only() -> None:
    assert turn_of(channelData={"tenant": {"id": "t"}}).conversation.tenant_id == "t"


def test_who_did_it_is_the_entra_id() -> None:
    turn = turn_of(id="17", **{"from": {"id": "29:b", "aadObjectId": "aad-b", "name": "Sample Birch"}})

    assert (turn.aad_id, turn.person_id, turn.name) == ("aad-b", "29:b", "Sample Birch")
    assert (turn.activity_id, turn.bot_id) == ("17", "28:bot")


def test_who_joined_and_who_left_are_members() -> None:
    turn = turn_of(
        type="conversationUpdate",
        membersAdded=[{"id": "29:b", "aadObjectId": "aad-b"}, {"id": "28:bot"}],
        membersRemoved=[{"id": "29:c", "objectId": "aad-c", "name": "Sample Cedar"}],
        channelData={"eventType": "teamMemberAdded"},
    )

    assert turn.members_added == (
        Member(person_id="29:b", aad_id="aad-b", name=""),
        Member(person_id="28:bot", aad_id="", name=""),
    )
    assert turn.members_removed == (Member(person_id="29:c", aad_id="aad-c", name="Sample Cedar"),)
    assert turn.event_type == "teamMemberAdded"


def test_an_installation_says_what_was_done() -> None:
    turn = turn_of(type="installationUpdate", action="add")

    assert (turn.kind, turn.action) == (TurnKind.INSTALLATION, "add")


@pytest.mark.parametrize("wrong", [None, 7, "text", [], ["text"], {"id": 7}, [{"mentioned": "nobody"}]], ids=str)
def test_a_field_of_the_wrong_shape_reads_as_absent(wrong: object) -> None:
    names = ("from", "conversation", "channelData", "value", "entities", "membersAdded", "text", "id", "recipient")
    turn = Turn(activity={"type": "message"} | dict.fromkeys(names, wrong), reply=no_reply)

    assert (turn.aad_id, turn.name, turn.verb, turn.team_id, turn.mentions) == ("", "", "", "", ())
    assert turn.conversation == Conversation(service_url="", conversation_id="", tenant_id="")


def test_the_channel_of_a_thread_is_its_conversation_without_the_message() -> None:
    assert channel_of("19:c@thread.tacv2;messageid=17") == channel_of("19:c@thread.tacv2") == "19:c@thread.tacv2"


def test_a_card_answer_has_the_type_that_teams_takes() -> None:
    card = {"type": "AdaptiveCard"}

    assert InvokeAnswer(card=card).body() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.card.adaptive",
        "value": card,
    }


def test_a_message_answer_is_a_plain_text() -> None:
    assert InvokeAnswer(message="Taken by Sample Oak").body() == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "Taken by Sample Oak",
    }


def test_an_error_answer_says_whose_fault_it_is() -> None:
    assert InvokeAnswer(error=InvokeError(code="BadRequest", message="No such verb.")).body() == {
        "statusCode": 400,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "BadRequest", "message": "No such verb."},
    }


@pytest.mark.parametrize("answers", [{}, {"message": "x", "card": {}}], ids=str)
def test_an_invoke_has_exactly_one_answer(answers: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="one answer"):
        InvokeAnswer(**answers)
