"""msgraph-sdk 1.65 as its samples use it: typed models, its own retries, one row a request; so many at a time."""

import asyncio
from typing import Any

from azure.core.credentials import AccessToken
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.models.field_value_set import FieldValueSet
from msgraph.generated.models.list_item import ListItem
from msgraph.generated.sites.item.lists.item.items.items_request_builder import ItemsRequestBuilder
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider

from common import LIST, PAGE, etag_of, place, rows_of, serve


class Token:
    async def get_token(self, *scopes: str, **given: Any) -> AccessToken:
        return AccessToken("bench", 2**31)

    async def close(self) -> None:
        return


async def main() -> None:
    given = place()
    known = {str(number): etag_of(number) for number in range(1, given["rows"] + 1)}
    provider = AzureIdentityAuthenticationProvider(Token(), scopes=["x/.default"], allowed_hosts=["127.0.0.1"])
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = given["url"]
    site, _, name = LIST.removeprefix("/sites/").partition("/lists/")
    items = GraphServiceClient(request_adapter=adapter).sites.by_site_id(site).lists.by_list_id(name).items

    async def mirror(asked: dict[str, Any]) -> int:
        limit = asyncio.Semaphore(asked.get("at_once", 1))
        made = 0

        async def create(fields: dict[str, Any]) -> None:
            nonlocal made
            async with limit:
                item = await items.post(ListItem(fields=FieldValueSet(additional_data=fields)))
            made += item is not None and item.id is not None

        await asyncio.gather(*(create(fields) for fields in rows_of(given, asked["rows"])))
        return made

    async def read(asked: dict[str, Any]) -> int:
        query = ItemsRequestBuilder.ItemsRequestBuilderGetQueryParameters(top=PAGE, expand=["fields"])
        page = await items.get(RequestConfiguration(query_parameters=query))
        found = 0
        for left in range(asked["pages"] - 1, -1, -1):
            found += sum(known[item.id] != item.e_tag for item in page.value)
            if not left or not page.odata_next_link:
                break
            page = await items.with_url(page.odata_next_link).get()
        return found

    async def delta(asked: dict[str, Any]) -> int:
        page = await items.delta.with_url(given["link"]).get()
        return sum(item.fields is not None and item.e_tag != etag_of(int(item.id)) for item in page.value)

    await serve({"mirror": mirror, "read": read, "delta": delta})


asyncio.run(main())
