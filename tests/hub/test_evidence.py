"""A dirty row is put right by rules that stand in words, and what cannot be put right is left out and counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.evidence import Award, EvidenceItem, EvidenceKind, Flaw, is_web_address, library_of

ROW = {
    "kind": "project",
    "resource_type": "pdf",
    "title": "Safe as Houses",
    "author_or_agency": "Sample Force",
    "place": "United Kingdom",
    "year": "2011",
    "url": "https://popcenter.example/2011/11-09.pdf",
    "award": "Submission",
    "sections": "",
}


def cleaned(**changes: str) -> EvidenceItem:
    """The one item that a row like this becomes."""
    [item] = library_of([{**ROW, **changes}]).items
    return item


def flaws(*rows: dict[str, str]) -> dict[Flaw, int]:
    """What could not be mended in these rows."""
    return dict(library_of({**ROW, **row} for row in rows).flaws)


def test_a_clean_row_is_taken_as_it_is() -> None:
    assert cleaned() == EvidenceItem(
        kind=EvidenceKind.PROJECT,
        title="Safe as Houses",
        author="Sample Force",
        place="United Kingdom",
        year=2011,
        award=Award.ENTERED,
        url="https://popcenter.example/2011/11-09.pdf",
    )
    assert flaws({}) == {}


@pytest.mark.parametrize("title", ["", "   ", "\t\n", ",", ":"])
def test_a_row_without_a_title_is_left_out_and_counted(title: str) -> None:
    library = library_of([{**ROW, "title": title}, ROW])

    assert ([item.title for item in library.items], dict(library.flaws)) == (["Safe as Houses"], {Flaw.NO_TITLE: 1})


def test_the_same_row_counts_once_and_one_that_differs_stays() -> None:
    library = library_of([ROW, ROW, {**ROW, "year": "2012"}])

    assert ([item.year for item in library.items], dict(library.flaws)) == ([2011, 2012], {Flaw.TWICE: 1})


@pytest.mark.parametrize(
    ("said", "award"),
    [
        ("finalist", Award.FINALIST),
        ("Finalist", Award.FINALIST),
        ("Winner!", Award.WINNER),
        (" WINNER ", Award.WINNER),
        ("Honorable Mention", Award.HONOURABLE_MENTION),
        ("Submission", Award.ENTERED),
        ("", None),
    ],
)
def test_an_award_is_read_whatever_its_capitals_and_signs(said: str, award: Award | None) -> None:
    assert cleaned(award=said).award == award


def test_an_award_that_is_not_known_is_none_and_counted() -> None:
    assert cleaned(award="Runner-up").award is None
    assert flaws({"award": "Runner-up"}) == {Flaw.UNKNOWN_AWARD: 1}


@pytest.mark.parametrize(
    ("said", "name", "read"),
    [
        ("Submission", "10-37(W).pdf", (Award.WINNER, True)),
        ("Submission", "11-48(F).pdf", (Award.FINALIST, True)),
        ("Honorable Mention", "95-04(F).pdf", (Award.HONOURABLE_MENTION, False)),
        ("Winner!", "96-57(W).pdf", (Award.WINNER, False)),
        ("Submission", "10-37(Wales).pdf", (Award.ENTERED, False)),
    ],
)
def test_the_archives_mark_counts_where_the_row_says_no_more_than_entered(
    said: str, name: str, read: tuple[Award, bool]
) -> None:
    item = cleaned(award=said, url=f"https://popcenter.example/{name}")

    assert (item.award, item.award_by_file_name) == read


@pytest.mark.parametrize(
    ("said", "year"), [("1993", 1993), (" 2023 ", 2023), ("", None), ("n.d.", None), ("1066", None), ("20111", None)]
)
def test_a_year_is_a_year_or_nothing(said: str, year: int | None) -> None:
    assert cleaned(year=said, url="").year == year


def test_a_link_filed_under_another_year_is_told_apart() -> None:
    assert cleaned(year="2016").link_year == 2011
    assert cleaned(year="2011").link_year is None
    assert cleaned(year="", url="https://popcenter.example/2011/x.pdf").link_year is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://popcenter.example/x",
        "data:text/html,x",
        "//popcenter.example/x",
        "https://",
        "https:///x",
        "https://[bad/x",
        'https://x.example/"><script>',
        "https://x.example/a b",
        "https://x.example/\x00",
        "https://x.example/\u2028x",
        "https://" + "x" * 3000,
    ],
)
def test_what_is_no_web_address_becomes_no_link_and_is_counted(url: str) -> None:
    assert cleaned(url=url).url == ""
    assert flaws({"url": url}) == {Flaw.NO_LINK: 1}


@given(st.text(max_size=60))
def test_a_link_always_begins_as_a_web_address_does(text: str) -> None:
    for url in (text, f"https://{text}", f"http:{text}"):
        assert not is_web_address(url) or url.casefold().startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("To Catch a Thief:Utilizing Bait", "To Catch a Thief: Utilizing Bait"),
        ("Gun Crime Initiative  Operation Noble", "Gun Crime Initiative Operation Noble"),
        ("Prescription Fraud Enforcement Program,", "Prescription Fraud Enforcement Program"),
        ("Speed Enforcement Program:", "Speed Enforcement Program"),
        ("AntiGraffiti Program", "AntiGraffiti Program"),
        ("911: 24:7", "911: 24:7"),
    ],
)
def test_a_title_is_mended_only_where_that_is_no_guess(said: str, title: str) -> None:
    assert cleaned(title=said).title == title


def test_a_place_is_spelt_as_it_is() -> None:
    assert cleaned(place="Ontaorio, Canada").place == "Ontario, Canada"


def test_a_guide_shows_what_it_covers_without_its_back_matter() -> None:
    guide = cleaned(
        kind="guide",
        resource_type="Problem Guide",
        sections="The Problem of Graffiti | Summary of Responses | Endnotes |  | References | Related POP Projects",
    )

    assert (guide.kind, guide.is_guide) == (EvidenceKind.PROBLEM_GUIDE, True)
    assert guide.sections == ("The Problem of Graffiti", "Summary of Responses")


def test_a_kind_that_is_not_known_is_left_out_and_counted() -> None:
    assert flaws({"kind": "guide", "resource_type": "Leaflet"}, {"kind": ""}) == {Flaw.UNKNOWN_KIND: 2}


def test_a_row_without_its_columns_is_left_out() -> None:
    assert library_of([{}, {"title": None}]).items == ()
