"""Every card of the product in its main states, made from invented cases; `Words` is all that people typed in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cards import casework, evidence, help, notices, raising, refusals, search, submissions  # noqa: A004  the card module is named for what it is
from cards.cases import add_form, case_now, my_cases, receipt
from cards.dialogs import in_dialog, kept_words
from cards.forms import alarm_card
from cards.hub_card import Eyes, hub_card
from cards.parts import DRAFT_IS_BACK, IS_THIS_IT
from cards.reach import cannot_be_reached
from hub.cases import AlreadyHeld, CaseClosed, Status
from hub.evidence import Award
from hub.notices import AlarmKind, NoticeKind
from hub.people import NotHubStaff
from hub.reach import Unreachable
from hub.submissions import AnswerProblem, Question
from hub.viewers import AccountId, Viewer
from tests.cards.invented import (
    A_LINK,
    AFTER_THE_PROMISE,
    BIRCH,
    OAK,
    ROWAN,
    STAFF_ACCOUNTS,
    THURSDAY,
    TUESDAY,
    UNKNOWN,
    Words,
    a_case,
    a_guide,
    a_notice,
    a_project,
    an_alarm,
    anonymous,
    cases,
    many_people,
    typed_answers,
)

Card = dict[str, Any]


def submitter_cards(words: Words) -> dict[str, Card]:
    """The cards that a submitter sees."""
    return {
        "welcome": help.welcome("Sample Birch"),
        "help": help.help_card(),
        "help-in-channel": help.help_among_others(in_channel=True),
        "help-in-group-chat": help.help_among_others(in_channel=False),
        **_submission_cards(words),
        **{
            f"receipt-{name}": receipt(case, at=TUESDAY, account=AccountId("29:birch"))
            for name, case in cases(words).items()
        },
        "receipt-added": receipt(replace(a_case(words), added=words.added), at=TUESDAY),
        **_adding(words),
        "case-now": case_now(cases(words)["answered"], at=THURSDAY),
        "receipt-late": receipt(a_case(words), at=AFTER_THE_PROMISE),
        "my-cases": my_cases(list(cases(words).values()), at=TUESDAY),
        "my-cases-more": my_cases([a_case(words)], at=AFTER_THE_PROMISE, more=True),
        "my-cases-none": my_cases([], at=TUESDAY),
        **_found(words),
        **_evidence(words),
        **_submitter_notices(words),
        "refusal": refusals.refusal_card(refusals.sentence(AlreadyHeld(cases(words)["in-progress"]))),
    }


def hub_cards(words: Words) -> dict[str, Card]:
    """The cards that hub staff see."""
    return {
        "hub-here": help.hub_here(staff=3),
        **{
            f"hub-card-{name}": hub_card(case, at=TUESDAY, accounts=STAFF_ACCOUNTS)
            for name, case in cases(words).items()
        },
        **_hub_cards_by_viewer(words),
        **_hub_cards_in_trouble(words),
        **_forms(words),
        "found-among-all": search.found_cases(
            list(cases(words).values()), words.title, more=False, everybodys=True, at=TUESDAY
        ),
        "find-among-all": search.find_card(list(cases(words).values()), everybodys=True),
        "evidence-for-case": evidence.evidence_for_case(
            cases(words)["in-progress"], [a_guide(words), a_project(words)]
        ),
        "evidence-for-case-none": evidence.evidence_for_case(cases(words)["in-progress"], []),
        **_hub_notices(words),
        **{f"alarm-{kind.value}": alarm_card(an_alarm(kind, words.title, words.good)) for kind in AlarmKind},
    }


def gallery(words: Words | None = None) -> dict[str, Card]:
    """Every card by its name."""
    typed = words or Words()
    return {**submitter_cards(typed), **hub_cards(typed), **_dialogs(typed)}


def _submission_cards(words: Words) -> dict[str, Card]:
    answers = typed_answers(words)
    too_long = AnswerProblem(question=Question.DETAILS, length=20_000, longest=4_000)
    missing = tuple(AnswerProblem(question=question) for question in (Question.KIND, Question.TITLE, Question.DETAILS))
    message = raising.RaisedMessage(text=f"{words.title}\n{words.details}", link=A_LINK, attachments=(words.title,))
    return {
        "submission-from-message": submissions.submission_card(
            raising.answers_from_message(message), nonce="n-1", note=raising.note_for(message)
        ),
        "submission": submissions.submission_card({}, nonce="n-1"),
        "submission-prefilled": submissions.submission_card(
            {"title": words.title}, nonce="n-1", note=submissions.FROM_YOUR_WORDS
        ),
        "submission-missing": submissions.submission_card({"tried": words.tried}, nonce="n-2", problems=missing),
        "submission-too-long": submissions.submission_card(answers, nonce="n-2", problems=[too_long], is_draft=True),
        "submission-draft": submissions.submission_card(answers, nonce="n-3", note=DRAFT_IS_BACK, is_draft=True),
    }


def _found(words: Words) -> dict[str, Card]:
    by_name = cases(words)
    everything = list(by_name.values())
    return {
        "find": search.find_card(everything, everybodys=False),
        "find-none-yet": search.find_card([], everybodys=False),
        "found": search.found_cases(everything, words.title, more=True, everybodys=False, at=TUESDAY),
        "found-none": search.found_cases([], words.title, more=False, everybodys=False, at=TUESDAY),
        **{f"shared-{name}": search.shared_case(by_name[name]) for name in ("new", "answered", "closed")},
    }


def _evidence(words: Words) -> dict[str, Card]:
    guide, project = a_guide(words), a_project(words)
    no_link = replace(project, url="", year=None, place="", award=None)
    unsure = replace(project, award=Award.WINNER, award_by_file_name=True, link_year=2001)
    return {
        "evidence": evidence.look_card(),
        "evidence-found": evidence.found_evidence(
            [guide, project, no_link], words.title, more=True, unknown=[words.theme]
        ),
        "evidence-found-none": evidence.found_evidence([], words.title, more=False, unknown=[words.title]),
        "shared-guide": evidence.shared_evidence(guide),
        "shared-project": evidence.shared_evidence(project),
        "shared-project-no-link": evidence.shared_evidence(no_link),
        "shared-project-unsure": evidence.shared_evidence(unsure),
    }


def _submitter_notices(words: Words) -> dict[str, Card]:
    by_name = cases(words)
    question = a_notice(NoticeKind.QUESTION, words.question)
    return {
        "notice-question": notices.notice_card(question, by_name["waiting"]),
        "notice-question-again": notices.question_card(
            question, by_name["waiting"], typed=words.answer, sentence="That is 4,200 characters; 4,000 is the most."
        ),
        "notice-question-from-chat": notices.question_card(
            question, by_name["waiting"], typed=words.answer, sentence=IS_THIS_IT
        ),
        "notice-question-over": notices.notice_card(question, by_name["closed"]),
        "notice-question-over-typed": notices.question_card(
            question,
            by_name["closed"],
            typed=words.answer,
            sentence=refusals.sentence(CaseClosed(by_name["closed"])),
        ),
        "notice-question-answered": notices.answered_card(question, by_name["answer-in"]),
        "notice-guidance": notices.notice_card(a_notice(NoticeKind.GUIDANCE, words.guidance), by_name["answered"]),
        "notice-decision": notices.notice_card(a_notice(NoticeKind.DECISION, words.decision), by_name["closed"]),
        "notice-status": notices.notice_card(a_notice(NoticeKind.STATUS, ""), by_name["in-progress"]),
    }


def _adding(words: Words) -> dict[str, Card]:
    case = a_case(words)
    return {
        "form-add": add_form(case, nonce="n-3"),
        "form-add-again": add_form(
            case, nonce="n-3", typed=words.added, sentence="That is 4,200 characters; 4,000 is the most."
        ),
    }


def _dialogs(words: Words) -> dict[str, Card]:
    """Forms as they stand in a dialog."""
    kept = kept_words(refusals.sentence(NotHubStaff()), {"text": words.guidance})
    again = casework.reply_form(cases(words)["in-progress"], nonce="n-4", typed=words.guidance, sentence="Shorten it.")
    return {
        "dialog-submission": in_dialog(submissions.submission_card({}, nonce="n-1")),
        "dialog-reply-again": in_dialog(again),
        **({"dialog-kept-words": in_dialog(kept)} if kept else {}),
    }


def _hub_notices(words: Words) -> dict[str, Card]:
    by_name = cases(words)
    return {
        "notice-answer": notices.notice_card(a_notice(NoticeKind.ANSWER, words.answer), by_name["answer-in"]),
        "notice-edited": notices.notice_card(
            a_notice(NoticeKind.RESPONSE_EDITED, "title, details"), by_name["in-progress"]
        ),
        "notice-added": notices.notice_card(a_notice(NoticeKind.ADDED, words.added), by_name["in-progress"]),
        "notice-assigned": notices.notice_card(a_notice(NoticeKind.ASSIGNED, ""), by_name["in-progress"]),
    }


def _hub_cards_by_viewer(words: Words) -> dict[str, Card]:
    held = cases(words)["in-progress"]
    seen = {Viewer.STAFF: replace(held, holder=None, held_since=None, status=Status.NEW)}
    readers = {Viewer.HOLDER: OAK}
    return {
        f"hub-card-for-{viewer.value}": hub_card(
            seen.get(viewer, held),
            at=TUESDAY,
            eyes=Eyes(viewer=viewer, reader=readers.get(viewer, ROWAN).aad_id),
            accounts=STAFF_ACCOUNTS,
        )
        for viewer in Viewer
        if viewer is not Viewer.EVERYBODY
    }


def _hub_cards_in_trouble(words: Words) -> dict[str, Card]:
    held = cases(words)["in-progress"]
    return {
        "hub-card-added": hub_card(replace(held, added=words.added), at=TUESDAY),
        "hub-card-late": hub_card(a_case(words), at=AFTER_THE_PROMISE),
        "hub-card-anonymous": hub_card(anonymous(words), at=TUESDAY),
        "hub-card-lost-claim": hub_card(held, at=TUESDAY, banner=refusals.sentence(AlreadyHeld(held))),
        "hub-card-holder-left": hub_card(held, at=TUESDAY, holder_left=True),
        **{
            f"hub-card-{why.name.lower().replace('_', '-')}": hub_card(
                a_case(words), at=TUESDAY, reachable=cannot_be_reached(BIRCH, why)
            )
            for why in Unreachable
        },
        "hub-card-row-deleted": hub_card(a_case(words), at=TUESDAY, row_deleted=True),
        "hub-card-not-in-teams": hub_card(a_case(words), at=TUESDAY, reachable=casework.not_in_teams(BIRCH)),
        "hub-card-not-in-directory": hub_card(
            a_case(words, submitter=UNKNOWN), at=TUESDAY, reachable=casework.not_in_teams(UNKNOWN)
        ),
    }


def _forms(words: Words) -> dict[str, Card]:
    by_name = cases(words)
    held = by_name["in-progress"]
    closing = {"outcome": "Adopted", "decision": words.decision}
    return {
        "form-ask": casework.ask_form(held, nonce="n-3"),
        "form-ask-again": casework.ask_form(
            held, nonce="n-4", typed=words.question, sentence="That is 4,200 characters; 4,000 is the most."
        ),
        "form-reply-draft": casework.reply_form(held, nonce="n-5", typed=words.guidance, sentence=DRAFT_IS_BACK),
        "form-reply": casework.reply_form(held, nonce="n-3", typed=words.guidance),
        "form-close": casework.close_form(held, nonce="n-3"),
        "form-close-again": casework.close_form(held, nonce="n-4", typed=closing, sentence="Say why."),
        "form-assign": casework.assign_form(held, [OAK, ROWAN], nonce="n-3"),
        "form-assign-many": casework.assign_form(held, many_people(16), nonce="n-3"),
        "form-status": casework.status_form(by_name["waiting"], nonce="n-3"),
        "form-done": casework.form_done(casework.asked(by_name["waiting"])),
    }
