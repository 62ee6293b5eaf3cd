"""A flow pushes responses: proved by Entra, taken in at once, one case each."""

import gzip
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from hub.pushed import PushedResponse
from hub.usecases.pushes import MOST_AT_ONCE, keep_push, pushes_waiting
from local365 import seed
from local365.access_tokens import Caller
from local365.faults import Fault
from local365.server import Local365
from sync.push import LARGEST, PATH
from tests.journeys.force import Force, force
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

FLOW = "33333333-aaaa-4bbb-8ccc-0000000000f1"
API = f"api://{seed.APP_ID}"
ANSWERS = {
    "kind": "Idea",
    "title": "Quiet hour at the counter",
    "details": "It is loud.",
    "tried": "Dimmed lights.",
    "good": "A trial.",
}


@pytest.fixture
async def here(m365: Local365, tmp_path: Path) -> AsyncIterator[Force]:
    """The product at work, with a flow that may push."""
    async with force(m365, tmp_path, push_app_id=FLOW) as running:
        yield running


def token(here: Force, *, app: str = FLOW, audience: str = API) -> str:
    """A token that Entra signed for that application and audience."""
    caller = Caller(app_id=app, name="Sample flow", roles=frozenset())
    return here.m365.tenant.tokens.mint(caller, audience)


def a_push(here: Force, **changes: Any) -> dict[str, Any]:
    """What the flow sends."""
    sent = {"form": "form-1", "response": 17, "sent_at": here.clock().isoformat(), "answers": ANSWERS}
    return {**sent, "responder": "sample.birch@force.example", **changes}


async def pushes(here: Force, body: Any, *, bearer: str | None = None, key: str = "") -> tuple[int, str]:
    """The flow's HTTP action; returns the status and the sentence of the answer."""
    headers = {"Authorization": f"Bearer {token(here) if bearer is None else bearer}"} | (
        {"Idempotency-Key": key} if key else {}
    )
    async with aiohttp.ClientSession(here.url) as flow, flow.post(PATH, json=body, headers=headers) as answer:
        return answer.status, (await answer.json())["message"]


async def test_a_pushed_response_becomes_a_case_of_its_submitter(here: Force) -> None:
    assert await pushes(here, a_push(here)) == (202, "Taken in.")
    await here.settle()

    row = await here.row()
    assert (row.fields["Title"], row.fields["SubmittedBy"]) == ("Quiet hour at the counter", "Sample Birch")
    assert "PF-2026-0001" in (await here.birch.latest_card()).reads


async def test_a_repeated_push_is_one_case(here: Force) -> None:
    first = a_push(here)
    await pushes(here, first)
    await here.settle()

    assert await pushes(here, first | {"sent_at": here.clock().isoformat()}) == (200, "Taken in before.")
    await here.settle()
    assert len(await here.office.rows("Cases")) == 1


async def test_a_response_that_is_pushed_and_read_in_the_workbook_is_one_case(here: Force) -> None:
    answers = dict(zip(HEADINGS[6:], map(str, ROW[6:]), strict=True))
    await pushes(here, a_push(here, response="1", answers=answers))
    await here.settle()

    await here.office.replaces_workbook(workbook(HEADINGS, ROW))
    await here.settle()
    edited = with_cells(column_5="11/3/26 8:00:00", column_8="It is louder than I said.")
    await here.office.replaces_workbook(workbook(HEADINGS, edited))
    await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."
    assert len(await here.office.rows("Cases")) == 1


@pytest.mark.parametrize("push_comes", ["first", "last"])
async def test_a_response_that_is_edited_before_its_row_is_read_is_one_case_whichever_comes_first(
    here: Force, push_comes: str
) -> None:
    sent, edited = f"{here.clock():%m/%d/%y %H:%M:%S}", f"{here.clock() + timedelta(minutes=9):%m/%d/%y %H:%M:%S}"
    cells = with_cells(column_1=sent, column_2=sent, column_5=edited, column_8="It is louder than I said.")
    answers = dict(zip(HEADINGS[6:], map(str, ROW[6:]), strict=True))
    if push_comes == "first":
        await pushes(here, a_push(here, response="1", answers=answers))
        await here.settle()
    await here.office.replaces_workbook(workbook(HEADINGS, cells))
    await here.settle()
    await pushes(here, a_push(here, response="1", answers=answers))
    await here.settle()

    assert (await here.row()).fields["Details"] == "It is louder than I said."
    assert len(await here.office.rows("Cases")) == 1


