"""What a refusal to write to a person means (facts: refused-messages)."""

from __future__ import annotations

import pytest

from bot.chats import refusal
from hub.errors import DeliveryFailed, FailureKind
from hub.reach import Unreachable

PERMANENT, TRANSIENT, CONFIG = FailureKind.PERMANENT, FailureKind.TRANSIENT, FailureKind.CONFIG


@pytest.mark.parametrize(
    ("status", "code", "kind", "why"),
    [
        (403, "BotDisabledByAdmin", PERMANENT, Unreachable.DISABLED),
        (403, "BotNotInConversationRoster", PERMANENT, Unreachable.NOT_INSTALLED),
        (403, "ForbiddenOperationException", PERMANENT, Unreachable.NOT_INSTALLED),
        (403, "HTTP403", PERMANENT, Unreachable.NOT_INSTALLED),
        (403, "ConversationBlockedByUser", PERMANENT, Unreachable.BLOCKED),
        (403, "MessageWritesBlocked", PERMANENT, Unreachable.BLOCKED),
        (403, "errorCode209", PERMANENT, Unreachable.BLOCKED),
        (403, "NotEnoughPermissions", PERMANENT, None),
        (403, "InvalidBotApiHost", CONFIG, None),
        (401, "BotNotRegistered", CONFIG, None),
        (404, "ConversationNotFound", PERMANENT, None),
        (413, "MessageSizeTooBig", PERMANENT, None),
        (429, "Throttled", TRANSIENT, None),
        (500, "ServiceError", PERMANENT, None),
    ],
)
def test_each_refusal_says_why_the_person_cannot_be_reached_or_nothing_about_them(
    status: int, code: str, kind: FailureKind, why: Unreachable | None
) -> None:
    assert refusal(DeliveryFailed(code, kind=kind, status=status)) is why
