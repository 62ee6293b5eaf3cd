"""$select and $expand, read strictly. https://learn.microsoft.com/graph/query-parameters"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local365.graph_errors import bad_query

# Brackets within brackets, here and in $filter.
DEEPEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """One expanded property: which of its properties to show (all when None), and what to expand inside."""

    select: tuple[str, ...] | None = None
    expand: Mapping[str, "Expansion"] = field(default_factory=dict[str, "Expansion"])

    def given(self) -> dict[str, str]:
        """The same as a request's own query options, named without `$`."""
        given = {} if self.select is None else {"select": ",".join(self.select)}
        if self.expand:
            given["expand"] = ",".join(one.written(name) for name, one in self.expand.items())
        return given

    def written(self, name: str) -> str:
        """The expanded property as it stands in a query."""
        inside = ";".join(f"${option}={text}" for option, text in self.given().items())
        return f"{name}({inside})" if inside else name


def names_of(text: str) -> tuple[str, ...]:
    """Names between commas."""
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise bad_query("A name is missing in '$select'")
    return names


def expansions(text: str) -> dict[str, Expansion]:
    """`fields($select=Title,Status),columns`, with or without the dollar, by property."""
    found: dict[str, Expansion] = {}
    for part in split_at_depth_0(text, ","):
        name, bracket, inside = part.partition("(")
        if bracket and not inside.endswith(")"):
            raise bad_query(f"Parsing OData Select and Expand failed: '{text}' is not valid")
        if name.strip() in found:
            raise bad_query(f"'{name.strip()}' is expanded twice in '{text}'")
        found[name.strip()] = _expansion(inside[:-1] if bracket else "")
    return found


def _expansion(text: str) -> Expansion:
    select: tuple[str, ...] | None = None
    expand: dict[str, Expansion] = {}
    for part in split_at_depth_0(text, ";"):
        name, _, value = part.partition("=")
        match name.strip().removeprefix("$"):
            case "select" if select is None:
                select = names_of(value)
            case "expand" if not expand:
                expand = expansions(value)
            case other:
                raise bad_query(f"The option '{other}' is not supported inside '$expand', or not twice")
    return Expansion(select=select, expand=expand)


def split_at_depth_0(text: str, separator: str) -> list[str]:
    """The parts of the text between separators that stand in no brackets; no parts in an empty text."""
    parts, depth, current = [""], 0, 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth > DEEPEST:
            raise bad_query("Recursion depth exceeded allowed limit.")
        if depth < 0:
            raise bad_query("A bracket is closed that was not opened")
        if sign == separator and depth == 0:
            parts.append("")
            current += 1
        else:
            parts[current] += sign
    if depth:
        raise bad_query("A bracket is not closed")
    return [part for part in parts if part.strip()]
