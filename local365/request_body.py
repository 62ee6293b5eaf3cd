"""Values out of a control-plane request's JSON, or a sentence that says what is wrong with it."""

from typing import cast

from local365.control_errors import ControlError
from local365.wire import Json


def text(body: Json, name: str) -> str:
    """The text under `name`."""
    value = body.get(name)
    if not isinstance(value, str):
        raise ControlError(400, f"{name!r} has to be a text; it is {value!r}")
    return value


def optional_text(body: Json, name: str) -> str | None:
    """The text under `name`; None when there is none."""
    return None if body.get(name) is None else text(body, name)


def boolean(body: Json, name: str) -> bool:
    """The truth value under `name`; False when there is none."""
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise ControlError(400, f"{name!r} has to be true or false; it is {value!r}")
    return value


def object_in(body: Json, name: str) -> Json:
    """The object under `name`."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise ControlError(400, f"{name!r} has to be an object; it is {value!r}")
    return cast("Json", value)


def texts(body: Json, name: str) -> list[str]:
    """The texts under `name`."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[object]", value)):
        raise ControlError(400, f"{name!r} has to be a list of texts; it is {value!r}")
    return cast("list[str]", value)
