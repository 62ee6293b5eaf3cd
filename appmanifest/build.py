"""The app package that an administrator uploads to Teams: a zip of the manifest and two icons."""

import json
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from appmanifest.environments import Environment
from appmanifest.icons import color_icon, outline_icon
from appmanifest.manifest import manifest

# The same values give the same bytes, so a package can be compared with the one in the catalogue: no date, and the
# same system and rights wherever it is built.
NO_DATE = (1980, 1, 1, 0, 0, 0)
UNIX, READABLE = 3, 0o644 << 16


def package(environment: Environment, folder: Path) -> Path:
    """The environment's zip stands in the folder, its three files at the root.

    PackageRefusedError, and no zip, when the manifest would not be valid.
    """
    files = {
        "manifest.json": json.dumps(manifest(environment), indent=2, ensure_ascii=False).encode(),
        "color.png": color_icon(environment.accent_colour),
        "outline.png": outline_icon(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"prevention-first-{environment.environment}.zip"
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content, ZIP_DEFLATED)
    return out


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, NO_DATE)
    entry.create_system = UNIX
    entry.external_attr = READABLE
    return entry
