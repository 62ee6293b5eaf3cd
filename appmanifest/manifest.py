"""The manifest of the Teams app, filled in and held against Microsoft's schema."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from jsonschema import Draft4Validator, FormatChecker, ValidationError

from appmanifest.environments import Environment, PackageRefusedError

HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"


def manifest(environment: Environment, template: str | None = None, *, schemas: Path = SCHEMAS) -> dict[str, Any]:
    """The filled manifest, valid by Microsoft's schema of its own version. PackageRefusedError when it is not."""
    text = template or (HERE / "manifest.json.template").read_text(encoding="utf-8")
    # A quotation mark in a name must not end the JSON string it stands in.
    words = {name: json.dumps(value)[1:-1] for name, value in asdict(environment).items()}
    filled = json.loads(Template(text).substitute(words, version=version("prevention-first")))
    problems = schema_problems(filled, schemas)
    if problems:
        raise PackageRefusedError(problems)
    return filled


def schema_problems(filled: dict[str, Any], schemas: Path = SCHEMAS) -> list[str]:
    """What Microsoft's schema says against the manifest (draft 4); empty when valid.

    `schemas` is laid out as in npm @microsoft/app-manifest: `v1.19/MicrosoftTeams.schema.json`.
    """
    number = filled.get("manifestVersion")
    path = schemas / f"v{number}" / "MicrosoftTeams.schema.json"
    if not path.exists():
        return [
            f"Microsoft's schema of manifest version {number!r} is not here: appmanifest/schemas/README.md says how."
        ]
    validator = Draft4Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())
    found: Iterator[ValidationError] = validator.iter_errors(filled)  # pyright: ignore[reportUnknownMemberType]  # half typed upstream
    errors = sorted(found, key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}." for error in errors]
