"""What Teams sends to a bot, activity by activity, in the shape real ones have.

Sources: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability,
https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events,
https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
"""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from zoneinfo import ZoneInfo

from local365.chat_messages import Message
from local365.conversations import Kind, Place
from local365.people import Person
from local365.seed import APP_ID, APP_NAME, GENERAL_CHANNEL_ID, TEAM_ID, TEAM_NAME, TENANT_ID
from local365.tenant import Tenant
from local365.wire import Json, iso_ms

BOT_ID = f"28:{APP_ID}"
MENTION = f"<at>{APP_NAME}</at>"
MENTION_HTML = f'<span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">{APP_NAME}</span>'
TIME_ZONE = "Europe/London"
LOCALE = "en-GB"


class Trigger(StrEnum):
    """Why an Action.Execute runs: a person pressed it, or the client refreshed the card."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


def mention_of_bot() -> Json:
    """The entity that goes with `MENTION` in a text."""
    return {"type": "mention", "text": MENTION, "mentioned": {"id": BOT_ID, "name": APP_NAME}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Writes what Teams sends on behalf of one person in one place."""

    tenant: Tenant
    person: Person
    place: Place

    def message(self, message: Message) -> Json:
        """The person has said something."""
        mentions = list(message.entities)
        html = escape(message.text or "", quote=False).replace(escape(MENTION, quote=False), MENTION_HTML)
        return {
            **self._envelope("message", message.id),
            "textFormat": "plain",
            "text": message.text,
            "attachments": [{"contentType": "text/html", "content": f"<p>{html}</p>"}],
            "entities": [*mentions, _client()],
        }

    def submit(self, message_id: str, value: Json) -> Json:
        """The person has pressed an Action.Submit: a message without text."""
        return {
            **self._envelope("message", _unseen_id()),
            "replyToId": message_id,
            "value": value,
            "entities": [_client()],
            "channelData": {**self._channel_data(), "source": {"name": "message"}},
        }

    def execute(self, message_id: str, action: Json, trigger: Trigger) -> Json:
        """An Action.Execute runs: an invoke whose answer may be a card. `action` holds the inputs in its data."""
        kept = {name: action[name] for name in ("type", "id", "verb", "data") if name in action}
        return self.invoke("adaptiveCard/action", {"action": kept, "trigger": trigger}, message_id)

    def invoke(self, name: str, value: Json, message_id: str | None = None) -> Json:
        """The client asks the bot for something and waits. `message_id`: the message it is about, if any."""
        about: Json = {} if message_id is None else {"replyToId": message_id}
        source = "compose" if name.startswith("composeExtension/") else "message"
        return {
            **self._envelope("invoke", _unseen_id()),
            "name": name,
            **about,
            "value": value,
            "entities": [_client()],
            "channelData": {**self._channel_data(), "source": {"name": source}},
        }

    def members_added(self) -> Json:
        """The bot and the person are in the personal chat from now on."""
        me: Json = {"id": self._from()["id"], "aadObjectId": self.person.aad_id}
        return {**self._event("conversationUpdate"), "membersAdded": [{"id": BOT_ID}, me]}

    def member_removed(self) -> Json:
        """The person's account is gone from the tenant.

        Source: the note under "Team members removed" of the page on conversation events.
        """
        gone: Json = {"id": self._from()["id"], "aadObjectId": self.person.aad_id}
        return {**self._event("conversationUpdate"), "membersRemoved": [gone]}

    def installation(self, action: str) -> Json:
        """The app was installed (`add`) or taken out (`remove`) by the person."""
        event = self._event("installationUpdate")
        event["channelData"]["source"] = {"name": "message"}
        return {**event, "action": action, "entities": [_client()]}

    def _event(self, activity_type: str) -> Json:
        event = self._envelope(activity_type, _unseen_id())
        event["from"] = {"id": event["from"]["id"], "aadObjectId": self.person.aad_id}
        return event

    def _envelope(self, activity_type: str, activity_id: str) -> Json:
        at = self.tenant.now()
        local = at.astimezone(ZoneInfo(TIME_ZONE))
        return {
            "type": activity_type,
            "id": activity_id,
            "timestamp": iso_ms(at),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": TIME_ZONE,
            "serviceUrl": self.tenant.service_url,
            "channelId": "msteams",
            "from": self._from(),
            "conversation": self._conversation(),
            "recipient": {"id": BOT_ID, "name": APP_NAME},
            "channelData": self._channel_data(),
            "locale": LOCALE,
        }

    def _from(self) -> Json:
        teams_id = self.tenant.people.teams_id(self.person)
        return {"id": teams_id, "name": self.person.name, "aadObjectId": self.person.aad_id}

    def _conversation(self) -> Json:
        kind = self.place.conversation.kind
        group: Json = {} if kind is Kind.PERSONAL else {"isGroup": True}
        return {**group, "conversationType": kind.value, "tenantId": TENANT_ID, "id": self.place.id}

    def _channel_data(self) -> Json:
        if self.place.conversation.kind is Kind.PERSONAL:
            return {"tenant": {"id": TENANT_ID}}
        channel_id = self.place.conversation.id
        return {
            "teamsChannelId": channel_id,
            "teamsTeamId": GENERAL_CHANNEL_ID,
            "channel": {"id": channel_id},
            "team": {"id": GENERAL_CHANNEL_ID, "aadGroupId": TEAM_ID, "name": TEAM_NAME},
            "tenant": {"id": TENANT_ID},
        }


def _unseen_id() -> str:
    return f"f:{uuid.uuid4()}"


def _client() -> Json:
    return {"type": "clientInfo", "locale": LOCALE, "country": "GB", "platform": "Windows", "timezone": TIME_ZONE}
