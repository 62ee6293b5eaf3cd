"""Reading JSON bodies: each function gives a typed value or refuses with 400."""

from typing import Any, cast

import orjson

from local365.graph_errors import invalid_request
from local365.graph_wire import Json


def is_json(content_type: str) -> bool:
    """True for `application/json`, in any case and with any parameters."""
    return content_type.partition(";")[0].strip().lower() == "application/json"


def body_object(content: bytes, content_type: str) -> Json:
    """The JSON object of a request body. 400 when it is none, or is not declared as JSON."""
    if not is_json(content_type):
        raise invalid_request("Write requests need a JSON body and the header 'Content-Type: application/json'")
    try:
        return object_at(orjson.loads(content), "the body")
    except orjson.JSONDecodeError as error:
        raise invalid_request(
            "Unable to read JSON request payload. Please ensure Content-Type header is set"
        ) from error


def object_at(value: Any, name: str) -> Json:
    """The value as an object."""
    if not isinstance(value, dict):
        raise invalid_request(f"'{name}' must be an object")
    return cast("Json", value)


def list_at(value: Any, name: str) -> list[Any]:
    """The value as a list."""
    if not isinstance(value, list):
        raise invalid_request(f"'{name}' must be a list")
    return cast("list[Any]", value)


def optional_object(body: Json, name: str) -> Json:
    """The object under the name; an empty one when there is none."""
    return {} if body.get(name) is None else object_at(body[name], name)


def optional_list(body: Json, name: str) -> list[Any]:
    """The list under the name; an empty one when there is none."""
    return [] if body.get(name) is None else list_at(body[name], name)


def text_at(body: Json, name: str) -> str:
    """The text under the name, which must be there and not be empty."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise invalid_request(f"'{name}' must be a text")
    return value


def check_names(body: Json, known: frozenset[str], kind: str) -> None:
    """Nothing happens when the body has only properties of Microsoft's type. 400 otherwise."""
    unknown = [name for name in body if name not in known and "@odata" not in name]
    if unknown:
        raise invalid_request(f"Could not find a property named '{unknown[0]}' on type 'microsoft.graph.{kind}'.")
