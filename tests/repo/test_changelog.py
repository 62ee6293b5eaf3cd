"""The changelog can be read by a person who was away, and by a program."""

import re
import tomllib

import pytest

from tests.repo.tracked import ROOT

KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
RELEASE = re.compile(r"^## \[(Unreleased|\d+\.\d+\.\d+)\](?: - \d{4}-\d{2}-\d{2})?$")


@pytest.fixture
def lines() -> list[str]:
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()


def test_it_begins_with_its_title(lines: list[str]) -> None:
    assert lines[0] == "# Changelog"


def test_every_release_has_a_number_and_a_date(lines: list[str]) -> None:
    headings = [line for line in lines if line.startswith("## ")]

    assert headings != []
    assert [line for line in headings if not RELEASE.match(line)] == []


def test_every_change_is_of_a_known_kind(lines: list[str]) -> None:
    assert {line.removeprefix("### ") for line in lines if line.startswith("### ")} <= KINDS


def test_every_change_is_a_sentence(lines: list[str]) -> None:
    changes = [line for line in lines if line.startswith("- ")]

    assert changes != []
    assert [line for line in changes if not line.endswith(".")] == []


def test_the_version_of_the_package_is_released_or_still_to_be(lines: list[str]) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    named = {found[1] for line in lines if (found := RELEASE.match(line))}

    assert {version, "Unreleased"} & named
