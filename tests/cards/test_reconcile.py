"""Every difference has a sentence, and says what settles it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from cards import deliveries
from cards.reconcile import could_not_look, explained, outcome, settled_by, sides
from hub.effects import Effect, NoticeId, SendNotice, UpdateHubCard
from hub.ports import Surface
from hub.reach import Unreachable
from hub.reconcile import Difference, Kind
from tests.hub.builders import BIRCH, MONDAY
from tests.hub.test_reconcile import ONE, a_waiting, parked


def a_difference(kind: Kind) -> Difference:
    return Difference(
        kind=kind,
        case=ONE,
        item="7",
        response="12",
        columns=("Theme", "Hub notes"),
        surface=Surface.RECEIPT,
        shown=2,
        now=3,
        waiting=parked(UpdateHubCard(case=ONE), "the hub has no channel"),
        person=BIRCH,
        why=Unreachable.BLOCKED,
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_class_has_a_whole_sentence_and_a_remedy(kind: Kind) -> None:
    one = a_difference(kind)

    assert explained(one).endswith(".")
    assert explained(one)[0].isupper()
    assert settled_by(one) != ""


def test_a_parked_delivery_names_the_command_that_releases_it() -> None:
    assert settled_by(a_difference(Kind.PARKED)) == (
        f"Settle the reason, then: prevention-first release --case {ONE} --reason 'the hub has no channel'"
    )


def test_a_card_that_shows_a_promise_as_kept_is_said_to() -> None:
    one = replace(a_difference(Kind.CARD_OLDER), shown=3)

    assert explained(one) == "The receipt shows the promise as kept, and its day has passed."


@pytest.mark.parametrize("effect", [kind for kind in get_args(Effect) if kind is not SendNotice])
def test_every_delivery_has_a_name(effect: type[Effect]) -> None:
    assert deliveries.what(object.__new__(effect)).startswith(("The ", "An "))


def test_a_delivery_says_where_it_stands() -> None:
    notice = a_waiting(SendNotice(case=ONE, notice=NoticeId("PF-2026-0001-2-guidance")))
    tried = replace(notice, attempts=2, reason="teams.502", unsure=True, due_at=MONDAY + timedelta(minutes=1))

    assert deliveries.stands(notice) == (
        "waits since Mon 23 Nov 2026 09:30; tried 0 times, next try not before Mon 23 Nov 2026 09:30."
    )
    assert deliveries.stands(tried) == (
        "waits since Mon 23 Nov 2026 09:30 because: teams.502; tried 2 times, next try not before Mon 23 Nov 2026 "
        "09:31. An attempt may have delivered it; that is looked up first."
    )
    assert "behind everything" in deliveries.stands(replace(notice, background=True))
    assert deliveries.stands(replace(notice, claimed=True, attempts=1)) == (
        "being delivered, since Mon 23 Nov 2026 09:30; tried 1 time, and taken up again at Mon 23 Nov 2026 09:30 "
        "at the latest."
    )


def test_the_end_is_said_with_what_is_still_under_way() -> None:
    assert outcome(differences=0, under_way=0, unproved=False) == "All equal."
    assert outcome(differences=2, under_way=0, unproved=False) == "2 differences left."
    assert outcome(differences=0, under_way=1, unproved=False).startswith("All equal. 1 delivery under way")
    assert outcome(differences=0, under_way=2, unproved=True).startswith("Nothing else differs. 2 deliveries under way")


def test_without_a_form_the_sides_say_so() -> None:
    said = sides(responses=None, cases=1, rows=2, hub_cards=1, receipts=0)

    assert said == "no Form, 1 case, 2 list rows, 1 hub card and 0 receipts shown."


def test_what_could_not_be_looked_at_is_neither_equal_nor_different() -> None:
    assert could_not_look("graph.503").startswith("Could not look: graph.503.")
