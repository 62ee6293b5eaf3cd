"""Twenty parts a call, a verdict for each, none lost."""

from __future__ import annotations

from typing import Any

import pytest

from hub.errors import FailureKind
from sync.graph.batch import BatchRequest, send_batch
from sync.graph.client import Graph
from sync.graph.errors import AlreadyThere, Changed, NotFound
from tests.sync.scripted import Reply, ScriptedGraph, SteppedClock

ITEMS = "/sites/s/lists/l/items"


def create(key: str, *, unique_key: bool = True) -> BatchRequest:
    return BatchRequest(id=key, method="POST", path=ITEMS, body={"fields": {}}, unique_key=unique_key)


def said(*parts: dict[str, Any]) -> Reply:
    return Reply(json={"responses": list(parts)})


def part(key: str, status: int = 201, body: Any = None, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"id": key, "status": status, "headers": named, "body": body or {"id": f"item {key}"}}


def keys_sent(scripted: ScriptedGraph) -> list[list[str]]:
    return [[each["id"] for each in seen.body["requests"]] for seen in scripted.seen]


async def test_parts_are_sent_twenty_at_a_time_and_answered_by_id(scripted: ScriptedGraph, graph: Graph) -> None:
    keys = [str(number) for number in range(45)]
    scripted.says(*[said(*[part(key) for key in reversed(keys[start : start + 20])]) for start in (0, 20, 40)])

    answers = await send_batch(graph, [create(key) for key in keys])

    assert [len(each) for each in keys_sent(scripted)] == [20, 20, 5]
    assert [answers[key].body["id"] for key in keys] == [f"item {key}" for key in keys]


