"""A person fills in a card as far as the Teams client lets them.

The rules are those of Microsoft's renderer (npm `adaptivecards` 3.0.6): an empty input is not sent, a required one
stops the press, a longer text than `maxLength` cannot be typed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from local365.wire import Json


class CannotDoError(AssertionError):
    """What a person in Teams could not do either; the sentence says why, and what they could do instead."""


def filled_in(fields: Sequence[Json], typed: Mapping[str, str], *, forged: bool = False) -> dict[str, str]:
    """What the client sends: prefilled values as they stand, unless typed over. `forged`: the client checks nothing."""
    ids = [str(one["id"]) for one in fields]
    unknown = sorted(set(typed) - set(ids))
    if unknown and not forged:
        raise CannotDoError(
            f"There is no input {', '.join(unknown)} in the card; there are: {', '.join(ids) or 'none'}"
        )
    values = {str(one["id"]): str(one.get("value", _off(one))) for one in fields}
    if forged:
        return _sent(values | dict(typed))
    for one in fields:
        if one["id"] in typed:
            values[one["id"]] = _typed(one, typed[one["id"]])
        _check(one, values[one["id"]])
    return _sent(values)


def _sent(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _off(field: Json) -> str:
    return str(field.get("valueOff", "false")) if field["type"] == "Input.Toggle" else ""


def _typed(field: Json, value: str) -> str:
    """The value as the input takes it: a choice by its title or its value."""
    if field["type"] != "Input.ChoiceSet":
        return value
    choices = cast("list[Json]", field.get("choices", []))
    by_title = {str(one.get("title")): str(one.get("value")) for one in choices}
    return by_title.get(value, value)


def _check(field: Json, value: str) -> None:
    name = f"{field.get('label') or field['id']}"
    if field.get("isRequired") and (
        not value or (field["type"] == "Input.Toggle" and value != field.get("valueOn", "true"))
    ):
        raise CannotDoError(f"{name} is required: {field.get('errorMessage') or 'the card says no more'}")
    check = CHECKS.get(field["type"])
    reason = check(field, value) if check is not None and value else None
    if reason is not None:
        raise CannotDoError(f"{name}: {reason}. {field.get('errorMessage', '')}".strip())


def _text(field: Json, value: str) -> str | None:
    if "maxLength" in field and len(value) > field["maxLength"]:
        return f"at most {field['maxLength']} characters can be typed, not {len(value)}"
    if field.get("regex") and re.search(field["regex"], value) is None:
        return f"{value!r} is not of the form {field['regex']}"
    return None


def _number(field: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return f"{value!r} is no number"
    return _within(field, number, float)


def _date_or_time(field: Json, value: str) -> str | None:
    form = r"\d{4}-\d\d-\d\d" if field["type"] == "Input.Date" else r"\d\d:\d\d"
    return _within(field, value, str) if re.fullmatch(form, value) else f"{value!r} is not of the form {form}"


def _within(field: Json, value: Any, kind: Callable[[Any], Any]) -> str | None:
    if "min" in field and value < kind(field["min"]):
        return f"{value} is below {field['min']}"
    return f"{value} is above {field['max']}" if "max" in field and value > kind(field["max"]) else None


def _choice(field: Json, value: str) -> str | None:
    if "choices.data" in field:
        return None
    known = [str(one["value"]) for one in cast("list[Json]", field.get("choices", []))]
    chosen = value.split(",") if field.get("isMultiSelect") else [value]
    wrong = [one for one in chosen if one not in known]
    return f"{wrong[0]!r} is none of the choices {', '.join(known)}" if wrong else None


CHECKS: Mapping[str, Callable[[Json, str], str | None]] = {
    "Input.Text": _text,
    "Input.Number": _number,
    "Input.Date": _date_or_time,
    "Input.Time": _date_or_time,
    "Input.ChoiceSet": _choice,
}
