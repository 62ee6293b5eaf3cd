"""The one owner of retries, the one gate, and what each answer becomes."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from hub.errors import DeliveryFailed, FailureKind
from sync.graph.client import Graph, open_graph
from sync.graph.errors import AlreadyThere, Changed, NotFound
from sync.settings import GraphSettings
from tests.sync.scripted import NumberedTokens, Reply, ScriptedGraph, SteppedClock

FINE = Reply(json={"id": "1"})
NOT_READY = Reply(status=503)
UNIQUE_TEXT = "One or more fields with unique constraints already has the provided value."


def refusal(status: int, code: str = "", message: str = "", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status=status, json={"error": {"code": code, "message": message}}, headers=named)


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("0", []),
        ("1.5", [1.5]),
        ("20", [20.0]),
        ("Mon, 23 Nov 2026 13:00:07 GMT", [7.0]),  # counted from Graph's own clock, an hour ahead of ours
        ("Mon, 23 Nov 2026 12:59:00 GMT", []),
    ],
)
async def test_retry_after_is_obeyed_in_every_form(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock, asked: str, waited: list[float]
) -> None:
    when = {"Retry-After": asked, "Date": "Mon, 23 Nov 2026 13:00:00 GMT"}
    scripted.says(Reply(status=429, headers=when), FINE)

    await graph.get("/me")

    assert [pause for pause in time.slept if pause] == waited


async def test_a_pause_longer_than_our_patience_goes_to_the_deliverer_with_its_length(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    scripted.says(refusal(429, Retry_After="600"))

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/me")

    assert (failed.value.kind, failed.value.retry_after_s, time.slept) == (FailureKind.TRANSIENT, 600.0, [])


async def test_while_the_pause_lasts_no_other_call_leaves(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(refusal(429, Retry_After="600"))
    with pytest.raises(DeliveryFailed):
        await graph.get("/me")

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/users")

    assert (failed.value.code, failed.value.retry_after_s, len(scripted.seen)) == ("graph.paused", 600.0, 1)


async def test_calls_that_wait_at_the_gate_leave_when_it_opens(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    scripted.says(*[FINE] * 3)
    graph.gate.shut_for(5)

    await asyncio.gather(graph.get("/a"), graph.get("/b"), graph.get("/c"))

    assert (len(scripted.seen), time.at) == (3, 5.0)


async def test_without_a_named_pause_the_wait_doubles_under_full_jitter(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    scripted.says(NOT_READY, NOT_READY, NOT_READY, FINE)
    time.chances = 0.5

    await graph.get("/me")

    assert time.slept == [0.5, 1.0, 2.0]  # half of 1, 2 and 4 seconds


async def test_attempts_are_bounded(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(*[NOT_READY] * 9)

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/me")

    assert (failed.value.code, failed.value.ambiguous, len(scripted.seen)) == ("graph.503", False, 4)


@pytest.mark.parametrize("lost", [Reply(status=504), Reply(status=502), NOT_READY, Reply(reset=True)])
async def test_a_create_that_may_have_happened_is_not_repeated(
    scripted: ScriptedGraph, graph: Graph, lost: Reply
) -> None:
    scripted.says(lost, FINE)

    with pytest.raises(DeliveryFailed) as failed:
        await graph.post("/items", {})

    assert (failed.value.ambiguous, len(scripted.seen)) == (True, 1)


@pytest.mark.parametrize("lost", [Reply(status=504), NOT_READY, Reply(reset=True), Reply(raw=b"<html>")])
async def test_a_create_guarded_by_a_unique_key_is_repeated(scripted: ScriptedGraph, graph: Graph, lost: Reply) -> None:
    scripted.says(lost, FINE)

    made = await graph.post("/items", {}, unique_key=True)

    assert (made, len(scripted.seen)) == ({"id": "1"}, 2)


async def test_a_throttled_create_was_not_done_and_is_repeated(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(refusal(429, Retry_After="1"), FINE)

    await graph.post("/items", {})

    assert len(scripted.seen) == 2


async def test_a_change_is_repeated_only_when_an_etag_guards_it(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(NOT_READY, FINE, NOT_READY)
    await graph.patch("/items/1", {}, if_match='"a,1"')

    with pytest.raises(DeliveryFailed):
        await graph.patch("/items/1", {})

    assert [each.headers.get("If-Match") for each in scripted.seen] == ['"a,1"', '"a,1"', None]


@pytest.mark.parametrize(
    "broken",
    [
        Reply(json={"value": ["x" * 4000]}, cut=True),
        Reply(raw=b"<html><body>Sign in</body></html>", headers={"Content-Type": "text/html"}),
        Reply(raw=b'{"value": ['),
        Reply(raw=b""),
        Reply(json=[1, 2]),
    ],
)
async def test_a_broken_document_is_asked_for_again_and_never_half_read(
    scripted: ScriptedGraph, graph: Graph, broken: Reply
) -> None:
    scripted.says(*[broken] * 4)

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/items")

    assert failed.value.kind is FailureKind.TRANSIENT
    assert failed.value.code.startswith("graph.unreadable.")
    assert len(scripted.seen) == 4


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (refusal(404, "itemNotFound"), (NotFound, FailureKind.PERMANENT, "graph.404.itemNotFound")),
        (refusal(412, "resourceModified"), (Changed, FailureKind.TRANSIENT, "graph.412.resourceModified")),
        (
            refusal(400, "invalidRequest", UNIQUE_TEXT),
            (AlreadyThere, FailureKind.PERMANENT, "graph.400.invalidRequest"),
        ),
        (refusal(400, "invalidRequest", "no"), (DeliveryFailed, FailureKind.PERMANENT, "graph.400.invalidRequest")),
        (refusal(403, "accessDenied"), (DeliveryFailed, FailureKind.CONFIG, "graph.403.accessDenied")),
        (refusal(409, "nameAlreadyExists"), (DeliveryFailed, FailureKind.TRANSIENT, "graph.409.nameAlreadyExists")),
        (refusal(413, "tooLarge"), (DeliveryFailed, FailureKind.PERMANENT, "graph.413.tooLarge")),
        (Reply(status=500, raw=b"<html>"), (DeliveryFailed, FailureKind.TRANSIENT, "graph.500")),
        (refusal(418, "not a code"), (DeliveryFailed, FailureKind.PERMANENT, "graph.418")),
        (Reply(status=599), (DeliveryFailed, FailureKind.TRANSIENT, "graph.599")),
    ],
)
async def test_each_refusal_has_its_kind_and_names_no_text_of_graph(
    scripted: ScriptedGraph,
    graph: Graph,
    reply: Reply,
    expected: tuple[type[DeliveryFailed], FailureKind, str],
) -> None:
    scripted.says(reply)

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/items")

    assert (type(failed.value), failed.value.kind, failed.value.code) == expected
    assert len(scripted.seen) == 1


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
async def test_a_claims_challenge_is_met_once_with_the_claims_it_names(
    scripted: ScriptedGraph, graph: Graph, tokens: NumberedTokens, encode: Callable[[bytes], bytes]
) -> None:
    claims = '{"access_token":{"nbf":{"value":"~~~???>>>"}}}'
    encoded = encode(claims.encode()).decode().rstrip("=")
    challenge = f'Bearer realm="", error="insufficient_claims", claims="{encoded}"'
    scripted.says(Reply(status=401, headers={"WWW-Authenticate": challenge}), FINE)

    await graph.get("/me")

    assert tokens.claims == [claims]
    assert [each.headers["Authorization"] for each in scripted.seen] == ["Bearer token-1", "Bearer token-2"]


async def test_an_identity_refused_twice_is_a_matter_of_configuration(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(refusal(401, "InvalidAuthenticationToken"), refusal(401, "InvalidAuthenticationToken"))

    with pytest.raises(DeliveryFailed) as failed:
        await graph.get("/me")

    assert (failed.value.kind, len(scripted.seen)) == (FailureKind.CONFIG, 2)


async def test_deleting_what_is_gone_is_done(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(Reply(status=504), refusal(404, "itemNotFound"))

    await graph.delete("/items/1")

    assert [each.method for each in scripted.seen] == ["DELETE", "DELETE"]


async def test_a_graph_that_cannot_be_reached_is_transient_and_nothing_was_sent(
    settings: GraphSettings, time: SteppedClock, tokens: NumberedTokens
) -> None:
    nobody_there = replace(settings, graph_url="http://127.0.0.1:1/v1.0")

    async with open_graph(nobody_there, tokens, clock=time.clock) as graph:
        with pytest.raises(DeliveryFailed) as failed:
            await graph.post("/items", {})

    assert (failed.value.kind, failed.value.ambiguous) == (FailureKind.TRANSIENT, False)
    assert failed.value.code == "graph.unreachable"


async def test_we_say_who_we_are_as_sharepoint_asks(scripted: ScriptedGraph, graph: Graph) -> None:
    scripted.says(FINE)

    await graph.get("/me")

    assert scripted.seen[0].headers["User-Agent"] == "NONISV|Force|PreventionFirst/0.1"


async def test_background_work_waits_when_sharepoint_says_the_quota_runs_low_and_people_do_not(
    scripted: ScriptedGraph, graph: Graph, time: SteppedClock
) -> None:
    low = {"RateLimit-Limit": "1200", "RateLimit-Remaining": "120", "RateLimit-Reset": "9"}
    scripted.says(Reply(json={}, headers=low), FINE, FINE)
    await graph.get("/sites/s/lists/l")

    await graph.get("/sites/s/lists/l")
    waited_for_a_person = time.at
    await graph.in_background().get("/sites/s/lists/l")

    assert (waited_for_a_person, time.at) == (0.0, 9.0)
