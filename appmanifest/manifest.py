"""The manifest of the Teams app, filled in and held against Microsoft's schema."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from string import Template
from typing import Any

from jsonschema import Draft4Validator, FormatChecker, ValidationError

HERE = Path(__file__).parent
SCHEMAS = HERE.parent / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
HTTPS = re.compile(r"https://\S+")
DEVELOPER_LENGTH = 32  # the schema's limit, said here in words a person can act on


class ManifestRefusedError(Exception):
    """The package was not built; the sentences say what to change."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """What differs from one force to the next."""

    app_id: str
    bot_id: str
    bot_host: str
    developer: str
    website: str
    privacy: str
    terms: str

    def mistakes(self) -> list[str]:
        """One sentence for each value that cannot be right."""
        # Where one value serves several options it is named by the first a person gives, which stands last here.
        ids = {self.bot_id: "--bot-id", self.app_id: "--app-id"}
        pages = {self.terms: "--terms", self.privacy: "--privacy", self.website: "--website"}
        wrong = [
            f"{name} must be a GUID as Entra shows it, not {given!r}."
            for given, name in ids.items()
            if not GUID.fullmatch(given)
        ]
        if not HOST.fullmatch(self.bot_host):
            wrong.append(f"--bot-host must be a bare public name, as in bot.force.example, not {self.bot_host!r}.")
        wrong += [
            f"{name} must be an https address, not {page!r}."
            for page, name in pages.items()
            if not HTTPS.fullmatch(page)
        ]
        if not 0 < len(self.developer) <= DEVELOPER_LENGTH:
            wrong.append(f"--developer must have 1 to {DEVELOPER_LENGTH} characters, not {len(self.developer)}.")
        return wrong


def manifest(force: Force, template: str | None = None) -> dict[str, Any]:
    """The filled manifest, valid by Microsoft's schema of its own version. ManifestRefusedError when it is not."""
    mistakes = force.mistakes()
    if mistakes:
        raise ManifestRefusedError(mistakes)
    text = template or (HERE / "manifest.json.template").read_text(encoding="utf-8")
    # A quotation mark in a name must not end the JSON string it stands in.
    words = {name: json.dumps(value)[1:-1] for name, value in asdict(force).items()}
    filled = json.loads(Template(text).substitute(words, version=version("prevention-first")))
    problems = schema_problems(filled)
    if problems:
        raise ManifestRefusedError(problems)
    return filled


def schema_problems(filled: dict[str, Any]) -> list[str]:
    """What Microsoft's schema says against the manifest (npm @microsoft/app-manifest, draft 4); empty when valid."""
    path = SCHEMAS / f"v{filled.get('manifestVersion')}" / "MicrosoftTeams.schema.json"
    if not SCHEMAS.exists():
        return ["Microsoft's schemas are not installed: run `make install`."]
    if not path.exists():
        return [f"Microsoft publishes no schema for manifest version {filled.get('manifestVersion')!r}."]
    validator = Draft4Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())
    found: Iterator[ValidationError] = validator.iter_errors(filled)  # pyright: ignore[reportUnknownMemberType]  # half typed upstream
    errors = sorted(found, key=lambda error: error.json_path)
    return [f"{error.json_path}: {error.message}." for error in errors]
