"""$filter: comparisons of fields joined by and, or, not and brackets, and startswith.

Source: https://learn.microsoft.com/graph/filter-query-parameter
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from local365.odata import bad_query
from local365.wire import decimal_number

TOKEN = re.compile(
    r"\s*(?:(?P<sign>[(),])|'(?P<text>(?:[^']|'')*)'|(?P<bare>[^\s(),']+))",
)
# What OData writes without quotes beside numbers: https://learn.microsoft.com/graph/filter-query-parameter
DATE_OR_GUID = re.compile(
    r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
)
# How deep brackets and nots may stand in each other.
DEEPEST = 100
INFIX = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One property against one value; `operator` is among INFIX, or "startswith"."""

    name: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction:
    """Parts of which all ("and"), any ("or") or none ("not") must hold."""

    operator: str
    parts: tuple["Condition", ...]


Condition: TypeAlias = Comparison | Junction
Holds: TypeAlias = Callable[[Comparison], bool]


def holds(condition: Condition, compare: Holds) -> bool:
    """True when the condition is met, given what each comparison says."""
    if isinstance(condition, Comparison):
        return compare(condition)
    # Each is looked at, also where one decides: a comparison nobody has built is refused, whatever stands beside it.
    parts = [holds(part, compare) for part in condition.parts]
    match condition.operator:
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case _:
            return not any(parts)


def comparisons(condition: Condition) -> list[Comparison]:
    """Every comparison in the condition, left to right."""
    if isinstance(condition, Comparison):
        return [condition]
    return [one for part in condition.parts for one in comparisons(part)]


def required(condition: Condition) -> list[Comparison]:
    """Comparisons that hold wherever the condition does."""
    if isinstance(condition, Comparison):
        return [condition]
    return [one for part in condition.parts for one in required(part)] if condition.operator == "and" else []


def filter_of(text: str) -> Condition:
    """The condition a $filter states. 400 when it is not understood."""
    reader = _Reader(_tokens(text))
    condition = reader.any_of()
    if reader.peek() is not None:
        raise bad_query(f"Invalid filter clause: '{text}'")
    return condition


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_text: bool = False


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    stripped = text.rstrip()
    while place < len(stripped):
        found = TOKEN.match(stripped, place)
        if found is None:
            raise bad_query(f"Invalid filter clause: '{text}'")
        quoted = found["text"]
        plain = found["sign"] or found["bare"] or ""
        tokens.append(_Token(plain) if quoted is None else _Token(quoted.replace("''", "'"), is_text=True))
        place = found.end()
    return tokens


class _Reader:
    """Reads tokens by the grammar: or, then and, then not, then one comparison."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    def peek(self) -> str | None:
        """The next word or sign, a text in its quotes; None at the end."""
        if self._place == len(self._tokens):
            return None
        token = self._tokens[self._place]
        return f"'{token.text}'" if token.is_text else token.text

    def take(self, wanted: str | None = None) -> _Token:
        """The next token. 400 at the end, or when it is not the wanted one."""
        if self._place == len(self._tokens):
            raise bad_query("Invalid filter clause: it ends too early")
        token = self._tokens[self._place]
        if wanted is not None and (token.is_text or token.text != wanted):
            raise bad_query(f"Invalid filter clause: '{wanted}' expected, not '{token.text}'")
        self._place += 1
        return token

    def any_of(self) -> Condition:
        parts = [self._all_of()]
        while self.peek() == "or":
            self.take()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else Junction(operator="or", parts=tuple(parts))

    def _all_of(self) -> Condition:
        parts = [self._one()]
        while self.peek() == "and":
            self.take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Junction(operator="and", parts=tuple(parts))

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise bad_query("Recursion depth exceeded allowed limit.")
        condition = self._part()
        self._depth -= 1
        return condition

    def _part(self) -> Condition:
        match self.peek():
            case "not":
                self.take()
                return Junction(operator="not", parts=(self._one(),))
            case "(":
                self.take()
                inside = self.any_of()
                self.take(")")
                return inside
            case "startswith" | "startsWith":  # Microsoft's pages write both
                return self._starts_with()
            case _:
                return self._comparison()

    def _starts_with(self) -> Comparison:
        self.take()
        self.take("(")
        name = self.take()
        self.take(",")
        value = self.take()
        self.take(")")
        if name.is_text or not value.is_text:
            raise bad_query("Invalid filter clause: startswith takes a property and a text")
        return Comparison(name=name.text, operator="startswith", value=value.text)

    def _comparison(self) -> Comparison:
        name, operator = self.take(), self.take()
        if operator.text == "(":
            raise bad_query(f"local365 knows no function '{name.text}' in a filter")
        if operator.text not in INFIX or operator.is_text or name.is_text:
            raise bad_query(f"Invalid filter clause: local365 knows no operator '{operator.text}'")
        return Comparison(name=name.text, operator=operator.text, value=_value(self.take()))


def _value(token: _Token) -> Any:
    if token.is_text:
        return token.text
    if token.text in WORDS:
        return WORDS[token.text]
    number = decimal_number(token.text)
    if number is not None:
        return number
    if DATE_OR_GUID.fullmatch(token.text):
        return token.text
    raise bad_query(f"Could not find a property named '{token.text}'.")
