"""Graph's Teams and people part: messages to look up, installed apps, the catalogue and the directory.

Sources: https://learn.microsoft.com/graph/api/channel-list-messages, https://learn.microsoft.com/graph/api/chatmessage-list-replies,
https://learn.microsoft.com/graph/api/chat-list-messages
"""

from urllib.parse import quote

from aiohttp import web

from local365 import graph_installations, graph_users
from local365.chat_messages import Message
from local365.chat_pages import CHANNEL_OPTIONS, CHAT_OPTIONS, REPLY_OPTIONS, Page, page_of
from local365.chat_view import ChatView
from local365.clients import TeamsClient
from local365.conversations import Conversation, Kind
from local365.delivery import BotLine
from local365.graph_errors import GraphError
from local365.graph_teams_call import TeamsCall, get, post
from local365.odata import EXPAND, FILTER, SELECT, SKIP_TOKEN, TOP, check_expand
from local365.seed import TEAM_ID
from local365.tenant import Tenant
from local365.wire import Json

CHANNEL_ROLES = ("ChannelMessage.Read.Group", "ChannelMessage.Read.All", "Group.Read.All", "Group.ReadWrite.All")
CHAT_ROLES = ("ChatMessage.Read.Chat", "Chat.Read.All", "Chat.ReadWrite.All")
EXPANDABLE = frozenset({"replies"})
CHANNEL = "/teams/{team}/channels/{channel}/messages"
# Neither an OData segment such as $count nor a function of Graph's is somebody's or something's id.
USER = "/users/{user:(?!delta$)[^/$][^/]*}"
MESSAGE = CHANNEL + "/{message:(?!delta$)[^/$][^/]*}"
INSTALLED = USER + "/teamwork/installedApps"


def routes(tenant: Tenant, line: BotLine) -> list[web.RouteDef]:
    """Everything the product looks up in Teams and in the directory, and the installing of its app."""

    async def install(call: TeamsCall) -> None:
        with tenant.lock:
            person = graph_installations.install(tenant, call)
            news = TeamsClient(tenant=tenant, line=line, person=person).installation_news()
        line.later(news)

    return [
        post(tenant, INSTALLED, install),
        get(tenant, CHANNEL, channel_messages, CHANNEL_OPTIONS),
        get(tenant, MESSAGE, channel_message, frozenset({EXPAND})),
        get(tenant, MESSAGE + "/replies", replies, REPLY_OPTIONS),
        get(tenant, "/chats/{chat}/messages", chat_messages, CHAT_OPTIONS),
        get(tenant, INSTALLED, graph_installations.installed_apps, frozenset({EXPAND, FILTER})),
        get(tenant, INSTALLED + "/{installation}/chat", graph_installations.installation_chat, frozenset()),
        get(tenant, "/appCatalogs/teamsApps", graph_installations.catalogue, frozenset({FILTER})),
        get(tenant, "/users", graph_users.users, frozenset({FILTER, SELECT, TOP, SKIP_TOKEN})),
        get(tenant, USER, graph_users.user, frozenset({SELECT})),
    ]


def channel_messages(tenant: Tenant, call: TeamsCall) -> Json:
    """The channel's root messages, newest first. Source: https://learn.microsoft.com/graph/api/channel-list-messages"""
    conversation = _channel(tenant, call)
    page = page_of(_seen(conversation.roots()), call.options, by="createdDateTime")
    return _answer(call, conversation, page)


def channel_message(tenant: Tenant, call: TeamsCall) -> Json:
    """One root message. Source: https://learn.microsoft.com/graph/api/chatmessage-get"""
    conversation = _channel(tenant, call)
    return _shown(call, conversation, _root(conversation, call.names["message"]))


def replies(tenant: Tenant, call: TeamsCall) -> Json:
    """A thread's replies, newest first. Source: https://learn.microsoft.com/graph/api/chatmessage-list-replies"""
    conversation = _channel(tenant, call)
    root = _root(conversation, call.names["message"])
    page = page_of(_seen(conversation.replies(root.id)), call.options, by="createdDateTime")
    return _answer(call, conversation, page)


def chat_messages(tenant: Tenant, call: TeamsCall) -> Json:
    """The chat's messages, last changed first. Source: https://learn.microsoft.com/graph/api/chat-list-messages"""
    call.check_roles(*CHAT_ROLES)
    conversation = tenant.conversations.by_graph_id(call.names["chat"])
    if conversation is None or conversation.kind is not Kind.PERSONAL:
        raise GraphError(404, "NotFound", "No chat found with the id.", inner="ThreadNotFound")
    page = page_of(_seen(list(conversation.messages.values())), call.options, by="lastModifiedDateTime")
    return _answer(call, conversation, page)


def _channel(tenant: Tenant, call: TeamsCall) -> Conversation:
    call.check_roles(*CHANNEL_ROLES)
    if call.names["team"] != TEAM_ID:
        raise GraphError(404, "NotFound", f"No team found with Group Id {call.names['team']}")
    conversation = tenant.conversations.by_graph_id(call.names["channel"])
    if conversation is None or conversation.kind is not Kind.CHANNEL:
        raise GraphError(404, "NotFound", "Channel not found.", inner="ThreadNotFound")
    return conversation


def _root(conversation: Conversation, message_id: str) -> Message:
    message = conversation.messages.get(message_id)
    if message is None or message.thread is not None or message.only_for is not None:
        raise GraphError(404, "NotFound", "NotFound", inner="MessageNotFound")
    return message


def _seen(messages: list[Message]) -> list[Message]:
    """Without those meant for one person, which v1.0 does not list."""
    return [one for one in messages if one.only_for is None]


def _answer(call: TeamsCall, conversation: Conversation, page: Page) -> Json:
    check_expand(call.options.expand, EXPANDABLE, "chatMessage")
    shown = [_shown(call, conversation, one) for one in page.messages]
    link: Json = {} if page.more is None else {"@odata.nextLink": f"{call.root}{call.path}?{page.more}"}
    context = f"{call.root}/$metadata#{quote(call.path.strip('/'), safe='/')}"
    return {"@odata.context": context, "@odata.count": len(shown), **link, "value": shown}


def _shown(call: TeamsCall, conversation: Conversation, message: Message) -> Json:
    view = ChatView(conversation=conversation)
    expand = call.options.expand
    check_expand(expand, EXPANDABLE, "chatMessage")
    if "replies" not in expand:
        return view.show(message)
    inside = [view.show(one) for one in reversed(_seen(conversation.replies(message.id)))]
    return {**view.show(message), "replies@odata.count": len(inside), "replies": inside}
