"""What comes to the notification endpoint: Graph's own word rings, everything else is refused or ignored, at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sync.notifications import LARGEST, PATH, Doorbell, Subscription, notification_routes
from tests.sync.scripted import NOON, SteppedClock

OURS = Subscription(
    id="5522bd62-7c96-4530-85b0-00b916e6151a",
    client_state="the-secret",
    url="https://force.example/api/graph/notifications",
    resource="sites/s/lists/l",
    expires_at=NOON + timedelta(days=3),
)


def entry(**changes: Any) -> dict[str, Any]:
    """A notification as Graph sends it."""
    return {
        "id": "n",
        "subscriptionId": OURS.id,
        "subscriptionExpirationDateTime": "2026-11-26T12:00:00Z",
        "clientState": "the-secret",
        "changeType": "updated",
        "resource": "sites/s/lists/l",
        "tenantId": "the-tenant",
        "resourceData": {"@odata.type": "#Microsoft.Graph.ListItem"},
        **changes,
    }


LIFECYCLE = {
    "subscriptionId": OURS.id,
    "subscriptionExpirationDateTime": "2026-11-26T12:00:00Z",
    "tenantId": "the-tenant",
    "clientState": "the-secret",
    "lifecycleEvent": "reauthorizationRequired",
}


@pytest.fixture
def bell(time: SteppedClock) -> Doorbell:
    return Doorbell(tenant_id="the-tenant", clock=time.clock.now, subscription=OURS)


@pytest.fixture
async def graph_side(bell: Doorbell) -> AsyncGenerator[aiohttp.ClientSession]:
    """Where Graph stands: it posts to our endpoint."""
    app = web.Application(client_max_size=LARGEST)
    app.add_routes(notification_routes(bell))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as session:
        yield session
    await runner.cleanup()


async def sent(graph_side: aiohttp.ClientSession, *entries: object) -> int:
    async with graph_side.post(PATH, json={"value": list(entries)}) as answer:
        return answer.status


@pytest.mark.parametrize(
    ("token", "body"),
    [
        ("Validation: Testing client application reachability for Request-Id: 1+2 3%20", None),
        ("<script>alert('x')</script>", "&lt;script&gt;alert('x')&lt;/script&gt;"),
        ("", None),
    ],
)
async def test_a_validation_is_answered_with_the_decoded_token_as_plain_text_that_is_no_page(
    graph_side: aiohttp.ClientSession, bell: Doorbell, token: str, body: str | None
) -> None:
    async with graph_side.post(PATH, params={"validationToken": token}) as answer:
        assert (answer.status, answer.content_type, answer.charset) == (200, "text/plain", "utf-8")
        assert await answer.text() == (token if body is None else body)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not bell.heard


async def test_several_notifications_within_two_seconds_are_one_look_at_the_list(
    graph_side: aiohttp.ClientSession, bell: Doorbell, time: SteppedClock
) -> None:
    assert await sent(graph_side, entry()) == 202
    time.at += 1.9
    assert await sent(graph_side, entry(), entry()) == 202

    assert not bell.is_due(NOON + timedelta(seconds=1.9))
    assert bell.is_due(NOON + timedelta(seconds=2))
    assert not bell.is_due(NOON + timedelta(seconds=9))


@pytest.mark.parametrize(
    "changes",
    [
        {"clientState": "another"},
        {"clientState": None},
        {"clientState": 7},
        {"subscriptionId": "unknown"},
        {"tenantId": "foreign"},
        {"tenantId": None},
    ],
)
async def test_what_is_not_graphs_word_about_our_subscription_is_ignored_and_told_nothing(
    graph_side: aiohttp.ClientSession, bell: Doorbell, changes: dict[str, Any]
) -> None:
    assert await sent(graph_side, entry(**changes), LIFECYCLE | changes) == 202

    assert not bell.heard
    assert not bell.wants_care


async def test_one_forged_entry_does_not_silence_the_genuine_one_beside_it(
    graph_side: aiohttp.ClientSession, bell: Doorbell
) -> None:
    await sent(graph_side, entry(clientState="another"), entry())

    assert bell.heard


async def test_nothing_rings_before_the_subscription_is_known(
    graph_side: aiohttp.ClientSession, bell: Doorbell
) -> None:
    bell.subscription = None

    assert await sent(graph_side, entry()) == 202
    assert not bell.heard


async def test_a_lifecycle_notification_asks_for_care_and_for_a_look(
    graph_side: aiohttp.ClientSession, bell: Doorbell
) -> None:
    assert await sent(graph_side, LIFECYCLE) == 202

    assert bell.wants_care
    assert bell.is_due(NOON + timedelta(seconds=2))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<html>", 400),
        (b'{"value": [', 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"value": {}}', 400),
        (b'{"value": [1]}', 400),
        (b'{"value": []}', 202),
        (b" " * (LARGEST + 1), 413),
    ],
)
async def test_a_body_that_is_no_notification_is_refused(
    graph_side: aiohttp.ClientSession, bell: Doorbell, body: bytes, status: int
) -> None:
    async with graph_side.post(PATH, data=body) as answer:
        assert answer.status == status
    assert not bell.heard


async def test_a_large_body_that_does_not_say_so_is_refused(graph_side: aiohttp.ClientSession) -> None:
    async def endless() -> AsyncGenerator[bytes]:
        for _ in range(LARGEST // 1024 + 2):
            yield b" " * 1024

    async with graph_side.post(PATH, data=endless()) as answer:
        assert answer.status == 413


async def test_a_sender_that_never_finishes_gets_its_answer_in_time(
    graph_side: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.notifications.READ_S", 0.05)
    finish = asyncio.Event()

    async def stuck() -> AsyncGenerator[bytes]:
        yield b"{"
        await finish.wait()

    async with graph_side.post(PATH, data=stuck()) as answer:
        assert answer.status == 408
    finish.set()


async def test_only_what_goes_unheard_for_longer_than_graph_ever_needs_is_silence(bell: Doorbell) -> None:
    bell.missed(NOON)
    bell.missed(NOON + timedelta(minutes=9))
    assert not bell.is_silent(NOON + timedelta(minutes=10))
    assert bell.is_silent(NOON + timedelta(minutes=10, seconds=1))

    bell.take([entry()])

    assert not bell.is_silent(NOON + timedelta(hours=1))


async def test_a_body_that_is_not_packed_as_it_says_is_refused(graph_side: aiohttp.ClientSession) -> None:
    async with graph_side.post(PATH, data=b"\x1f\x8b broken", headers={"Content-Encoding": "gzip"}) as answer:
        assert answer.status == 400
