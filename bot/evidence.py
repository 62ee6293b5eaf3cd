"""Somebody looks for what is known to work: in the compose box, in the chat, or for a case that they work."""

from __future__ import annotations

import asyncio

from bot.answers import Answer
from bot.edge import Edge
from bot.extension_answers import Results, Sentence
from bot.results import Post, Result
from bot.turn import Turn
from cards import evidence as cards
from cards.actions import Press
from hub.people import AadId
from hub.usecases import evidence as usecases

MOST_IN_CHAT = 8  # items on one card; two screens of a phone
MOST_FOR_A_CASE = 5


async def in_compose_box(edge: Edge, words: str, *, skip: int, most: int) -> Answer:
    """One page of evidence, each with the card that is shared; or a sentence."""
    found = await asyncio.to_thread(usecases.find_evidence, edge.evidence, words, skip=skip, most=most)
    if not found.items and not skip:
        return Sentence(words=cards.nothing_found(words))
    return Results(attachments=[cards.found_in_compose_box(item) for item in found.items])


async def on_words(edge: Edge, turn: Turn, words: str) -> Result:  # noqa: ARG001  the shape of every search in the chat
    """What is known for words written in the chat; without words, a box to say what is looked for."""
    if not words.strip():
        return Post(card=cards.look_card())
    found = await asyncio.to_thread(usecases.find_evidence, edge.evidence, words, most=MOST_IN_CHAT)
    return Post(card=cards.found_evidence(found.items, words, more=found.more, unknown=found.unknown))


async def on_look(edge: Edge, turn: Turn, press: Press) -> Result:
    """What is known for the words typed on the card."""
    return await on_words(edge, turn, press.inputs.get(cards.SOUGHT, ""))


async def on_case(edge: Edge, turn: Turn, press: Press) -> Result:
    """What is known about a case, for the presser alone where there are dialogs."""
    case, found = await asyncio.to_thread(
        usecases.evidence_for_case, edge.store, edge.evidence, press.case, by=AadId(turn.aad_id), most=MOST_FOR_A_CASE
    )
    return Post(card=cards.evidence_for_case(case, found.items))
