"""Query options of Graph, read strictly: an option or a property nobody has built is refused.

Source: https://learn.microsoft.com/graph/query-parameters
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote

from local365.graph_errors import bad_query, no_such_property
from local365.graph_wire import Json
from local365.odata_expand import Expansion, expansions, names_of

SELECT, EXPAND, TOP, FILTER, ORDER, SKIP_TOKEN = "select", "expand", "top", "filter", "orderby", "skiptoken"
# Of a $top: beyond, it is no number of OData's kind Edm.Int32.
MOST_DIGITS = 9
SYSTEM = frozenset({SELECT, EXPAND, TOP, FILTER, ORDER, SKIP_TOKEN, "skip", "count", "search", "format"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The query options of one request, named without `$`."""

    given: Mapping[str, str] = field(default_factory=dict[str, str])

    def get(self, name: str) -> str | None:
        """The option's text; None when it was not given."""
        return self.given.get(name)

    @property
    def top(self) -> int | None:
        """$top. 400 unless it is a whole number from 1 on."""
        text = self.given.get(TOP)
        if text is None:
            return None
        if not text.isdecimal() or len(text) > MOST_DIGITS or int(text) == 0:
            raise bad_query("Invalid value for the query option '$top'")
        return int(text)

    @property
    def select(self) -> tuple[str, ...] | None:
        """$select; None when everything is shown."""
        text = self.given.get(SELECT)
        return None if text is None else names_of(text)

    @property
    def expand(self) -> dict[str, Expansion]:
        """$expand by property."""
        return expansions(self.given.get(EXPAND, ""))

    def encoded(self, **changes: str | None) -> str:
        """The query of a link back to the same data, with these options changed or (None) left out."""
        merged = {name: value for name, value in {**self.given, **changes}.items() if value is not None}
        pairs = (f"{_dollar(name)}={quote(value, safe='(),;$=/')}" for name, value in merged.items())
        return "&".join(pairs)


def _dollar(name: str) -> str:
    return f"${name}" if name in SYSTEM else name


def options_of(query: str, allowed: frozenset[str]) -> Options:
    """The options of a raw query. 400 for one the endpoint does not document, or one given twice."""
    given: dict[str, str] = {}
    for raw_name, value in parse_qsl(query, keep_blank_values=True):
        name = raw_name.removeprefix("$")
        if name == "skip":
            raise bad_query("$skip is not supported on this API. Only URLs returned by the API can be used to page.")
        if name not in allowed or (raw_name != name and name not in SYSTEM):
            raise bad_query(
                f"local365 does not know the query option '{raw_name}' on this path; it knows {_list(allowed)}"
            )
        if name in given:
            raise bad_query(f"The query option '{raw_name}' was given twice")
        given[name] = value
    return Options(given=given)


def _list(allowed: frozenset[str]) -> str:
    return ", ".join(_dollar(name) for name in sorted(allowed)) or "none"


def selected(view: Json, names: tuple[str, ...] | None, known: frozenset[str], kind: str) -> Json:
    """Only the named properties, annotations kept. 400 for a property Microsoft's type does not have."""
    if names is None:
        return view
    for name in names:
        if name not in known:
            raise no_such_property(name, kind)
    return {name: value for name, value in view.items() if name in names or name.startswith("@odata.")}


def check_expand(expand: Mapping[str, Expansion], known: frozenset[str], kind: str, *, deep: str = "") -> None:
    """Nothing happens when only these are expanded, and nothing inside any but the deep one. 400 otherwise."""
    for name, expansion in expand.items():
        if name not in known:
            raise bad_query(f"local365 expands {', '.join(sorted(known))} of a {kind}, not '{name}'")
        if expansion.expand and name != deep:
            raise bad_query(f"local365 expands nothing inside '{name}'")
