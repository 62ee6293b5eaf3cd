"""One response comes in by three doors at the same moment: it is one case, with its newest words, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hub.cases import CaseNumber
from hub.submissions import Door
from hub.usecases.responses import Incoming, take_response
from store.unit_of_work import SqlStore
from tests.hub.builders import BIRCH, MONDAY, a_submission

RESPONSES = 12  # each a race of its own
NEWEST = "Shed burglaries by the river"


def by_three_doors(number: int) -> tuple[Incoming, Incoming, Incoming]:
    """A push, its row that was edited since, and an export of before the edit."""
    name, sent = f"same-day:{number}:birch:2026-11-02", a_submission(door=Door.FORM)
    start, first, edited = (f"response:{number}:{end}" for end in ("start", "=first", "=edited"))
    push = Incoming(keys=(f"push:form:{number}", name, first), submission=sent, submitter=BIRCH, at=MONDAY)
    export = replace(push, keys=(start, first), pushed_as=name)
    row = replace(export, keys=(start, edited), submission=replace(sent, title=NEWEST), edited="2026-11-02T10:00")
    return push, row, export


def test_by_whichever_door_it_comes_first_a_response_is_one_case_with_its_newest_words(store: SqlStore) -> None:
    def taken(incoming: Incoming) -> CaseNumber:
        return take_response(store, incoming)[0].number

    with ThreadPoolExecutor(3) as doors:
        numbers = [set(doors.map(taken, by_three_doors(number))) for number in range(RESPONSES)]

    assert [len(of_one) for of_one in numbers] == [1] * RESPONSES
    with store.read() as uow:
        assert {uow.cases.get(number).title for [number] in numbers} == {NEWEST}
