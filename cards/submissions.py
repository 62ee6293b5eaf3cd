"""The card on which something is sent in: five questions, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from cards.actions import Verb, button
from cards.elements import Element, action_set, card, container, heading, input_choice, input_text, line, run, text
from cards.parts import MOST_TYPED
from cards.typed import clean, fit, weight
from hub.submissions import AnswerProblem, Kind, Question

FROM_YOUR_WORDS = "We put what you wrote on this card. Check it, add what is missing, then send it in."
"""The note when the card was filled in from what somebody wrote in the chat."""

ENDS_DRAFT = "draft"
"""The input by which a card says that it was filled in from the person's draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """How one question stands on the card."""

    label: LiteralString
    hint: LiteralString  # also the only words of it that a client of schema 1.2 shows
    short: LiteralString
    needed: LiteralString = ""


_ASKED: dict[Question, _Asked] = {
    Question.KIND: _Asked(
        label="What is it?",
        hint="",
        short="What is it?",
        needed="Choose what it is: an idea, an operational problem or an inefficiency.",
    ),
    Question.TITLE: _Asked(
        label="In one sentence",
        hint="In one sentence: what is it?",
        short="In one sentence",
        needed="Say in one sentence what it is.",
    ),
    Question.DETAILS: _Asked(
        label="What happens, where, how often, and who is affected?",
        hint="What happens, where, how often, who is affected",
        short="What happens",
        needed="Say what happens, where, how often and who is affected.",
    ),
    Question.TRIED: _Asked(
        label="What has been tried, or is known to work?",
        hint="What has been tried or works elsewhere (may stay empty)",
        short="What has been tried",
    ),
    Question.GOOD: _Asked(
        label="What would good look like, and what help do you want?",
        hint="What good looks like, what help you want (may stay empty)",
        short="What would good look like",
    ),
}

_KINDS = (
    (Kind.IDEA.value, "Idea: something worth trying"),
    (Kind.PROBLEM.value, "Operational problem: it keeps happening"),
    (Kind.INEFFICIENCY.value, "Inefficiency: it wastes time or money"),
)


def submission_card(
    answers: Mapping[str, str],
    *,
    nonce: str,
    problems: Sequence[AnswerProblem] = (),
    note: str = "",
    is_draft: bool = False,
) -> Element:
    """The five questions with what was typed so far, each problem said at the top and beside its question.

    `is_draft`: what was typed is kept as the person's draft, which sending it in ends.
    """
    shown, cut = _fitted(answers)
    wrong = {problem.question: problem for problem in problems}
    return card(
        [
            heading("Send something in"),
            text("Five questions, the first three are needed. The hub sees your name with them.", subtle=True),
            *([line(note)] if note else []),
            *_problem_list([problem_sentence(problem) for problem in problems]),
            *([_cut_note(cut)] if cut else []),
            *(element for question in Question for element in _asked(question, shown, wrong.get(question))),
            action_set(*_buttons(nonce, is_draft=is_draft)),
        ],
        fallback_text="Send something in: five questions.",
    )


def _buttons(nonce: str, *, is_draft: bool) -> list[Element]:
    if not is_draft:
        return [button("Send it in", Verb.SUBMIT, nonce=nonce, primary=True)]
    return [
        button("Send it in", Verb.SUBMIT, nonce=nonce, primary=True, chosen={ENDS_DRAFT: "yes"}),
        button("Start afresh", Verb.AFRESH, submits_inputs=False),
    ]


def problem_sentence(problem: AnswerProblem) -> str:
    """What is wrong with one answer, and what to do."""
    asked = _ASKED[problem.question]
    if not problem.length:
        return asked.needed
    over = f"“{asked.short}” is {problem.length:,} characters; {problem.longest:,} is the most."
    return f"{over} {_remedy(problem.question)}"


def _beside(problem: AnswerProblem) -> str:
    if not problem.length:
        return "Still needed:"
    return f"Too long: {problem.length:,} characters; {problem.longest:,} is the most."


def _remedy(question: Question) -> str:
    if question is Question.TITLE:
        return "Shorten it, and put the rest under “What happens”."
    return "Shorten it, or send the main points: the hub can ask for the rest."


def _problem_list(sentences: Sequence[str]) -> list[Element]:
    if not sentences:
        return []
    count = "One thing" if len(sentences) == 1 else f"{len(sentences)} things"
    head = line(run(f"Not sent yet. {count} to put right:", bold=True))
    return [container([head, *(line(f"• {sentence}", spacing="Small") for sentence in sentences)], tone="attention")]


def _cut_note(cut: Sequence[Question]) -> Element:
    names = " and ".join(f"“{_ASKED[question].short}”" for question in cut)
    return container(
        [
            line(
                f"Your answers are too long for one card, so the end of {names} is not shown here. "
                "All of it is kept in your draft. The main points are enough: the hub can ask for the rest."
            )
        ],
        tone="warning",
    )


def _asked(question: Question, shown: Mapping[Question, str], wrong: AnswerProblem | None) -> list[Element]:
    said = [line(run(_beside(wrong), bold=True), spacing="Medium")] if wrong else []
    asked = _ASKED[question]
    if question is Question.KIND:
        chosen = shown[question]
        return [
            *said,
            input_choice(question.value, label=asked.label, choices=_KINDS, value=chosen, needed=asked.needed),
        ]
    box = input_text(
        question.value,
        label=asked.label,
        hint=asked.hint,
        value=shown[question],
        needed=asked.needed,
        lines=question is not Question.TITLE or _is_long(shown[question]),
    )
    return [*said, box]


def _is_long(text: str) -> bool:
    return len(text) > _ONE_LINE or "\n" in text  # a box of one line would hide the end, or drop the line break


def _fitted(answers: Mapping[str, str]) -> tuple[dict[Question, str], list[Question]]:
    """What the card shows of each answer, and the answers of which it does not show the end: the longest ones."""
    typed = {question: clean(answers.get(question.value, "")) for question in Question}
    typed[Question.KIND] = typed[Question.KIND] if typed[Question.KIND] in dict(_KINDS) else ""
    most = _largest_share(sorted(weight(text) for text in typed.values()))
    cut = [question for question in Question if weight(typed[question]) > most]
    return {**typed, **{question: fit(typed[question], most) for question in cut}}, cut


def _largest_share(weights: Sequence[int]) -> int:
    """The most bytes one answer may take so that all, lightest first, fit; what the light leave the heavy get."""
    left = MOST_TYPED
    for place, one in enumerate(weights):
        share = left // (len(weights) - place)
        if one > share:
            return share
        left -= one
    return MOST_TYPED


_ONE_LINE = 38  # characters; a phone shows no more of a box that does not wrap
