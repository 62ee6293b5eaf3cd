"""People find cases from the compose box, from within an input and in the chat, and share them safely."""

import asyncio
from typing import Any

import pytest

from hub.cases import CaseNumber
from hub.people import AadId, Person
from local365.extension_at_work import ExtensionAtWork, FoundResults
from local365.people_at_work import PersonAtWork
from local365.tenant import Patience
from tests.hub.builders import a_case, a_submission
from tests.journeys.force import ANSWERS, CASES, Force

LAMPS = "The lamps in the Mill Lane underpass keep failing"


def previews(found: FoundResults) -> list[str]:
    """The numbers found, in order."""
    return [one.preview[:12] for one in found.results]


async def search(who: PersonAtWork, words: str = "", **more: Any) -> FoundResults:
    """What the compose box shows."""
    return await ExtensionAtWork(who).searches("find", words=words, **more)


@pytest.fixture
async def three_cases(here: Force) -> Force:
    """Birch has sent in two, Cedar one."""
    cedar = here.office.person("Sample Cedar")
    await cedar.opens_chat()
    await here.oak.opens_chat()
    await here.sends_in(here.birch)
    await here.sends_in(here.birch, title=LAMPS)
    await here.sends_in(cedar, title="Lamps at the court")
    return here


async def test_the_search_opens_with_ones_own_newest_cases_and_the_hub_sees_all(three_cases: Force) -> None:
    here = three_cases

    assert previews(await search(here.birch)) == ["PF-2026-0002", "PF-2026-0001"]
    assert previews(await search(here.oak)) == ["PF-2026-0003", "PF-2026-0002", "PF-2026-0001"]


async def test_a_case_is_found_by_words_by_number_by_status_and_in_spite_of_a_slip(three_cases: Force) -> None:
    here = three_cases
    await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    assert previews(await search(here.birch, "lamps underpas")) == ["PF-2026-0002"]
    assert previews(await search(here.birch, "pf-2026-0001")) == ["PF-2026-0001"]
    assert previews(await search(here.oak, "underapss")) == ["PF-2026-0002"]
    assert previews(await search(here.oak, "progress")) == ["PF-2026-0003"]


async def test_nobody_finds_what_somebody_else_sent_in(three_cases: Force) -> None:
    here = three_cases

    assert (await search(here.birch, "court")).sentence == (
        "None of your cases has “court” in its number, its sentence or its status. Try fewer or other words."
    )
    assert (await search(here.birch, "PF-2026-0003")).results == ()


async def test_somebody_who_sent_nothing_in_is_told_so(here: Force) -> None:
    assert (await search(here.birch)).sentence == "You have not sent anything in yet."


async def test_a_case_that_the_hub_shares_gives_nothing_of_the_hubs_away(three_cases: Force) -> None:
    here = three_cases
    row = await here.row("PF-2026-0002")
    await here.maple.edits(CASES, row.id, HubNotes="Check with the council first", Theme="Lighting")
    await here.settle()
    found = await search(here.oak, "lamps mill lane")
    channel = (await here.oak.sees(CASES))[-1].conversation

    await ExtensionAtWork(here.oak).shares(found.results[0], conversation=channel)

    shared = (await here.rowan.sees(CASES))[-1]
    assert (shared.author, shared.by_bot) == ("Sample Oak", False)
    assert LAMPS in shared.reads
    for secret in ("council", "Lighting", "Sample Birch", ANSWERS["details"]):
        assert secret not in shared.reads
    assert shared.buttons == []


async def test_the_list_goes_on_page_by_page_and_then_ends(here: Force) -> None:
    birch = here.birch.person
    with here.service.store.begin() as uow:
        for number in range(1, 31):
            uow.cases.add(
                a_case(
                    number=CaseNumber(f"PF-2026-{number:04d}"),
                    submission=a_submission(title=f"Lamp {number}"),
                    submitter=Person(aad_id=AadId(birch.aad_id), name=birch.name),
                )
            )

    pages = [previews(await search(here.birch, "lamp", skip=skip)) for skip in (0, 25, 50)]

    assert [len(page) for page in pages] == [25, 5, 0]
    assert len({number for page in pages for number in page}) == 30


async def test_the_answer_does_not_wait_for_graph_or_for_the_connector(three_cases: Force) -> None:
    """Each of them would take longer than the client's patience."""
    here = three_cases
    for path in ("/v1.0/*", "/connector/*"):
        await here.office.goes_wrong(method="*", path=path, when="slow", delay_s=120, times=1000)

    assert previews(await search(here.birch, "lamps")) == ["PF-2026-0002"]

    here.m365.tenant.faults.clear()


