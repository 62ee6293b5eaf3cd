"""The bot starts conversations: with one person, or a new thread in a channel. Callers hold the tenant's lock.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from local365.connector_errors import (
    bad_argument,
    bad_syntax,
    blocked_by_user,
    conversation_not_found,
    not_in_roster,
    not_installed,
)
from local365.conversations import THREAD_MARK, Kind, Place
from local365.people import Person
from local365.posting import Chat
from local365.seed import APP_ID, TENANT_ID
from local365.sent_activity import read_activity
from local365.tenant import Tenant
from local365.wire import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConversations:
    """Carries out `POST /v3/conversations`."""

    tenant: Tenant

    def create(self, body: Any) -> Json:
        """The conversation exists: the answer's body.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
        """
        if not isinstance(body, dict):
            raise bad_argument("Invalid request body: conversation parameters are a JSON object")
        wanted = cast("Json", body)
        _check_bot(wanted.get("bot"))
        _check_tenant(wanted)
        if wanted.get("isGroup"):
            return self._thread(wanted)
        return self._direct(wanted)

    def _direct(self, wanted: Json) -> Json:
        members = wanted.get("members")
        if not isinstance(members, list) or len(cast("list[Any]", members)) != 1:
            raise bad_argument("Incorrect conversation creation parameters: exactly one member is needed")
        person = self._person(cast("list[Any]", members)[0])
        if person.aad_id in self.tenant.installations.blocked:
            raise blocked_by_user()
        if not self.tenant.bot_may_write_to(person.aad_id):
            raise not_installed()
        conversation = Chat(tenant=self.tenant).open_personal(person)
        return {"id": conversation.id, **self._first(Place(conversation=conversation), wanted.get("activity"))}

    def _person(self, member: Any) -> Person:
        member_id = cast("Json", member).get("id") if isinstance(member, dict) else None
        if (
            not isinstance(member_id, str)
            or "@" in member_id
            or not (member_id.startswith("29:") or _is_guid(member_id))
        ):
            raise bad_syntax("Bad format of conversation ID")
        person = self.tenant.people.find(member_id)
        if person is None and member_id.startswith("29:"):
            raise bad_argument("Failed to decrypt pairwise id")
        if person is None:
            raise not_installed()
        return person

    def _thread(self, wanted: Json) -> Json:
        channel_id = _channel_id(wanted)
        conversation = self.tenant.conversations.get(channel_id)
        if conversation is None or conversation.kind is not Kind.CHANNEL:
            raise conversation_not_found()
        if not self.tenant.installations.team:
            raise not_in_roster()
        if wanted.get("activity") is None:
            raise bad_argument("Incorrect conversation creation parameters: a thread needs its first activity")
        first = self._first(Place(conversation=conversation), wanted["activity"])
        return {"id": f"{channel_id}{THREAD_MARK}{first['activityId']}", **first}

    def _first(self, place: Place, activity: Any) -> Json:
        if activity is None:
            return {}
        posted = Chat(tenant=self.tenant).bot_posts(place, read_activity(activity))
        return {"activityId": posted[0].id}


def _check_bot(bot: Any) -> None:
    """The bot names itself, with or without `28:`. It may leave that out: the token says it too."""
    bot_id = cast("Json", bot).get("id") if isinstance(bot, dict) else None
    if bot is not None and bot_id not in (APP_ID, f"28:{APP_ID}"):
        raise bad_argument("The bot of the conversation parameters is not the bot of the token")


def _check_tenant(wanted: Json) -> None:
    """A person is found in a tenant only; a channel's id says it all, and Microsoft's samples name none with it."""
    named = [wanted.get("tenantId"), _inside(wanted, "channelData", "tenant", "id")]
    if not any(named) and not wanted.get("isGroup"):
        raise bad_argument("Incorrect conversation creation parameters: the tenant id is missing")
    if any(one not in (None, TENANT_ID) for one in named):
        raise bad_argument("The bot is not installed in this tenant")


def _channel_id(wanted: Json) -> str:
    """The channel named, or the General channel of the team named."""
    found = _inside(wanted, "channelData", "channel", "id") or _inside(wanted, "channelData", "team", "id")
    if not isinstance(found, str):
        raise bad_argument("Incorrect conversation creation parameters: channelData.channel.id is missing")
    return found


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = cast("Json", value).get(name) if isinstance(value, dict) else None
    return value


def _is_guid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
