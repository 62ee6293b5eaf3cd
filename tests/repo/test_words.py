"""The code speaks the glossary's words, and none beside them."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.repo.tracked import PACKAGES, ROOT, python_files

# The local Microsoft 365 speaks Microsoft's words instead.
OURS = [package for package in PACKAGES if package != "local365"]
# A word somebody might reach for, and the glossary's own.
INSTEAD = {
    "ticket": "case",
    "requester": "submitter",
    "originator": "submitter",
    "deadline": "promise",
    "workitem": "case",
    "acknowledgement": "receipt",
    "helper": "say what it does",
    "utils": "say what it does",
    "manager": "say what it does",
}


def words(name: str) -> list[str]:
    """The words of a name: `HubCard`, `hub_card` and `HUB_CARD` are all hub, card."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def names(text: str) -> Iterator[str]:
    """Every name the module gives: classes, functions, arguments, variables."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case _:
                continue


@pytest.mark.parametrize("word", INSTEAD)
def test_no_name_uses(word: str) -> None:
    found = {
        f"{path}: {name}"
        for path in python_files(*OURS)
        for name in names((ROOT / path).read_text(encoding="utf-8"))
        if word in words(name)
    }

    assert found == set(), f"the glossary says: {INSTEAD[word]}"


def test_a_name_is_read_word_by_word() -> None:
    assert [words(name) for name in ("HubCard", "hub_card", "HUB_CARD", "PFNumber")] == [
        ["hub", "card"],
        ["hub", "card"],
        ["hub", "card"],
        ["pf", "number"],
    ]


def test_the_names_a_module_gives_are_found() -> None:
    text = "class A:\n    b = 1\n    def c(self, d): e = d.f\n"

    assert sorted(names(text)) == ["A", "b", "c", "d", "e", "self"]
