"""What a person does in a Teams client: opens the chat, speaks, presses, looks. The state changes, then the bot hears.

Each act runs in two steps: under the tenant's lock the state changes and the activity is written; then it is sent.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from local365.activities import MENTION, Sender, Trigger, mention_of_bot
from local365.asking import Asking, taken
from local365.chat_messages import Message
from local365.control_errors import ControlError
from local365.conversations import Conversation, Kind, Place
from local365.delivery import Answer, BotLine
from local365.invoke_answers import answered_card, check_answer
from local365.people import Person
from local365.posting import Chat
from local365.tenant import Tenant
from local365.wire import Json

# Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/up-to-date-views
REFRESH_REST = timedelta(minutes=1)
MOST_VIEWERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a person presses: the action as it stands in the card, and what they typed into the card's inputs.

    In a dialog `message_id` is the message that the dialog was opened from; it may be gone by now.
    """

    conversation_id: str | None
    message_id: str
    action: Json
    inputs: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsClient:
    """One person's Teams client."""

    tenant: Tenant
    line: BotLine
    person: Person

    async def open_chat(self) -> Json:
        """The app is installed and the chat exists. Safe to call twice: the second time nobody is told."""
        with self.tenant.lock:
            self.check_here()
            conversation = Chat(tenant=self.tenant).open_personal(self.person)
            is_new = self.person.aad_id not in self.tenant.installations.personal
            self.tenant.installations.personal.add(self.person.aad_id)
            news = self.installation_news() if is_new else []
        answers = [await self.line.deliver(activity) for activity in news]
        return {"conversation": conversation.id, "statuses": [one.status for one in answers]}

    def installation_news(self) -> list[Json]:
        """What Teams tells the bot once the app is installed for the person. The caller holds the tenant's lock."""
        sender = self._sender(Place(conversation=Chat(tenant=self.tenant).open_personal(self.person)))
        return [sender.members_added(), sender.installation("add")]

    async def remove_app(self) -> Json:
        """The app is no longer installed for the person; the chat stays, and nobody can write in it."""
        with self.tenant.lock:
            place = self.place(None)
            self.tenant.installations.personal.discard(self.person.aad_id)
            activity = self._sender(place).installation("remove")
        return _status(await self.line.deliver(activity))

    async def leave(self) -> Json:
        """The person's account is gone; the bot is told in their chat, if they had one."""
        with self.tenant.lock:
            conversation = self.tenant.conversations.personal(self.person.aad_id)
            self.tenant.people.leaves(self.person.aad_id)
            self.tenant.installations.personal.discard(self.person.aad_id)
        if conversation is None:
            return {"status": None}
        return _status(await self.line.deliver(self._sender(Place(conversation=conversation)).member_removed()))

    async def say(self, conversation_id: str | None, text: str, *, thread: str | None, mentions_bot: bool) -> Json:
        """The message stands in the conversation; in a channel the bot hears it only when mentioned."""
        with self.tenant.lock:
            place = self.place(conversation_id, thread)
            mentions = mentions_bot and place.conversation.kind is Kind.CHANNEL
            words, entities = (f"{MENTION} {text}", (mention_of_bot(),)) if mentions else (text, ())
            message = Chat(tenant=self.tenant).person_posts(place, self.person, words, entities)
            hears = mentions or place.conversation.kind is Kind.PERSONAL
            activity = self._sender(_thread(place.conversation, message)).message(message)
        answer = await self.line.deliver(activity) if hears else Answer(status=None)
        return {"message": message.to_json(), "heard": hears, **_status(answer)}

    async def press(self, press: Press) -> Json:
        """The bot has what was pressed: its invoke answer, or for Action.Submit its HTTP status."""
        with self.tenant.lock:
            place = self.place(press.conversation_id)
            message = self.message(place.conversation, press.message_id)
            sender = self._sender(_thread(place.conversation, message))
        match press.action.get("type"):
            case "Action.Submit" if _asks_for_dialog(press):
                return await self._asking(sender).ask("task/fetch", _in_task(_merged(press)), message.id)
            case "Action.Submit":
                answer = await self.line.deliver(sender.submit(message.id, _submitted(press)))
                return _status(taken(answer))
            case "Action.Execute":
                action = {**press.action, "data": _merged(press)}
                return await self._execute(sender, message, action, Trigger.MANUAL)
            case other:
                raise ControlError(400, f"{other} is not a button that reaches the bot")

    async def send_dialog(self, press: Press) -> Json:
        """The bot has what was filled in in a dialog: its answer, with `task` None when the dialog closes.

        Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
        """
        with self.tenant.lock:
            sender = self._sender(self.place(press.conversation_id, press.message_id))
        if press.action.get("type") != "Action.Submit" or _asks_for_dialog(press):
            raise ControlError(400, "In a dialog only a plain Action.Submit reaches the bot")
        return await self._asking(sender).ask("task/submit", _in_task(_merged(press)))

    async def ask(self, conversation_id: str | None, name: str, value: Json) -> Json:
        """The bot has been asked with this invoke, which is about no message: its answer, checked."""
        with self.tenant.lock:
            sender = self._sender(self.place(conversation_id))
        return await self._asking(sender).ask(name, value)

    async def look(self, conversation_id: str | None, message_id: str) -> Json | None:
        """The person sees the message: its card refreshes itself when it asks for that. None when it does not."""
        with self.tenant.lock:
            place = self.place(conversation_id)
            message = self.message(place.conversation, message_id)
            action = self._refresh(message)
            sender = self._sender(_thread(place.conversation, message))
        return None if action is None else await self._execute(sender, message, action, Trigger.AUTOMATIC)

    async def _execute(self, sender: Sender, message: Message, action: Json, trigger: Trigger) -> Json:
        answer = taken(await self.line.deliver(sender.execute(message.id, action, trigger)))
        body = check_answer(answer.body)
        card = answered_card(body)
        with self.tenant.lock:
            self.tenant.refreshed[self.person.aad_id, message.id] = self.tenant.now()
            conversation = sender.place.conversation
            if card is not None:
                Chat(tenant=self.tenant).show(
                    conversation, conversation.messages[message.id], card, to=self.person.aad_id
                )
        return body

    def _refresh(self, message: Message) -> Json | None:
        refresh: Json = (message.card_for(self.person.aad_id) or {}).get("refresh") or {}
        users = refresh.get("userIds")
        mine = (self.tenant.people.teams_id(self.person), self.person.aad_id)
        last = self.tenant.refreshed.get((self.person.aad_id, message.id))
        rests = last is not None and self.tenant.now() - last < REFRESH_REST
        asked = users is None or any(one in users for one in mine)
        return cast("Json", refresh["action"]) if refresh and asked and not rests else None

    def _asking(self, sender: Sender) -> Asking:
        return Asking(tenant=self.tenant, line=self.line, sender=sender)

    def _sender(self, place: Place) -> Sender:
        return Sender(tenant=self.tenant, person=self.person, place=place)

    def check_here(self) -> None:
        """Nothing happens, unless the account is gone: 409."""
        if self.person.left:
            raise ControlError(409, f"{self.person.name} has left the force")

    def place(self, conversation_id: str | None, thread: str | None = None) -> Place:
        """Where the person is: their own chat when nothing is named. ControlError when they are not there."""
        self.check_here()
        if conversation_id is None:
            return self._personal()
        bare = self.tenant.conversations.place(conversation_id)
        if bare is None:
            raise ControlError(404, f"There is no conversation {conversation_id}")
        if bare.conversation.kind is Kind.PERSONAL:
            return self._personal(bare.conversation)
        return self._channel(bare, thread)

    def _personal(self, named: Conversation | None = None) -> Place:
        own = self.tenant.conversations.personal(self.person.aad_id)
        if named is not None and named is not own:
            raise ControlError(403, f"{self.person.name} is not in that chat")
        if own is None or not self.tenant.bot_may_write_to(self.person.aad_id):
            raise ControlError(409, f"{self.person.name} has not got the app: they open the chat first")
        return Place(conversation=own)

    def _channel(self, place: Place, thread: str | None) -> Place:
        if not self.tenant.is_member_of_team(self.person.aad_id):
            raise ControlError(403, f"{self.person.name} is not a member of {place.conversation.team}")
        root = place.root or thread
        if root is None:
            return place
        if root not in place.conversation.messages:
            raise ControlError(404, f"There is no thread {root} in {place.conversation.title}")
        return Place(conversation=place.conversation, root=place.conversation.messages[root].root)

    def message(self, conversation: Conversation, message_id: str) -> Message:
        """The message, when the person sees it; else ControlError."""
        message = conversation.messages.get(message_id)
        if message is None or Chat(tenant=self.tenant).is_gone(message):
            raise ControlError(404, f"There is no message {message_id} in {conversation.title}")
        if message.only_for not in (None, self.person.aad_id):
            raise ControlError(403, f"{self.person.name} does not see that message")
        return message


