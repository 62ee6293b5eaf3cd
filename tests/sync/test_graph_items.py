"""Items are read whole or not at all, and nothing people typed is changed."""

from __future__ import annotations

from typing import Any

import pytest

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.items import EditedByApplication, EditedByPerson, list_item

BIRCH = {"user": {"id": "u1", "email": "sample.birch@force.example", "displayName": "Sample Birch"}}


def document(**changed: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": "7",
        "eTag": '"12ad05bb,3"',
        "lastModifiedDateTime": "2026-11-23T12:00:00Z",
        "lastModifiedBy": BIRCH,
        "fields": {"@odata.etag": '"12ad05bb,3"', "Title": "Lighting fails", "id": "7"},
    }
    return whole | changed


@pytest.mark.parametrize(
    "typed", ["2026-01-02", "0b5e7d0e-4a3f-4a7e-9b1a-2f1d3c4b5a69", "007", " spaced ", "=1+1", "true", "1e3", "😀"]
)
def test_text_stays_the_text_it_was(typed: str) -> None:
    assert list_item(document(fields={"Title": typed})).fields["Title"] == typed


def test_an_item_carries_its_etag_with_quotes_and_no_annotations() -> None:
    item = list_item(document())

    assert (item.id, item.etag, dict(item.fields)) == ("7", '"12ad05bb,3"', {"Title": "Lighting fails", "id": "7"})


@pytest.mark.parametrize(
    ("saved_by", "editor"),
    [
        (BIRCH, EditedByPerson(email="sample.birch@force.example", name="Sample Birch")),
        ({"application": {"id": "the-app"}}, EditedByApplication(application_id="the-app")),
        (
            {"application": {"id": "the-app"}, "user": {"displayName": "SharePoint App"}},
            EditedByApplication(application_id="the-app"),
        ),
        (BIRCH | {"application": {"id": "browser"}}, EditedByPerson(email=BIRCH["user"]["email"], name="Sample Birch")),
        ({"user": {"displayName": "System Account"}}, EditedByPerson(email=None, name="System Account")),
        (None, EditedByPerson(email=None, name=None)),
    ],
)
def test_an_item_names_who_saved_it(saved_by: Any, editor: EditedByPerson | EditedByApplication) -> None:
    assert list_item(document(lastModifiedBy=saved_by)).modified_by == editor


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"id": 7}, "id"),
        ({"id": ""}, "id"),
        ({"eTag": None}, "eTag"),
        ({"fields": None}, "fields"),
        ({"fields": []}, "fields"),
        ({"lastModifiedBy": "Sample Birch"}, "lastModifiedBy"),
        ({"lastModifiedBy": {"user": {"email": 5}}}, "email"),
    ],
)
def test_an_item_of_another_shape_is_refused_whole(changed: dict[str, Any], what: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        list_item(document(**changed))

    assert (failed.value.code, failed.value.kind) == (f"graph.shape.{what}", FailureKind.TRANSIENT)