async def test_an_anonymous_push_stays_anonymous(here: Force) -> None:
    await pushes(here, a_push(here, responder="anonymous"))
    await here.settle()

    assert not (await here.row()).fields.get("SubmittedBy")


async def test_pushes_that_the_settings_no_longer_name_hold_up_no_other(here: Force) -> None:
    for number in range(MOST_AT_ONCE + 1):
        content = json.dumps(a_push(here, response=str(number), answers={"A question of last year's": "a word"}))
        last_year = here.clock() - timedelta(days=300)
        keep_push(here.service.store, PushedResponse(key=f"{number}", content=content, digest="d", at=last_year))

    await pushes(here, a_push(here))
    await here.settle()

    assert (await here.row()).fields["Title"] == ANSWERS["title"]
    assert len(pushes_waiting(here.service.store, skip=1)) == MOST_AT_ONCE


async def test_a_push_is_taken_in_while_graph_is_down(here: Force) -> None:
    here.m365.tenant.faults.add(Fault(path="/v1.0/*", status=503, times=1000))

    assert await pushes(here, a_push(here)) == (202, "Taken in.")

    here.m365.tenant.faults.clear()
    here.clock.forward(minutes=1)
    await here.settle()
    assert len(await here.office.rows("Cases")) == 1


@pytest.mark.parametrize("audience", ["https://graph.microsoft.com", "api://44444444-aaaa-4bbb-8ccc-0000000000f2"])
async def test_a_token_for_something_else_pushes_nothing(here: Force, audience: str) -> None:
    status, _ = await pushes(here, a_push(here), bearer=token(here, audience=audience))

    assert status == 401


async def test_another_application_of_the_tenant_pushes_nothing(here: Force) -> None:
    status, _ = await pushes(here, a_push(here), bearer=token(here, app=str(uuid4())))

    assert status == 401
    await here.settle()
    assert await here.office.rows("Cases") == []


@pytest.mark.parametrize("bearer", ["", "x", "x.y.z"])
async def test_what_is_no_token_pushes_nothing(here: Force, bearer: str) -> None:
    status, _ = await pushes(here, a_push(here), bearer=bearer)

    assert status == 401


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"answers": {}}, 400, "answers"),
        ({"answers": {"title": "x" * 40_000}}, 400, "longer than"),
        ({"colour": "blue"}, 400, "colour"),
        ({"sent_at": "2026-11-23T09:00:00"}, 400, "time zone"),
        ({"sent_at": "2026-11-23T09:00:00Z"}, 400, "15 minutes"),
        ({"answers": {"title": "Only this"}}, 422, "missing"),
        ({"answers": dict.fromkeys(ANSWERS, "")}, 422, "not a word"),
        ({"answers": ANSWERS | {"TITLE": "Another"}}, 422, "doubled: TITLE"),
        ({"answers": ANSWERS | {"tried": {"a": 1}}}, 400, "answers.tried: Input should be a valid string"),
        ({"answers": ANSWERS | {"k" * 90_000: 5}}, 400, "k…: Input should be a valid string"),
        ({"response": 1.5}, 400, "response: Input should be a valid string"),
        ({"sent_at": "9999-12-31T23:59:59-14:00"}, 400, "15 minutes"),
    ],
)
async def test_a_push_that_cannot_be_read_says_what_to_mend(
    here: Force, changes: dict[str, Any], status: int, sentence: str
) -> None:
    answered, said = await pushes(here, a_push(here) | changes)

    assert (answered, sentence in said) == (status, True), said


async def test_one_key_for_two_responses_is_refused(here: Force) -> None:
    await pushes(here, a_push(here), key="the same")

    status, said = await pushes(here, a_push(here, response=18), key="the same")

    assert status == 409
    assert "key of its own" in said


async def test_several_choices_are_kept_as_the_workbook_writes_them(here: Force) -> None:
    await pushes(here, a_push(here, answers=ANSWERS | {"tried": '["Patrols","Lighting"]'}))
    await here.settle()

    assert (await here.row()).fields["Tried"] == "Patrols;Lighting;"


