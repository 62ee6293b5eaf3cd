"""A fault of ours: whoever asked hears that it did not work, and whoever runs the product sees what waits."""

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from hub.effects import AnswerActivity
from local365.seen import SeenMessage
from tests.journeys.force import Force

SORRY = "Something went wrong on our side"
ANY_MESSAGE = "/connector/v3/conversations/*/activities*"


@contextmanager
def a_broken_store(here: Force) -> Generator[None]:
    """A table is away, as after a slip in an update: what reads it meets an error that nobody foresaw."""
    rename = "ALTER TABLE {} RENAME TO {}"
    with here.service.store.database.writing() as connection:
        connection.exec_driver_sql(rename.format("drafts", "drafts_away"))
    try:
        yield
    finally:
        with here.service.store.database.writing() as connection:
            connection.exec_driver_sql(rename.format("drafts_away", "drafts"))


async def apologies(here: Force) -> list[SeenMessage]:
    """What stands in Birch's chat and says that something went wrong."""
    return [one for one in await here.birch.sees() if SORRY in one.reads]


def parked(here: Force) -> list[tuple[type, str]]:
    """What waits for a person, and why."""
    return [(type(one.effect), one.reason) for one in here.service.teams.deliveries.parked()]


async def test_whoever_wrote_hears_that_it_did_not_work_and_the_turn_waits_for_the_operator(here: Force) -> None:
    with a_broken_store(here):
        await here.birch.says("new")

    [apology] = await apologies(here)
    assert "Nothing you typed is lost" in apology.reads
    assert "Send something in" in apology.buttons
    assert parked(here) == [(AnswerActivity, "bug")]


async def test_a_released_turn_is_answered_after_all(here: Force) -> None:
    with a_broken_store(here):
        await here.birch.says("new")
    with here.service.store.begin() as uow:
        uow.outbox.release(at=here.clock())
    await here.settle()

    assert "Send it in" in (await here.birch.latest_card()).buttons
    assert (len(await apologies(here)), parked(here)) == (1, [])


async def test_a_turn_that_fails_again_brings_no_second_apology(here: Force) -> None:
    with a_broken_store(here):
        await here.birch.says("new")
        with here.service.store.begin() as uow:
            uow.outbox.release(at=here.clock())
        await here.settle()

    assert (len(await apologies(here)), parked(here)) == (1, [(AnswerActivity, "bug")])


@pytest.mark.parametrize("when", ["before", "after_commit"])
async def test_an_apology_that_teams_did_not_take_is_posted_later_and_once(here: Force, when: str) -> None:
    await here.office.goes_wrong(method="POST", path=ANY_MESSAGE, status=502, when=when)
    with a_broken_store(here):
        await here.birch.says("new")
        await here.settle()

    assert (len(await apologies(here)), parked(here)) == (1, [(AnswerActivity, "bug")])
