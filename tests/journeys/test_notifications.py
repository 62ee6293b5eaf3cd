"""Graph's notifications against the local Microsoft 365: subscribed, heard, renewed, made again, and missed aloud."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from local365.subscription_state import Subscription
from sync.notifications import PATH
from sync.schedule import Schedule
from sync.worker import Worker
from tests.journeys.force import CASES, Force

AN_HOUR_S = 3600.0
PATIENCE_S = 60.0


async def until(true: Callable[[], bool]) -> None:
    """It is so; the other side's threads had time to make it so."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110  what is waited for happens in another thread
            await asyncio.sleep(0.01)


@pytest.fixture
async def worker(here: Force) -> Worker:
    """A worker that hears of changes, and looks by itself once an hour; Birch's case stands in the list."""
    await here.sends_in(here.birch)
    made = await here.service.worker()
    made.care.public_url = (here.m365.bot_url or "").removesuffix("/api/messages")
    here.clock.now = datetime.now(UTC)  # the local Microsoft 365 knows no other time
    made.schedule = Schedule(every_s=dict.fromkeys(("tracker", "forms", "subscription", "schema", "mended"), AN_HOUR_S))
    await made.turn()
    return made


def kept(here: Force) -> list[Subscription]:
    """The subscriptions that Graph keeps."""
    return list(here.m365.tenant.sites.subscriptions.by_id.values())


def theme(here: Force) -> str:
    with here.service.store.read() as uow:
        return uow.cases.get("PF-2026-0001").theme


async def checked(here: Force, worker: Worker) -> int:
    """An hour later the worker has looked after everything; how much there was."""
    here.clock.forward(seconds=AN_HOUR_S)
    return await worker.turn()


async def test_an_edit_is_heard_of_and_taken_in_long_before_the_next_poll(here: Force, worker: Worker) -> None:
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    await until(lambda: worker.care.doorbell.heard)
    here.clock.forward(seconds=2)
    await worker.turn()

    assert theme(here) == "Sheds"
    assert [one.notification_url.endswith(PATH) for one in kept(here)] == [True]


async def test_a_subscription_survives_a_restart_and_is_renewed_by_the_new_process(here: Force, worker: Worker) -> None:
    [before] = kept(here)
    later = await here.service.worker()
    later.care.public_url = worker.care.public_url
    here.clock.forward(hours=5)
    here.service.doorbell.subscription = None

    await later.turn()

    [after] = kept(here)
    assert after.id == before.id
    assert after.expires_at > before.expires_at
    known = here.service.doorbell.subscription
    assert known is not None
    assert known.id == before.id


async def test_it_is_renewed_a_day_after_it_was_made_and_not_before(here: Force, worker: Worker) -> None:
    [made] = kept(here)
    here.clock.forward(hours=22)
    await checked(here, worker)
    [still] = kept(here)
    here.clock.forward(hours=1)
    await checked(here, worker)
    [renewed] = kept(here)

    assert made.expires_at == still.expires_at < renewed.expires_at
    assert made.id == renewed.id


async def test_one_that_graph_has_lost_is_made_again_and_the_list_is_looked_at(here: Force, worker: Worker) -> None:
    [lost] = kept(here)
    here.m365.tenant.sites.subscriptions.remove(lost)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    worker.care.doorbell.wants_care = True

    await worker.turn()

    [made] = kept(here)
    assert made.id != lost.id
    assert theme(here) == "Sheds"


async def test_a_lifecycle_notification_authorises_anew_and_the_list_is_looked_at(here: Force, worker: Worker) -> None:
    [made] = kept(here)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    word = {"subscriptionId": made.id, "clientState": made.client_state, "tenantId": here.service.settings.tenant_id}
    here.clock.forward(minutes=1)
    worker.care.doorbell.take([word | {"lifecycleEvent": "reauthorizationRequired"}])

    await worker.turn()

    assert theme(here) == "Sheds"
    assert kept(here)[0].expires_at > made.expires_at


async def test_an_answer_lost_after_the_creation_leaves_one_subscription_and_not_two(
    here: Force, worker: Worker
) -> None:
    [first] = kept(here)
    await here.office.goes_wrong(method="POST", path="/v1.0/subscriptions", status=504, when="after_commit")
    here.m365.tenant.sites.subscriptions.remove(first)
    worker.care.doorbell.wants_care = True
    await worker.turn()
    [unheard_of] = kept(here)

    await checked(here, worker)

    [made] = kept(here)
    assert made.id not in {first.id, unheard_of.id}


async def test_when_notifications_stop_the_hub_is_told_and_a_new_subscription_is_made(
    here: Force, worker: Worker
) -> None:
    [deaf] = kept(here)
    here.m365.tenant.sites.subscriptions.remove(deaf)
    await here.maple.edits(CASES, (await here.row()).id, Theme="Sheds")
    assert await checked(here, worker)

    await checked(here, worker)
    await here.settle()

    assert any("notifications do not reach us" in one.reads for one in await here.oak.sees(CASES))
    assert [one.id for one in kept(here)] != [deaf.id]


async def test_an_address_that_graph_cannot_reach_is_told_once_and_the_poll_goes_on(
    here: Force, worker: Worker
) -> None:
    worker.care.public_url = "http://127.0.0.1:9"
    for hour in range(4):
        await here.maple.edits(CASES, (await here.row()).id, Theme=f"Sheds {hour}")
        await checked(here, worker)
        assert theme(here) == f"Sheds {hour}"
    await here.settle()

    told = [one for one in await here.oak.sees(CASES) if "notifications do not reach us" in one.reads]
    assert len(told) == 1


async def test_without_a_public_address_an_old_subscription_is_ended(here: Force, worker: Worker) -> None:
    worker.care.public_url = ""

    await checked(here, worker)

    assert kept(here) == []
