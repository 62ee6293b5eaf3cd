"""What comes in: five answers, checked once at the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from hub.errors import Refused


class Kind(Enum):
    """The first question's answer."""

    IDEA = "Idea"
    PROBLEM = "Operational problem"
    INEFFICIENCY = "Inefficiency"
    NOT_SAID = "Not said"  # a Form can be sent with an answer of its own


class Door(Enum):
    """A way submissions come in."""

    CARD = "Teams card"
    FORM = "Microsoft Form"
    IMPORT = "File import"


class Question(Enum):
    """The five questions, by the names that card inputs, drafts and the heading map use."""

    KIND = "kind"
    TITLE = "title"
    DETAILS = "details"
    TRIED = "tried"
    GOOD = "good"


LONGEST_TITLE = 150  # characters; one sentence that fits a phone and a SharePoint title (255)
LONGEST_ANSWER = 4000  # characters; about 600 words, and five of them fit a Teams card (100 KB of UTF-16)

REQUIRED = (Question.KIND, Question.TITLE, Question.DETAILS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Five answers, as they were typed."""

    kind: Kind
    title: str
    details: str
    tried: str
    good: str
    door: Door


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerProblem:
    """One answer that cannot be taken as it stands. `length` and `longest` are characters; 0 when nothing was typed."""

    question: Question
    length: int = 0
    longest: int = 0


class AnswersNeeded(Refused):
    """Some answers are still needed."""

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        """Carry every problem at once, in the order of the questions."""
        super().__init__()
        self.problems = problems


def submission_from_card(answers: Mapping[str, str]) -> Submission:
    """The five answers of a card, trimmed. Refused with every problem at once when one is missing or too long."""
    typed = {question: answers.get(question.value, "").strip() for question in Question}
    problems = tuple(problem for question in Question if (problem := _problem(question, typed[question])))
    if problems:
        raise AnswersNeeded(problems)
    return Submission(
        kind=Kind(typed[Question.KIND]),
        title=typed[Question.TITLE],
        details=typed[Question.DETAILS],
        tried=typed[Question.TRIED],
        good=typed[Question.GOOD],
        door=Door.CARD,
    )


def _problem(question: Question, text: str) -> AnswerProblem | None:
    if question is Question.KIND:
        return None if text in _CARD_KINDS else AnswerProblem(question=question)
    if question in REQUIRED and not text:
        return AnswerProblem(question=question)
    longest = LONGEST_TITLE if question is Question.TITLE else LONGEST_ANSWER
    if len(text) > longest:
        return AnswerProblem(question=question, length=len(text), longest=longest)
    return None


_CARD_KINDS = frozenset(kind.value for kind in Kind if kind is not Kind.NOT_SAID)


def changed_answers(before: Submission, after: Submission) -> dict[Question, str]:
    """The questions whose answers differ, in their order, each with what was answered `before`."""
    return {
        question: said.value if isinstance(said, Kind) else said
        for question in Question
        if (said := getattr(before, question.value)) != getattr(after, question.value)
    }


def answers_from_free_text(text: str) -> dict[str, str]:
    """A start on the five answers from what somebody wrote in chat.

    Short text becomes the sentence, longer text the details; the whole text is always in one of the answers.
    """
    text = text.strip()
    if len(text) <= LONGEST_TITLE:
        return {Question.TITLE.value: text}
    return {Question.TITLE.value: first_sentence(text), Question.DETAILS.value: text}


def first_sentence(text: str) -> str:
    """The first sentence or line of `text`, cut at a word to at most LONGEST_TITLE characters."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    sentence = next((part.strip() for part in line.split(". ") if part.strip(" .")), line)
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    return sentence[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