async def test_a_question_left_out_may_be_null_and_several_choices_a_list(here: Force) -> None:
    changed: dict[str, Any] = {"tried": ["Patrols", "Lighting"], "good": None}
    await pushes(here, a_push(here, answers=ANSWERS | changed, responder=None, name=None))
    await here.settle()

    row = await here.row()
    assert (row.fields["Tried"], row.fields.get("GoodLooksLike")) == ("Patrols;Lighting;", None)


async def test_a_repeat_that_names_the_answers_in_another_order_is_a_repeat(here: Force) -> None:
    first = a_push(here)
    await pushes(here, first)

    again = {name: first[name] for name in reversed(first)} | {"answers": dict(reversed(ANSWERS.items()))}
    assert await pushes(here, again) == (200, "Taken in before.")


async def test_responses_of_a_form_with_a_long_id_have_keys_of_their_own(here: Force) -> None:
    form = "f" * 200

    assert await pushes(here, a_push(here, form=form, response=1)) == (202, "Taken in.")
    assert await pushes(here, a_push(here, form=form, response=2)) == (202, "Taken in.")


async def test_five_answers_as_long_as_a_form_takes_them_are_taken_in_and_what_a_row_cannot_hold_is_said(
    here: Force,
) -> None:
    long = dict.fromkeys(("details", "tried", "good", "One more?", "Another?"), "€" * 32_767)
    assert await pushes(here, a_push(here, answers=ANSWERS | long)) == (202, "Taken in.")
    await here.settle()

    assert (await here.row()).fields["Details"].endswith("Prevention First keeps all of it.")


@pytest.mark.parametrize(
    ("body", "headers", "status", "sentence"),
    [
        (b"\x1f\x8b broken", {"Content-Encoding": "gzip"}, 400, "not packed"),
        (gzip.compress(b" " * (LARGEST + 1)), {"Content-Encoding": "gzip"}, 413, "longer than"),
        (b'{"form": "\xff"}', {}, 400, "Invalid JSON"),
        (b"[" * 100_000, {}, 400, "Invalid JSON"),
        (b"", {}, 400, "Invalid JSON"),
        (b"[]", {}, 400, "should be an object"),
    ],
    ids=["broken gzip", "gzip bomb", "no UTF-8", "deep", "empty", "a list"],
)
async def test_a_body_that_is_no_push_is_refused_with_a_sentence(
    here: Force, body: bytes, headers: dict[str, str], status: int, sentence: str
) -> None:
    proof = {"Authorization": f"Bearer {token(here)}"}
    async with (
        aiohttp.ClientSession(here.url) as flow,
        flow.post(PATH, data=body, headers=headers | proof) as answer,
    ):
        assert (answer.status, sentence in (await answer.json())["message"]) == (status, True)


async def test_a_body_that_names_one_answer_twice_is_refused_and_neither_is_chosen(here: Force) -> None:
    body = json.dumps(a_push(here)).replace('"title":', '"title": "Another", "title":')
    proof = {"Authorization": f"Bearer {token(here)}"}
    async with aiohttp.ClientSession(here.url) as flow, flow.post(PATH, data=body, headers=proof) as answer:
        assert (answer.status, await answer.json()) == (400, {"message": "title: stands twice in the body."})


async def test_a_response_whose_flow_leaves_a_question_out_is_one_case_with_the_workbooks_answer(here: Force) -> None:
    answers = dict(zip(HEADINGS[6:], map(str, ROW[6:]), strict=True)) | {HEADINGS[9]: '["Patrols","Lighting"]'}
    await pushes(here, a_push(here, response="1", answers=answers))
    await here.settle()

    row = [*with_cells(column_9="Patrols;Lighting;"), "Mill Lane"]
    await here.office.replaces_workbook(workbook([*HEADINGS, "Your station?"], row))
    await here.settle()

    assert (await here.row()).fields["Details"] == "Details\n\nYour station?: Mill Lane"


async def test_nobody_can_push_where_no_flow_is_named(m365: Local365, tmp_path: Path) -> None:
    async with force(m365, tmp_path) as here, aiohttp.ClientSession(here.url) as flow:
        answer = await flow.post(PATH, json=a_push(here))

    assert answer.status == 404
