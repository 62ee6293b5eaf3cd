"""Reading Graph's documents strictly: what is not as expected is an error, never half an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from hub.errors import DeliveryFailed, FailureKind

JsonObject: TypeAlias = dict[str, Any]


def unexpected(what: str) -> DeliveryFailed:
    """The error for a document of another shape than Microsoft publishes; reading later may find it whole."""
    return DeliveryFailed(f"graph.shape.{what}", kind=FailureKind.TRANSIENT)


def text(document: Mapping[str, Any], name: str) -> str:
    """The text under `name`, not empty."""
    found = document.get(name)
    if isinstance(found, str) and found:
        return found
    raise unexpected(name)


def maybe_text(document: Mapping[str, Any], name: str) -> str | None:
    """The text under `name`; None when it is absent, null or empty."""
    return None if document.get(name) in (None, "") else text(document, name)


def mapping(document: Mapping[str, Any], name: str) -> JsonObject:
    """The object under `name`."""
    found = document.get(name)
    if isinstance(found, dict):
        return cast("JsonObject", found)
    raise unexpected(name)


def maybe_mapping(document: Mapping[str, Any], name: str) -> JsonObject | None:
    """The object under `name`; None when it is absent or null."""
    return None if document.get(name) is None else mapping(document, name)


def objects(document: Mapping[str, Any], name: str) -> list[JsonObject]:
    """The objects listed under `name`; may be empty."""
    found = cast("object", document.get(name))
    if isinstance(found, list) and all(isinstance(each, dict) for each in cast("list[object]", found)):
        return cast("list[JsonObject]", found)
    raise unexpected(name)


def maybe_texts(document: Mapping[str, Any], name: str) -> list[str]:
    """The texts listed under `name`; empty when it is absent or null."""
    found = cast("object", document.get(name) or [])
    if isinstance(found, list) and all(isinstance(each, str) for each in cast("list[object]", found)):
        return cast("list[str]", found)
    raise unexpected(name)
