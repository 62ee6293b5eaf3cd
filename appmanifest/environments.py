"""Whose app it is: one file names every environment (test, live), and what is wrong with it is said in sentences."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any

from appmanifest.colours import contrast_with_white

LIVE = "live"
INK, AMBER = "#17375F", "#8A4500"  # the product's own colour; and one that nobody takes for it, for every other app
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
HTTPS = re.compile(r"https://[\w.-]+(:\d+)?([/?#]\S*)?")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,19}")
DEVELOPER_LENGTH, NAME_LENGTH = 32, 30  # the schema's limits, said here in words a person can act on
LEAST_CONTRAST = 3.0  # of a picture against what is behind it: WCAG 2.2, 1.4.11
NOT_FILLED_IN = "00000000-0000-0000-0000-000000000000"


class PackageRefusedError(Exception):
    """Nothing was built; the sentences say what to change."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """One app in the tenant: `environment` is its table in the file, every other field a line there."""

    environment: str
    app_id: str
    teams_app_id: str
    bot_host: str
    developer: str
    website: str
    privacy: str
    terms: str
    name: str
    accent_colour: str

    def mistakes(self) -> list[str]:
        """One sentence for each value that cannot be right."""
        found = [
            *self._wrong_ids(),
            *self._wrong_host(),
            *self._wrong_pages(),
            *self._wrong_names(),
            *self._wrong_look(),
        ]
        return [f"[{self.environment}] {sentence}" for sentence in found]

    def _wrong_ids(self) -> Iterator[str]:
        # Where one value serves both it is named by the first a person gives, which stands last here.
        for given, name in {self.teams_app_id: "teams_app_id", self.app_id: "app_id"}.items():
            if not GUID.fullmatch(given):
                yield f"{name} must be a GUID as Entra shows it, not {given!r}."
            elif given == NOT_FILLED_IN:
                yield f"{name} is not filled in yet: it is the application (client) id that Entra shows."

    def _wrong_host(self) -> Iterator[str]:
        if not HOST.fullmatch(self.bot_host):
            yield f"bot_host must be a bare public name, as in bot.force.example, not {self.bot_host!r}."

    def _wrong_pages(self) -> Iterator[str]:
        pages = {"website": self.website, "privacy": self.privacy, "terms": self.terms}
        for name, page in pages.items():
            if not HTTPS.fullmatch(page):
                yield f"{name} must be an https address, not {page!r}."

    def _wrong_names(self) -> Iterator[str]:
        lengths = {"developer": (self.developer, DEVELOPER_LENGTH), "name": (self.name, NAME_LENGTH)}
        for name, (given, longest) in lengths.items():
            if not 0 < len(given.strip()) <= longest:
                yield f"{name} must have 1 to {longest} characters, not {len(given.strip())}."

    def _wrong_look(self) -> Iterator[str]:
        if not COLOUR.fullmatch(self.accent_colour):
            yield f"accent_colour must be a colour like {INK}, not {self.accent_colour!r}."
        elif contrast_with_white(self.accent_colour) < LEAST_CONTRAST:
            yield f"accent_colour {self.accent_colour} is too light: the icon's white mark could not be seen on it."


NEEDED = {
    "app_id": "the application (client) id of the bot's registration in Entra",
    "bot_host": "the public name of the bot's server, as in bot.force.example",
    "developer": "who answers for the app, as people read it in Teams",
    "website": "an https page about the app, which Teams shows",
    "privacy": "the https address of the force's privacy notice",
    "terms": "the https address of the terms of use",
}
KEYS = tuple(field.name for field in fields(Environment) if field.name != "environment")


def environments_of(path: Path) -> list[Environment]:
    """Every environment the file names, in its order, all without a mistake. PackageRefusedError otherwise."""
    return environments_in(_document(path), path.name)


def environments_in(document: Mapping[str, Any], file: str) -> list[Environment]:
    """The same of the file's content."""
    shared = {name: value for name, value in document.items() if not isinstance(value, dict)}
    tables: dict[str, dict[str, Any]] = {name: table for name, table in document.items() if isinstance(table, dict)}
    if not tables:
        raise PackageRefusedError(
            [f"{file} names no environment: it needs a table like [{LIVE}], with app_id and bot_host."]
        )
    wrong = [sentence for name, table in {"": shared, **tables}.items() for sentence in _misread(name, table)]
    wrong += [sentence for name, table in tables.items() for sentence in _missing(name, shared | table)]
    if wrong:
        raise PackageRefusedError(wrong)
    found = [_environment(name, shared | table) for name, table in tables.items()]
    wrong = [sentence for one in found for sentence in one.mistakes()] + list(_shared_by_two(found))
    if wrong:
        raise PackageRefusedError(wrong)
    return found


def one_of(environments: list[Environment], name: str) -> Environment:
    """The environment of that name. PackageRefusedError when there is none."""
    for one in environments:
        if one.environment == name:
            return one
    there = ", ".join(one.environment for one in environments)
    raise PackageRefusedError([f"There is no environment {name!r}; there are: {there}."])


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        say = f"There is no file {path}. `prevention-first package --example > {path}` writes one to fill in."
        raise PackageRefusedError([say]) from None
    except UnicodeDecodeError:
        raise PackageRefusedError([f"{path.name} is not a text in UTF-8: save it as such."]) from None
    except tomllib.TOMLDecodeError as error:
        raise PackageRefusedError([f"{path.name} is not TOML: {error}. Texts stand in quotation marks."]) from None


def _misread(environment: str, table: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the file and means nothing."""
    if environment and not ENVIRONMENT.fullmatch(environment):
        yield f"[{environment}] An environment is a short word in small letters, as in [test]."
    where = f"[{environment}] " if environment else ""
    for name, value in table.items():
        if name not in KEYS:
            close = get_close_matches(name, KEYS, n=1)
            instead = f": do you mean {close[0]}?" if close else f"; there are {', '.join(KEYS)}."
            yield f"{where}There is no {name}{instead}"
        elif not isinstance(value, str):
            yield f"{where}{name} must be a text in quotation marks."


def _missing(environment: str, given: Mapping[str, Any]) -> list[str]:
    return [f"[{environment}] {name} is missing: {what}." for name, what in NEEDED.items() if name not in given]


def _environment(name: str, given: Mapping[str, str]) -> Environment:
    suffix, colour = ("", INK) if name == LIVE else (f" ({name})", AMBER)
    unsaid = {"teams_app_id": given["app_id"], "name": f"Prevention First{suffix}", "accent_colour": colour}
    return Environment(environment=name, **{**unsaid, **given})


def _shared_by_two(found: list[Environment]) -> Iterator[str]:
    """Two apps side by side in one tenant must differ in what Teams and people know them by."""
    for one, other in combinations(found, 2):
        both = f"[{one.environment}] and [{other.environment}]"
        if one.app_id.lower() == other.app_id.lower():
            yield f"{both} have the same app_id: each needs a registration of its own, or they would be one bot."
        elif one.teams_app_id.lower() == other.teams_app_id.lower():
            yield f"{both} have the same teams_app_id: Teams would take one for an update of the other."
        if one.name.casefold() == other.name.casefold():
            yield f"{both} have the same name: nobody could tell them apart."
