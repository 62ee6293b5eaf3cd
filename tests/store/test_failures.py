"""What becomes of an effect whose delivery failed."""

from __future__ import annotations

from hub.effects import Destination
from hub.errors import DeliveryFailed, FailureKind
from store.deliveries import Deliveries
from store.unit_of_work import SqlStore
from tests.store.delivering import HUB_CARD, OTHER_HUB_CARD, ROW, add, claim, effects, second


def fail(store: SqlStore, kind: FailureKind, retry_after_s: float | None = None) -> None:
    """The hub card of case ONE was added, claimed and failed, all at second 0."""
    add(store, HUB_CARD)
    failure = DeliveryFailed("a code", kind=kind, retry_after_s=retry_after_s)
    Deliveries(store).failed(claim(store)[0], failure, at=second(0))


def test_a_passing_failure_is_delivered_again_after_the_wait_it_names(store: SqlStore) -> None:
    fail(store, FailureKind.TRANSIENT, retry_after_s=30)

    assert (effects(claim(store, at=29)), effects(claim(store, at=30))) == ([], [HUB_CARD])


def test_a_lasting_failure_is_parked_with_its_code(store: SqlStore, deliveries: Deliveries) -> None:
    fail(store, FailureKind.PERMANENT)

    assert [(one.effect, one.reason) for one in deliveries.parked()] == [(HUB_CARD, "a code")]


def test_a_wrong_setting_pauses_its_destination_and_no_other(store: SqlStore) -> None:
    fail(store, FailureKind.CONFIG)
    add(store, OTHER_HUB_CARD, ROW)

    assert effects(claim(store, at=59)) == []
    assert effects(claim(store, at=59, destination=Destination.SHAREPOINT)) == [ROW]
    assert set(effects(claim(store, at=60))) == {HUB_CARD, OTHER_HUB_CARD}
