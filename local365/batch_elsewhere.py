"""Requests of a batch for parts of Graph that have routes of their own: asked for over HTTP, like any client would."""

import aiohttp
import orjson
from yarl import URL

from local365.graph_call import GraphReply
from local365.graph_desk import Knock
from local365.graph_errors import GraphError

PASSED_ON = ("Retry-After", "Location", "WWW-Authenticate")
# Headers of a part that would speak of this server's own connection, or of another caller.
KEPT_BACK = frozenset(
    {"authorization", "host", "connection", "upgrade", "expect", "te", "trailer", "content-length", "transfer-encoding"}
)


async def asked_elsewhere(knock: Knock, authorization: str) -> GraphReply:
    """What this server answers to the request with the caller's token. GraphError 503 when the connection is cut.

    GraphError 404 for a path that leads out of Graph, 414 for a path or a header too long to be sent on.
    """
    passed = {name: value for name, value in knock.headers.items() if name not in KEPT_BACK}
    headers = {**passed, "Authorization": authorization}
    url = URL(f"{knock.origin}/v1.0{knock.target}")
    if not url.path.startswith("/v1.0/"):
        raise GraphError(404, "BadRequest", "The url of a request inside a batch must lead to a resource of Graph.")
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(knock.method, url, data=knock.content or None, allow_redirects=False) as answer,
        ):
            content = await answer.read()
            if content and answer.content_type != "application/json":
                raise GraphError(
                    414, "BadRequest", "local365 takes no url or header this long inside a batch on this path."
                )
            passed_on = {name: answer.headers[name] for name in PASSED_ON if name in answer.headers}
            return GraphReply(
                status=answer.status,
                body=orjson.loads(content) if content else None,
                headers=passed_on,
            )
    except orjson.JSONDecodeError as error:
        raise GraphError(400, "BadRequest", "The request line or a header is nothing the service can read.") from error
    except aiohttp.ClientError as error:
        raise GraphError(503, "serviceNotAvailable", "The service is not available. Try again later.") from error
