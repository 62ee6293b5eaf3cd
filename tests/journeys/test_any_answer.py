"""Whatever becomes of Graph's answers on the way, nothing crashes, and in the end list and cases are the same."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from local365.server import Local365
from tests.journeys.force import Force, force
from tests.journeys.test_forms import ANSWERS
from tests.journeys.unreliable import unreliable

ROUNDS = 20
ONE_IN = 6


async def a_few_minutes(here: Force) -> None:
    """The workers have turned now and then, however that went."""
    for _ in range(5):
        here.clock.forward(seconds=45)
        await here.worker.turn()
        await here.service.teams.deliver_due()


@pytest.mark.parametrize("seed_of_chance", [1, 2])
async def test_no_answer_of_graph_breaks_the_worker(m365: Local365, tmp_path: Path, seed_of_chance: int) -> None:
    host, _, version = m365.graph_url.rpartition("/")
    async with (
        unreliable(host, seed_of_chance) as graph,
        force(m365, tmp_path, graph_url=f"{graph.url}/{version}") as here,
    ):
        await here.sends_in(here.birch)
        row = await here.row()
        with capture_logs() as logs:
            for number in range(ROUNDS):
                graph.one_in = ONE_IN
                await here.office.responds(email=None, name="", answers=[ANSWERS[0], f"Idea {number}", *ANSWERS[2:]])
                await here.maple.edits("Cases", row.id, HubNotes=f"note {number}")
                await a_few_minutes(here)
                graph.one_in = 0
                await a_few_minutes(here)
            here.clock.forward(hours=2)
            await here.settle()

        assert graph.changes > ROUNDS
        assert [line for line in logs if "exc_info" in line] == []
        titles = [row.fields["Title"] for row in await here.office.rows("Cases")]
        assert sorted(titles) == sorted([row.fields["Title"], *(f"Idea {number}" for number in range(ROUNDS))])
        assert f"note {ROUNDS - 1}" in (await here.hub_cards())[0].reads
