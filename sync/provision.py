"""Every list, made, completed and checked against its table.

Safe to run twice. It only ever adds: a column, an index, unique values, a choice. What people changed or added stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.client import Graph, segment
from sync.graph.lists import find_site, lists_there
from sync.list_plan import FoundList, ListPlan, MakeColumn, Step, plan
from sync.list_schema import change, definition, read_list
from sync.lists import LISTS, SiteList

_ROUNDS = 4
_WITHOUT_A_NAMED_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionReport:
    """What was done (or, on a dry run, would be), what was there, and what only a person can settle, in sentences."""

    changes: tuple[str, ...]
    already: tuple[str, ...]
    drift: tuple[str, ...]


async def provision(graph: Graph, *, dry_run: bool = False) -> ProvisionReport:
    """Every list and every column of its table is there; what people changed is reported, never undone.

    A passing failure is met by starting again, which finds what was made. DeliveryFailed when it does not pass, or
    when the identity may not make lists (it needs Sites.Manage.All, or manage on the site).
    """
    rounds = AsyncRetrying(
        sleep=graph.gate.clock.sleep,
        stop=stop_after_attempt(_ROUNDS),
        wait=_pause_s,
        retry=retry_if_exception(lambda error: _passes(error, graph.settings.patience_s)),
        reraise=True,
    )
    return await rounds(_provision, graph, dry_run)


async def _provision(graph: Graph, dry_run: bool) -> ProvisionReport:
    site = await find_site(graph, graph.settings.site_url)
    there = await lists_there(graph, site)
    plans = [plan(one, await read_list(graph, site, there, one.name)) for one in LISTS]
    refused = [] if dry_run else [sentence for one in plans for sentence in await _carry_out(graph, site, one)]
    return ProvisionReport(
        changes=tuple(line for one in plans for line in one.changes),
        already=tuple(line for one in plans for line in one.already),
        drift=(*(line for one in plans for line in one.drift), *refused),
    )


async def _carry_out(graph: Graph, site: str, planned: ListPlan) -> list[str]:
    """The list is as planned; returns a sentence for each column that Graph would not mend."""
    if planned.is_new:
        await _make_list(graph, site, planned.site_list)
    if not planned.steps:
        return []
    found = await read_list(graph, site, await lists_there(graph, site), planned.site_list.name)
    if found is None:
        raise DeliveryFailed("graph.list_not_there_yet", kind=FailureKind.TRANSIENT)
    path = f"{site}/lists/{segment(found.id)}/columns"
    refused = [await _take(graph, path, found, step) for step in planned.steps]
    return [f"{planned.site_list.name}: {sentence}" for sentence in refused if sentence]


async def _make_list(graph: Graph, site: str, wanted: SiteList) -> None:
    """Source: https://learn.microsoft.com/graph/api/list-create."""
    columns = [definition(column) for column in wanted.columns if not column.built_in]
    what = {"displayName": wanted.name, "description": wanted.description, "list": {"template": "genericList"}}
    await graph.post(f"{site}/lists", {**what, "columns": columns})


async def _take(graph: Graph, path: str, found: FoundList, step: Step) -> str:
    """The step is done; a sentence when Graph refuses to mend what is there, as with doubled values.

    Sources: https://learn.microsoft.com/graph/api/list-post-columns and
    https://learn.microsoft.com/graph/api/columndefinition-update
    """
    if isinstance(step, MakeColumn):
        await graph.post(path, definition(step.column))
        return ""
    ids = {column.name: column.id for column in found.columns}
    try:
        await graph.patch(f"{path}/{segment(ids[step.column.name])}", change(step))
    except DeliveryFailed as failed:
        if failed.kind is not FailureKind.PERMANENT:
            raise
        hint = " Two rows hold the same value: mend them, then run this again." if step.unique else ""
        return f"{step.says()}: Graph refused that ({failed.code}).{hint}"
    return ""


def _passes(error: BaseException, patience_s: float) -> bool:
    if not isinstance(error, DeliveryFailed) or error.kind is not FailureKind.TRANSIENT:
        return False
    return (error.retry_after_s or 0.0) <= patience_s


def _pause_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, DeliveryFailed) else None
    return _WITHOUT_A_NAMED_PAUSE_S if asked is None else asked
