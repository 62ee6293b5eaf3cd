"""House rules for cards: legible on a phone, readable aloud, and never a dead button."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import cast

Node = dict[str, object]

# Teams takes 100 KB; 80 KB leaves room for the activity around the card (facts: Microsoft, format cards in Teams).
SIZE_LIMIT = 80 * 1024
NEWEST_VERSION = (1, 5)

# Adaptive Cards 1.2 and before, which is what Microsoft promises for Teams on a phone.
KNOWN_AT_1_2 = frozenset(
    {
        *("AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "Image", "ImageSet", "Media", "Container"),
        *("ColumnSet", "Column", "FactSet", "ActionSet", "Input.Text", "Input.Number", "Input.Date", "Input.Time"),
        *("Input.Toggle", "Input.ChoiceSet", "Action.OpenUrl", "Action.Submit", "Action.ShowCard"),
        "Action.ToggleVisibility",
    }
)
# Parts come and go with their owner, and Action.Execute has a rule of its own.
JUDGED_ELSEWHERE = frozenset({"TableRow", "TableCell", "CarouselPage", "Action.Execute", "Data.Query", "mention"})
OPAQUE = frozenset({"data", "requires", "msteams", "metadata", "authentication", "resources"})

REQUIRED: dict[str, tuple[str, ...]] = {
    "TextBlock": ("text",),
    "FactSet": ("facts",),
    "Container": ("items",),
    "ColumnSet": ("columns",),
    "Image": ("url",),
    "Table": ("columns", "rows"),
    "RichTextBlock": ("inlines",),
    "ActionSet": ("actions",),
    "Input.ChoiceSet": ("choices",),
    "Input.Toggle": ("title",),
    "Action.Execute": ("title", "verb"),
    "Action.Submit": ("title",),
    "Action.OpenUrl": ("title", "url"),
    "Action.ShowCard": ("title", "card"),
    "Action.ToggleVisibility": ("title", "targetElements"),
}
MOST_BUTTONS = 6
KEPT_CURRENT = ("hub-card:", "receipt:")
# A click on the card itself and a refresh are buttons nobody reads.
WITHOUT_WORDS = (".selectAction", ".refresh.action")
WEB_ADDRESS = re.compile(r"https?://[^\s/]")
PIXELS = re.compile(r"^\d+px$")
WIDTH = re.compile(r"^(auto|stretch|\d+px|\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One typed object of the card and where it stands."""

    path: str
    node: Node
    owner: Node | None = None

    @property
    def type(self) -> str:
        return str(self.node.get("type", ""))


def places(node: object, path: str = "$", owner: Node | None = None) -> Iterator[Place]:
    """Every typed object of the card, the card itself first, in reading order."""
    if isinstance(node, list):
        for position, item in enumerate(cast("list[object]", node)):
            yield from places(item, f"{path}[{position}]", owner)
    elif isinstance(node, dict):
        here = cast("Node", node)
        if "type" in here:
            yield Place(path=path, node=here, owner=owner)
        for key, inner in here.items():
            if key not in OPAQUE:
                yield from places(inner, f"{path}.{key}", here)


def the_card_as_a_whole(card: Node) -> Iterator[str]:
    yield from (f"$: has no {name}" for name in ("fallbackText", "lang", "version", "body") if not card.get(name))
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le"))
    if size > SIZE_LIMIT:
        yield f"$: is {size} bytes in UTF-16; {SIZE_LIMIT} is the limit"
    texts = [place for place in places(card.get("body", []), "$.body") if place.type == "TextBlock"]
    if not texts:
        yield "$.body: has no heading"
    elif texts[0].node.get("style") != "heading":
        yield f'{texts[0].path}: the first text block is the card\'s title: give it style "heading"'


def version(place: Place) -> Iterator[str]:
    found = re.fullmatch(r"(\d+)\.(\d+)", str(place.node.get("version", "1.0")))
    if place.type == "AdaptiveCard" and (not found or (int(found[1]), int(found[2])) > NEWEST_VERSION):
        yield f"{place.path}.version: Teams takes 1.5 or earlier"


def what_it_must_hold(place: Place) -> Iterator[str]:
    for name in REQUIRED.get(place.type, ()):
        is_icon = name == "title" and (
            place.node.get("iconUrl") or place.path.endswith(("selectAction", "refresh.action"))
        )
        if not place.node.get(name) and not is_icon:
            yield f"{place.path}: {place.type} has no {name}"
    for name in ("title", "value"):
        for key in ("facts", "choices"):
            rows = cast("list[Node]", place.node.get(key, []))
            yield from (f"{place.path}.{key}[{n}]: has no {name}" for n, row in enumerate(rows) if name not in row)


