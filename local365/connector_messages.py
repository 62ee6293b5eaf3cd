"""The bot's messages: sent, changed and deleted. Callers hold the tenant's lock.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from dataclasses import dataclass

from local365.chat_messages import Message
from local365.connector_errors import (
    activity_not_found,
    bad_argument,
    blocked_by_user,
    conversation_not_found,
    not_enough_permissions,
    not_in_roster,
)
from local365.conversations import Conversation, Kind, Place
from local365.posting import Chat
from local365.sent_activity import SentActivity
from local365.tenant import Tenant
from local365.wire import Json

# Activities that leave no message behind (presses, installations) have ids of this form; a bot may reply to them.
UNSEEN = "f:"


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMessages:
    """What the bot may do with messages of this tenant."""

    tenant: Tenant

    @property
    def _chat(self) -> Chat:
        return Chat(tenant=self.tenant)

    def send(self, conversation_id: str, sent: SentActivity, *, targeted: bool) -> Json:
        """The activity stands in the conversation: the answer's body. In a channel without a thread it starts one.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#send-to-conversation
        """
        return self._post(self.writable(conversation_id), sent, targeted=targeted)

    def reply(self, conversation_id: str, activity_id: str, sent: SentActivity, *, targeted: bool) -> Json:
        """The activity stands in the thread of the one replied to: the answer's body. 404 when that one is unknown.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#reply-to-activity
        """
        place = self.writable(conversation_id)
        if not activity_id.startswith(UNSEEN):
            place = self._thread_of(place, self._known(place.conversation, activity_id))
        return self._post(place, sent, targeted=targeted)

    def update(self, conversation_id: str, activity_id: str, sent: SentActivity, *, targeted: bool) -> Json:
        """The message is what was sent now: the answer's body. Safe to call twice.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#update-activity
        """
        conversation = self.writable(conversation_id).conversation
        message = self._own(conversation, activity_id, targeted=targeted)
        if not sent.is_message:
            raise bad_argument(f"An activity of type {sent.type!r} cannot take a message's place")
        self._chat.bot_edits(conversation, message, sent)
        return {"id": activity_id}

    def delete(self, conversation_id: str, activity_id: str, *, targeted: bool) -> None:
        """The message is gone. 404 the second time.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#delete-activity
        """
        conversation = self.writable(conversation_id).conversation
        self._chat.delete(conversation, self._own(conversation, activity_id, targeted=targeted))

    def place(self, conversation_id: str) -> Place:
        """What the id points at. 404 when there is no such conversation."""
        place = self.tenant.conversations.place(conversation_id)
        if place is None:
            raise conversation_not_found()
        return place

    def writable(self, conversation_id: str) -> Place:
        """What the id points at, where the bot may write. 403 when the app is not there (any more), or is blocked."""
        place = self.place(conversation_id)
        aad_id = place.conversation.person
        if aad_id in self.tenant.installations.blocked:
            raise blocked_by_user()
        allowed = self.tenant.installations.team if aad_id is None else self.tenant.bot_may_write_to(aad_id)
        if not allowed:
            raise not_in_roster()
        return place

    def _post(self, place: Place, sent: SentActivity, *, targeted: bool) -> Json:
        only_for = self._target(place, sent) if targeted else None
        if not sent.is_message:
            return {"id": self.tenant.next_id()}
        posted = self._chat.bot_posts(place, sent, only_for=only_for)
        # A split activity is answered without an id: there are two.
        return {"id": posted[0].id} if len(posted) == 1 else {}

    def _target(self, place: Place, sent: SentActivity) -> str:
        """Whom a targeted message is for. Source: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages"""
        if place.conversation.kind is Kind.PERSONAL:
            raise bad_argument("Targeted messages are not supported in one-on-one chats")
        person = None if sent.recipient is None else self.tenant.people.find(sent.recipient)
        if person is None or not self.tenant.is_member_of_team(person.aad_id):
            raise bad_argument("A targeted message needs one recipient who is a member of the conversation")
        return person.aad_id

    def _known(self, conversation: Conversation, activity_id: str) -> Message:
        message = conversation.messages.get(activity_id)
        if message is None or self._chat.is_gone(message):
            raise activity_not_found()
        return message

    def _thread_of(self, place: Place, message: Message) -> Place:
        if place.conversation.kind is Kind.PERSONAL:
            return place
        return Place(conversation=place.conversation, root=message.root)

    def _own(self, conversation: Conversation, activity_id: str, *, targeted: bool) -> Message:
        message = self._known(conversation, activity_id)
        if not message.is_bots:
            raise not_enough_permissions("A bot cannot update or delete a message sent by a user.")
        if targeted != (message.only_for is not None):
            raise activity_not_found()
        return message
