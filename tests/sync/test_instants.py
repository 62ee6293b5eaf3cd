"""The start of a response, however a file writes it."""

import pytest

from sync.instants import days_come_first, to_the_minute


@pytest.mark.parametrize(
    ("text", "day_first", "minute"),
    [
        ("2026-11-02T09:14:30", False, "2026-11-02T09:14"),
        ("2026-11-02 09:14", False, "2026-11-02T09:14"),
        ("11/2/26 9:14:30", False, "2026-11-02T09:14"),
        ("11/2/2026 9:14:30 PM", False, "2026-11-02T21:14"),
        ("11/2/2026 12:05 AM", False, "2026-11-02T00:05"),
        ("02/11/2026 09:14", True, "2026-11-02T09:14"),
        ("02.11.2026 09:14:30", True, "2026-11-02T09:14"),
        ("46328.385069444", False, "2026-11-02T09:14"),  # 46,328 days after 1899-12-30, and 9 h 14 min 30 s
        ("13/13/2026 09:14", False, ""),
        ("soon", False, ""),
        ("", False, ""),
        ("17", False, ""),
    ],
)
def test_every_way_of_writing_it_is_the_same_minute(text: str, day_first: bool, minute: str) -> None:
    assert to_the_minute(text, day_first=day_first) == minute


@pytest.mark.parametrize(
    ("column", "day_first"),
    [
        (["3/4/26 09:00", "28/4/26 09:00"], True),
        (["3/4/26 09:00", "4/28/26 09:00"], False),
        (["3/4/26 09:00"], False),
        (["28/4/26 09:00", "4/28/26 09:00"], False),  # nobody can tell: Forms' own way
        ([], False),
    ],
)
def test_one_date_that_can_be_read_in_one_way_only_tells_for_the_whole_column(
    column: list[str], day_first: bool
) -> None:
    assert days_come_first(column) is day_first
