"""What goes wrong on purpose goes wrong as written."""

import aiohttp
import pytest

from local365.faults import Fault, Faults, When
from local365.filling_in import CannotDoError
from local365.people_at_work import Office
from local365.seed import CASES_CHANNEL_ID
from tests.local365.cards import activity
from tests.local365.connector_client import ConnectorClient

SENDING = "/connector/v3/conversations/*/activities"


async def texts(office: Office) -> list[str | None]:
    return [one.text for one in await office.person("Sample Oak").sees("Cases")]


async def test_a_fault_before_the_work_answers_instead_of_it(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(method="POST", path=SENDING, status=503, headers={"Retry-After": "7"})

    answer = await connector.send(CASES_CHANNEL_ID, activity("Hello"))

    assert (answer.status, answer.headers["Retry-After"], await texts(office)) == (503, "7", [])


async def test_a_fault_after_the_work_loses_the_answer_only(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(method="POST", path=SENDING, status=504, when="after_commit")

    answer = await connector.send(CASES_CHANNEL_ID, activity("Hello"))

    assert (answer.status, await texts(office)) == (504, ["Hello"])


async def test_a_reset_cuts_the_connection_and_nothing_is_done(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(method="POST", path=SENDING, when="reset")

    with pytest.raises(aiohttp.ClientError):
        await connector.send(CASES_CHANNEL_ID, activity("Hello"))

    assert await texts(office) == []


async def test_a_slow_answer_is_the_usual_one(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(path=SENDING, when="slow", delay_s=0.01)

    answer = await connector.send(CASES_CHANNEL_ID, activity("Hello"))

    assert (answer.status, await texts(office)) == (201, ["Hello"])


async def test_a_fault_without_a_body_has_microsofts(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(path=SENDING, status=412)

    answer = await connector.send(CASES_CHANNEL_ID, activity("Hello"))

    assert answer.code == "PreconditionFailed"


async def test_a_fault_is_spent_by_as_many_requests_as_written(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(path=SENDING, status=503, times=2)

    answers = [await connector.send(CASES_CHANNEL_ID, activity("Hello")) for _ in range(3)]

    assert [one.status for one in answers] == [503, 503, 201]


async def test_faults_can_be_taken_back(office: Office, connector: ConnectorClient) -> None:
    await office.goes_wrong(path=SENDING, times=100)

    await office.control.call("DELETE", "/faults")

    assert (await connector.send(CASES_CHANNEL_ID, activity("Hello"))).status == 201


async def test_the_control_plane_is_never_struck(office: Office) -> None:
    await office.goes_wrong(path="*", times=100)

    assert (await office.control.state())["bot"]["reachable"] is False


@pytest.mark.parametrize(
    "body", [{}, {"path": "*", "status": 200}, {"path": "*", "times": 0}, {"path": "*", "when": "later"}]
)
async def test_a_fault_that_cannot_be_is_refused(office: Office, body: dict[str, object]) -> None:
    with pytest.raises(CannotDoError, match="That is no fault"):
        await office.control.call("POST", "/faults", body)


def test_faults_are_spent_in_the_order_they_were_written() -> None:
    first, second = Fault(path="/v1.0/*", status=429), Fault(method="GET", path="*", status=500, when=When.SLOW)
    faults = Faults([first, second])

    taken = [faults.take("GET", "/v1.0/a%20b"), faults.take("POST", "/v1.0/a"), faults.take("GET", "/x")]

    assert taken == [first, None, second]


def test_a_fault_at_each_third_request_strikes_as_often_as_written() -> None:
    faults = Faults([Fault(path="/a", every=3, times=2)])

    struck = [faults.take("GET", "/a") is not None for _ in range(9)]

    assert struck == [False, False, True, False, False, True, False, False, False]
