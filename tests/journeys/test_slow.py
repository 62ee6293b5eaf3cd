"""A conversation that answers slowly keeps its own place among those spoken to, and no other."""

from __future__ import annotations

from hub.effects import UpdateReceipt
from tests.journeys.force import Force

SLOW_S = 4.0  # how long Teams takes over one post in the channel; the others take milliseconds
NEW_THREAD = "/connector/v3/conversations"
OTHERS = ("Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper", "Alder")


async def test_everybody_else_is_told_while_one_conversation_is_slow(here: Force) -> None:
    people = [here.office.person(f"Sample {tree}") for tree in OTHERS]
    for person in people:
        await person.opens_chat()
        await here.sends_in(person)
    await here.birch.says("new")
    await here.birch.presses("Send it in", {"kind": "Idea", "title": "Lamps", "details": "Dark."})
    await here.office.goes_wrong(method="POST", path=NEW_THREAD, when="slow", delay_s=SLOW_S)
    with here.service.store.begin() as uow:
        for number in uow.cases.open_cases():
            uow.outbox.add(UpdateReceipt(case=number), at=here.clock.now)

    await here.service.teams.deliver_due()

    [slow] = [card for card in await here.hub_cards() if "PF-2026-0010" in card.reads]
    updated = [one.edited_at for person in people for one in await person.sees() if "PF-2026-00" in one.reads]
    assert len(updated) == len(people)
    assert [at for at in updated if at is None or at > slow.at] == []
