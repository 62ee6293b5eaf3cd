"""Responses on their way into the form's workbook."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from local365.sites import Sites
from local365.workbook import FormsResponse, Rows, read_rows, written
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Graph

BOOK = "/drive/root:/Forms/Prevention%20First.xlsx"
ANSWERS = ("Idea", "=HYPERLINK(1)", "https://force.example", "007", "🚗 a\nb")


def response(
    clock: Clock, *, email: str | None = "sample.ivy@force.example", name: str = "Sample Ivy"
) -> FormsResponse:
    """What Sample Ivy has just sent in."""
    started = clock.now() - timedelta(minutes=4)
    return FormsResponse(email=email, name=name, answers=ANSWERS, started_at=started, completed_at=clock.now())


async def rows(graph: Graph, site: str) -> list[list[Any]]:
    """The rows of the workbook as downloaded."""
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    content = (await graph.plain("GET", url, None, {})).content
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


async def test_a_response_is_a_new_row_and_a_new_content_tag(graph: Graph, site: str, clock: Clock) -> None:
    before = (await graph.get(f"{site}{BOOK}")).json
    number = graph.sites.append_response(response(clock), at=clock.now())
    after = (await graph.get(f"{site}{BOOK}")).json
    row = (await rows(graph, site))[-1]

    assert number == 25
    assert after["cTag"] != before["cTag"]
    assert after["id"] == before["id"]
    assert row[0] == 25
    assert row[3:6] == ["sample.ivy@force.example", "Sample Ivy", ""]
    assert tuple(row[6:]) == ANSWERS


async def test_the_times_of_a_response_are_dates_without_a_zone(graph: Graph, site: str, clock: Clock) -> None:
    graph.sites.append_response(response(clock), at=clock.now())
    row = (await rows(graph, site))[-1]

    assert row[1:3] == [(clock.now() - timedelta(minutes=4)).replace(tzinfo=None), clock.now().replace(tzinfo=None)]


async def test_an_anonymous_response_says_so_where_the_e_mail_stands(graph: Graph, site: str, clock: Clock) -> None:
    """facts: forms-workbook"""
    graph.sites.append_response(response(clock, email=None, name=""), at=clock.now())

    assert (await rows(graph, site))[-1][3:5] == ["anonymous", ""]


async def test_the_size_of_the_workbook_is_that_of_its_rows(graph: Graph, site: str, clock: Clock) -> None:
    graph.sites.append_response(response(clock), at=clock.now())
    size = (await graph.get(f"{site}{BOOK}?$select=size")).json["size"]
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]

    assert len((await graph.plain("GET", url, None, {})).content) == size


async def test_responses_arrive_one_by_one(graph: Graph, site: str, clock: Clock) -> None:
    graph.tenant.take_sites(Sites.seeded(arriving=True))
    empty = await rows(graph, site)
    arrived = [graph.sites.arrive_next(at=clock.now()) for _ in range(2)]
    two = await rows(graph, site)

    assert (len(empty), arrived) == (1, [True, True])
    assert [row[0] for row in two[1:]] == [1, 2]
    assert two[1][7] == "Repeat shed burglaries on the allotments at Mill Lane"


async def test_after_the_last_sample_nothing_arrives(graph: Graph, clock: Clock) -> None:
    graph.tenant.take_sites(Sites.seeded(arriving=True))
    arrived = [graph.sites.arrive_next(at=clock.now()) for _ in range(25)]

    assert arrived == [True] * 24 + [False]


async def test_a_replaced_workbook_is_what_was_put_there(graph: Graph, site: str, clock: Clock) -> None:
    other = written(Rows(headings=["Id", "Extra"], rows=[[1, "x"], [2, "y"]]))
    graph.sites.replace_workbook(other, at=clock.now())

    assert await rows(graph, site) == [["Id", "Extra"], [1, "x"], [2, "y"]]
    assert graph.sites.snapshot_workbook()["rows"] == 2


async def test_a_response_fits_a_workbook_with_other_columns(graph: Graph, site: str, clock: Clock) -> None:
    other = written(Rows(headings=["ID", "Email", "What?", "Name", "Why?"], rows=[[7, "a", "b", "c", "d"]]))
    graph.sites.replace_workbook(other, at=clock.now())
    graph.sites.append_response(response(clock), at=clock.now())

    assert (await rows(graph, site))[-1] == [8, "sample.ivy@force.example", "Idea", "Sample Ivy", "=HYPERLINK(1)"]


async def test_a_migrated_workbook_is_another_file_of_the_same_name(graph: Graph, site: str, clock: Clock) -> None:
    """facts: forms-workbook: the driveItem id can change under you."""
    before = (await graph.get(f"{site}{BOOK}")).json
    content = written(Rows(headings=["Id"], rows=[[1]]))
    graph.sites.replace_workbook(content, at=clock.now(), as_new_item=True)
    after = (await graph.get(f"{site}{BOOK}")).json
    old = await graph.get(f"{site}/drive/items/{before['id']}")

    assert after["id"] != before["id"]
    assert old.status == 404


async def test_a_workbook_that_cant_be_read_takes_no_response(graph: Graph, site: str, clock: Clock) -> None:
    """A sensitivity label that encrypts makes an OLE file of it (facts: encrypted-workbooks)."""
    graph.sites.replace_workbook(b"\xd0\xcf\x11\xe0 encrypted", at=clock.now())
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]

    assert (await graph.plain("GET", url, None, {})).content == b"\xd0\xcf\x11\xe0 encrypted"
    with pytest.raises(ValueError, match="no workbook"):
        graph.sites.append_response(response(clock), at=clock.now())


async def test_a_workbook_uploaded_through_graph_is_the_forms_workbook(graph: Graph, site: str, clock: Clock) -> None:
    await graph.put(f"{site}{BOOK}:/content", written(Rows(headings=["Id", "What?"], rows=[[4, "x"]])))
    graph.sites.append_response(response(clock), at=clock.now())

    assert [row[0] for row in (await rows(graph, site))[1:]] == [4, 5]


def test_writing_the_same_rows_gives_the_same_bytes() -> None:
    table = Rows(headings=["Id", "What?"], rows=[[1, "x"]])

    assert written(table) == written(table)
    assert read_rows(written(table)) == table


def test_a_heading_may_stand_there_twice() -> None:
    table = Rows(headings=["Id", "Email", "email"], rows=[[1, "x", "y"]])

    assert read_rows(written(table)) == table


def test_a_text_longer_than_a_cell_is_cut_as_excel_cuts_it() -> None:
    table = Rows(headings=["What?"], rows=[["a" * 40_000]])

    assert read_rows(written(table)).rows == [["a" * 32_767]]
