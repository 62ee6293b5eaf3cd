"""People find what is known to work and share it: from the compose box, in the chat and for a case.

Teams is as patient here as Microsoft's: a search that is not answered within its five seconds fails.
"""

from __future__ import annotations

from typing import Any

import pytest

from hub.cases import CaseNumber
from local365.card_reading import buttons
from local365.extension_at_work import ExtensionAtWork, FoundResults
from local365.people_at_work import PersonAtWork
from local365.seen import SeenCard
from tests.journeys.force import ANSWERS, CASES, Force

GUIDE = "Burglary of Single-family Houses"


async def search(who: PersonAtWork, words: str = "", **more: Any) -> FoundResults:
    """What the compose box shows."""
    return await ExtensionAtWork(who).searches("evidence", words=words, **more)


def titles(found: FoundResults, most: int = 3) -> list[str]:
    """The titles that the list shows first."""
    return [one.preview.partition("\n")[0] for one in found.results[:most]]


def links(card: SeenCard) -> list[str]:
    """Where the card's links and buttons lead."""
    return [one.action["url"] for one in buttons(card.card or {}) if one.action["type"] == "Action.OpenUrl"]


async def test_the_search_opens_with_the_problem_guides_for_everybody(here: Force) -> None:
    await here.oak.opens_chat()

    for who in (here.birch, here.oak):
        found = await search(who)
        assert titles(found, 1) == ["Abandoned Buildings and Lots"]
        assert len(found.results) == 25


async def test_an_officers_words_find_the_guide_in_spite_of_a_slip_and_of_another_english(here: Force) -> None:
    assert "Panhandling" in titles(await search(here.birch, "begging"))
    assert GUIDE in titles(await search(here.birch, "shed burglries"))
    assert titles(await search(here.birch, "reducing cycle theft transport for london"), 1) == [
        "Reducing Cycle Theft: A Partnership Approach between Transport for London and the Metropolitan Police Service"
    ]


async def test_the_list_goes_on_page_by_page_and_then_ends(here: Force) -> None:
    pages = [await search(here.birch, "problem guides", skip=skip) for skip in (0, 25, 50, 75)]

    assert [len(page.results) for page in pages] == [25, 25, 25, 0]
    assert len({one.preview for page in pages for one in page.results}) == 75


async def test_words_that_nobody_wrote_are_answered_with_what_to_try(here: Force) -> None:
    found = await search(here.birch, "zebras")

    assert found.results == ()
    assert found.sentence is not None
    assert "nothing for “zebras”" in found.sentence
    assert "send it in" in found.sentence


async def test_a_shared_guide_leads_to_its_document_and_asks_nobody_for_anything(here: Force) -> None:
    found = await search(here.rowan, "burglary houses", conversation=(await here.rowan.sees(CASES))[-1].conversation)
    guide = next(one for one in found.results if one.preview.startswith(GUIDE))

    await ExtensionAtWork(here.rowan).shares(guide, conversation=(await here.rowan.sees(CASES))[-1].conversation)

    shared = (await here.oak.sees(CASES))[-1]
    assert (shared.author, shared.by_bot) == ("Sample Rowan", False)
    assert "What it covers" in shared.reads
    assert shared.buttons == ["Open the guide"]
    assert [url.partition("/sites/")[0] for url in links(shared)] == ["https://popcenter.asu.edu"]


async def test_evidence_is_found_while_graph_and_the_connector_are_slow(here: Force) -> None:
    """Each of them would take longer than the client's patience."""
    for path in ("/v1.0/*", "/connector/*"):
        await here.office.goes_wrong(method="*", path=path, when="slow", delay_s=120, times=1000)

    assert "Panhandling" in titles(await search(here.birch, "begging"))

    here.m365.tenant.faults.clear()


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ("no list", {"skip": "x", "count": None}),
        ([{"name": "words", "value": 7}, "x", None], {"skip": -5, "count": 10**9}),
        ([{"name": "words", "value": "l" * 100_000}], {"skip": 10**15, "count": 0}),
        ([{"name": "words", "value": "\x00 %_ ' é"}], []),
    ],
)
async def test_whatever_a_client_asks_it_gets_an_answer_that_teams_can_show(
    here: Force, parameters: Any, options: Any
) -> None:
    value = {"commandId": "evidence", "parameters": parameters, "queryOptions": options}

    answer = await here.birch.asks("composeExtension/query", value)

    assert answer["composeExtension"]["type"] in {"message", "result"}


async def test_evidence_in_the_chat_is_a_short_list_one_press_from_each_document(here: Force) -> None:
    await here.birch.says("Evidence: theft from cars")

    card = await here.birch.latest_card()

    assert "Thefts of and from Cars in Parking Facilities" in card.reads
    assert "There are more." in card.reads
    assert len(links(card)) == 8
    assert all(url.startswith("https://") for url in links(card))


async def test_evidence_alone_asks_what_the_problem_is(here: Force) -> None:
    await here.birch.says("evidence")
    await here.birch.presses("Look for evidence", sought="begging")

    card = await here.birch.waits_for(lambda one: "Panhandling" in one.reads)

    assert "Problem guide" in card.reads


async def test_a_word_the_library_has_not_got_is_said_and_a_sentence_is_still_something_to_send_in(here: Force) -> None:
    await here.birch.says("evidence zebras burglary")
    assert "Nothing has “zebras”." in (await here.birch.latest_card()).reads

    await here.birch.says("evidence zebras")
    assert "nothing for “zebras”" in (await here.birch.latest_card()).reads

    await here.birch.says("Evidence bags are stored in a cupboard that nobody can lock at night")
    assert "Send it in" in (await here.birch.latest_card()).buttons


async def test_hub_staff_see_the_evidence_for_a_case_in_a_dialog_and_nobody_else_sees_it(here: Force) -> None:
    await here.sends_in(here.birch)
    before = len(await here.rowan.sees(CASES))

    await here.oak.presses("Find evidence…", channel=CASES)

    dialog = here.oak.dialog
    assert GUIDE in dialog.reads
    assert "PF-2026-0001" in dialog.reads
    assert ANSWERS["details"] not in dialog.reads
    assert links(dialog)
    assert len(await here.rowan.sees(CASES)) == before


async def test_who_is_not_hub_staff_gets_no_evidence_for_a_case(here: Force) -> None:
    await here.sends_in(here.birch)
    action = {"type": "Action.Execute", "verb": "case_evidence"}
    pressed = {**action, "data": {"verb": "case_evidence", "case": "PF-2026-0001", "nonce": ""}}

    answer = await here.invokes(here.birch, {"action": pressed, "trigger": "manual"})

    assert answer["type"] == "application/vnd.microsoft.activity.message"
    assert "hub" in answer["value"]
    assert GUIDE not in str(await here.birch.sees())


async def test_without_dialogs_the_evidence_for_a_case_stands_in_its_thread(without_dialogs: Force) -> None:
    here = without_dialogs
    await here.sends_in(here.birch)

    await here.oak.presses("Find evidence…", channel=CASES)
    await here.settle()

    thread = [one for one in await here.rowan.sees(CASES) if one.thread is not None]
    assert GUIDE in thread[-1].reads


async def test_evidence_for_a_case_that_says_little_is_said_to_be_none(here: Force) -> None:
    await here.sends_in(here.birch, title="Xqzzy", details="Xqzzy", tried="Xqzzy", good="Xqzzy")
    with here.service.store.read() as uow:
        assert uow.cases.get(CaseNumber("PF-2026-0001")).title == "Xqzzy"

    await here.oak.presses("Find evidence…", channel=CASES)

    assert "No guide has the words of this case." in here.oak.dialog.reads
