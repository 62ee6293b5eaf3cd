"""A process of its own at work on the store, to be raced or killed: `python -m tests.store.at_work DEED URL`.

Each deed prints a line when it has got somewhere; those that are to be killed then wait for a word that never comes.
"""

from __future__ import annotations

import sys

from hub.effects import Destination
from store.deliveries import Deliveries
from store.engines import StoreSettings
from store.unit_of_work import SqlStore, open_store
from tests.hub.builders import MONDAY, a_case
from tests.store.delivering import HUB_CARD, LEASE_S, second


def say(word: object) -> None:
    """The word is on standard output, where the test reads it."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def open_it(_store: SqlStore) -> None:
    """The store was opened, which is all."""
    say("open")


def take_numbers(store: SqlStore) -> None:
    """Fifty numbers are taken, each in a transaction of its own."""
    for _ in range(50):
        with store.begin() as uow:
            number = uow.cases.next_number(2026)
        say(number)


def stop_in_a_transaction(store: SqlStore) -> None:
    """A transaction has done everything but end."""
    with store.begin() as uow:
        uow.cases.next_number(2026)
        uow.cases.add(a_case())
        uow.inbox.record("card:1", result="PF-2026-0001", at=MONDAY)
        uow.outbox.add(HUB_CARD, at=MONDAY)
        say("in the transaction")
        sys.stdin.read()


def stop_while_delivering(store: SqlStore) -> None:
    """An effect has been claimed and is neither done nor given back."""
    Deliveries(store).claim(Destination.TEAMS, at=second(0), limit=1, lease_s=LEASE_S, claimant="killed")
    say("claimed")
    sys.stdin.read()


def main() -> None:
    """The deed of the command line is done on the store of the command line."""
    deed, url = sys.argv[1:]
    store = open_store(StoreSettings(url=url))
    {do.__name__: do for do in (open_it, take_numbers, stop_in_a_transaction, stop_while_delivering)}[deed](store)


if __name__ == "__main__":
    main()
