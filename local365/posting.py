"""Messages come to stand in conversations, and whoever listens sees them."""

from dataclasses import dataclass, replace
from datetime import timedelta

from local365 import seed
from local365.chat_messages import Message
from local365.conversations import Conversation, Place, personal_chat
from local365.people import Person
from local365.sent_activity import SentActivity
from local365.tenant import Tenant
from local365.wire import Json

# Source: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
TARGETED_LIFE = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The conversations of a tenant as something to write in. Callers hold the tenant's lock."""

    tenant: Tenant

    def open_personal(self, person: Person) -> Conversation:
        """The person's chat with the bot, which exists from now on. Safe to call twice."""
        known = self.tenant.conversations.personal(person.aad_id)
        if known is not None:
            return known
        fresh = self.tenant.conversations.add(personal_chat(person.aad_id, person.name, seed.APP_ID))
        self.tenant.events.publish({"kind": "conversation", "conversation": fresh.to_json()})
        return fresh

    def bot_posts(self, place: Place, sent: SentActivity, *, only_for: str | None = None) -> list[Message]:
        """What the bot sent stands in the conversation: two messages when it has text and attachments.

        Source: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability ("splitting")
        """
        if not (sent.text and sent.attachments):
            return [self._bots(place, sent.text, sent.attachments, sent, only_for)]
        return [
            self._bots(place, sent.text, (), sent, only_for),
            self._bots(place, None, sent.attachments, sent, only_for),
        ]

    def _bots(
        self,
        place: Place,
        text: str | None,
        attachments: tuple[Json, ...],
        sent: SentActivity,
        only_for: str | None,
    ) -> Message:
        message = Message(
            id=self.tenant.next_id(),
            thread=place.root,
            name=seed.APP_NAME,
            text=text,
            attachments=attachments,
            entities=sent.entities,
            only_for=only_for,
            at=self.tenant.now(),
        )
        return self.put(place.conversation, message)

    def person_posts(
        self,
        place: Place,
        person: Person,
        text: str | None,
        entities: tuple[Json, ...] = (),
        *,
        attachments: tuple[Json, ...] = (),
    ) -> Message:
        """What the person said, or the card they shared, stands in the conversation."""
        message = Message(
            id=self.tenant.next_id(),
            thread=place.root,
            aad_id=person.aad_id,
            name=person.name,
            text=text,
            attachments=attachments,
            entities=entities,
            at=self.tenant.now(),
        )
        return self.put(place.conversation, message)

    def bot_edits(self, conversation: Conversation, message: Message, sent: SentActivity) -> Message:
        """The message is what the bot sent now, for everybody alike: nobody's own view is left."""
        changed = replace(
            message,
            text=sent.text,
            attachments=sent.attachments,
            entities=sent.entities,
            views={},
            edited_at=self.tenant.now(),
        )
        return self.put(conversation, changed)

    def delete(self, conversation: Conversation, message: Message) -> None:
        """The message is gone; its place in the conversation stays."""
        self.put(conversation, replace(message, deleted=True, edited_at=self.tenant.now()))

    def show(self, conversation: Conversation, message: Message, card: Json, *, to: str) -> Message:
        """One person sees this card in the message's place."""
        return self.put(conversation, replace(message, views={**message.views, to: card}))

    def put(self, conversation: Conversation, message: Message) -> Message:
        """The message stands in the conversation, and whoever listens sees it."""
        conversation.put(message)
        event: Json = {"kind": "message", "conversation": conversation.id, "message": message.to_json()}
        self.tenant.events.publish(event)
        return message

    def is_gone(self, message: Message) -> bool:
        """True when it was deleted, or was meant for one person and has had its day."""
        return message.deleted or self.has_expired(message)

    def has_expired(self, message: Message) -> bool:
        """True for a message to one person a day later: no client shows it any more."""
        return message.only_for is not None and self.tenant.now() - message.at >= TARGETED_LIFE
