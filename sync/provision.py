"""The Cases list, made and checked against THE table. Safe to run twice; never changes what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from hub.errors import DeliveryFailed, FailureKind
from sync.columns import COLUMNS, LIST_NAME, Column, ColumnType
from sync.graph.gate import Clock
from sync.graph.wire import TokenSource
from sync.settings import GraphSettings

_ROUNDS = 4
_WITHOUT_A_NAMED_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionReport:
    """What was made (or, on a dry run, would be), what was there, and what is not as it should be, in sentences."""

    created: tuple[str, ...]
    already: tuple[str, ...]
    drift: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumn:
    """A column as the list has it. `type` is None for one that none of ours has."""

    name: str
    type: ColumnType | None
    choices: tuple[str, ...] = ()
    indexed: bool = False
    unique: bool = False


async def provision(
    settings: GraphSettings, tokens: Callable[[], TokenSource], *, dry_run: bool = False, clock: Clock | None = None
) -> ProvisionReport:
    """The list and every column of the table are there; what people changed is reported, never undone.

    A passing failure is met by starting again, which finds what was made. DeliveryFailed when it does not pass, or
    when the identity may not make lists (it needs Sites.Manage.All, or owner on the site).
    `tokens`: makes the source of tokens on the loop on which it is used.
    """
    time_and_chance = clock or Clock()
    rounds = AsyncRetrying(
        sleep=time_and_chance.sleep,
        stop=stop_after_attempt(_ROUNDS),
        wait=_pause_s,
        retry=retry_if_exception(lambda error: _passes(error, settings.patience_s)),
        reraise=True,
    )
    return await rounds(asyncio.to_thread, _in_its_own_loop, settings, tokens, dry_run)


def _in_its_own_loop(settings: GraphSettings, tokens: Callable[[], TokenSource], dry_run: bool) -> ProvisionReport:
    from sync.provision_sdk import run  # noqa: PLC0415  the SDK's second of imports stays off the worker's loop

    async def work() -> ProvisionReport:
        return await run(settings, tokens(), dry_run=dry_run)

    return asyncio.run(work())


def _passes(error: BaseException, patience_s: float) -> bool:
    if not isinstance(error, DeliveryFailed) or error.kind is not FailureKind.TRANSIENT:
        return False
    return (error.retry_after_s or 0.0) <= patience_s


def _pause_s(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after_s if isinstance(error, DeliveryFailed) else None
    return _WITHOUT_A_NAMED_PAUSE_S if asked is None else asked


def compare(found: Sequence[FoundColumn]) -> tuple[list[Column], ProvisionReport]:
    """The columns that are missing, and the report as it would be once they are made."""
    there = {column.name: column for column in found}
    missing = [column for column in COLUMNS if column.name not in there]
    present = [column for column in COLUMNS if column.name in there]
    drift = [sentence for column in present for sentence in drift_of(column, there[column.name])]
    report = ProvisionReport(
        created=tuple(_named(column) for column in missing),
        already=(f"list {LIST_NAME}", *(_named(column) for column in present)),
        drift=tuple(drift),
    )
    return missing, report


def everything() -> ProvisionReport:
    """The report of a site without the list."""
    made = (f"list {LIST_NAME}", *(_named(column) for column in COLUMNS if not column.built_in))
    return ProvisionReport(created=made, already=(), drift=())


def drift_of(column: Column, found: FoundColumn) -> list[str]:
    """A sentence for each way in which `found` would lose or hide what we write; what to do is in it."""
    if found.type is not column.type:
        what = f"Column {column.name} is not of the type {column.type.value}"
        return [f"{what}: copy what it holds elsewhere, delete it, and run this again to make ours."]
    sentences: list[str] = []
    if column.unique and not found.unique:
        sentences.append(f"Column {column.name} must enforce unique values, or a case may get two rows: switch it on.")
    if column.indexed and not found.indexed:
        sentences.append(f"Column {column.name} is not indexed: index it before the list has 5,000 rows.")
    lost = [choice for choice in column.choices if choice not in found.choices]
    if lost:
        sentences.append(f"Column {column.name} lacks the choices {', '.join(lost)}: add them.")
    return sentences


def _named(column: Column) -> str:
    return f"column {column.name}"
