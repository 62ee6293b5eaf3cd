"""How long modules and functions are, measured on the syntax tree."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A name that can be found, and its lines."""

    where: str
    lines: int


def _docstring_lines(node: Documented) -> int:
    if ast.get_docstring(node, clean=False) is None:
        return 0
    return (node.body[0].end_lineno or 0) - node.body[0].lineno + 1


def functions(text: str) -> Iterator[Function]:
    """Every function and method of the module, nested ones too."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))


def function_sizes(path: Path, text: str) -> list[Size]:
    """Lines of each function from its `def` to its end, without its docstring: to explain costs nothing."""
    return [
        Size(where=f"{path}:{node.lineno} {node.name}", lines=_lines(node) - _docstring_lines(node))
        for node in functions(text)
    ]


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def module_size(path: Path, text: str) -> Size:
    """Lines of the module as an editor counts them, without its docstrings."""
    tree = ast.parse(text)
    explained = sum(_docstring_lines(node) for node in ast.walk(tree) if isinstance(node, Documented))
    return Size(where=str(path), lines=len(text.splitlines()) - explained)


def positional_arguments(path: Path, text: str) -> list[Size]:
    """How many arguments each function takes by position; keyword-only ones name themselves at the call."""
    return [
        Size(where=f"{path}:{node.lineno} {node.name}", lines=len(node.args.posonlyargs) + len(node.args.args))
        for node in functions(text)
    ]


def banners(path: Path, text: str) -> list[str]:
    """Comments that draw a line across the file: a file that needs one is two files."""
    drawn = re.compile(r"^\s*#\s*[-=#*~_]{4,}|^\s*#.*[-=#*~_]{8,}\s*$")
    return [f"{path}:{number}" for number, line in enumerate(text.splitlines(), 1) if drawn.match(line)]
