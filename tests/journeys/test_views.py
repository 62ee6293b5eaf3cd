"""Each person sees their own view of a card, and a card that draws itself anew is never a press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cards.actions import Verb
from hub.cases import Case
from hub.usecases import roster
from tests.journeys.force import CASES, Force

CANARY = "Zq7kestrel"
TALKING = ["Reply…", "Ask a question…", "Find evidence…"]
LEADING = ["Assign…", "Change status…", "Close…"]


def refreshes(number: str = "PF-2026-0001", **data: str) -> dict[str, Any]:
    """What a client sends when a card draws itself anew, or somebody forges that it does."""
    return {"type": "Action.Execute", "verb": "refresh", "data": {"verb": "refresh", "case": number, **data}}


async def buttons(here: Force, name: str) -> list[str]:
    """The buttons of the hub card in this person's view once they have looked at it."""
    person = here.office.person(name)
    [card] = [one for one in await person.sees(CASES) if one.card and one.thread is None and "PF-" in one.reads]
    here.m365.tenant.refreshed.clear()  # a client asks again only after a minute
    await person.looks_at(card)
    [seen] = [one for one in await person.sees(CASES) if one.id == card.id]
    return [title for title in seen.buttons if "Show or hide" not in title]


async def test_holder_colleague_and_lead_see_what_they_may_do(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.rowan.presses("Claim", channel=CASES)
    await here.settle()

    assert await buttons(here, "Sample Rowan") == [*TALKING, *LEADING]
    assert await buttons(here, "Sample Oak") == ["Take over", *TALKING, *LEADING]
    assert await buttons(here, "Sample Willow") == ["Take over", *TALKING]


async def test_taking_over_moves_the_case_and_the_thread_says_so(here: Force) -> None:
    await here.sends_in(here.birch)
    await here.rowan.presses("Claim", channel=CASES)
    await here.settle()
    await buttons(here, "Sample Oak")

    await here.oak.presses("Take over", channel=CASES)
    await here.settle()

    assert (await here.row()).fields["AssignedTo"] == "Sample Oak"
    assert "Sample Oak holds this case now" in (await here.oak.latest_card(CASES)).reads


async def test_the_card_itself_names_hub_staff_alone_for_its_refresh(here: Force) -> None:
    await here.sends_in(here.birch)

    [card] = await here.hub_cards()

    named = set((card.card or {})["refresh"]["userIds"])
    directory = here.m365.tenant.people
    assert named == {directory.teams_id(one) for one in directory if one.hub}


async def test_whoever_claims_is_shown_their_own_view_and_everybody_else_the_shared_one(here: Force) -> None:
    await here.sends_in(here.birch)

    pressed = await here.oak.presses("Claim", channel=CASES)
    await here.settle()

    assert "Sample Oak, since" in str(pressed.card)
    everybody = await here.office.person("Sample Willow").sees(CASES)
    [shared] = [one for one in everybody if one.card and "PF-" in one.reads and one.thread is None]
    assert "Take over" not in shared.buttons


async def test_somebody_who_left_the_hub_sees_no_button_and_no_notes(here: Force) -> None:
    await here.sends_in(here.birch)
    with here.service.store.begin() as uow:
        uow.cases.save(with_notes(uow.cases.get("PF-2026-0001")))
    staff = [one for one in here.office.people if one.hub and one.name != "Sample Rowan"]
    with here.service.store.read() as uow:
        left_over = [one for one in uow.people.staff() if one.aad_id in {person.aad_id for person in staff}]
    roster.roster_is(here.service.store, left_over, {}, at=here.clock())

    assert await buttons(here, "Sample Rowan") == []
    seen = "\n".join(one.reads for one in await here.rowan.sees(CASES))
    assert "Only hub staff can work this case" in seen
    assert CANARY not in seen


def with_notes(case: Case) -> Case:
    """The case with the canary in everything that only the hub reads."""
    return replace(case, hub_notes=f"{CANARY} notes", theme=f"{CANARY} theme", version=case.version + 1)


async def test_the_submitter_meets_no_canary_on_any_way(here: Force) -> None:
    await here.sends_in(here.birch)
    [hub_card] = await here.hub_cards()
    with here.service.store.begin() as uow:
        uow.cases.save(with_notes(uow.cases.get("PF-2026-0001")))
    mine = await here.birch.latest_card()

    for words in ("my cases", "PF-2026-0001", "help"):
        await here.birch.says(words)
    answers = [await here.birch.sends_press(mine, one, {}) for one in every_forgery(hub_card.card)]
    await here.birch.looks_at(mine)
    await here.settle()

    assert CANARY not in str(answers)
    assert CANARY not in str([one.card for one in await here.birch.sees()])


def every_forgery(card: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Every verb there is, pressed on that case."""
    data = {"case": "PF-2026-0001", "nonce": "n", "text": "x", "holder": "x", "outcome": "Adopted", "decision": "x"}
    verbs = [verb.value for verb in Verb if verb is not Verb.SUBMIT]
    forged = [{"type": "Action.Execute", "verb": verb, "data": {**data, "verb": verb}} for verb in verbs]
    return [*forged, refreshes(), refreshes(card="receipt"), (card or {})["refresh"]["action"]]


async def test_the_receipt_draws_itself_anew_for_its_submitter(here: Force) -> None:
    await here.sends_in(here.birch)
    receipt = await here.birch.latest_card()
    here.clock.forward(days=10)
    here.m365.tenant.refreshed.clear()  # a client asks again only after a minute

    seen = await here.birch.looks_at(receipt)

    assert seen is not None
    assert "Late." in str(seen.card)


async def test_an_automatic_refresh_that_is_refused_is_a_plain_card_and_no_error(here: Force) -> None:
    await here.sends_in(here.birch)
    cedar = here.office.person("Sample Cedar")
    await cedar.opens_chat()

    answer = await here.invokes(cedar, {"action": refreshes(), "trigger": "automatic"})

    assert (answer["statusCode"], answer["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert "Only hub staff" in str(answer["value"])
    assert "refresh" not in answer["value"]


async def test_refreshing_changes_nothing_and_tells_nobody(here: Force) -> None:
    await here.sends_in(here.birch)
    before = [one.edited_at for one in await here.hub_cards()]

    for _ in range(3):
        await buttons(here, "Sample Oak")
    await here.settle()

    assert [one.edited_at for one in await here.hub_cards()] == before
    with here.service.store.read() as uow:
        assert len(uow.journal.of(uow.cases.get("PF-2026-0001").number)) == 1


async def test_a_card_cannot_do_anything_else_by_itself(here: Force) -> None:
    await here.sends_in(here.birch)
    claim = {"type": "Action.Execute", "verb": "claim", "data": {"verb": "claim", "case": "PF-2026-0001"}}
    await here.oak.opens_chat()

    await here.invokes(here.oak, {"action": claim, "trigger": "automatic"})
    await here.settle()

    assert (await here.row()).fields["Status"] == "New"


async def test_on_an_older_client_the_loser_of_a_claim_is_told_and_the_card_stays_everybodys(here: Force) -> None:
    await here.sends_in(here.birch)
    [card] = await here.hub_cards()
    fallback = card.button("Claim").action["fallback"]
    await here.rowan.presses("Claim", card=card)
    await here.settle()

    await here.oak.sends_press(card, fallback, {})
    await here.settle()

    [card] = await here.hub_cards()
    assert "Sample Rowan claimed" not in card.reads
    thread = [one.reads for one in await here.oak.sees(CASES) if one.thread == card.id]
    assert any("Sample Rowan claimed" in reads for reads in thread)
