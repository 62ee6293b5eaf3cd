"""What of a message stands on the form, and where."""

from __future__ import annotations

import pytest

from cards.raising import FROM_A_MESSAGE, NOTHING_TO_RAISE, RaisedMessage, answers_from_message, note_for
from hub.submissions import LONGEST_ANSWER, LONGEST_TITLE, submission_from_card

LINK = "https://teams.microsoft.com/l/message/19%3Achat/1"


def test_the_first_sentence_is_the_title_and_all_of_it_the_details() -> None:
    answers = answers_from_message(RaisedMessage(text="The lamps fail again. Third time since May.", link=LINK))

    assert answers == {
        "title": "The lamps fail again",
        "details": f"The lamps fail again. Third time since May.\n\nThe message: {LINK}",
    }


def test_attachments_are_named_and_nothing_of_them_is_taken() -> None:
    answers = answers_from_message(RaisedMessage(text="See this", attachments=("plan.docx", "lane.jpg")))

    assert answers["details"] == "See this\n\nAttached to the message: plan.docx, lane.jpg"


def test_many_attachments_are_counted() -> None:
    answers = answers_from_message(RaisedMessage(text="", attachments=tuple(f"{n}.jpg" for n in range(14))))

    assert answers["details"].endswith("9.jpg and 4 more")


@pytest.mark.parametrize("text", ["", "a", "word " * 10_000, "é" * 30_000, "\n\n\n", "🚗" * 5_000])
def test_whatever_the_message_the_form_can_be_sent_in_as_soon_as_its_kind_is_chosen(text: str) -> None:
    message = RaisedMessage(text=text, link=LINK, attachments=("x" * 500,) * 30)

    answers = answers_from_message(message)

    assert len(answers["title"]) <= LONGEST_TITLE
    assert len(answers["details"]) <= LONGEST_ANSWER
    assert answers["details"].endswith(f"The message: {LINK}")
    filled = {**answers, "title": answers["title"] or "Lamps", "kind": "Idea"}
    assert submission_from_card(filled).details == answers["details"]


def test_a_long_message_says_that_it_goes_on() -> None:
    assert "(the message goes on)" in answers_from_message(RaisedMessage(text="word " * 2_000))["details"]


def test_the_note_says_under_whose_name_it_goes_in() -> None:
    assert note_for(RaisedMessage(text="Lamps")) == FROM_A_MESSAGE
    assert note_for(RaisedMessage(text=" ", link=LINK)) == NOTHING_TO_RAISE
