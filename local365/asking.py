"""A Teams client asks the bot for something with an invoke, and checks what comes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local365.activities import Sender
from local365.control_errors import ControlError
from local365.delivery import Answer, BotLine
from local365.dialog_answers import check_opened, check_sent
from local365.extension_answers import check_action_opened, check_action_sent, check_found, check_options
from local365.tenant import Tenant
from local365.wire import Json

# The invokes a client can send, and what may come back.
CHECKS: Mapping[str, Callable[[Any], Json]] = {
    "task/fetch": check_opened,
    "task/submit": check_sent,
    "composeExtension/query": check_found,
    "composeExtension/selectItem": check_found,
    "composeExtension/fetchTask": check_action_opened,
    "composeExtension/submitAction": check_action_sent,
    "application/search": check_options,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One person's client, asking on behalf of one place."""

    tenant: Tenant
    line: BotLine
    sender: Sender

    async def ask(self, name: str, value: Json, message_id: str | None = None) -> Json:
        """The bot's answer, checked. ControlError when there is none in time, or Teams could do nothing with it."""
        if name not in CHECKS:
            raise ControlError(501, f"local365 has no {name!r}: add it to local365/asking.py")
        activity = self.sender.invoke(name, value, message_id)
        if name.startswith("composeExtension/"):
            answer = await self.line.ask(activity, within_s=self.tenant.patience.extension_s)
        else:
            answer = await self.line.deliver(activity)
        return CHECKS[name](taken(answer).body)


def taken(answer: Answer) -> Answer:
    """The answer, when the bot took the activity; else the ControlError that the client shows."""
    if answer.status is None:
        raise ControlError(504, "Something went wrong. The bot did not answer.")
    if not answer.is_good:
        raise ControlError(502, f"Something went wrong. The bot answered {answer.status}.")
    return answer
