"""Requests of a batch for parts of Graph that have routes of their own: asked for over HTTP, like any client would."""

import aiohttp
import orjson

from local365.graph_call import GraphReply
from local365.graph_desk import Knock
from local365.graph_errors import GraphError

PASSED_ON = ("Retry-After", "Location", "WWW-Authenticate")


async def asked_elsewhere(knock: Knock, authorization: str) -> GraphReply:
    """What this server answers to the request with the caller's token. GraphError 503 when the connection is cut."""
    headers = {**knock.headers, "Authorization": authorization}
    url = f"{knock.origin}/v1.0{knock.target}"
    try:
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(knock.method, url, data=knock.content or None, allow_redirects=False) as answer,
        ):
            content = await answer.read()
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
