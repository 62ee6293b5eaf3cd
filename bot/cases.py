"""An officer sends something in, follows it and answers the hub."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.drawing import hub_view, receipt_now
from bot.edge import Edge, nonce_of, shown_by
from bot.results import Post, Replace, Result
from bot.turn import Turn
from cards import cases as case_cards
from cards import help as help_cards
from cards import notices as notice_cards
from cards import submissions as submission_cards
from cards.actions import Press
from cards.casework import form_done
from cards.commands import HELP, MY_CASES, NEW
from cards.parts import DRAFT_IS_BACK, IS_THIS_IT
from cards.refusals import sentence
from hub.cases import Case, NothingAsked
from hub.effects import NoticeId
from hub.errors import Refused
from hub.notices import Notice
from hub.people import AadId, NotYourCase, Person
from hub.submissions import AnswersNeeded, Question, answers_from_free_text, submission_from_card
from hub.usecases import casework
from hub.usecases import submissions as usecases
from hub.usecases.drafts import draft_of, drop_draft, keep_draft

CASE_NUMBER = re.compile(r"^pf-\d{4}-\d{4,}$", re.IGNORECASE)
GREETINGS = frozenset(
    {"hi", "hello", "hey", "hiya", "good morning", "good afternoon", "good evening", "morning", "start", "hi there"}
)


async def on_text(edge: Edge, turn: Turn) -> Result:
    """What somebody wrote in their own chat is answered: a command, a case number, an answer, or a start on a form."""
    said = turn.text.casefold().strip(" .!?") or turn.text.strip()
    if said in GREETINGS:
        return Post(card=help_cards.welcome(turn.name))
    if HELP.is_said(said) or not said:
        return Post(card=help_cards.help_card())
    if MY_CASES.is_said(said):
        return await on_my_cases(edge, turn)
    if NEW.is_said(said):
        return await on_new(edge, turn)
    if CASE_NUMBER.match(said):
        return await on_case_number(edge, turn, said.upper())
    return await _on_free_text(edge, turn)


async def on_new(edge: Edge, turn: Turn, typed: str = "") -> Result:
    """A submission card with what was `typed` elsewhere in it, or else the person's draft when there is one."""
    if typed.strip():
        return Post(card=_prefilled(turn, typed))
    draft = await asyncio.to_thread(draft_of, edge.store, AadId(turn.aad_id), at=edge.clock())
    note = DRAFT_IS_BACK if draft else ""
    card = submission_cards.submission_card(draft, nonce=nonce_of(turn), note=note, is_draft=bool(draft))
    return Post(card=card)


async def on_afresh(edge: Edge, turn: Turn) -> Result:
    """An empty submission card below; the draft's own card stays as it is, for whoever changes their mind."""
    await asyncio.to_thread(drop_draft, edge.store, AadId(turn.aad_id))
    return Post(card=submission_cards.submission_card({}, nonce=nonce_of(turn)))


async def on_my_cases(edge: Edge, turn: Turn) -> Result:
    """The person's own cases, newest first."""
    cases = await asyncio.to_thread(usecases.my_cases, edge.store, AadId(turn.aad_id))
    more = len(cases) > usecases.MOST_LISTED
    return Post(card=case_cards.my_cases(cases[: usecases.MOST_LISTED], at=edge.clock(), more=more))


async def on_submit(edge: Edge, turn: Turn, press: Press) -> Result:
    """The filled-in card becomes the receipt; or comes back with everything typed and a list of what is needed."""
    answers = {question.value: press.inputs.get(question.value, "") for question in Question}
    try:
        submission = submission_from_card(answers)
    except AnswersNeeded as needed:
        await asyncio.to_thread(keep_draft, edge.store, AadId(turn.aad_id), answers, at=edge.clock())
        return Replace(
            card=submission_cards.submission_card(answers, nonce=press.nonce, problems=needed.problems, is_draft=True)
        )
    arrival = _arrival(edge, turn, press)
    case = await asyncio.to_thread(usecases.submit, edge.store, submission, arrival)
    edge.nudge()
    at = edge.clock()
    card = await asyncio.to_thread(receipt_now, edge.store, case.number, of=AadId(turn.aad_id), at=at)
    return Replace(card=card, closing=case_cards.taken_in(case, at=at))


async def on_refresh_receipt(edge: Edge, turn: Turn, number: str) -> Result:
    """The receipt as it is now, for its submitter."""
    by = AadId(turn.aad_id)
    return Replace(card=await asyncio.to_thread(receipt_now, edge.store, number, of=by, at=edge.clock()))


async def on_answer_form(edge: Edge, turn: Turn, press: Press) -> Result:
    """The question that waits on the submitter's own case, with what they had typed and could not send."""
    by = AadId(turn.aad_id)
    asked, case = await asyncio.to_thread(casework.question_for, edge.store, press.case, by=by)
    draft = await asyncio.to_thread(draft_of, edge.store, by, form=f"answer:{asked.id}", at=edge.clock())
    note = DRAFT_IS_BACK if draft else ""
    return Post(card=notice_cards.question_card(asked, case, typed=draft.get("answer", ""), sentence=note))


