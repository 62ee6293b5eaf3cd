"""Messages about one case: to the submitter in their chat, and to the case's thread in the hub channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import LiteralString

from cards.actions import Verb, button
from cards.elements import Element, action_set, card, heading, line, run, subheading, text
from cards.markers import notice_marker
from cards.parts import OUTCOMES, again, alert, holder, message, message_box, my_cases_button, submitter, title
from hub.cases import Case
from hub.notices import Notice, NoticeKind
from hub.submissions import Question

ANSWERED: LiteralString = "Thank you. The hub has your answer and goes on."
"""Said when a question was answered."""


def notice_card(notice: Notice, case: Case) -> Element:
    """The notice, for the reader that its kind names."""
    return _CARDS[notice.kind](notice, case)


def question_card(notice: Notice, case: Case, *, typed: str = "", sentence: str = "") -> Element:
    """The hub's question with a box for the answer, and `typed` in it; `sentence` says why it is shown again."""
    if notice.text.strip() != case.question.strip():
        return _question_over(notice, case, typed, sentence)
    box = message_box("answer", "Your answer", value=typed, needed="Write your answer, then send it.")
    send = button("Send the answer", Verb.ANSWER, case=case.number, nonce=notice.id, primary=True)
    return _card(
        notice,
        case,
        "the hub has a question",
        [*_asks(notice), *again(sentence), *box, action_set(send)],
        short="the hub has a question for you.",
    )


def answered_card(notice: Notice, case: Case) -> Element:
    """What the question's card becomes once it has been answered."""
    body = [
        *_asks(notice),
        subheading("You answered"),
        message(case.answer),
        text(ANSWERED),
        action_set(my_cases_button()),
    ]
    return _card(notice, case, "you have answered", body, short="the hub has your answer.")


def _question_over(notice: Notice, case: Case, typed: str, sentence: str) -> Element:
    body = [
        *alert(sentence, tone="attention"),
        *_asks(notice),
        text("This question needs no answer any more. Write the case number to see where the case stands."),
        *(_typed_in_vain(typed) if typed.strip() else [action_set(my_cases_button())]),
    ]
    return _card(notice, case, "a question, no longer open", body, short="that question needs no answer any more.")


def _typed_in_vain(typed: str) -> list[Element]:
    """What was typed while the question ended: still there, and a press away from the hub."""
    box = message_box(Question.DETAILS.value, "What you wrote", value=typed, needed="Write what you want to send.")
    return [*box, action_set(button("Send it as something new", Verb.NEW, primary=True), my_cases_button())]


def _asks(notice: Notice) -> list[Element]:
    return [subheading("The hub asks"), message(notice.text)]


def _guidance(notice: Notice, case: Case) -> Element:
    body = [
        subheading("The hub writes"),
        message(notice.text),
        text("There is nothing you must do. You will be told here when the case is decided."),
        action_set(my_cases_button()),
    ]
    return _card(notice, case, "the hub has replied", body, short="the hub has replied.")


def _decision(notice: Notice, case: Case) -> Element:
    decided: Sequence[Element] = []
    if case.outcome:
        decided = [
            line(run(case.outcome.value, bold=True), spacing="Medium"),
            text(OUTCOMES[case.outcome], spacing="Small"),
        ]
    body = [
        *decided,
        subheading("Why"),
        message(notice.text or case.decision),
        text("Thank you for sending it in."),
        action_set(my_cases_button()),
    ]
    return _card(notice, case, "decided", body, short="the hub has decided.")


def _status(notice: Notice, case: Case) -> Element:
    now = line("Your case is now: ", run(notice.status.value, bold=True))
    body = [
        now,
        *([line(f"With {holder(case)}.", spacing="Small")] if case.holder else []),
        action_set(my_cases_button()),
    ]
    return _card(notice, case, "a change", body, short=f"now “{notice.status.value}”.")


def _answer(notice: Notice, case: Case) -> Element:
    body = [line(run(f"{submitter(case)} writes:", bold=True), spacing="Medium"), message(notice.text)]
    return _card(notice, case, "the submitter answered", body, short="the submitter answered.")


def _added(notice: Notice, case: Case) -> Element:
    body = [line(run(f"{submitter(case)} adds:", bold=True), spacing="Medium"), message(notice.text)]
    return _card(notice, case, "the submitter added something", body, short="the submitter added something.")


def _assigned(notice: Notice, case: Case) -> Element:
    now = f"{case.holder.name} holds this case now." if case.holder else "Nobody holds this case now."
    return _card(notice, case, "a new holder", [line(now)], short="a new holder.")


def _response_edited(notice: Notice, case: Case) -> Element:
    changed = ", ".join(said for question, said in _ANSWERS.items() if question.value in notice.text.split(", "))
    body = [
        line(run(f"{submitter(case)} has changed answers in the Form.", bold=True), spacing="Medium"),
        text("The case's card shows what they say now. What they said before is in the case's log."),
        line(run(f"Changed: {changed}.", subtle=True)),
    ]
    return _card(notice, case, "the Form's answers changed", body, short="the Form's answers changed.")


def _card(notice: Notice, case: Case, words: LiteralString, body: Sequence[Element], *, short: str) -> Element:
    return card(
        [heading(words, case=case.number), title(case), *body],
        fallback_text=f"{case.number}: {short}",
        marker=notice_marker(notice.id),
    )


_ANSWERS: dict[Question, LiteralString] = {
    Question.KIND: "what kind of thing it is",
    Question.TITLE: "the sentence",
    Question.DETAILS: "what happens",
    Question.TRIED: "what has been tried",
    Question.GOOD: "what good would look like",
}

_CARDS: dict[NoticeKind, Callable[[Notice, Case], Element]] = {
    NoticeKind.QUESTION: question_card,
    NoticeKind.GUIDANCE: _guidance,
    NoticeKind.DECISION: _decision,
    NoticeKind.STATUS: _status,
    NoticeKind.ANSWER: _answer,
    NoticeKind.ADDED: _added,
    NoticeKind.ASSIGNED: _assigned,
    NoticeKind.RESPONSE_EDITED: _response_edited,
}
