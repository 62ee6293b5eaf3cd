"""Each defect that the gateway works around is still there; when one of these fails, its work-around may go."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, cast

import pytest
from azure.core.exceptions import DeserializationError
from botbuilder import core
from botbuilder.core import TurnContext
from botbuilder.core.conversation_reference_extension import get_continuation_activity
from botbuilder.schema import Activity, ConversationReference
from botframework.connector.auth import EndorsementsValidator, JwtTokenExtractor

deserialised = cast("Any", Activity).deserialize


def test_these_are_the_versions_the_work_arounds_are_for() -> None:
    assert (version("botbuilder-core"), version("msrest")) == ("4.17.1", "0.7.1")


def test_botbuilder_still_serialises_an_invoke_answer_twice() -> None:
    with pytest.raises(AttributeError, match="is_xml_model"):
        cast("Any", core).serializer_helper({"statusCode": 200})


def test_botbuilder_still_fails_on_a_malformed_timestamp() -> None:
    with pytest.raises(DeserializationError):
        deserialised({"type": "message", "timestamp": "yesterday"})


def test_botbuilder_still_fails_on_a_rotated_key() -> None:
    metadata = cast("Any", JwtTokenExtractor).get_open_id_metadata("http://127.0.0.1:9/openid")
    metadata.keys = [{"kid": "old"}]

    with pytest.raises(IndexError):
        metadata._find("new")  # noqa: SLF001  the defect is in there


def test_botbuilder_still_skips_the_endorsement_of_an_unnamed_channel() -> None:
    assert EndorsementsValidator.validate("", [])


def test_botbuilder_still_deletes_the_bots_name_wherever_it_stands() -> None:
    entity = {"type": "mention", "text": "<at>Hub</at>", "mentioned": {"id": "28:bot", "name": "Hub"}}
    activity = deserialised({"text": "<at>Hub</at> the Hub", "recipient": {"id": "28:bot"}, "entities": [entity]})

    assert "Hub" not in TurnContext.remove_recipient_mention(activity)


def test_botbuilder_still_makes_up_the_activity_that_a_proactive_message_answers() -> None:
    activity = get_continuation_activity(ConversationReference())

    assert TurnContext.get_conversation_reference(activity).activity_id
