"""What Teams asks of an Adaptive Card before it takes the message.

Sources: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#adaptive-card,
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/user-specific-views
"""

import re
from typing import Any, cast

from local365.wire import Json

NEWEST_VERSION = (1, 5)
VERSION = re.compile(r"(\d+)\.(\d+)\Z")
MOST_REFRESHED = 60


def card_fault(card: Any) -> str | None:
    """Why Teams would not take the card; None when it would."""
    if not isinstance(card, dict):
        return "Invalid Adaptive Card: the content is not a JSON object"
    content = cast("Json", card)
    return _head_fault(content) or _refresh_fault(content.get("refresh"))


def _head_fault(card: Json) -> str | None:
    if card.get("type") != "AdaptiveCard":
        return f"Invalid Adaptive Card: type is {card.get('type')!r}, not 'AdaptiveCard'"
    version = VERSION.match(str(card.get("version", "")))
    if version is None:
        return f"Invalid Adaptive Card: version {card.get('version')!r} is not of the form 1.5"
    if (int(version[1]), int(version[2])) > NEWEST_VERSION:
        return f"Invalid Adaptive Card: version {card['version']} is newer than 1.5, the newest Teams supports"
    parts = [name for name in ("body", "actions") if not isinstance(card.get(name, []), list)]
    return f"Invalid Adaptive Card: {parts[0]} is not a list" if parts else None


def _refresh_fault(refresh: Any) -> str | None:
    if refresh is None:
        return None
    action = refresh.get("action") if isinstance(refresh, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # JSON of the bot's
    if not isinstance(action, dict) or cast("Json", action).get("type") != "Action.Execute":
        return "Invalid Adaptive Card: refresh needs an action of type Action.Execute"
    users = cast("Json", refresh).get("userIds", [])
    if not isinstance(users, list) or not all(isinstance(one, str) for one in cast("list[Any]", users)):
        return "Invalid Adaptive Card: refresh.userIds is not a list of ids"
    too_many = len(cast("list[str]", users)) > MOST_REFRESHED
    return f"Invalid Adaptive Card: refresh.userIds holds more than {MOST_REFRESHED} ids" if too_many else None
