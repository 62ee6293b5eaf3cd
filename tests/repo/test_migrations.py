"""The migrations are one chain: two that follow the same one would leave a database without a newest version."""

import re
from pathlib import Path

SAID = re.compile(r'^(revision|down_revision) = (?:"(\d+)"|None)$', re.MULTILINE)


def test_each_migration_follows_the_one_before_and_its_file_says_which_it_is(root: Path) -> None:
    files = sorted((root / "store/migrations/versions").glob("v*.py"))

    chain = [dict(SAID.findall(file.read_text(encoding="utf-8"))) for file in files]

    numbers = [f"{place:04}" for place in range(1, len(files) + 1)]
    assert [one["revision"] for one in chain] == numbers
    assert [one["down_revision"] for one in chain] == ["", *numbers[:-1]]
    assert [file.name[1:5] for file in files] == numbers