async def test_many_people_search_at_once_and_each_sees_their_own(three_cases: Force) -> None:
    here = three_cases
    here.m365.tenant.patience = Patience(extension_s=60)  # two cores that do other work too may need more than five

    found = await asyncio.gather(*(search(who, "lamps") for who in (here.birch, here.oak) for _ in range(10)))

    assert [len(one.results) for one in found] == [1] * 10 + [2] * 10


@pytest.mark.parametrize(
    ("command", "parameters", "options"),
    [
        ("elsewhere", [{"name": "words", "value": "lamps"}], {"skip": 0, "count": 25}),
        ("find", "no list", {"skip": "x", "count": None}),
        ("find", [{"name": "words", "value": 7}, "x", None], {"skip": -5, "count": 10**9}),
        ("find", [{"name": "words", "value": "l" * 100_000}], {"skip": 10**15, "count": 0}),
        ("find", [{"name": "words", "value": "\x00 %_ ' é"}], []),
    ],
)
async def test_whatever_a_client_asks_it_gets_an_answer_that_teams_can_show(
    here: Force, command: str, parameters: Any, options: Any
) -> None:
    value = {"commandId": command, "parameters": parameters, "queryOptions": options}

    answer = await here.birch.asks("composeExtension/query", value)

    assert answer["composeExtension"]["type"] in {"message", "result"}


async def test_find_in_the_chat_shows_what_was_found_and_a_sentence_is_still_something_to_send_in(
    three_cases: Force,
) -> None:
    here = three_cases
    await here.birch.says("Find lamps")
    assert "PF-2026-0002" in (await here.birch.latest_card()).reads

    await here.birch.says("find zebras")
    assert "None of your cases has “zebras”" in (await here.birch.latest_card()).reads

    await here.birch.says("Find out why the lamps in the underpass keep failing")
    assert "Send it in" in (await here.birch.latest_card()).buttons


async def test_find_alone_offers_an_input_that_looks_cases_up_as_one_types(three_cases: Force) -> None:
    here = three_cases
    await here.birch.says("find")
    card = await here.birch.latest_card()

    offered = await ExtensionAtWork(here.birch).types(card, "found", "underpas")
    [(title, number)] = offered
    await here.birch.presses("Show it", found=number, card=card)

    assert LAMPS in title
    await here.birch.waits_for(lambda one: LAMPS in one.reads and number in one.reads)


async def test_a_case_of_somebody_elses_is_neither_offered_nor_shown(three_cases: Force) -> None:
    here = three_cases
    await here.birch.says("find")
    card = await here.birch.latest_card()

    assert await ExtensionAtWork(here.birch).types(card, "found", "court") == []
    pressed = await here.birch.presses("Show it", card=card, forged=True, found="PF-2026-0003")

    assert pressed.text is not None
    assert "not one of yours" in pressed.text


async def test_the_roster_is_offered_to_hub_staff_alone(here: Force) -> None:
    asked = {"queryText": "rowan", "queryOptions": {"skip": 0, "top": 15}, "dataset": "roster"}
    await here.oak.opens_chat()

    staff = await here.oak.asks("application/search", asked)
    officer = await here.birch.asks("application/search", asked)

    assert [one["title"] for one in staff["value"]["results"]] == ["Sample Rowan"]
    assert officer["value"]["results"] == []


async def test_what_nobody_offers_has_no_options(here: Force) -> None:
    answer = await here.birch.asks("application/search", {"queryText": "x", "dataset": "graph.microsoft.com/users"})

    assert answer["value"]["results"] == []


async def a_big_hub(here: Force) -> None:
    """The roster has forty people."""
    with here.service.store.begin() as uow:
        staff = list(uow.people.staff())
        more = [Person(aad_id=AadId(f"aad-{n:02d}"), name=f"Sample Tree {n:02d}") for n in range(40)]
        uow.people.set_staff([*staff, *more])


async def test_in_a_big_hub_a_colleague_is_found_by_typing_and_gets_the_case(here: Force) -> None:
    await here.sends_in(here.birch)
    await a_big_hub(here)
    await here.oak.presses("Assign…", channel=CASES)
    form = here.office.dialogs.get(here.oak.person.aad_id) or await here.oak.latest_card(CASES)

    offered = await ExtensionAtWork(here.oak).types(form, "holder", "tree 33")
    await here.oak.presses("Assign", holder=dict(offered)["Sample Tree 33"], channel=CASES)
    await here.settle()

    [card] = await here.hub_cards()
    assert "Sample Tree 33" in card.reads
