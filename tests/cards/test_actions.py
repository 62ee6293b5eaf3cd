"""Buttons and presses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.actions import Press, UnreadablePress, Verb, button, read_press

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def test_a_button_carries_its_verb_case_and_nonce() -> None:
    claim = button("Claim", Verb.CLAIM, case="PF-2026-0042", nonce="n-1")

    assert claim["type"] == "Action.Execute"
    assert claim["verb"] == "claim"
    assert claim["data"] == {"verb": "claim", "case": "PF-2026-0042", "nonce": "n-1"}


def test_an_older_client_gets_the_same_button_as_a_submit() -> None:
    claim = button("Claim", Verb.CLAIM, case="PF-2026-0042", primary=True, secondary=True, tooltip="Take this case")

    fallback = claim.pop("fallback")

    assert fallback == {**{key: value for key, value in claim.items() if key != "verb"}, "type": "Action.Submit"}
    assert (claim["style"], claim["mode"], claim["tooltip"]) == ("positive", "secondary", "Take this case")


def test_a_press_holds_the_inputs_apart_from_what_the_button_carried() -> None:
    data = {"verb": "ask", "case": "PF-2026-0042", "nonce": "n-1", "text": "Which gate?"}

    press = read_press(data, "ask")

    assert press == Press(verb=Verb.ASK, case="PF-2026-0042", nonce="n-1", inputs={"text": "Which gate?"})


def test_what_a_button_fills_in_itself_comes_back_as_an_input() -> None:
    reopen = button("Reopen", Verb.STATUS, case="PF-2026-0042", chosen={"status": "In progress"})

    assert read_press(reopen["data"], "status").inputs == {"status": "In progress"}


@pytest.mark.parametrize(
    ("sent", "read"),
    [("7", "7"), (7, "7"), (7.5, "7.5"), (True, "true"), (False, "false")],
)
def test_an_input_is_text_whatever_a_client_makes_of_it(sent: object, read: str) -> None:
    assert read_press({"verb": "submit", "title": sent}, None).inputs == {"title": read}


@pytest.mark.parametrize(
    "sent",
    [None, [], {}, ["a"], {"a": "b"}, pytest.param(10**5000, id="huge"), float("inf"), float("nan")],
)
def test_an_input_that_is_no_text_is_left_out(sent: object) -> None:
    assert read_press({"verb": "submit", "title": sent}, None).inputs == {}


def test_only_names_of_a_sensible_length_and_number_are_read() -> None:
    data = {"verb": "submit", "n" * 41: "left out", **{f"name-{n}": "kept" for n in range(100)}}

    inputs = read_press(data, None).inputs

    assert set(inputs.values()) == {"kept"}
    assert len(inputs) == 20


@pytest.mark.parametrize(
    ("data", "verb"),
    [
        ({"verb": "forged"}, None),
        ({}, None),
        ({"verb": 7}, None),
        ({"verb": {"claim": 1}}, None),
        ({}, "forged"),
        ({"verb": "claim", "case": "P" * 21}, "claim"),
        ({"verb": "claim", "case": 42}, "claim"),
        ({"verb": "claim", "case": None}, "claim"),
        ({"verb": "claim", "nonce": "n" * 101}, "claim"),
        ({"verb": "claim", "nonce": ["n"]}, "claim"),
        (["claim"], "claim"),
        (None, None),
        ("claim", "claim"),
    ],
)
def test_a_forged_press_is_refused_with_a_way_forward(data: object, verb: str | None) -> None:
    with pytest.raises(UnreadablePress, match="Write “new” to send something in"):
        read_press(data, verb)


@given(data=JSON, verb=st.none() | st.text() | st.sampled_from([verb.value for verb in Verb]))
def test_whatever_a_client_sends_is_read_or_refused(data: object, verb: str | None) -> None:
    try:
        press = read_press(data, verb)
    except UnreadablePress:
        return

    assert all(isinstance(name, str) and isinstance(value, str) for name, value in press.inputs.items())
    assert len(press.case) <= 20


@given(
    data=st.fixed_dictionaries({}, optional={"verb": JSON, "case": JSON, "nonce": JSON, "text": JSON}),
    verb=st.none() | st.sampled_from([verb.value for verb in Verb]),
)
def test_a_press_with_our_names_and_any_values_is_read_or_refused(data: dict[str, object], verb: str | None) -> None:
    try:
        press = read_press(data, verb)
    except UnreadablePress:
        return

    assert set(press.inputs) <= {"text"}