async def test_of_a_writes_answer_what_we_sent_is_not_kept_and_of_a_readings_all_is(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    item = {"id": "7", "eTag": '"e,1"', "webUrl": "https://x", "fields": {"Title": "t"}}
    scripted.says(
        said(part("a", 201, item), part("b", 200, {"@odata.etag": '"e,2"', "Title": "t"}), part("c", 200, item))
    )
    change = BatchRequest(id="b", method="PATCH", path=f"{ITEMS}/1/fields", body={"Title": "t"})

    answers = await send_batch(graph, [create("a"), change, BatchRequest(id="c", method="GET", path=f"{ITEMS}/7")])

    assert answers["a"].body == {"id": "7", "eTag": '"e,1"'}
    assert answers["b"].body == {"@odata.etag": '"e,2"'}
    assert answers["c"].body == item


async def test_a_part_is_written_as_microsoft_wants_it(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(said(part("a"), part("b", 200)))
    change = BatchRequest(id="b", method="PATCH", path=f"{ITEMS}/1/fields", body={"x": 1}, headers={"If-Match": '"e"'})

    await send_batch(graph, [BatchRequest(id="a", method="GET", path=f"{ITEMS}/1"), change])

    assert scripted.seen[0].body["requests"] == [
        {"id": "a", "method": "GET", "url": f"{ITEMS}/1"},
        {
            "id": "b",
            "method": "PATCH",
            "url": f"{ITEMS}/1/fields",
            "body": {"x": 1},
            "headers": {"If-Match": '"e"', "Content-Type": "application/json"},
        },
    ]


async def test_only_the_parts_put_off_are_asked_again_after_the_longest_pause(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    scripted.says(
        said(part("a"), part("b", 429, Retry_After="3"), part("c", 503, retry_after="7")), said(part("b"), part("c"))
    )

    answers = await send_batch(graph, [create("a"), create("b"), create("c")])

    assert (keys_sent(scripted), time.at) == ([["a", "b", "c"], ["b", "c"]], 7.0)
    assert [answer.status for answer in answers.values()] == [201, 201, 201]


async def test_a_part_put_off_for_longer_than_our_patience_is_given_back_with_its_pause(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    scripted.says(said(part("a"), part("b", 429, Retry_After="600")))

    answers = await send_batch(graph, [create("a"), create("b")])

    failure = answers["b"].failure
    assert failure is not None
    assert (failure.code, failure.retry_after_s, time.slept) == ("graph.429", 600.0, [])
    assert answers["a"].failure is None


async def test_a_create_without_a_unique_key_that_may_have_happened_is_not_repeated(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    scripted.says(said(part("a", 504)))

    answers = await send_batch(graph, [create("a", unique_key=False)])

    failure = answers["a"].failure
    assert failure is not None
    assert (failure.ambiguous, len(scripted.seen)) == (True, 1)


@pytest.mark.parametrize(
    ("status", "message", "kind_of_failure"),
    [(404, "", NotFound), (412, "", Changed), (400, "Fields with unique constraints already have it", AlreadyThere)],
)
async def test_a_refusal_is_an_answer_of_its_part_alone(
    scripted: ScriptedGraph, graph: Graph, status: int, message: str, kind_of_failure: type[Exception]
) -> None:
    scripted.says(said(part("a", status, {"error": {"code": "c", "message": message}}), part("b")))

    answers = await send_batch(graph, [create("a"), create("b")])

    assert (type(answers["a"].failure), answers["b"].failure, len(scripted.seen)) == (kind_of_failure, None, 1)


async def test_a_part_that_depended_on_a_failed_one_is_given_back(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(said(part("a", 424)))

    answers = await send_batch(graph, [create("a")])

    assert (answers["a"].status, len(scripted.seen)) == (424, 1)
    assert answers["a"].failure is not None


async def test_a_part_left_out_of_the_answer_is_asked_again(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(said(part("a")), said(part("b")))

    answers = await send_batch(graph, [create("a"), create("b")])

    assert (keys_sent(scripted), answers["b"].status) == ([["a", "b"], ["b"]], 201)


async def test_a_create_left_out_of_the_answer_is_in_doubt(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(said())

    answers = await send_batch(graph, [create("a", unique_key=False)])

    failure = answers["a"].failure
    assert failure is not None
    assert (failure.code, failure.ambiguous) == ("graph.unreadable.lost_part", True)


async def test_a_call_that_fails_as_a_whole_leaves_the_answers_of_the_others(
    scripted: ScriptedGraph, graph: Graph
) -> None:
    keys = [str(number) for number in range(21)]
    scripted.says(said(*[part(key) for key in keys[:20]]), Reply(status=403))

    answers = await send_batch(graph, [create(key) for key in keys])

    failure = answers["20"].failure
    assert failure is not None
    assert (failure.kind, answers["0"].status) == (FailureKind.CONFIG, 201)


async def test_no_requests_cost_no_call(scripted: ScriptedGraph, graph: Graph) -> None:
    answers = await send_batch(graph, [])

    assert (answers, scripted.seen) == ({}, [])


async def test_two_parts_with_one_id_are_a_mistake_of_ours(graph: Graph) -> None:
    with pytest.raises(ValueError, match="same id"):
        await send_batch(graph, [create("a"), create("A")])


async def test_a_batch_costs_what_its_parts_cost(scripted: ScriptedGraph, graph: Graph, time: SteppedClock) -> None:
    keys = [str(number) for number in range(301)]  # 602 units, and half of the smallest band is 600 a minute
    scripted.says(*[said(*[part(key) for key in keys[start : start + 20]]) for start in range(0, 301, 20)])

    answers = await send_batch(graph, [create(key) for key in keys])

    failure = answers["300"].failure
    assert failure is not None
    assert (len(scripted.seen), failure.code, failure.retry_after_s) == (15, "graph.paused", 60.0)
    assert time.slept == []


@pytest.mark.parametrize(
    "odd", [{"responses": None}, {"responses": [1, {"status": 201}]}, {"responses": [part("a"), part("a", 500)]}, {}]
)
async def test_a_part_that_cannot_be_told_apart_is_in_doubt_and_asked_again_only_where_that_is_safe(
    scripted: ScriptedGraph, graph: Graph, odd: dict[str, Any]
) -> None:
    scripted.says(Reply(json=odd), said(part("a")), Reply(json=odd))

    safe = await send_batch(graph, [create("a")])
    unsafe = await send_batch(graph, [create("a", unique_key=False)])

    failure = unsafe["a"].failure
    assert safe["a"].status == 201
    assert failure is not None
    assert (failure.ambiguous, len(scripted.seen)) == (True, 3)
