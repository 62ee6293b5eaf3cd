"""The bodies with which Microsoft's services accompany a failure, for faults that name no body of their own."""

from local365.wire import Json

# Sources: https://learn.microsoft.com/graph/errors,
# https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-code-responses
GRAPH = {
    401: ("InvalidAuthenticationToken", "Access token has expired or is not yet valid."),
    403: ("accessDenied", "Access denied"),
    404: ("itemNotFound", "The resource could not be found."),
    409: ("nameAlreadyExists", "Name already exists"),
    412: ("resourceModified", "ETag does not match current item's value"),
    429: ("activityLimitReached", "The request has been throttled"),
    500: ("generalException", "General exception while processing"),
    502: ("badGateway", "The server received an invalid response."),
    503: ("serviceNotAvailable", "The service is not available. Try the request again later."),
    504: ("gatewayTimeout", "The gateway timed out."),
}
CONNECTOR = {
    403: ("ForbiddenOperationException", "The bot is not installed in the user's personal scope"),
    404: ("ConversationNotFound", "Conversation not found."),
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    413: ("MessageSizeTooBig", "Message size too large."),
    429: ("Throttled", "Too many requests."),
    500: ("ServiceError", "Unknown error."),
}


def body_of(path: str, status: int) -> Json:
    """The error body a client finds on this path with this status."""
    if path.endswith("/oauth2/v2.0/token"):
        return {"error": "temporarily_unavailable", "error_description": f"AADSTS90033: A transient error ({status})."}
    code, message = (CONNECTOR if path.startswith("/connector/") else GRAPH).get(status, ("UnknownError", "Failed."))
    return {"error": {"code": code, "message": message}}
