"""Refusals of the Bot Connector, with the codes and sentences of Microsoft's page.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
(section "Status codes from bot conversational APIs"); 400s as bots have met them, see the issues named below.
"""

from aiohttp import web

from local365.wire import Json


class ConnectorError(Exception):
    """The call is refused; `body` is the whole answer where it is not the usual error object."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        headers: dict[str, str] | None = None,
        body: Json | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.body: Json = body or {"error": {"code": code, "message": message}}

    def response(self) -> web.Response:
        """The answer."""
        return web.json_response(self.body, status=self.status, headers=self.headers)


def bad_argument(message: str) -> ConnectorError:
    """400: the payload is not one Teams takes."""
    return ConnectorError(400, "BadArgument", message)


def bad_syntax(message: str) -> ConnectorError:
    """400: an id or a body that cannot be read. Seen: MicrosoftDocs/bot-docs#681."""
    return ConnectorError(400, "BadSyntax", message)


def unauthorized() -> ConnectorError:
    """401: no token, or one that is not good here. The service in front answers it, in its own shape."""
    message = "Authorization has been denied for this request."
    return ConnectorError(401, "Unauthorized", message, body={"message": message})


def not_in_roster() -> ConnectorError:
    """403: the app was taken out of the conversation, or never put there."""
    return ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")


def not_installed() -> ConnectorError:
    """403: the person has not got the app."""
    return ConnectorError(403, "ForbiddenOperationException", "Bot is not installed in user's personal scope")


def not_enough_permissions(message: str) -> ConnectorError:
    """403: not the bot's to do."""
    return ConnectorError(403, "NotEnoughPermissions", message)


def blocked_by_user() -> ConnectorError:
    """403: the person has blocked the bot; the body has a shape of its own.

    Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
    """
    details = (
        '{\r\n  "subCode": "MessageWritesBlocked",\r\n  "details": "Thread is blocked from message writes.",\r\n'
        '  "errorCode": null,\r\n  "errorSubCode": null\r\n}'
    )
    return ConnectorError(403, "MessageWritesBlocked", details, body={"errorCode": 209, "message": details})


def conversation_not_found() -> ConnectorError:
    """404: there is no such conversation for this bot."""
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> ConnectorError:
    """404: no such message in the conversation, or it was deleted. Seen: microsoft/BotFramework-Services#269."""
    return ConnectorError(404, "ActivityNotFoundInConversation", "Message does not exist in the thread.")


def member_not_found() -> ConnectorError:
    """404: nobody of that id in the conversation."""
    return ConnectorError(404, "MemberNotFoundInConversation", "Member not found in conversation.")


def message_too_big() -> ConnectorError:
    """413: over 100 KB."""
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")


def throttled(wait_s: int) -> ConnectorError:
    """429: come back in so many seconds."""
    return ConnectorError(429, "Throttled", "Too many requests.", headers={"Retry-After": str(wait_s)})
