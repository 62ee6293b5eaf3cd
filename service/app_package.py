"""`prevention-first package`: the Teams app package of every environment, from one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from appmanifest.environments import Environment

EXAMPLE = Path(__file__).parents[1] / "appmanifest/example.toml"
MISTAKE = 2


def package_command(
    *,
    env: Annotated[str, typer.Option(help="only this environment; every one of the file when none is named")] = "",
    file: Annotated[Path, typer.Option(help="the environments: their ids, hosts and names")] = Path("teams-app.toml"),
    out: Annotated[Path, typer.Option(help="folder for the zips")] = Path("dist"),
    example: Annotated[bool, typer.Option("--example", help="print a file to fill in, and build nothing")] = False,
) -> None:
    """Build the Teams app package, checked against Microsoft's schema."""
    # Drawing and checking need packages of some weight, and the running service neither.
    from appmanifest.build import package  # noqa: PLC0415
    from appmanifest.environments import PackageRefusedError, environments_of, one_of  # noqa: PLC0415

    if example:
        typer.echo(EXAMPLE.read_text(encoding="utf-8"), nl=False)
        return
    try:
        found = environments_of(file)
        for one in [one_of(found, env)] if env else found:
            _tell(one, package(one, out))
    except PackageRefusedError as refused:
        typer.echo(f"Not built:\n{refused}", err=True)
        raise typer.Exit(MISTAKE) from None
    _what_it_may_see()


def _tell(environment: Environment, built: Path) -> None:
    typer.echo(f"Built {built}: {environment.name}, for the bot at https://{environment.bot_host}/api/messages")
    if environment.teams_app_id != environment.app_id:
        typer.echo(f"  Its service needs PREVENTION_FIRST_TEAMS_APP_ID={environment.teams_app_id}")


def _what_it_may_see() -> None:
    from appmanifest.permissions import PERMISSIONS  # noqa: PLC0415  the same

    typer.echo("Upload it in the Teams admin centre: Teams apps, Manage apps, Upload new app.")
    typer.echo("It asks for, in each team where an owner installs it:")
    for one in PERMISSIONS:
        typer.echo(f"  {one.name}: {one.reason}")
