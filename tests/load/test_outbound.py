"""Three thousand notices to three hundred people, through a Teams that throttles, loses answers and gets muddled.

Real HTTP from the real deliverer to the local Microsoft 365, which counts the published limits itself. Both sides read
one clock, which moves when the deliverer waits: an hour of waiting takes no time, and limits are kept by that clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cards.markers import notice_marker
from hub.cases import Case, CaseNumber, Status, case_number
from hub.effects import Destination, NoticeId, SendNotice
from hub.notices import Notice, NoticeKind
from hub.people import AadId
from hub.people import Person as Submitter
from hub.places import Conversation
from hub.submissions import Door, Kind, Submission
from local365 import seed
from local365.faults import Fault, When
from local365.people import Directory, Person
from local365.posting import Chat
from local365.server import Local365, running_local365
from service.clocks import Time
from service.compose import Service, composed
from tests.journeys.force import Clock, settings_for

PEOPLE = 300
NOTICES_EACH = 10
EVERY = 50  # each of the three faults strikes each fiftieth post: 2 %
POSTS = "/connector/v3/conversations/*/activities"
RETRY_AFTER = ("0", "1.5", "Mon, 23 Nov 2026 09:31:00 GMT", "3")


def person(number: int) -> Person:
    """One of the three hundred."""
    email = f"sample.{number}@{seed.MAIL_DOMAIN}"
    return Person(aad_id=seed.aad_id_of(email), name=f"Sample {number}", email=email, title="Officer")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def m365(clock: Clock) -> Iterator[Local365]:
    """A tenant of three hundred people who have the app, strict about its limits, in which much goes wrong."""
    everybody = [person(number) for number in range(PEOPLE)]
    with running_local365() as local:
        tenant = local.tenant
        with tenant.lock:
            tenant.people = Directory(everybody, app_id=seed.APP_ID)
            for one in everybody:
                Chat(tenant=tenant).open_personal(one)
                tenant.installations.personal.add(one.aad_id)
            tenant.now, tenant.limits.enabled = clock, True
        for fault in faults():
            tenant.faults.add(fault)
        yield local


def faults() -> list[Fault]:
    """2 % of the posts each: throttled, delivered with the answer lost, and refused as concurrent."""
    times = PEOPLE * NOTICES_EACH // EVERY
    throttled = [
        Fault(
            method="POST",
            path=POSTS,
            status=429,
            headers={"Retry-After": wait},
            every=EVERY * len(RETRY_AFTER),
            times=times // len(RETRY_AFTER),
            passed=EVERY * number,
        )
        for number, wait in enumerate(RETRY_AFTER)
    ]
    lost = Fault(method="POST", path=POSTS, status=502, when=When.AFTER_COMMIT, every=EVERY, times=times, passed=20)
    muddled = Fault(method="POST", path=POSTS, status=412, every=EVERY, times=times, passed=35)
    return [*throttled, lost, muddled]


@pytest.fixture
async def service(m365: Local365, clock: Clock, tmp_path: Path) -> AsyncIterator[Service]:
    """The product's own parts, on the test's clock."""
    time = Time(now=clock, seconds=clock.seconds, sleep=clock.sleep)
    async with composed(settings_for(m365, tmp_path), time=time) as running:
        yield running


def case_of(number: int, clock: Clock) -> Case:
    """The case of that person."""
    one = person(number)
    submission = Submission(kind=Kind.IDEA, title="Lamps", details="Dark.", tried="", good="", door=Door.CARD)
    return Case(
        number=case_number(2026, number + 1),
        submission=submission,
        submitter=Submitter(aad_id=AadId(one.aad_id), name=one.name, email=one.email),
        received_at=clock.now,
        promise=date(2026, 11, 30),
        changed_at=clock.now,
    )


def notice_id(number: CaseNumber, which: int) -> NoticeId:
    return NoticeId(f"{number}-{which}-{NoticeKind.GUIDANCE.value}")


def fill_the_outbox(service: Service, m365: Local365, clock: Clock) -> None:
    """Ten replies wait for each of the three hundred."""
    with service.store.begin() as uow:
        for number in range(PEOPLE):
            case = case_of(number, clock)
            chat = m365.tenant.conversations.personal(person(number).aad_id)
            assert chat is not None
            place = Conversation(service_url=m365.service_url, conversation_id=chat.id, tenant_id=seed.TENANT_ID)
            uow.cases.add(case)
            uow.people.remember_chat(AadId(person(number).aad_id), place)
            for which in range(NOTICES_EACH):
                notice = Notice(
                    id=notice_id(case.number, which),
                    case=case.number,
                    kind=NoticeKind.GUIDANCE,
                    text="Light the lane.",
                    status=Status.ANSWERED,
                    at=clock.now,
                )
                uow.journal.add_notice(notice)
                uow.outbox.add(SendNotice(case=case.number, notice=notice.id), at=clock.now)


async def deliver_everything(service: Service, clock: Clock) -> None:
    """The deliverer has turned, and the clock has moved to when there was more, until nothing waited."""
    deliveries = service.teams.deliveries
    while deliveries.waiting():
        if not await service.teams.deliver_due():
            due = deliveries.next_due(Destination.TEAMS, clock.now)
            assert due is not None
            clock.now = max(clock.now, due)


def shown(m365: Local365) -> Counter[str]:
    """How often each marker stands in the chats."""
    with m365.tenant.lock:
        cards: list[dict[str, Any]] = [
            message.card or {} for chat in m365.tenant.conversations for message in chat.messages.values()
        ]
    return Counter(str(card["body"][0]["id"]) for card in cards)


async def test_nothing_is_lost_nothing_is_shown_twice_and_no_limit_is_broken(
    service: Service, m365: Local365, clock: Clock
) -> None:
    fill_the_outbox(service, m365, clock)

    await deliver_everything(service, clock)

    wanted = {
        notice_marker(notice_id(case_number(2026, number + 1), which))
        for number in range(PEOPLE)
        for which in range(NOTICES_EACH)
    }
    found = shown(m365)
    assert (set(found), set(found.values())) == (wanted, {1})
    assert (m365.tenant.limits.broken, service.teams.deliveries.parked()) == (0, [])
    assert list(m365.tenant.faults) == []  # every one of them struck
