"""Provisioning through Microsoft's SDK. Imported by `provision` alone, in its thread."""

from __future__ import annotations

from msgraph.generated.models.choice_column import ChoiceColumn
from msgraph.generated.models.column_definition import ColumnDefinition
from msgraph.generated.models.date_time_column import DateTimeColumn
from msgraph.generated.models.list_ import List_
from msgraph.generated.models.list_info import ListInfo
from msgraph.generated.models.text_column import TextColumn
from msgraph.generated.sites.item.lists.item.columns.columns_request_builder import ColumnsRequestBuilder
from msgraph.generated.sites.item.site_item_request_builder import SiteItemRequestBuilder
from msgraph.graph_service_client import GraphServiceClient

from sync.columns import COLUMNS, LIST_NAME, Column, ColumnType
from sync.graph.lists import site_path
from sync.graph.sdk import open_control, our_errors
from sync.graph.shapes import unexpected
from sync.graph.wire import TokenSource
from sync.provision import FoundColumn, ProvisionReport, compare, everything
from sync.settings import GraphSettings

_MOST_PAGES = 100


async def run(settings: GraphSettings, tokens: TokenSource, *, dry_run: bool) -> ProvisionReport:
    """Make what is missing, unless it is a dry run, and report.

    Source: https://learn.microsoft.com/graph/api/list-create and https://learn.microsoft.com/graph/api/list-post-columns
    """
    async with open_control(settings, tokens) as client:
        site = await _site(client, settings)
        list_id = await _list_id(site)
        if list_id is None:
            return everything() if dry_run else await _make_list(site)
        columns = site.lists.by_list_id(list_id).columns
        missing, report = compare([found_column(each) for each in await _columns(columns)])
        for column in [] if dry_run else missing:
            with our_errors("POST"):
                await columns.post(definition(column))
        return report


async def _site(client: GraphServiceClient, settings: GraphSettings) -> SiteItemRequestBuilder:
    by_address = f"{settings.graph_url}{site_path(settings.site_url)}"
    with our_errors("GET"):
        found = await client.sites.by_site_id("unused").with_url(by_address).get()
    if found is None or not found.id:
        raise unexpected("site")
    return client.sites.by_site_id(found.id)


async def _list_id(site: SiteItemRequestBuilder) -> str | None:
    """The id of our list, found by the name people see."""
    builder = site.lists
    for _ in range(_MOST_PAGES):
        with our_errors("GET"):
            page = await builder.get()
        for each in (page.value if page else None) or []:
            if each.display_name == LIST_NAME:
                return each.id
        if page is None or not page.odata_next_link:
            return None
        builder = site.lists.with_url(page.odata_next_link)
    raise unexpected("lists")


async def _columns(columns: ColumnsRequestBuilder) -> list[ColumnDefinition]:
    found: list[ColumnDefinition] = []
    builder = columns
    for _ in range(_MOST_PAGES):
        with our_errors("GET"):
            page = await builder.get()
        found += (page.value if page else None) or []
        if page is None or not page.odata_next_link:
            return found
        builder = columns.with_url(page.odata_next_link)
    raise unexpected("columns")


async def _make_list(site: SiteItemRequestBuilder) -> ProvisionReport:
    wanted = List_(
        display_name=LIST_NAME,
        description="Every case of the prevention hub. Kept in step with Teams by Prevention First.",
        list_=ListInfo(template="genericList"),
        columns=[definition(column) for column in COLUMNS if not column.built_in],
    )
    with our_errors("POST"):
        await site.lists.post(wanted)
    return everything()


def definition(column: Column) -> ColumnDefinition:
    """The column as Graph makes it.

    Source: https://learn.microsoft.com/graph/api/resources/columndefinition
    """
    made = ColumnDefinition(
        name=column.name,
        display_name=column.display_name,
        description=column.description,
        indexed=column.indexed,
        enforce_unique_values=column.unique,
    )
    match column.type:
        case ColumnType.TEXT:
            made.text = TextColumn(max_length=column.max_length)
        case ColumnType.MULTILINE:
            made.text = TextColumn(allow_multiple_lines=True, text_type="plain", lines_for_editing=6)
        case ColumnType.CHOICE:
            made.choice = ChoiceColumn(choices=list(column.choices), display_as="dropDownMenu", allow_text_entry=False)
        case ColumnType.DATE_TIME | ColumnType.DATE:
            only_the_day = column.type is ColumnType.DATE
            made.date_time = DateTimeColumn(format="dateOnly" if only_the_day else "dateTime", display_as="standard")
    return made


def found_column(column: ColumnDefinition) -> FoundColumn:
    """The column as `compare` looks at it."""
    return FoundColumn(
        name=column.name or "",
        type=_type_of(column),
        choices=tuple((column.choice.choices or []) if column.choice else []),
        indexed=bool(column.indexed),
        unique=bool(column.enforce_unique_values),
    )


def _type_of(column: ColumnDefinition) -> ColumnType | None:
    if column.text is not None:
        return ColumnType.MULTILINE if column.text.allow_multiple_lines else ColumnType.TEXT
    if column.choice is not None:
        return ColumnType.CHOICE
    if column.date_time is not None:
        return ColumnType.DATE if column.date_time.format == "dateOnly" else ColumnType.DATE_TIME
    return None
