"""A card can be filled in as far as the Teams client lets a person."""

from typing import Any

import pytest

from local365.filling_in import CannotDoError, filled_in
from tests.local365.cards import field

KINDS = [{"title": "Idea", "value": "idea"}, {"title": "Problem", "value": "problem"}]


@pytest.mark.parametrize(
    ("one", "typed", "sent"),
    [
        (field("x", value="was"), {}, {"x": "was"}),
        (field("x", value="was"), {"x": "is"}, {"x": "is"}),
        (field("x", value="was"), {"x": ""}, {}),
        (field("x"), {}, {}),
        (field("x", "Input.Toggle"), {}, {"x": "false"}),
        (field("x", "Input.Toggle", valueOn="yes", isRequired=True), {"x": "yes"}, {"x": "yes"}),
        (field("x", "Input.ChoiceSet", choices=KINDS), {"x": "Idea"}, {"x": "idea"}),
        (field("x", "Input.ChoiceSet", choices=KINDS), {"x": "problem"}, {"x": "problem"}),
        (
            field("x", "Input.ChoiceSet", choices=KINDS, isMultiSelect=True),
            {"x": "idea,problem"},
            {"x": "idea,problem"},
        ),
        (field("x", "Input.ChoiceSet", **{"choices.data": {"type": "Data.Query"}}), {"x": "id"}, {"x": "id"}),
        (field("x", "Input.Number", min=1, max=5), {"x": "5"}, {"x": "5"}),
        (field("x", "Input.Date", min="2026-01-01"), {"x": "2026-01-01"}, {"x": "2026-01-01"}),
        (field("x", "Input.Time"), {"x": "09:30"}, {"x": "09:30"}),
        (field("x", maxLength=3), {"x": "abc"}, {"x": "abc"}),
        (field("x", regex="^PF-"), {"x": "PF-1"}, {"x": "PF-1"}),
    ],
)
def test_what_can_be_typed_is_sent(one: dict[str, Any], typed: dict[str, str], sent: dict[str, str]) -> None:
    assert filled_in([one], typed) == sent


@pytest.mark.parametrize(
    ("one", "typed", "sentence"),
    [
        (field("x", isRequired=True, errorMessage="Say what happens"), {}, "X is required: Say what happens"),
        (field("x", "Input.Toggle", isRequired=True), {}, "X is required"),
        (field("x", maxLength=3), {"x": "abcd"}, "at most 3 characters can be typed, not 4"),
        (field("x", regex="^PF-"), {"x": "AB-1"}, "'AB-1' is not of the form \\^PF-"),
        (field("x", "Input.Number", max=5), {"x": "6"}, "6.0 is above 5"),
        (field("x", "Input.Number", min=1), {"x": "0"}, "0.0 is below 1"),
        (field("x", "Input.Number"), {"x": "six"}, "'six' is no number"),
        (field("x", "Input.Date"), {"x": "1 May"}, "'1 May' is not of the form"),
        (field("x", "Input.Date", max="2026-01-01"), {"x": "2026-01-02"}, "2026-01-02 is above 2026-01-01"),
        (field("x", "Input.ChoiceSet", choices=KINDS), {"x": "Other"}, "'Other' is none of the choices idea, problem"),
        (field("x"), {"y": "1", "z": "2"}, "There is no input y, z in the card; there are: x"),
    ],
)
def test_what_cannot_be_typed_is_refused(one: dict[str, Any], typed: dict[str, str], sentence: str) -> None:
    with pytest.raises(CannotDoError, match=sentence):
        filled_in([one], typed)
