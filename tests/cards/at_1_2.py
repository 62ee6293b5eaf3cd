"""A card as a client draws it that knows Adaptive Cards 1.2 and nothing newer, which is what Teams promises on a phone.

Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/fallback: an element whose type is not known is
replaced by its `fallback`, and left out when that says "drop" or there is none.
"""

from __future__ import annotations

from typing import Any, cast

from tests.cards.rules import KNOWN_AT_1_2, OPAQUE

# Properties that came after 1.2, for which a client of that version has no eyes.
NEWER = frozenset(
    {"refresh", "label", "isRequired", "errorMessage", "associatedInputs", "tooltip", "mode", "targetWidth", "fallback"}
)


def drawn_at_1_2(node: Any) -> Any:
    """The element as such a client has it; None when it is left out."""
    if isinstance(node, list):
        drawn = [drawn_at_1_2(one) for one in cast("list[Any]", node)]
        return [one for one in drawn if one is not None]
    if not isinstance(node, dict):
        return node
    element = cast("dict[str, Any]", node)
    if "type" in element and element["type"] not in KNOWN_AT_1_2:
        fallback = element.get("fallback")
        return drawn_at_1_2(fallback) if isinstance(fallback, dict) else None
    return {
        name: value if name in OPAQUE else drawn_at_1_2(value) for name, value in element.items() if name not in NEWER
    }
