"""Somebody looks for a case, a colleague or evidence: in the compose box, from within an input, or in the chat.

Every answer comes from the store, so that it is there within the 5 s that Teams waits, whatever Graph does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot import cases, evidence
from bot.answers import Answer
from bot.edge import Edge
from bot.extension_answers import Options, Results, Sentence
from bot.results import Post, Result
from bot.turn import Turn, object_of, objects_of, text_of
from cards import casework as casework_cards
from cards import search as cards
from cards.actions import Press
from cards.commands import EVIDENCE, FIND
from cards.refusals import sentence
from cards.typed import bare
from hub.errors import Refused
from hub.people import AadId, NobodyKnown
from hub.usecases import search as usecases

MOST_OPTIONS = 15  # of an input; Teams shows no more
MOST_IN_CHAT = 10  # cases on one card; fits a phone
FURTHEST = 10_000  # results skipped; nobody reads that far


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody is looking for, and which page of it."""

    words: str
    skip: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedInChat:
    """What somebody looks for in their own chat, and what looks for it."""

    look: InChat
    words: str


InChat = Callable[[Edge, Turn, str], Awaitable[Result]]
Command = Callable[[Edge, AadId, Asked], Awaitable[Answer]]
Dataset = Callable[[Edge, AadId, Asked], Awaitable[Options]]


async def on_query(edge: Edge, turn: Turn) -> Answer:
    """One page of what was found, or a sentence. A second command is one line in COMMANDS and one in the manifest."""
    command = COMMANDS.get(text_of(turn.value.get("commandId")))
    if command is None:
        return Sentence(words=cards.UNKNOWN_COMMAND)
    try:
        return await command(edge, _somebody(turn), _asked_in_compose_box(turn))
    except Refused as refused:
        return Sentence(words=sentence(refused))


async def on_options(edge: Edge, turn: Turn) -> Answer:
    """The options that match what is being typed into an input; none for somebody who may not see them."""
    dataset = DATASETS.get(text_of(turn.value.get("dataset")))
    if dataset is None:
        return Options(choices=())
    asked = _page(text_of(turn.value.get("queryText")), object_of(turn.value.get("queryOptions")), "top", MOST_OPTIONS)
    try:
        return await dataset(edge, _somebody(turn), asked)
    except Refused:
        return Options(choices=())  # an input has no place for a sentence; the press on its form says why


def asked_in_chat(text: str) -> AskedInChat | None:
    """What to look for, when that is what was written: a search of the chat and a few words, or none; else None.

    A longer sentence that happens to begin so is something to send in.
    """
    command, _, words = " ".join(text.split()).partition(" ")
    look, most = IN_CHAT.get(command.casefold().rstrip(":"), (None, 0))
    return AskedInChat(look=look, words=words) if look and len(words.split()) <= most else None


async def on_words(edge: Edge, turn: Turn, words: str) -> Result:
    """What was found for words written in the chat; without words, a card on which to look for a case."""
    most = MOST_IN_CHAT if words else MOST_OPTIONS
    found = await asyncio.to_thread(usecases.find_cases, edge.store, words, by=AadId(turn.aad_id), most=most)
    if not words:
        return Post(card=cards.find_card(found.cases, everybodys=found.everybodys))
    return Post(
        card=cards.found_cases(found.cases, words, more=found.more, everybodys=found.everybodys, at=edge.clock())
    )


async def on_show(edge: Edge, turn: Turn, press: Press) -> Result:
    """The case that was chosen from an input, as its reader may see it."""
    return await cases.on_case_number(edge, turn, press.inputs.get(cards.FOUND, "").upper())


async def _find_a_case(edge: Edge, aad_id: AadId, asked: Asked) -> Answer:
    found = await asyncio.to_thread(
        usecases.find_cases, edge.store, asked.words, by=aad_id, skip=asked.skip, most=asked.most
    )
    if not found.cases and not asked.skip:
        return Sentence(words=cards.nothing_found(asked.words, everybodys=found.everybodys))
    return Results(attachments=[cards.found_in_compose_box(case) for case in found.cases])


async def _find_evidence(edge: Edge, aad_id: AadId, asked: Asked) -> Answer:  # noqa: ARG001  open to everybody
    return await evidence.in_compose_box(edge, asked.words, skip=asked.skip, most=asked.most)


async def _cases(edge: Edge, aad_id: AadId, asked: Asked) -> Options:
    found = await asyncio.to_thread(
        usecases.find_cases, edge.store, asked.words, by=aad_id, skip=asked.skip, most=asked.most
    )
    return Options(choices=[(value, bare(title)) for value, title in map(cards.choice_of, found.cases)])


async def _roster(edge: Edge, aad_id: AadId, asked: Asked) -> Options:
    found = await asyncio.to_thread(
        usecases.find_colleagues, edge.store, asked.words, by=aad_id, skip=asked.skip, most=asked.most
    )
    return Options(choices=[(person.aad_id, bare(person.name)) for person in found if person.aad_id])


COMMANDS: dict[str, Command] = {FIND.words: _find_a_case, EVIDENCE.words: _find_evidence}
"""The searches of the message extension, by their id in the manifest."""

IN_CHAT: dict[str, tuple[InChat, int]] = {FIND.words: (on_words, 5), EVIDENCE.words: (evidence.on_words, 8)}
"""The searches of the chat, and the most words that still look like one."""

WORDS = "words"
"""The parameter that holds what somebody typed, by its name in the manifest."""

DATASETS: dict[str, Dataset] = {cards.CASES: _cases, casework_cards.ROSTER: _roster}
"""What an input can ask for more of."""


def _somebody(turn: Turn) -> AadId:
    if not turn.aad_id:
        raise NobodyKnown
    return AadId(turn.aad_id)


def _asked_in_compose_box(turn: Turn) -> Asked:
    """The first look (`initialRun`) asks for nothing in particular."""
    parameters = {
        text_of(one.get("name")): text_of(one.get("value")) for one in objects_of(turn.value.get("parameters"))
    }
    words = "" if "initialRun" in parameters else parameters.get(WORDS, "")
    return _page(words, object_of(turn.value.get("queryOptions")), "count", usecases.MOST_FOUND)


def _page(words: str, options: dict[str, Any], size: str, most: int) -> Asked:
    return Asked(
        words=words[:_LONGEST_QUERY],
        skip=_number(options.get("skip"), least=0, most=FURTHEST, else_=0),
        most=_number(options.get(size), least=1, most=most, else_=most),
    )


def _number(said: Any, *, least: int, most: int, else_: int) -> int:
    return min(max(said, least), most) if isinstance(said, int) else else_


_LONGEST_QUERY = 500  # characters that are looked at
