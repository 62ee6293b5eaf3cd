"""Folder = edge, file = feature: nothing lives at the top that the design does not name."""

import ast

import pytest

from tests.repo.tracked import PACKAGES, ROOT, python_files, tracked_files

FOLDERS = {*PACKAGES, "appmanifest", "bench", "docs", "tests", ".ci"}
FILES = {
    *("README.md", "CHANGELOG.md", "Makefile", "Dockerfile", "pyproject.toml", "uv.lock"),
    *("package.json", "package-lock.json", ".gitignore", ".dockerignore"),
}
# Names that say nothing about the subject (house style, "Names").
SAYS_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "managers",
    "service",
    "data",
    "info",
    "common",
    "misc",
}


def test_the_top_level_is_what_the_design_says() -> None:
    kept = tracked_files()
    folders = {path.parts[0] for path in kept if len(path.parts) > 1}
    files = {path.name for path in kept if len(path.parts) == 1}

    assert folders - FOLDERS == set()
    assert files - FILES == set()


def test_every_package_of_the_grid_is_there() -> None:
    assert {path.parts[0] for path in python_files(*PACKAGES)} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_who_may_import_it(package: str) -> None:
    says = ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text(encoding="utf-8")))

    assert says is not None
    assert "import" in says.lower()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in python_files(*PACKAGES, "appmanifest", "tests") if path.stem in SAYS_NOTHING] == []
