"""The sizes of the house style, measured: small functions in small modules."""

from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.repo.sizes import Size, banners, function_sizes, module_size, positional_arguments
from tests.repo.tracked import PACKAGES, ROOT, python_files

EVERYWHERE = (*PACKAGES, "appmanifest", "bench", "tests")
# Modules that are one table of data and no more: path, and why it is one.
TABLES_OF_DATA: dict[str, str] = {}


def over(limit: int, sizes: list[Size]) -> list[Size]:
    return [size for size in sizes if size.lines > limit]


def measured(measure: Callable[[Path, str], list[Size]], *folders: str) -> list[Size]:
    return [size for path in python_files(*folders) for size in measure(path, (ROOT / path).read_text("utf-8"))]


def test_no_function_is_over_50_lines() -> None:
    assert over(50, measured(function_sizes, *EVERYWHERE)) == []


def test_no_module_is_over_300_lines() -> None:
    sizes = [module_size(path, (ROOT / path).read_text("utf-8")) for path in python_files(*EVERYWHERE)]

    assert [size for size in over(300, sizes) if size.where not in TABLES_OF_DATA] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_half_of_the_functions_have_at_most_8_lines_and_nine_in_ten_at_most_25(package: str) -> None:
    lines = [size.lines for size in measured(function_sizes, package)]

    assert median(lines) <= 8
    assert quantiles(lines, n=10, method="inclusive")[-1] <= 25


def test_half_of_the_modules_have_at_most_90_lines() -> None:
    lines = [module_size(path, (ROOT / path).read_text("utf-8")).lines for path in python_files(*PACKAGES)]

    assert median(lines) <= 90


def test_no_function_takes_more_than_6_arguments_by_position() -> None:
    assert over(6, measured(positional_arguments, *EVERYWHERE)) == []


def test_no_module_needs_a_banner() -> None:
    assert [
        line for path in python_files(*EVERYWHERE) for line in banners(path, (ROOT / path).read_text("utf-8"))
    ] == []


def test_the_measure_counts_the_body_and_forgives_the_docstring() -> None:
    text = 'def greet(name):\n    """Says\n    hello."""\n\n    return name\n'

    assert function_sizes(Path("a.py"), text) == [Size(where="a.py:1 greet", lines=3)]
    assert module_size(Path("a.py"), text) == Size(where="a.py", lines=3)


def test_the_measure_finds_methods_and_nested_functions() -> None:
    text = "class A:\n    async def b(self, c):\n        def d(): ...\n"

    assert [size.lines for size in positional_arguments(Path("a.py"), text)] == [2, 0]


@pytest.mark.parametrize("banner", ["# ------ helpers", "    # =====", "# Helpers ----------"])
def test_the_measure_finds_banners(banner: str) -> None:
    assert banners(Path("a.py"), f"x = 1\n{banner}\n") == ["a.py:2"]


def test_a_plain_comment_is_no_banner() -> None:
    assert banners(Path("a.py"), "x = 1  # a figure - with its unit\n# why - and so on\n") == []
