"""The bytes of a workbook or an export become rows of text."""

import pytest

from sync.sheets import LARGEST, Unreadable, Why, read_export, read_workbook
from tests.sync.workbooks import HEADINGS, ROW, workbook

TEXTS = [["Id", "What happens?"], ["1", "Say \u201chello\u201d, twice \u2013 at the counter"]]


def separated(separator: str) -> str:
    """The same two rows as text."""
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in TEXTS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_export_is_read_in_every_encoding_that_is_seen(encoding: str) -> None:
    assert read_export(separated(",").encode(encoding)) == [TEXTS]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_an_export_is_read_with_every_separator_that_is_seen(separator: str) -> None:
    assert read_export(separated(separator).encode()) == [TEXTS]


def test_a_line_break_and_a_separator_inside_an_answer_are_part_of_it() -> None:
    content = b'Id,What happens?\r\n1,"One line,\r\nand another"\r\n'

    assert read_export(content) == [[["Id", "What happens?"], ["1", "One line,\nand another"]]]


def test_a_workbook_that_is_exported_is_read_as_one() -> None:
    assert read_export(workbook(HEADINGS, ROW)) == read_workbook(workbook(HEADINGS, ROW))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), Why.ENCRYPTED),
        (b"PK\x03\x04 but cut off", Why.DAMAGED),
        (b"", Why.DAMAGED),
        (b"\x00\x01\x02", Why.DAMAGED),
        (b" \r\n", Why.DAMAGED),
    ],
)
def test_what_nobody_can_read_is_said_to_be_unreadable(content: bytes, why: Why) -> None:
    assert read_export(content) == Unreadable(why=why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), Why.ENCRYPTED),
        (b"PK\x03\x04 but cut off", Why.DAMAGED),
        (b"", Why.DAMAGED),
        (b"Id,Name", Why.DAMAGED),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, why: Why) -> None:
    assert read_workbook(content) == Unreadable(why=why)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_encoding_without_its_mark_is_read_or_refused_and_never_guessed(encoding: str) -> None:
    found = read_export(separated(",").encode(encoding))

    assert found in ([TEXTS], Unreadable(why=Why.DAMAGED))


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfId,Name\n1,\xff", b"Id,Name\n1,\x81", b"\xff\xfeI"])
def test_bytes_that_no_encoding_fits_are_not_made_into_other_letters(content: bytes) -> None:
    assert read_export(content) == Unreadable(why=Why.DAMAGED)


@pytest.mark.parametrize(
    "content", [b'Id,Name\n1,"Sample\n2,Birch\n', b'Id,Name\n1,"Sam"ple\n', b'"Id,Name\n' + b"1,x\n" * 50_000]
)
def test_a_quotation_mark_that_swallows_other_answers_is_told(content: bytes) -> None:
    assert read_export(content) == Unreadable(why=Why.QUOTES)


def test_an_inch_sign_in_an_answer_is_a_sign() -> None:
    assert read_export(b'Id,Name\n1,a 5" pipe\n') == [[["Id", "Name"], ["1", 'a 5" pipe']]]


def test_a_file_larger_than_any_export_is_not_read() -> None:
    assert read_export(bytes(LARGEST + 1)) == Unreadable(why=Why.TOO_LARGE)