def _thread(conversation: Conversation, message: Message) -> Place:
    """Where an activity about the message takes place: in a channel always a thread."""
    root = None if conversation.kind is Kind.PERSONAL else message.root
    return Place(conversation=conversation, root=root)


def _merged(press: Press) -> Json:
    """The action's data with what was typed; typed values win, as in the clients."""
    data: Any = press.action.get("data") or {}
    if not isinstance(data, dict):
        raise ControlError(400, f"The data of the button is {data!r}, no object: inputs cannot be added to it")
    return {**cast("Json", data), **press.inputs}


def _asks_for_dialog(press: Press) -> bool:
    data: Any = press.action.get("data")
    hint: Any = cast("Json", data).get("msteams") if isinstance(data, dict) else None
    return isinstance(hint, dict) and cast("Json", hint).get("type") == "task/fetch"


def _in_task(data: Json) -> Json:
    return {"data": data, "context": {"theme": "default"}}


def _submitted(press: Press) -> Json:
    value = _merged(press)
    hint: Json = value.pop("msteams", None) or {}
    if "type" in hint:
        raise ControlError(501, f"local365 has no {hint['type']!r} submit: add it to local365/activities.py")
    return value


def _status(answer: Answer) -> Json:
    return {"status": answer.status, "attempts": answer.attempts}
