"""An activity as botbuilder's pipeline needs it, with the JSON that everybody else reads."""

from __future__ import annotations

from typing import Any

from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount

from bot.turn import object_of, text_of


class WireActivity(Activity):
    """An activity that keeps the JSON it came as.

    botbuilder-schema 4.17.1 (msrest 0.7.1) fails on a malformed timestamp or a JSON list when it deserialises, which is
    500 for the caller, and takes 0.2 ms for it: only the fields that the pipeline reads are set here.
    Test: test_botbuilder_still_fails_on_a_malformed_timestamp.
    """

    wire: dict[str, Any]

    def __init__(self, wire: dict[str, Any]) -> None:
        """Set what the pipeline reads, whatever else the JSON holds."""
        sender, recipient = object_of(wire.get("from")), object_of(wire.get("recipient"))
        place = object_of(wire.get("conversation"))
        super().__init__(  # pyright: ignore[reportUnknownMemberType]  # botbuilder leaves its parameters untyped
            type=text_of(wire.get("type")) or ActivityTypes.message.value,
            id=text_of(wire.get("id")),
            channel_id=text_of(wire.get("channelId")),
            service_url=text_of(wire.get("serviceUrl")),
            from_property=ChannelAccount(id=text_of(sender.get("id"))),
            recipient=ChannelAccount(id=text_of(recipient.get("id"))),
            conversation=ConversationAccount(id=text_of(place.get("id"))),
            action=text_of(wire.get("action")),
        )
        self.wire = wire
