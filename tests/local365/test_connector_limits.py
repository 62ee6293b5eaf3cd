"""How often a bot may call for one thread."""

import pytest

from local365.connector_limits import ConnectorLimits, Operation
from local365.seed import CASES_CHANNEL_ID, GENERAL_CHANNEL_ID
from local365.server import Local365
from tests.local365.cards import activity
from tests.local365.connector_client import ConnectorClient
from tests.local365.graph.clock import Clock


@pytest.fixture
def limited(m365: Local365) -> Local365:
    m365.tenant.limits.enabled = True
    return m365


@pytest.mark.usefixtures("limited")
async def test_the_eighth_message_within_a_second_is_429_and_says_when_to_come_back(connector: ConnectorClient) -> None:
    answers = [await connector.send(CASES_CHANNEL_ID, activity("Again")) for _ in range(8)]

    assert [one.status for one in answers] == [201] * 7 + [429]
    assert (answers[7].code, answers[7].headers["Retry-After"]) == ("Throttled", "1")


@pytest.mark.usefixtures("limited")
async def test_another_thread_is_counted_by_itself(connector: ConnectorClient) -> None:
    for _ in range(7):
        await connector.send(CASES_CHANNEL_ID, activity("Again"))

    answer = await connector.send(GENERAL_CHANNEL_ID, activity("Elsewhere"))

    assert answer.status == 201


async def test_without_the_setting_nothing_is_counted(connector: ConnectorClient) -> None:
    answers = [await connector.send(CASES_CHANNEL_ID, activity("Again")) for _ in range(9)]

    assert [one.status for one in answers] == [201] * 9


@pytest.mark.parametrize(
    ("calls", "apart_s", "operation", "wait_s"),
    [
        (6, 0.0, Operation.SEND, None),
        (7, 0.0, Operation.SEND, 1),
        (8, 0.15, Operation.SEND, 1),  # 8 within 2 s: 1.2 s have gone since the first
        (60, 0.4, Operation.SEND, 6),  # 60 within 30 s: 24 s have gone
        (1800, 1.0, Operation.SEND, 1800),  # 1,800 within the hour: half of it has gone
        (13, 0.0, Operation.READ, None),
        (14, 0.0, Operation.READ, 1),
        (7, 0.0, Operation.CREATE, 1),
    ],
)
def test_the_windows_are_those_microsoft_documents(
    clock: Clock, calls: int, apart_s: float, operation: Operation, wait_s: int | None
) -> None:
    limits = ConnectorLimits(enabled=True)
    for _ in range(calls):
        assert limits.seconds_to_wait(operation, "thread", clock.at) is None
        clock.passes(seconds=apart_s)

    assert limits.seconds_to_wait(operation, "thread", clock.at) == wait_s


def test_of_one_app_the_tenant_takes_fifty_calls_a_second_whatever_they_are(clock: Clock) -> None:
    limits = ConnectorLimits(enabled=True)
    operations = [Operation.SEND, Operation.CREATE, Operation.READ]

    waits = [limits.seconds_to_wait(operations[one % 3], f"thread {one}", clock.at) for one in range(51)]
    clock.passes(seconds=1)

    assert (waits, limits.broken) == ([None] * 50 + [1], 1)
    assert limits.seconds_to_wait(Operation.SEND, "thread 51", clock.at) is None
