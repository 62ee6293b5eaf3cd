"""One line in the log for each minute in which the Graph edge had something to do or to suffer."""

from __future__ import annotations

from typing import Any

from structlog.testing import capture_logs

from local365.faults import Fault
from sync.graph.batch import BatchRequest, send_batch
from tests.journeys.force import Force


def minutes(logs: list[Any]) -> list[Any]:
    return [line for line in logs if line["event"] == "graph_minute"]


async def a_minute(here: Force) -> None:
    await here.worker.turn()
    here.clock.forward(seconds=60)
    await here.worker.turn()


async def test_a_minute_with_work_is_told_with_what_it_cost(here: Force) -> None:
    await here.settle()
    await a_minute(here)
    with capture_logs() as logs:
        await here.sends_in(here.birch)
        await a_minute(here)

    [line] = minutes(list(logs))
    assert line["seconds"] >= 60
    assert line["done"] > 0
    assert line["units"] >= 2  # one row was created, which costs two
    assert line["calls"] > 0
    assert (line["throttled"], line["write_lag_s"], line["subscription_expires"]) == (0, None, None)
    assert 0 <= line["read_age_s"] <= 60
    assert "Sample" not in str(line)


async def test_a_quiet_minute_writes_no_line(here: Force) -> None:
    await here.settle()
    await a_minute(here)
    with capture_logs() as logs:
        await a_minute(here)

    assert minutes(list(logs)) == []


async def test_throttling_and_what_waits_because_of_it_are_told(here: Force) -> None:
    await here.settle()
    await a_minute(here)
    here.m365.tenant.faults.add(
        Fault(method="POST", path="*/items", status=429, headers={"Retry-After": "600"}, times=100)
    )
    with capture_logs() as logs:
        await here.sends_in(here.birch)
        await a_minute(here)

    [line] = minutes(list(logs))
    assert line["throttled"] >= 1
    assert line["write_lag_s"] >= 60
    assert 0 < line["shut_s"] <= 600


async def test_a_throttled_answer_and_a_throttled_part_of_a_batch_count_alike(here: Force) -> None:
    graph, path = here.service.graph, f"{here.worker.guard.rows.path}/columns"
    for _ in range(2):
        here.m365.tenant.faults.add(Fault(path="*/columns", status=429, headers={"Retry-After": "0"}))
    graph.gate.tally()
    await graph.get(path)  # the second attempt meets the second fault, the third an answer
    assert (graph.gate.tally().throttled, graph.gate.tally().calls) == (2, 0)

    here.m365.tenant.faults.add(Fault(path="*/columns", status=429, headers={"Retry-After": "0"}))
    answers = await send_batch(graph, [BatchRequest(id="1", method="GET", path=path)])
    assert (answers["1"].failure, graph.gate.tally().throttled) == (None, 1)
