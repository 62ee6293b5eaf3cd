"""The bytes of a workbook or an export become rows of text."""

import pytest

from sync.sheets import Unreadable, read_export, read_sheet
from tests.sync.workbooks import HEADINGS, ROW, workbook

TEXTS = [["Id", "What happens?"], ["1", "Say \u201chello\u201d, twice \u2013 at the counter"]]


def separated(separator: str) -> str:
    """The same two rows as text."""
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in TEXTS) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_export_is_read_in_every_encoding_that_is_seen(encoding: str) -> None:
    assert read_export(separated(",").encode(encoding)) == TEXTS


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_an_export_is_read_with_every_separator_that_is_seen(separator: str) -> None:
    assert read_export(separated(separator).encode()) == TEXTS


def test_a_line_break_and_a_separator_inside_an_answer_are_part_of_it() -> None:
    content = b'Id,What happens?\r\n1,"One line,\r\nand another"\r\n'

    assert read_export(content) == [["Id", "What happens?"], ["1", "One line,\nand another"]]


def test_a_workbook_that_is_exported_is_read_as_one() -> None:
    assert read_export(workbook(HEADINGS, ROW)) == read_sheet(workbook(HEADINGS, ROW))


@pytest.mark.parametrize(
    ("content", "encrypted"),
    [
        (bytes.fromhex("D0CF11E0A1B11AE1"), True),
        (b"PK\x03\x04 but cut off", False),
        (b"", False),
        (b"\x00\x01\x02", False),
        (b" \r\n", False),
    ],
)
def test_what_nobody_can_read_is_said_to_be_unreadable(content: bytes, encrypted: bool) -> None:
    assert read_export(content) == Unreadable(encrypted=encrypted)


@pytest.mark.parametrize(
    ("content", "encrypted"),
    [(bytes.fromhex("D0CF11E0A1B11AE1"), True), (b"PK\x03\x04 but cut off", False), (b"", False), (b"Id,Name", False)],
)
def test_what_is_no_workbook_is_said_to_be_none(content: bytes, encrypted: bool) -> None:
    assert read_sheet(content) == Unreadable(encrypted=encrypted)
