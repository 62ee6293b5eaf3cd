"""The library that ships with the product: what is in it, what was wrong with it, and what officers find in it."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.evidence import Award, EvidenceKind, Flaw, is_web_address
from hub.evidence_index import EvidenceIndex
from hub.search import words_in
from store.evidence import LIBRARY, EvidenceShelf


@pytest.fixture(scope="module")
def library() -> EvidenceIndex:
    return EvidenceShelf().read()


def titles(library: EvidenceIndex, text: str, most: int = 3) -> list[str]:
    """The titles found first."""
    return [item.title for item in library.search(text).items[:most]]


def test_every_row_of_this_edition_is_there(library: EvidenceIndex) -> None:
    with LIBRARY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [item.kind for item in library.library.items]

    assert len(rows) == len(kinds) == 1244
    assert (kinds.count(EvidenceKind.PROBLEM_GUIDE), kinds.count(EvidenceKind.PROJECT)) == (75, 1133)
    assert dict(library.library.flaws) == {}


def test_what_contradicts_itself_in_this_edition_is_known(library: EvidenceIndex) -> None:
    items = library.library.items
    by_name = [item for item in items if item.award_by_file_name]

    # 22 marked (W) and 38 marked (F) whose rows say only Submission; 10 more winners say so themselves
    assert [item.award for item in by_name].count(Award.WINNER) == 22
    assert len(by_name) == 22 + 38
    assert [item.award for item in items].count(Award.WINNER) == 22 + 10
    assert sorted(item.link_year or 0 for item in items)[-3:] == [2003, 2011, 2020]


def test_every_item_leads_to_a_web_address(library: EvidenceIndex) -> None:
    assert [item.title for item in library.library.items if not is_web_address(item.url)] == []


def test_it_is_read_once_whichever_thread_asks_first() -> None:
    shelf = EvidenceShelf()
    with ThreadPoolExecutor(4) as threads:
        read = [asked.result() for asked in [threads.submit(shelf.read) for _ in range(8)]]

    assert all(one is read[0] for one in read)


def test_a_damaged_row_is_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "library.csv"
    text = '\ufeffkind,title,year\nproject,Lamps,2011,beyond,the,heading\nproject,,2011\nproject,"Sheds\nin rows"\n'
    path.write_text(text, encoding="utf-8")

    library = EvidenceShelf(path=path).read().library

    assert [(item.title, item.year) for item in library.items] == [("Lamps", 2011), ("Sheds in rows", None)]
    assert dict(library.flaws) == {Flaw.NO_TITLE: 1}


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("bike theft", "Bicycle Theft"),
        ("stolen bikes", "Bicycle Theft"),
        ("theft from cars", "Thefts of and from Cars in Parking Facilities"),
        ("shed burglaries", "Burglary of Single-family Houses"),
        ("burglars", "Burglary of Single-family Houses"),
        ("shoplifters", "Shoplifting, 2nd Ed."),
        ("begging", "Panhandling"),
        ("rough sleepers", "Homeless Encampments"),
        ("street drinking", "Chronic Public Inebriation"),
        ("pub fights", "Assaults in and Around Bars 2nd Ed."),
        ("domestic abuse", "Domestic Violence"),
        ("asb", "Disorderly Youth in Public Places"),
        ("youths hanging around the park", "Disorderly Youth in Public Places"),
        ("kerb crawling", "Street Prostitution, 2nd Edition"),
        ("boy racers", "Street Racing"),
        ("999 hoax calls", "Misuse and Abuse of 911"),
        ("cctv", "Video Surveillance of Public Places, 2nd Edition"),
        ("lamps", "Improving Street Lighting to Reduce Crime in Residential Areas"),
        ("repeat victims", "Analyzing Repeat Victimization"),
        ("re-offending", "Analyzing and Responding to Repeat Offending"),
        ("hotspots", "Understanding and Responding to Crime and Disorder Hot Spots"),
        ("mental health", "People with Mental Illness, 2nd Edition"),
        ("county lines", "Drug Dealing in Open-Air Markets"),
        ("catalytic converters", "Theft of Scrap Metal"),
        ("noisy parties", "Loud Car Stereos"),
        ("football violence", "Spectator Violence in Stadiums"),
        ("what works for speeding?", "Speeding in Residential Areas, 2nd Edition"),
        ("grafiti", "Graffiti"),
        ("burglry", "Burglary of Single-family Houses"),
        ("prostituiton", "Street Prostitution, 2nd Edition"),
        ("anti graffiti", "AntiGraffiti Program"),
        ("london burglary", "Safe as Houses Domestic Burglary Project"),
        ("2019 winner", "Checkpoint Deferred Prosecution Scheme"),
        ("winner uk", "Checkpoint Deferred Prosecution Scheme"),
        ("durham winner", "Checkpoint Deferred Prosecution Scheme"),
        ("burg", "Burglary of Single-family Houses"),
    ],
)
def test_what_an_officer_would_say_finds_it_among_the_first_three(
    library: EvidenceIndex, said: str, title: str
) -> None:
    assert title in titles(library, said)


def test_a_kind_finds_all_of_its_kind_and_no_other(library: EvidenceIndex) -> None:
    found = library.search("problem guides").items

    assert [item.kind for item in found] == [EvidenceKind.PROBLEM_GUIDE] * 75


@pytest.mark.parametrize("said", ["", "  ", "the", "what works?", "evidence please", "?!"])
def test_who_says_nothing_in_particular_sees_the_problem_guides_by_title(library: EvidenceIndex, said: str) -> None:
    assert titles(library, said, 2) == ["Abandoned Buildings and Lots", "Abandoned Vehicles"]


@given(st.text(max_size=200))
def test_whatever_is_typed_nothing_is_found_twice_and_only_typed_words_are_called_unknown(
    library: EvidenceIndex, text: str
) -> None:
    found = library.search(text)

    assert len(found.items) == len(set(found.items))
    assert set(found.unknown) <= set(words_in(text))


def test_words_that_nobody_wrote_find_nothing(library: EvidenceIndex) -> None:
    found = library.search("zebra xqzzy")

    assert (list(found.items), found.unknown) == ([], ["zebra", "xqzzy"])


def test_a_word_the_library_has_not_got_is_said_and_the_rest_is_found(library: EvidenceIndex) -> None:
    found = library.search("Zebras burglary, zebras")

    assert found.unknown == ["zebras"]
    assert "Burglary of Single-family Houses" in [item.title for item in found.items[:3]]


@pytest.mark.parametrize(
    ("title", "details", "found"),
    [
        (
            "Repeat shed burglaries on the allotments at Mill Lane",
            "Eleven reports since August, mostly Sunday nights. Same three gates.",
            "Burglary of Single-family Houses",
        ),
        (
            "The lamps in the Mill Lane underpass keep failing",
            "They have been out for weeks and people avoid it.",
            "Improving Street Lighting to Reduce Crime in Residential Areas",
        ),
        (
            "Youths gathering outside the chip shop every Friday",
            "ASB calls, eggs thrown, staff abused. Same group of 10 to 15 year olds.",
            "Disorderly Youth in Public Places",
        ),
        (
            "Cars broken into at the station car park",
            "Thefts from vehicles, 14 in October. No CCTV on the upper level",
            "Thefts of and from Cars in Parking Facilities",
        ),
    ],
)
def test_a_cases_own_words_point_to_the_guide(library: EvidenceIndex, title: str, details: str, found: str) -> None:
    assert found in [item.title for item in library.for_case(title, details).items[:5]]


def test_a_case_without_a_word_of_any_guide_points_nowhere(library: EvidenceIndex) -> None:
    assert library.for_case("Zebra xqzzy", "").items == []
