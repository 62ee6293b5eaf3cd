"""The control path: Microsoft's own SDK, for the few calls where its types help.

Imported only in a process of its own (sync/control.py): it takes about a second and 45 MB (facts: graph-sdk-imports).
The SDK's batches, page iterator and retries stay unused (facts: graph-sdk-traps).
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.api_error import APIError
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_http.middleware.options import RetryHandlerOption
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.graph_request_adapter import GraphRequestAdapter
from msgraph.graph_request_adapter import options as usual_options
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.errors import failure
from sync.graph.gate import Clock, retry_after_s
from sync.graph.wire import TokenSource
from sync.settings import GraphSettings

_SERVER_ERROR = 500


class _TokenDoor(AccessTokenProvider):
    """Our tokens, as the SDK asks for them."""

    def __init__(self, settings: GraphSettings, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._hosts = AllowedHostsValidator([str(urlsplit(settings.graph_url).hostname)])

    async def get_authorization_token(
        self,
        uri: str,
        additional_authentication_context: dict[str, Any] = {},  # noqa: B006  kiota's own signature
    ) -> str:
        if not self._hosts.is_url_host_valid(uri):
            raise DeliveryFailed("graph.foreign_link", kind=FailureKind.PERMANENT)
        token = await self._tokens.token()
        challenge = additional_authentication_context.get("claims")
        return await self._tokens.replace(token, base64.b64decode(challenge).decode()) if challenge else token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return self._hosts


@asynccontextmanager
async def open_control(
    settings: GraphSettings, tokens: TokenSource, *, heard: Callable[[int], None]
) -> AsyncGenerator[GraphServiceClient]:
    """The SDK's client, for the length of the block; it repeats nothing by itself. `heard` gets each status."""

    async def answered(response: httpx.Response) -> None:
        heard(response.status_code)

    ca_file = str(settings.ca_file) if settings.ca_file else None
    certificates = await asyncio.to_thread(ssl.create_default_context, cafile=ca_file)
    no_retries = RetryHandlerOption(delay=0, max_retries=0, should_retry=False)
    # `async with` on the transport: the SDK's own wrapper around it (msgraph-core 1.5.2) never closes it
    async with httpx.AsyncHTTPTransport(verify=certificates) as transport:
        session = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            timeout=httpx.Timeout(settings.timeout_s),
            headers={"User-Agent": settings.user_agent},
            event_hooks={"response": [answered]},
        )
        GraphClientFactory.create_with_default_middleware(
            client=session, options={**usual_options, RetryHandlerOption.get_key(): no_retries}
        )
        bearer = BaseBearerTokenAuthenticationProvider(_TokenDoor(settings, tokens))
        adapter = GraphRequestAdapter(bearer, client=session)
        adapter.base_url = settings.graph_url
        yield GraphServiceClient(request_adapter=adapter)


@contextmanager
def our_errors(method: str) -> Generator[None]:
    """What the SDK raises inside the block leaves it as a DeliveryFailed from our one table."""
    try:
        yield
    except ODataError as error:
        said = {"error": {"code": error.error.code, "message": error.error.message}} if error.error else None
        raise _failure(error, said, method) from error
    except APIError as error:
        raise _failure(error, None, method) from error
    except httpx.HTTPError as error:
        ambiguous = method == "POST" and not isinstance(error, httpx.ConnectError)
        raise DeliveryFailed("graph.no_answer", kind=FailureKind.TRANSIENT, ambiguous=ambiguous) from error


def _failure(error: APIError, said: object, method: str) -> DeliveryFailed:
    headers = {name.title(): value for name, value in (error.response_headers or {}).items()}
    pause_s = retry_after_s(headers, Clock().now())
    return failure(error.response_status_code or _SERVER_ERROR, said, method=method, retry_after_s=pause_s)