async def on_answer(edge: Edge, turn: Turn, press: Press) -> Result:
    """The question card shows what was answered; or comes back with what was typed and why it could not be taken."""
    typed = press.inputs.get("answer", "")
    key = f"answer:{press.nonce}"
    by, at, shown = AadId(turn.aad_id), edge.clock(), shown_by(turn)
    work = casework.Press(case=press.case, by=by, key=key, at=at, form=key, shown=shown)
    try:
        case = await asyncio.to_thread(casework.answer, edge.store, work, notice=press.nonce, text=typed)
    except Refused as refused:
        again = await _question_again(edge, press, typed, refused, by)
        await asyncio.to_thread(keep_draft, edge.store, by, {"answer": typed}, form=key, shown=shown, at=at)
        edge.nudge()
        return again
    edge.nudge()
    return Replace(card=await _answered(edge, press, case), for_all=True, closing=notice_cards.ANSWERED)


async def on_add_form(edge: Edge, turn: Turn, press: Press) -> Result:
    """A form on which the submitter adds something to their own case, with what they had typed and could not send."""
    by = AadId(turn.aad_id)
    case = await asyncio.to_thread(casework.case_to_add_to, edge.store, press.case, by=by)
    draft = await asyncio.to_thread(draft_of, edge.store, by, form=f"add:{case.number}", at=edge.clock())
    note = DRAFT_IS_BACK if draft else ""
    return Post(card=case_cards.add_form(case, nonce=nonce_of(turn), typed=draft.get("text", ""), sentence=note))


async def on_add(edge: Edge, turn: Turn, press: Press) -> Result:
    """What was added is on the case and the form says so; or it comes back with what was typed and why not."""
    by, typed = AadId(turn.aad_id), press.inputs.get("text", "")
    form, at = f"add:{press.case}", edge.clock()
    key = f"{form}:{press.nonce or nonce_of(turn)}"
    work = casework.Press(case=press.case, by=by, key=key, at=at, form=form, shown=shown_by(turn))
    try:
        case = await asyncio.to_thread(casework.add, edge.store, work, text=typed)
    except NotYourCase:
        raise
    except Refused as refused:
        case, _ = await asyncio.to_thread(usecases.case_to_show, edge.store, press.case, to=by)
        await asyncio.to_thread(keep_draft, edge.store, by, {"text": typed}, form=form, at=at)
        again = case_cards.add_form(case, nonce=press.nonce, typed=typed, sentence=sentence(refused))
        return Replace(card=again)
    edge.nudge()
    said = case_cards.added(case)
    return Replace(card=form_done(said), for_all=True, closing=said)


def _arrival(edge: Edge, turn: Turn, press: Press) -> usecases.Arrival:
    return usecases.Arrival(
        key=f"card:{turn.aad_id}:{press.nonce}",
        at=edge.clock(),
        submitter=Person(aad_id=AadId(turn.aad_id), name=turn.name),
        form=(turn.conversation, turn.reply_to) if turn.reply_to and not turn.is_dialog else None,
        working_days=edge.settings.working_days,
        ends_draft=submission_cards.ENDS_DRAFT in press.inputs,
    )


async def on_case_number(edge: Edge, turn: Turn, number: str) -> Result:
    """The case with that number, as its reader may see it. Refused to everybody but its submitter and hub staff."""
    case, own = await asyncio.to_thread(usecases.case_to_show, edge.store, number, to=AadId(turn.aad_id))
    if own:
        return Post(card=case_cards.case_now(case, at=edge.clock()))
    view = await asyncio.to_thread(hub_view, edge.store, case.number, turn, at=edge.clock())
    return Post(card=view.card)


async def _on_free_text(edge: Edge, turn: Turn) -> Result:
    waiting = await asyncio.to_thread(usecases.question_waiting_for, edge.store, AadId(turn.aad_id))
    if waiting is not None:
        asked, case = waiting
        return Post(card=notice_cards.question_card(asked, case, typed=turn.text, sentence=IS_THIS_IT))
    return Post(card=_prefilled(turn, turn.text))


def _prefilled(turn: Turn, words: str) -> dict[str, Any]:
    answers = answers_from_free_text(words)
    return submission_cards.submission_card(answers, nonce=nonce_of(turn), note=submission_cards.FROM_YOUR_WORDS)


async def _question_again(edge: Edge, press: Press, typed: str, refused: Refused, by: AadId) -> Result:
    def load() -> dict[str, Any]:
        case, own = usecases.case_to_show(edge.store, press.case, to=by)
        asked = _asked(edge, press)
        if not own or asked is None or asked.case != case.number:
            raise refused
        return notice_cards.question_card(asked, case, typed=typed, sentence=sentence(refused))

    return Replace(card=await asyncio.to_thread(load), for_all=True)


async def _answered(edge: Edge, press: Press, case: Case) -> dict[str, Any]:
    asked = await asyncio.to_thread(_asked, edge, press)
    if asked is None:
        raise NothingAsked
    return notice_cards.answered_card(asked, case)


def _asked(edge: Edge, press: Press) -> Notice | None:
    with edge.store.read() as uow:
        return uow.journal.notice(NoticeId(press.nonce))
