"""Microsoft's card models read as a strict grammar: what the models tolerate, this names.

The models of `microsoft-teams-cards` keep unknown properties in silence, so they are used here
as a table of types, properties and closed sets, and never to parse.
"""

import inspect
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin

from microsoft_teams.cards import core
from pydantic import BaseModel

Model = type[core.SerializableObject]

# Types that only stand inside their owner; in a body they are not drawn.
PARTS = frozenset({"AdaptiveCard", "Column", "TableRow", "TableCell", "CarouselPage", "TextRun", "IconRun", "ImageRun"})
RUNS = frozenset({"TextRun", "IconRun", "ImageRun"})
# Microsoft's page on full-width cards writes "Full", the generated models "full"; Teams takes both.
SPELLINGS = {"width": {"Full": "full"}}


class Kind(StrEnum):
    ELEMENT = "element"
    ACTION = "action"
    LAYOUT = "layout"


BASES: dict[object, Kind] = {
    core.CardElement: Kind.ELEMENT,
    core.Action: Kind.ACTION,
    core.ContainerLayout: Kind.LAYOUT,
}


def _models() -> dict[str, list[Model]]:
    found: dict[str, list[Model]] = {}
    for _, model in inspect.getmembers(core, inspect.isclass):
        if issubclass(model, core.SerializableObject) and "type" in model.model_fields:
            found.setdefault(str(model.model_fields["type"].default), []).append(model)
    return found


MODELS = _models()


def properties(model: type[BaseModel]) -> dict[str, object]:
    """Every property by its name in JSON, with the annotation that says what it may hold."""
    named: dict[str, object] = {
        field.serialization_alias or name: field.annotation for name, field in model.model_fields.items()
    }
    if model is core.AdaptiveCard:
        named["$schema"] = named.pop("schema")  # the models of 2.1.1 lost the dollar sign
    return named


def shape_problems(value: object, expected: object, path: str) -> Iterator[str]:
    """Every place where the value is not what the annotation allows; nothing when it fits."""
    origin = get_origin(expected)
    if value is None:
        yield f"{path}: is null; leave the property out"
    elif expected is Any:
        return
    elif origin is Annotated:
        yield from shape_problems(value, get_args(expected)[0], path)
    elif origin in {Union, UnionType}:
        yield from _union(value, [option for option in get_args(expected) if option is not NoneType], path)
    elif origin is Literal:
        yield from _closed_set(value, get_args(expected), path)
    elif origin in {list, dict}:
        yield from _collection(value, expected, path)
    else:
        yield from _single(value, expected, path)


def _union(value: object, options: list[object], path: str) -> Iterator[str]:
    tried = [list(shape_problems(value, option, path)) for option in options]
    if not any(not problems for problems in tried):
        # The alternative that went deepest is the one the author meant.
        yield from max(tried, key=lambda problems: max(len(problem.split(":")[0]) for problem in problems))


def _closed_set(value: object, allowed: tuple[object, ...], path: str) -> Iterator[str]:
    spelt = SPELLINGS.get(path.rsplit(".", 1)[-1], {}).get(str(value), value)
    if spelt not in allowed:
        yield f"{path}: {value!r} is not one of {', '.join(map(str, allowed))}"


def _collection(value: object, expected: object, path: str) -> Iterator[str]:
    inner = get_args(expected)[-1]
    if get_origin(expected) is dict and isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from shape_problems(item, inner, f"{path}.{key}")
    elif get_origin(expected) is list and isinstance(value, list):
        for position, item in enumerate(cast("list[object]", value)):
            yield from shape_problems(item, inner, f"{path}[{position}]")
    else:
        yield f"{path}: {value!r} is not {expected}"


def _single(value: object, expected: object, path: str) -> Iterator[str]:
    if expected in BASES:
        yield from _polymorphic(value, cast(Model, expected), path)
    elif inspect.isclass(expected) and issubclass(expected, core.SerializableObject):
        yield from _object(value, [expected], path)
    elif expected is float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{path}: {value!r} is not a number"
    elif not isinstance(value, cast("type", expected)):
        yield f"{path}: {value!r} is not a {getattr(expected, '__name__', expected)}"


def _polymorphic(value: object, base: Model, path: str) -> Iterator[str]:
    kind = BASES[base]
    if not isinstance(value, dict):
        yield f"{path}: is not an {kind}"
        return
    name = str(cast("dict[str, object]", value).get("type", ""))
    models = [model for model in MODELS.get(name, []) if issubclass(model, base)]
    if not models:
        yield f"{path}: unknown {kind} type {name!r}"
    elif name in PARTS and not (name in RUNS and ".inlines[" in path[-14:]):
        yield f"{path}: {name} only stands inside its owner"
    else:
        yield from _object(cast("object", value), models, path)


def _object(value: object, models: list[Model], path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: is not an object"
        return
    known: dict[str, object] = {}
    for model in models:
        known |= properties(model)
    node = cast("dict[str, object]", value)
    title = node.get("type") or models[0].__name__
    for key, inner in node.items():
        if key in known:
            yield from shape_problems(inner, known[key], f"{path}.{key}")
        else:
            yield f"{path}.{key}: {title} has no such property"


def card_problems(card: object) -> Iterator[str]:
    """What no Adaptive Card of Microsoft's grammar holds: unknown types, properties and values, each with its path."""
    yield from _object(card, [core.AdaptiveCard], "$")
