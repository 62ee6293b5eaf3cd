"""The ids by which a message can be recognised."""

from __future__ import annotations

import pytest

from cards.forms import alarm_card
from cards.markers import alarm_marker, hub_card_marker, notice_marker, receipt_marker
from hub.cases import CaseNumber
from hub.effects import AlarmId, NoticeId
from hub.notices import AlarmKind
from tests.cards.gallery import gallery
from tests.cards.invented import an_alarm
from tests.cards.walk import Card

NUMBER = CaseNumber("PF-2026-0042")


def root_ids(card: Card) -> list[str]:
    return [str(element.get("id")) for element in card["body"]]


@pytest.mark.parametrize("name", [name for name in gallery() if name.startswith("hub-card-")])
def test_a_hub_card_carries_its_marker(name: str) -> None:
    assert root_ids(gallery()[name]) == [hub_card_marker(NUMBER)]


@pytest.mark.parametrize("name", [name for name in gallery() if name.startswith("receipt-")])
def test_a_receipt_carries_its_marker(name: str) -> None:
    assert root_ids(gallery()[name]) == [receipt_marker(NUMBER)]


@pytest.mark.parametrize("name", [name for name in gallery() if name.startswith("notice-")])
def test_a_notice_carries_its_marker(name: str) -> None:
    assert root_ids(gallery()[name]) == [notice_marker(NoticeId("notice-7"))]


def test_an_alarm_carries_its_marker() -> None:
    assert root_ids(alarm_card(an_alarm(AlarmKind.WORKBOOK_MISSING))) == [alarm_marker(AlarmId("alarm-3"))]


def test_no_two_markers_are_alike() -> None:
    markers = {
        hub_card_marker(NUMBER),
        receipt_marker(NUMBER),
        notice_marker(NoticeId(NUMBER)),
        alarm_marker(AlarmId(NUMBER)),
    }

    assert len(markers) == 4
