"""`kill -9` at any moment of the four flows loses nothing and shows nothing twice."""

import random
import socket
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local365.people_at_work import Office, PersonAtWork, people_at_work
from local365.seen import Row, SeenMessage
from local365.server import Local365, Settings, running_local365
from local365.tenant import Patience
from service.entra import graph_tokens_of
from sync.graph.client import open_graph
from sync.provision import provision
from tests.journeys.force import ANSWERS, CASES, SETUP_CODE, Clock, joined_up, settings_for
from tests.kill.killed_service import Killer, killed_service

pytestmark = pytest.mark.kill

A_DAY_S = 86_400.0
SOON_S = 600.0  # for one thing to be seen: all the kills may fall into it, and a start on a busy machine takes long
KILLS = 10
FORM = ["Idea", "A quiet hour at the counter", "It is loud.", "Dimmed lights.", "A trial."]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def restless_tenant() -> Settings:
    """A tenant whose Teams sends an unanswered activity again for a long while, as a phone on a bad line would."""
    return Settings(arrive_every_s=A_DAY_S, patience=Patience(answer_s=15.0, waits_s=(0.3,) * round(SOON_S / 0.3)))


def shows(*words: str) -> Callable[[SeenMessage], bool]:
    """Whether a message can be read to say all of these."""
    return lambda message: all(one in message.reads for one in words)


def in_a_thread(words: str) -> Callable[[SeenMessage], bool]:
    """Whether a message is a reply in a thread that says so."""
    return lambda message: message.thread is not None and words in message.reads


async def flow_1_and_2(birch: PersonAtWork, oak: PersonAtWork) -> None:
    """Birch sends something in; Oak claims, asks, hears the answer, replies and closes."""
    await birch.says("new")
    await birch.presses("Send it in", ANSWERS)
    await oak.waits_for(shows("PF-", ANSWERS["title"]), channel=CASES, within_s=SOON_S)
    card = await hub_card(oak, ANSWERS["title"])
    await oak.presses("Claim", card=card)
    await oak.presses("Ask a question…", card=await hub_card(oak, ANSWERS["title"]))
    await oak.presses("Send the question", channel=CASES, text="Which three gates?")
    await birch.waits_for(lambda one: "Send the answer" in one.buttons, within_s=SOON_S)
    await birch.presses("Send the answer", answer="The lane side.")
    await oak.waits_for(
        lambda one: one.thread is not None and "The lane side." in one.reads, channel=CASES, within_s=SOON_S
    )
    await oak.presses("Reply…", card=await hub_card(oak, ANSWERS["title"]))
    await oak.presses("Send the reply", channel=CASES, text="Light the lane.")
    await birch.waits_for(shows("Light the lane."), within_s=SOON_S)


async def flow_3_and_4(office: Office, oak: PersonAtWork, maple: PersonAtWork) -> None:
    """A Form comes in for Birch; Maple takes it up in the list and closes it there."""
    await office.responds(email="sample.birch@force.example", name="Sample Birch", answers=FORM)
    await oak.waits_for(shows("PF-", FORM[1]), channel=CASES, within_s=SOON_S)
    row = await row_with(office, FORM[1])
    await maple.edits(CASES, row.id, Status="In progress", Theme="Counters")


async def row_with(office: Office, title: str) -> Row:
    """The row with this title, as soon as it is there."""

    async def look() -> Row | None:
        return next((row for row in await office.rows(CASES) if row.fields["Title"] == title), None)

    return await office.control.wait(look, within_s=SOON_S, what=f"no row {title}")


async def hub_card(oak: PersonAtWork, title: str) -> SeenMessage:
    """The hub card of the case with this title."""
    return next(one for one in await oak.sees(CASES) if one.thread is None and title in one.reads)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nothing_is_lost_and_nothing_is_shown_twice(seed: int, tmp_path: Path) -> None:
    killer = Killer(chance=random.Random(seed), apart=30, most=KILLS)  # noqa: S311  a repeatable choice of moments
    with running_local365(settings=restless_tenant()) as m365:
        settings = settings_for(m365, tmp_path)
        for_graph = settings.graph()
        async with open_graph(for_graph, graph_tokens_of(settings.identity(), for_graph)()) as graph:
            await provision(graph)
        async with people_at_work(m365, patience_s=SOON_S) as office:
            birch, oak, maple = (office.person(f"Sample {name}") for name in ("Birch", "Oak", "Maple"))
            async with killed_service(m365, settings, killer, free_port()):
                await oak.says(f"hub here {SETUP_CODE}", channel=CASES, mention=True)
                await birch.opens_chat()
                m365.tenant.faults.watcher = killer
                await flow_1_and_2(birch, oak)
                await flow_3_and_4(office, oak, maple)
            await settled(m365, tmp_path)
            await assert_all_is_told_once(office, birch, oak)
    assert killer.kills >= 3


async def settled(m365: Local365, folder: Path) -> None:
    """What the last killed process left is delivered, some time later."""
    clock = Clock(now=datetime.now(UTC).replace(microsecond=0))
    clock.forward(hours=1)
    async with joined_up(m365, folder, clock) as here:
        await here.settle()


async def assert_all_is_told_once(office: Office, birch: PersonAtWork, oak: PersonAtWork) -> None:
    """Two cases, each with one hub card, one row and one receipt; every notice and every line of the log once."""
    rows = await office.rows(CASES)
    titles = Counter(row.fields["Title"] for row in rows)
    assert titles == {ANSWERS["title"]: 1, FORM[1]: 1}
    assert {row.fields["Status"] for row in rows} == {"Answered", "In progress"}
    said = Counter(row.fields["Deed"] for row in await office.rows("Case log"))
    assert said == {"opened": 2, "claimed": 1, "asked": 1, "answered": 1, "replied": 1, "edited in the list": 2}
    channel = [one for one in await oak.sees(CASES) if one.card]
    for title in titles:
        assert len([one for one in channel if one.thread is None and title in one.reads]) == 1
    chat = await birch.sees()
    assert len([one for one in chat if "Send another" in one.buttons]) == 2
    for words in ("The hub asks", "The hub writes"):
        assert len([one for one in chat if words in one.reads]) == 1, words
    answered = [one for one in channel if one.thread is not None and "The lane side." in one.reads]
    assert len(answered) == 1
