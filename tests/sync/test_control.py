"""Microsoft's SDK does a job in a process of its own: with our token, and what it asked is counted here."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from sync.control import Answered, ControlPath, Job, Verb
from sync.graph.client import Graph
from sync.graph.errors import NotFound, failure
from sync.graph.gate import Tally
from sync.notifications import Subscription
from sync.settings import GraphSettings
from tests.sync.scripted import NumberedTokens, Reply, ScriptedGraph

UNTIL = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
WANTED = Subscription(
    id="s1", client_state="words", url="https://force.example/n", resource="sites/s/lists/l", expires_at=UNTIL
)
CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'


@pytest.fixture
def control(settings: GraphSettings, tokens: NumberedTokens, graph: Graph) -> ControlPath:
    return ControlPath(settings=settings, tokens=tokens, gate=graph.gate)


async def test_a_refused_token_is_replaced_where_tokens_come_from_and_every_call_is_counted(
    scripted: ScriptedGraph, control: ControlPath, tokens: NumberedTokens
) -> None:
    challenge = f'Bearer error="insufficient_claims", claims="{base64.b64encode(CLAIMS.encode()).decode()}"'
    scripted.says(
        Reply(status=401, headers={"WWW-Authenticate": challenge}),
        Reply(
            json={"id": "s1", "expirationDateTime": "2026-11-26T12:00:00Z"},
            headers={"Content-Type": "application/json"},
        ),
    )

    renewed = await control.ask(Verb.RENEW, WANTED)

    assert renewed == WANTED
    assert tokens.claims == [CLAIMS]
    assert [each.headers["Authorization"] for each in scripted.seen] == ["Bearer token-1", "Bearer token-2"]
    assert control.gate.tally() == Tally(calls=2, units=0)


async def test_what_graph_refuses_is_refused_as_by_our_own_client(
    scripted: ScriptedGraph, control: ControlPath
) -> None:
    gone = {"error": {"code": "ResourceNotFound", "message": "no"}}
    scripted.says(Reply(status=404, json=gone, headers={"Content-Type": "application/json"}))

    with pytest.raises(NotFound, match=r"graph\.404\.ResourceNotFound"):
        await control.ask(Verb.DELETE, WANTED)


def test_a_job_and_its_answer_go_through_the_pipe_unchanged(settings: GraphSettings) -> None:
    job = Job(verb=Verb.CREATE, subscription=WANTED, settings=settings, token="t")
    done = Answered(calls=2, subscription=WANTED)

    assert (Job.from_text(job.as_text()), Answered.from_text(done.as_text())) == (job, done)
    assert "words" not in repr(job)


def test_a_failure_goes_through_the_pipe_with_what_the_worker_needs_next() -> None:
    throttled = failure(429, None, method="POST", retry_after_s=7.5)

    told = Answered.from_text(Answered(calls=1, failed=throttled).as_text()).failed

    assert told is not None
    assert (type(told), told.code, told.kind) == (type(throttled), throttled.code, throttled.kind)
    assert (told.retry_after_s, told.status, told.ambiguous) == (7.5, 429, False)
