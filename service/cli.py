"""The command line: `prevention-first run`, `provision`, `import`, `explain`, `reconcile` and the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from hub.effects import Destination
from service.app_package import package_command
from service.clocks import utc_now
from service.credential_settings import SettingsWrong
from service.environment import all_from_environment, settings_from_environment
from service.logs import configure_logs
from service.run import CANNOT_RUN, Only, run, stop_on_signals, why_not
from service.settings import Settings
from service.sync_process import become_worker
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore, open_store

app = typer.Typer(
    help="The prevention hub's bot and sync worker.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("package")(package_command)
console = Console()

AsJson = Annotated[bool, typer.Option("--json", help="for a program to read")]
BesideLocal = Annotated[bool, typer.Option("--local", help="of what `make run` runs on this machine")]
LocalPort = Annotated[int, typer.Option(envvar="PREVENTION_FIRST_LOCAL_PORT", help="port of the local page")]


def main() -> None:
    """The command has run; a settings mistake is one sentence and exit code 2, what is not there one and 1."""
    try:
        app()
    except SettingsWrong as wrong:
        console.print(str(wrong), markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(2) from None
    except CANNOT_RUN as failed:
        console.print(why_not(failed), markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None


@app.command("run")
def run_command(
    *,
    local: Annotated[bool, typer.Option("--local", help="everything on this machine, with an invented tenant")] = False,
    only: Annotated[Only | None, typer.Option(help="run one edge only")] = None,
    local_port: LocalPort = 8365,
) -> None:
    """Run the bot and the sync worker until Ctrl-C."""
    configure_logs(for_people=local)
    if local:
        # the invented tenant stays out of a force's process
        from service.local_run import LocalPortTakenError, run_local  # noqa: PLC0415

        _go(run_local(console, local_port), LocalPortTakenError)
        return
    settings = all_from_environment()[0]
    if only is Only.SYNC:
        raise typer.Exit(become_worker(settings.worker()))
    _go(_run(settings, only))


@app.command("playground")
def playground_command(*, local_port: LocalPort = 8365) -> None:
    """Open the bot in Microsoft's Agents Playground, until Ctrl-C."""
    from service.local_run import LocalPortTakenError, PlaygroundMissingError, run_playground  # noqa: PLC0415

    configure_logs(for_people=True)
    _go(run_playground(console, local_port), LocalPortTakenError, PlaygroundMissingError)


@app.command("parked")
def parked_command() -> None:
    """List what waits for a person, and why."""
    table = Table("Parked since", "Lane", "What", "Why", show_edge=False)
    with _open_store() as store:
        for one in Deliveries(store).parked():
            table.add_row(f"{one.parked_at:%Y-%m-%d %H:%M}", one.lane, type(one.effect).__name__, one.reason)
    console.print(table if table.row_count else "Nothing is parked.")


@app.command("release")
def release_command(
    *,
    case: Annotated[str, typer.Option(help="only of this case")] = "",
    reason: Annotated[str, typer.Option(help="only what was parked for exactly this reason")] = "",
) -> None:
    """Deliver what was parked after all. Safe to run twice."""
    lanes = [f"{edge.value}:{case}" for edge in Destination] if case else [""]
    with _open_store() as store, store.begin() as uow:
        count = sum(uow.outbox.release(lane_prefix=lane, reason=reason, at=utc_now()) for lane in lanes)
    console.print(f"{count} released.")


@app.command("provision")
def provision_command(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done, and do nothing")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do it without asking")] = False,
) -> None:
    """Create the lists, or bring them up to date. Shows its plan and asks first. Safe to run twice."""
    from service.provisioning import provision_lists  # noqa: PLC0415  a command of its own

    configure_logs(for_people=True)
    settings, admin = all_from_environment()
    _go(provision_lists(settings, settings.admin_identity(admin), dry_run=dry_run, yes=yes))


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="xlsx or csv, as exported from Microsoft Forms")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say what would become of each row, and keep nothing")
    ] = False,
) -> None:
    """Take in a file of responses. Safe to run twice: a response that is known stays one case."""
    from service.importing import ImportRefused, import_file  # noqa: PLC0415  a command of its own

    configure_logs(for_people=True)
    _go(import_file(settings_from_environment(), file, console, dry_run=dry_run), ImportRefused)


@app.command("explain")
def explain_command(
    case: Annotated[str, typer.Argument(help="the case number, as in PF-2026-0042")],
    *,
    as_json: AsJson = False,
    local: BesideLocal = False,
    local_port: LocalPort = 8365,
) -> None:
    """Say everything that happened to a case, in order. Only reads; asks nobody but our own store."""
    from service.explaining import CannotExplain, explain  # noqa: PLC0415  a command of its own

    try:
        explain(_settings(local_port, local=local).store(), case, console, as_json=as_json)
    except CannotExplain as cannot:
        console.print(str(cannot), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(1) from None


@app.command("reconcile")
def reconcile_command(
    *,
    repair: Annotated[bool, typer.Option("--repair", help="mend what a program can mend")] = False,
    as_json: AsJson = False,
    wait: Annotated[
        float | None, typer.Option(help="seconds between two looks; by default twice the longest poll", min=0)
    ] = None,
    local: BesideLocal = False,
    local_port: LocalPort = 8365,
) -> None:
    """Compare Form, cases, list and cards. Ends with 0: all are equal, 1: not, 2: it could not look everywhere."""
    from service.reconciling import CANNOT_LOOK, Asked, could_not_look, reconcile  # noqa: PLC0415  the same

    configure_logs(for_people=True)
    asked = Asked(repair=repair, as_json=as_json, wait_s=wait)
    try:
        ended = asyncio.run(reconcile(_settings(local_port, local=local), console, asked))
    except CANNOT_LOOK as failed:
        console.print(could_not_look(failed), markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None
    raise typer.Exit(ended)


def _settings(local_port: int, *, local: bool) -> Settings:
    """The force's settings, or those of what `make run` has running."""
    if not local:
        return settings_from_environment()
    from service.local import local_place, local_settings  # noqa: PLC0415  the invented tenant stays out

    return local_settings(local_place(local_port))


async def _run(settings: Settings, only: Only | None) -> None:
    from service.compose import composed  # noqa: PLC0415  botbuilder stays out of the sync worker

    stop = asyncio.Event()
    stop_on_signals(stop)
    async with composed(settings) as service:
        await run(service, only=only, stop=stop)


@contextmanager
def _open_store() -> Generator[SqlStore]:
    store = open_store(settings_from_environment().store())
    try:
        yield store
    finally:
        store.close()


def _go(work: Coroutine[Any, Any, None], *sentences: type[Exception]) -> None:
    """The work is done; those exceptions are for a person to read, and end the process."""
    try:
        asyncio.run(work)
    except sentences as wrong:
        console.print(str(wrong), markup=False)
        raise typer.Exit(1) from None
