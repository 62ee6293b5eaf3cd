"""What the README says is true: its words, its commands, its settings, its pictures."""

import re
from pathlib import Path

import pytest

from service.credential_settings import ADMIN_PREFIX, PREFIX, AdminSettings
from service.settings import Settings
from tests.repo.readme import Command, Kind, commands
from tests.repo.tracked import ROOT, tracked_files

# The glossary of the subject, as far as it is built.
WORDS = (
    *("Submission", "Case", "Submitter", "Tracker", "Tracker row", "Hub card", "Receipt", "Promise", "Notice"),
    *("Refusal", "Effect", "Park", "Mirror", "Door"),
)
SAMPLE = """
Words.

```sh
git clone somewhere prevention-first
cd prevention-first
make run        # then open the page
# a remark
prevention-first provision \\
    --dry-run
```
```
not a command
```
```sh
make test
sudo make tools
.venv/bin/prevention-first --help
```
"""


@pytest.fixture
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("word", WORDS)
def test_the_glossary_explains(readme: str, word: str) -> None:
    assert re.search(rf"\*\*{word}\*\*", readme), f"{word} is not in the README's glossary, in bold"


def test_it_names_the_two_commands(readme: str) -> None:
    said = {command.line for command in commands(readme)}

    assert {"make run", "make test"} <= said


def test_every_make_target_it_names_exists(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", readme, re.MULTILINE))

    assert {first or second for first, second in named} - targets == set()


def test_every_setting_is_in_it(readme: str) -> None:
    own, admin = (PREFIX, Settings), (ADMIN_PREFIX, AdminSettings)
    names = [f"{prefix}{name}".upper() for prefix, model in (own, admin) for name in model.model_fields]

    assert [name for name in names if f"`{name}`" not in readme] == []


def test_every_file_and_folder_it_links_to_exists(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", readme)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_it_has_a_picture_that_is_kept(readme: str) -> None:
    pictures = [Path(link) for link in re.findall(r"!\[[^\]]+\]\((?!https?:)([^)]+)\)", readme)]

    assert pictures != []
    assert [str(picture) for picture in pictures if picture not in tracked_files()] == []


def test_the_commands_are_found_whole_and_without_remarks() -> None:
    assert [command.line for command in commands(SAMPLE)] == [
        "git clone somewhere prevention-first",
        "cd prevention-first",
        "make run",
        "prevention-first provision      --dry-run",
        "make test",
        "sudo make tools",
        ".venv/bin/prevention-first --help",
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("git clone somewhere", Kind.ALREADY),
        ("cd prevention-first", Kind.ALREADY),
        ("make test", Kind.ALREADY),
        ("bash .ci/run", Kind.ALREADY),
        ("sudo make tools", Kind.ADMINISTRATORS),
        ("make run", Kind.STAYS),
        ("make playground", Kind.STAYS),
        (".venv/bin/prevention-first run --local", Kind.STAYS),
        ("make reset", Kind.ENDS),
        (".venv/bin/prevention-first provision --dry-run", Kind.ENDS),
    ],
)
def test_a_command_is_of_a_kind(line: str, kind: Kind) -> None:
    assert Command(line).kind is kind
