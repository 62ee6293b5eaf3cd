"""Hub staff work cases from the hub card and from the forms that it opens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.cases import on_refresh_receipt
from bot.drawing import hub_view
from bot.edge import Edge, nonce_of, shown_by
from bot.results import Post, Replace, Result, View
from bot.turn import Turn
from cards import casework as cards
from cards.actions import Press, Verb
from cards.cases import RECEIPT
from cards.parts import DRAFT_IS_BACK
from cards.refusals import sentence
from hub.cases import Case, CaseClosed, Outcome, Status
from hub.errors import Refused
from hub.people import AadId, Person
from hub.tracker import UnknownChoice
from hub.usecases import casework as usecases
from hub.usecases import tracker
from hub.usecases.drafts import draft_of, keep_draft

Form = Callable[[Case, tuple[Person, ...], str, Mapping[str, str], str], dict[str, Any]]

FORMS: dict[Verb, Form] = {
    Verb.ASK: lambda case, _, nonce, typed, why: cards.ask_form(
        case, nonce=nonce, typed=typed.get("text", ""), sentence=why
    ),
    Verb.REPLY: lambda case, _, nonce, typed, why: cards.reply_form(
        case, nonce=nonce, typed=typed.get("text", ""), sentence=why
    ),
    Verb.CLOSE: lambda case, _, nonce, typed, why: cards.close_form(case, nonce=nonce, typed=typed, sentence=why),
    Verb.ASSIGN: lambda case, staff, nonce, typed, why: cards.assign_form(
        case, staff, nonce=nonce, chosen=typed.get("holder", ""), sentence=why
    ),
    Verb.STATUS: lambda case, _, nonce, typed, why: cards.status_form(
        case, nonce=nonce, chosen=typed.get("status", ""), sentence=why
    ),
}

OPENS: dict[Verb, Verb] = {
    Verb.ASK_FORM: Verb.ASK,
    Verb.REPLY_FORM: Verb.REPLY,
    Verb.CLOSE_FORM: Verb.CLOSE,
    Verb.ASSIGN_FORM: Verb.ASSIGN,
    Verb.STATUS_FORM: Verb.STATUS,
}

WRITTEN = ("text", "outcome", "decision")
"""The inputs of these forms that are kept when they could not be taken; a choice among few is made again."""

DONE: dict[Verb, Callable[[Case], str]] = {
    Verb.ASK: cards.asked,
    Verb.REPLY: cards.replied,
    Verb.CLOSE: cards.closed,
    Verb.ASSIGN: cards.assigned,
    Verb.STATUS: cards.status_changed,
}


async def on_claim(edge: Edge, turn: Turn, press: Press) -> Result:
    """The presser holds the case; a colleague who was second is shown who does."""
    return await _from_the_card(edge, turn, press, lambda: usecases.claim(edge.store, _work(edge, turn, press)))


async def on_put_row_back(edge: Edge, turn: Turn, press: Press) -> Result:
    """The deleted tracker row will be written anew."""
    return await _from_the_card(edge, turn, press, lambda: tracker.put_row_back(edge.store, _work(edge, turn, press)))


async def on_form(edge: Edge, turn: Turn, press: Press) -> Result:
    """A form of its own, so that no change of the hub card wipes what is being typed."""
    case, staff = await asyncio.to_thread(usecases.case_to_work, edge.store, press.case, by=AadId(turn.aad_id))
    if case.is_closed:
        return await _card(edge, turn, press, sentence(CaseClosed(case)))
    verb = OPENS[press.verb]
    typed = await asyncio.to_thread(
        draft_of, edge.store, AadId(turn.aad_id), form=_form(verb, case.number), at=edge.clock()
    )
    return Post(card=FORMS[verb](case, staff, nonce_of(turn), typed, DRAFT_IS_BACK if typed else ""))


async def on_filled_in(edge: Edge, turn: Turn, press: Press) -> Result:
    """What the form asked for is done and the form says so; or it comes back with what was typed and why not."""
    if not press.nonce:
        return await _from_the_card(edge, turn, press, lambda: _do(edge, turn, press))
    try:
        case = await asyncio.to_thread(_do, edge, turn, press)
    except Refused as refused:
        why, by = sentence(refused), AadId(turn.aad_id)
        case, staff = await asyncio.to_thread(usecases.case_to_work, edge.store, press.case, by=by)
        typed = {name: words for name in WRITTEN if (words := press.inputs.get(name, ""))}
        form = _form(press.verb, case.number)
        await asyncio.to_thread(keep_draft, edge.store, by, typed, form=form, at=edge.clock())
        return Replace(card=FORMS[press.verb](case, staff, press.nonce, press.inputs, why))
    edge.nudge()
    said = DONE[press.verb](case)
    return Replace(card=cards.form_done(said), for_all=True, closing=said)


async def on_cancel(edge: Edge, turn: Turn, press: Press) -> Result:
    """The form is put away; the case is as it was."""
    await asyncio.to_thread(usecases.put_away, edge.store, replace(_work(edge, turn, press), shown=shown_by(turn)))
    edge.nudge()
    return Replace(card=cards.form_done(cards.cancelled()), for_all=True)


async def on_refresh(edge: Edge, turn: Turn, press: Press) -> Result:
    """The card as it is now and as the person may see it. Reads only: a card asks for this by itself."""
    if press.inputs.get("card") == RECEIPT:
        return await on_refresh_receipt(edge, turn, press.case)
    return await _card(edge, turn, press)


def _do(edge: Edge, turn: Turn, press: Press) -> Case:
    work = _work(edge, turn, press)
    text = press.inputs.get("text", "")
    match press.verb:
        case Verb.ASK:
            return usecases.ask(edge.store, work, question=text)
        case Verb.REPLY:
            return usecases.reply(edge.store, work, guidance=text)
        case Verb.ASSIGN:
            return usecases.assign(edge.store, work, to=press.inputs.get("holder", ""))
        case Verb.STATUS:
            return usecases.change_status(edge.store, work, to=_status(press.inputs.get("status", "")))
        case _:
            outcome = _outcome(press.inputs.get("outcome", ""))
            return usecases.close(edge.store, work, outcome=outcome, decision=press.inputs.get("decision", ""))


def _work(edge: Edge, turn: Turn, press: Press) -> usecases.Press:
    work = usecases.Press(case=press.case, by=AadId(turn.aad_id), key=f"press:{nonce_of(turn)}", at=edge.clock())
    if not press.nonce:
        return work
    form = _form(press.verb, press.case)
    return replace(work, key=f"form:{press.case}:{press.nonce}", form=form, shown=shown_by(turn))


def _form(verb: Verb, case: str) -> str:
    return f"{verb.value}:{case}"


async def _from_the_card(edge: Edge, turn: Turn, press: Press, work: Callable[[], Case]) -> Result:
    try:
        await asyncio.to_thread(work)
    except usecases.NotHubStaff:
        raise
    except Refused as refused:
        return await _card(edge, turn, press, sentence(refused))
    edge.nudge()
    return await _card(edge, turn, press)


async def _card(edge: Edge, turn: Turn, press: Press, banner: str = "") -> View:
    return await asyncio.to_thread(hub_view, edge.store, press.case, turn, at=edge.clock(), banner=banner)


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise UnknownChoice([status.value for status in Status]) from error


def _outcome(text: str) -> Outcome | None:
    return next((outcome for outcome in Outcome if outcome.value == text), None)
