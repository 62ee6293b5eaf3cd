"""`python -m appmanifest.build`: the app package that an administrator uploads to Teams."""

import json
from pathlib import Path
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer

from appmanifest.icons import color_icon, outline_icon
from appmanifest.manifest import Force, ManifestRefusedError, manifest

# The same values give the same bytes, so a package can be compared with the one in the catalogue.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def package(force: Force, out: Path) -> Path:
    """The zip stands at `out`, with its three files at the root.

    ManifestRefusedError, and no zip, when a value is wrong.
    """
    filled = json.dumps(manifest(force), indent=2, ensure_ascii=False).encode()
    files = {"manifest.json": filled, "color.png": color_icon(), "outline.png": outline_icon()}
    out.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, NO_DATE), content, ZIP_DEFLATED)
    return out


def build(
    *,
    app_id: Annotated[str, typer.Option(help="id of the Teams app: the application (client) id in Entra will do")],
    bot_host: Annotated[str, typer.Option(help="public name of the bot's server, as in bot.force.example")],
    bot_id: Annotated[str, typer.Option(help="application id of the bot; empty: the same as --app-id")] = "",
    developer: Annotated[str, typer.Option(help="who answers for the app")] = "Prevention Hub",
    website: Annotated[str, typer.Option(help="page about the app; empty: https://BOT_HOST")] = "",
    privacy: Annotated[str, typer.Option(help="the force's privacy notice; empty: the website")] = "",
    terms: Annotated[str, typer.Option(help="terms of use; empty: the website")] = "",
    out: Annotated[Path, typer.Option(help="where the zip goes")] = Path("dist/prevention-first.zip"),
) -> None:
    """Build the app package, checked against Microsoft's schema."""
    page = website or f"https://{bot_host}"
    force = Force(
        app_id=app_id,
        bot_id=bot_id or app_id,
        bot_host=bot_host,
        developer=developer,
        website=page,
        privacy=privacy or page,
        terms=terms or page,
    )
    try:
        typer.echo(f"Built {package(force, out)}: upload it in the Teams admin centre under Manage apps.")
    except ManifestRefusedError as refused:
        typer.echo(f"Not built:\n{refused}", err=True)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    typer.run(build)