def inputs(place: Place) -> Iterator[str]:
    if not place.type.startswith("Input."):
        return
    if not place.node.get("id"):
        yield f"{place.path}: an input without an id is neither checked nor sent"
    if not place.node.get("label"):
        yield f"{place.path}: an input without a label is not read aloud"
    if place.node.get("isRequired") and not place.node.get("errorMessage"):
        yield f"{place.path}: a required input needs an errorMessage that says what to do"


def pictures(place: Place) -> Iterator[str]:
    if place.type in {"Image", "Media"} and not place.node.get("altText"):
        yield f"{place.path}: {place.type} has no altText"


def fallbacks(place: Place) -> Iterator[str]:
    fallback = place.node.get("fallback")
    if place.type == "Action.Execute" and not place.path.endswith(".refresh.action"):
        submit = cast("Node", fallback) if isinstance(fallback, dict) else {}
        if submit.get("type") != "Action.Submit":
            yield f"{place.path}: Action.Execute needs an Action.Submit fallback for older clients"
        elif submit.get("title") != place.node.get("title"):
            yield f"{place.path}.fallback: the fallback button must carry the same title"
    elif place.type not in KNOWN_AT_1_2 | JUDGED_ELSEWHERE and not fallback:
        yield f"{place.path}: {place.type} is newer than 1.2 and needs a fallback that a phone can draw"


def links(place: Place) -> Iterator[str]:
    if place.type == "Action.OpenUrl" and not WEB_ADDRESS.match(str(place.node.get("url", ""))):
        yield f"{place.path}.url: only a web address is opened"


def measures(place: Place) -> Iterator[str]:
    if place.type == "Column" and not WIDTH.match(str(place.node.get("width", "auto"))):
        yield f"{place.path}.width: {place.node['width']!r} is not auto, stretch, a weight or pixels"
    if "minHeight" in place.node and not PIXELS.match(str(place.node["minHeight"])):
        yield f"{place.path}.minHeight: {place.node['minHeight']!r} is not pixels"


def one_id_once(card: Node) -> Iterator[str]:
    seen: dict[str, int] = {}
    for place in places(card):
        name = place.node.get("id")
        # A fallback is drawn instead of its owner, never beside it: it may carry the same id.
        instead = place.path.endswith(".fallback") and place.owner is not None and place.owner.get("id") == name
        if isinstance(name, str) and name and not instead:
            seen[name] = seen.get(name, 0) + 1
            if seen[name] > 1:
                yield f"{place.path}.id: {name!r} is used {seen[name]} times"


def targets_exist(card: Node) -> Iterator[str]:
    ids = {place.node.get("id") for place in places(card)}
    for place in places(card):
        rows = cast("list[object]", place.node.get("targetElements", []))
        for target, position in zip(rows, count(), strict=False):
            name = cast("Node", target).get("elementId") if isinstance(target, dict) else target
            if name not in ids:
                yield f"{place.path}.targetElements[{position}]: nothing has the id {name!r}"


OF_A_PLACE: tuple[Callable[[Place], Iterator[str]], ...] = (
    version,
    what_it_must_hold,
    inputs,
    pictures,
    fallbacks,
    links,
    measures,
)


def nothing_wipes_what_is_typed(card: Node) -> Iterator[str]:
    """A card that draws itself anew, or is kept current, would empty its inputs under somebody's fingers."""
    kept = "refresh" in card or any(str(place.node.get("id")).startswith(KEPT_CURRENT) for place in places(card))
    typed = [place for place in places(card.get("body", []), "$.body") if place.type.startswith("Input.")]
    if kept:
        yield from (f"{place.path}: an input in a card that is drawn anew loses what is typed" for place in typed)


def inputs_in_sight(card: Node) -> Iterator[str]:
    for place in places(card):
        if place.node.get("isVisible") is False:
            hidden = [one for one in places(place.node, place.path) if one.type.startswith("Input.")]
            yield from (f"{one.path}: nobody fills in what is hidden behind a button" for one in hidden)


def few_buttons(card: Node) -> Iterator[str]:
    """Teams draws six and puts the others behind three dots, where nobody looks on a phone."""
    asks = [place for place in places(card.get("body", [])) if place.type == "Action.Execute"]
    if len(asks) > MOST_BUTTONS:
        yield f"$: asks with {len(asks)} buttons; {MOST_BUTTONS} is the most"


OF_A_CARD: tuple[Callable[[Node], Iterator[str]], ...] = (
    the_card_as_a_whole,
    one_id_once,
    targets_exist,
    nothing_wipes_what_is_typed,
    inputs_in_sight,
    few_buttons,
)


def house_problems(card: Node) -> Iterator[str]:
    """What Teams would draw and a person could not use, each with its path."""
    for rule in OF_A_CARD:
        yield from rule(card)
    for place in places(card):
        for rule in OF_A_PLACE:
            yield from rule(place)
