"""`prevention-first provision`: the plan is shown, a person agrees, and what is left for people is said."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from service.credentials import Identity
from service.entra import graph_tokens_of
from service.settings import Settings
from sync.graph.client import open_graph
from sync.list_plan import by_hand
from sync.lists import LISTS
from sync.provision import ProvisionReport, provision


async def provision_lists(settings: Settings, identity: Identity, *, dry_run: bool, yes: bool) -> None:
    """The lists are as the table says, unless it is a dry run or the person does not agree. `identity`: who does it."""
    for_graph = settings.graph()
    async with open_graph(for_graph, graph_tokens_of(identity, for_graph)()) as graph:
        planned = await provision(graph, dry_run=True)
        _say("Would do" if dry_run else "To do", planned.changes)
        _say("Already there", planned.already)
        if dry_run or not planned.changes:
            _tell_the_rest(planned)
            return
        if not yes:
            typer.confirm("Do it?", abort=True)
        done = await provision(graph)
    _say("Done", done.changes)
    _tell_the_rest(done)


def _tell_the_rest(report: ProvisionReport) -> None:
    if not report.changes and not report.drift:
        typer.echo("Every list is as it should be.")
    _say("Only a person can settle", report.drift)
    _say("Views, once and by hand: Microsoft Graph cannot make them", by_hand(LISTS))


def _say(title: str, lines: Sequence[str]) -> None:
    if lines:
        typer.echo("\n".join((title, *(f"  {line}" for line in lines))))
