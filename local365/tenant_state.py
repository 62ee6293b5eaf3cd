"""The whole tenant as the page and the testing kit read it."""

from local365.conversations import Conversation
from local365.posting import Chat
from local365.tenant import Tenant
from local365.wire import Json


def tenant_state(tenant: Tenant, *, bot_is_reachable: bool) -> Json:
    """The snapshot. The caller holds the lock."""
    return {
        "people": tenant.people.to_json(),
        "conversations": [_conversation(tenant, one) for one in tenant.conversations],
        "lists": tenant.sites.snapshot_lists(),
        "workbook": tenant.sites.snapshot_workbook(),
        "bot": {"url": tenant.bot_url, "reachable": bot_is_reachable},
    }


def _conversation(tenant: Tenant, conversation: Conversation) -> Json:
    chat = Chat(tenant=tenant)
    shown = [one.to_json() for one in conversation.messages.values() if not chat.has_expired(one)]
    return {**conversation.to_json(), "messages": shown}
