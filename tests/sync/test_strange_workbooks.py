"""Workbooks as people, programs and attackers leave them: read as they are, or said to be unreadable."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
import xlsxwriter

from sync.headings import HEADINGS as MEANINGS
from sync.headings import HeadingTrouble
from sync.responses import Response, Responses, responses_in
from sync.sheets import Unreadable, Why, read_workbook
from tests.sync.workbooks import HEADINGS, ROW, with_cells, workbook

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def book(*sheets: tuple[int, int, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets: the row and column their first cell stands at, and their rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as opened:
        for top, left, rows in sheets:
            sheet: Any = cast("Any", opened).add_worksheet()
            for index, row in enumerate(rows):
                sheet.write_row(top + index, left, row)
    return content.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(before.read(name)) if name == part else before.read(name))
    return out.getvalue()


def with_cell(place: str, xml: str) -> bytes:
    """The usual workbook with that cell written in that way."""
    cell = re.compile(rf'<c r="{place}"[^>]*>.*?</c>'.encode())
    return rewritten(workbook(HEADINGS, ROW), SHEET, lambda sheet: cell.sub(f'<c r="{place}" {xml}'.encode(), sheet))


def read(content: bytes) -> Responses | HeadingTrouble | Unreadable:
    """What the product makes of the file."""
    sheets = read_workbook(content)
    return sheets if isinstance(sheets, Unreadable) else responses_in(sheets, MEANINGS)


def responses(content: bytes) -> Responses:
    """Of a file that can be read."""
    found = read(content)
    assert isinstance(found, Responses), found
    return found


def the_one(content: bytes) -> Response:
    """The only response in it."""
    [response] = responses(content).responses
    return response


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (book((0, 0, [["Number", "Of what"], [24, "Ideas"]]), (0, 0, [HEADINGS, ROW])), 2),
        (book((0, 0, []), (0, 0, [HEADINGS, ROW])), 2),
        (book((4, 3, [HEADINGS, ROW])), 6),
        (book((0, 0, [["Responses of November"], [], HEADINGS, [], ROW, [], []])), 5),
    ],
    ids=["another sheet is first", "an empty sheet is first", "not in the corner", "a title and blank rows"],
)
def test_the_responses_are_found_wherever_in_the_workbook_they_stand(content: bytes, row: int) -> None:
    found = the_one(content)

    assert (found.submission, found.row) == (the_one(workbook(HEADINGS, ROW)).submission, row)


def test_an_older_copy_in_a_hidden_sheet_and_a_sheet_that_is_a_chart_are_passed_over() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as opened:
        chart: Any = opened.add_chart({"type": "line"})
        chart.add_series({"values": "=Copy!$A$2"})
        cast("Any", opened).add_chartsheet().set_chart(chart)
        for name, row in (("Copy", with_cells(column_7="Old")), ("Sheet1", ROW)):
            sheet: Any = cast("Any", opened).add_worksheet(name)
            sheet.write_row(0, 0, HEADINGS)
            sheet.write_row(1, 0, row)
        cast("Any", opened).get_worksheet_by_name("Copy").hide()

    assert the_one(content.getvalue()).submission.title == "A title"


def test_of_sheets_without_the_headings_the_one_that_comes_closest_is_told() -> None:
    content = book((0, 0, [["Number"]]), (0, 0, [["A title"], HEADINGS[:-1], ROW[:-1]]))

    assert read(content) == HeadingTrouble(missing=(HEADINGS[-1],), doubled=(), unknown=())


@pytest.mark.parametrize(
    ("xml", "title"),
    [
        ('t="str"><f>"A"&amp;"b"</f><v>Ab</v></c>', "Ab"),
        ('t="inlineStr"><is><t>In line</t></is></c>', "In line"),
        (
            't="inlineStr"><is><r><t xml:space="preserve">Rich </t></r><r><rPr><b/></rPr><t>text</t></r></is></c>',
            "Rich text",
        ),
        ('t="b"><v>1</v></c>', "TRUE"),
        ("><v>0.30000000000000004</v></c>", "0.3"),
        ("><v>100000</v></c>", "100000"),
        ("><v>1E+300</v></c>", "1e+300"),
        ('t="e"><v>#REF!</v></c>', "Details"),
        ('><f>"A"</f></c>', "Details"),
    ],
)
def test_a_cell_says_what_a_person_reads_in_it(xml: str, title: str) -> None:
    assert the_one(with_cell("H2", xml)).submission.title == title


def test_text_that_looks_like_a_number_or_an_escape_stays_as_it_was_typed() -> None:
    found = the_one(workbook(HEADINGS, with_cells(column_0="007", column_8="1E5", column_9="so _x000D_ it is")))

    assert (found.number, found.submission.details, found.submission.tried) == ("007", "1E5", "so _x000D_ it is")


def test_signs_that_nobody_can_type_are_left_out_and_line_ends_are_newlines() -> None:
    found = the_one(workbook(HEADINGS, with_cells(column_8="one\r\ntwo\x07\x00", column_7="a\nb")))

    assert (found.submission.details, found.submission.title) == ("one\ntwo", "a b")


@pytest.mark.parametrize("dress", ["{}\u200b", "\ufeff{}", "<b>{}</b>", "{} *", "\u202f{}\n"])
def test_what_nobody_sees_in_a_heading_does_not_matter(dress: str) -> None:
    assert responses(workbook([dress.format(text) for text in HEADINGS], ROW)).unknown == ()


def test_what_a_quiz_adds_is_no_answer_and_feedback_that_somebody_wrote_is() -> None:
    title = HEADINGS[7]
    quiz = ["Total points", "Quiz feedback", "Language", f"Points - {title}", f"Feedback \u2013 {title}"]

    found = responses(workbook([*HEADINGS, *quiz], [*ROW, 5, "Well done", "English", 0, "Say where."]))

    assert found.unknown == (quiz[-1],)
    assert found.responses[0].submission.details == f"Details\n\n{quiz[-1]}: Say where."


def test_words_in_a_column_without_a_heading_are_kept() -> None:
    assert the_one(workbook(HEADINGS, [*ROW, "Look here"])).submission.details == "Details\n\nLook here"


@pytest.mark.parametrize("number", ["", " "])
def test_words_in_a_row_without_an_id_are_told_by_their_row(number: str) -> None:
    assert responses(workbook(HEADINGS, ROW, with_cells(column_0=number))).unnumbered == (3,)


def test_an_id_that_became_an_error_is_told_by_its_row() -> None:
    assert responses(with_cell("A2", 't="e"><v>#REF!</v></c>')).unnumbered == (2,)


def test_a_cell_far_from_the_rest_is_said_to_make_the_workbook_too_large() -> None:
    far = book((0, 0, [HEADINGS, ROW, *([] for _ in range(1_048_573)), [*[None] * 16_383, " "]]))

    assert read(far) == Unreadable(why=Why.TOO_LARGE)


def test_a_small_file_that_unpacks_to_gigabytes_is_said_to_be_too_large() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADINGS, ROW))) as usual, zipfile.ZipFile(out, "w", 8) as bomb:
        for name in usual.namelist():
            before, title, after = usual.read(name).partition(b"A title")
            with bomb.open(name, "w") as part:
                part.write(before)
                for _ in range(1100 if title else 0):
                    part.write(b"x" * 2**20)
                part.write(after)

    assert (read(out.getvalue()), len(out.getvalue()) < 2_000_000) == (Unreadable(why=Why.TOO_LARGE), True)


def test_one_long_text_in_very_many_cells_is_said_to_be_too_large() -> None:
    rows = [with_cells(column_0=number, column_8="y" * 32_767) for number in range(1, 5_001)]

    assert read(workbook(HEADINGS, *rows)) == Unreadable(why=Why.TOO_LARGE)


def test_entities_that_multiply_are_not_followed() -> None:
    def laughing(texts: bytes) -> bytes:
        doubled = "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};">' for n in range(40))
        start = texts.index(b"?>") + 2
        kinds = f'<!DOCTYPE x [<!ENTITY e0 "ha">{doubled}]>'.encode()
        return texts[:start] + kinds + texts[start:].replace(b"A title", b"&e40;")

    assert read(rewritten(workbook(HEADINGS, ROW), TEXTS, laughing)) == Unreadable(why=Why.DAMAGED)
