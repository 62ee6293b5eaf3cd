"""Working a case: the forms that the hub card opens, and what is said when one is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import LiteralString

from cards.actions import Verb, button
from cards.elements import Element, action_set, card, heading, input_choice, line, typeahead
from cards.parts import again, can_be_told, held, message_box, submitter, title
from hub.cases import MAY_FOLLOW, Case, Outcome, Status
from hub.people import Person

ROSTER = "roster"
"""The name under which a client asks for more of the hub's roster."""


def ask_form(case: Case, *, nonce: str, typed: str = "", sentence: str = "") -> Element:
    """Asks the submitter a question; `sentence` says why something is typed in it already."""
    box = message_box("text", "Your question", value=typed, needed="Write your question.")
    who = line(f"{_reader(case)} The case waits for the answer.")
    return _form(
        case, "ask a question", [who, *box], send=_send("Send the question", Verb.ASK, case, nonce), sentence=sentence
    )


def reply_form(case: Case, *, nonce: str, typed: str = "", sentence: str = "") -> Element:
    """Sends the submitter guidance."""
    box = message_box("text", "Your reply", value=typed, needed="Write your reply.")
    who = line(f"{_reader(case)} The case is then answered.")
    return _form(
        case,
        "reply with guidance",
        [who, *box],
        send=_send("Send the reply", Verb.REPLY, case, nonce),
        sentence=sentence,
    )


def close_form(case: Case, *, nonce: str, typed: Mapping[str, str] | None = None, sentence: str = "") -> Element:
    """Closes the case with an outcome and a reason."""
    before = typed or {}
    outcome = input_choice(
        "outcome",
        label="Outcome",
        choices=[(one.value, one.value) for one in Outcome],
        value=before.get("outcome", ""),
        needed="Choose an outcome.",
    )
    why: LiteralString = "Why, in words for the person who sent it in"
    decision = message_box("decision", why, value=before.get("decision", ""), needed="Say why.")
    who = line(_reader(case))
    return _form(
        case,
        "close the case",
        [who, outcome, *decision],
        send=_send("Close the case", Verb.CLOSE, case, nonce),
        sentence=sentence,
    )


def assign_form(case: Case, staff: Sequence[Person], *, nonce: str, chosen: str = "", sentence: str = "") -> Element:
    """Gives the case to one of `staff`; `chosen` is the Entra object id that was chosen before."""
    choices = [(one.aad_id, one.name) for one in staff if one.aad_id]
    if not choices:
        return form_done(
            f"Nobody can take {case.number} yet. Write “hub here” in the hub's channel to read its roster."
        )
    now = (case.holder.aad_id if case.holder else None) or ""
    is_typed = len(choices) > _MOST_SEEN_AT_ONCE  # then the box is empty, ready to type a name in
    who = input_choice(
        "holder",
        label="Who takes this case?",
        choices=_listed(choices, chosen or now),
        value=chosen or ("" if is_typed else now),
        needed="Choose who takes it.",
        compact=True,
    )
    return _form(
        case,
        "assign the case",
        [line(f"Now: {held(case)}."), typeahead(who, ROSTER) if is_typed else who],
        send=_send("Assign", Verb.ASSIGN, case, nonce),
        sentence=sentence,
    )


def status_form(case: Case, *, nonce: str, chosen: str = "", sentence: str = "") -> Element:
    """Changes the status to one that a click can reach; a question, a reply and a decision bring theirs with them."""
    which = input_choice(
        "status",
        label="New status",
        choices=[(one.value, _status_title(case, one)) for one in _reachable(case)],
        value=chosen,
        needed="Choose a status.",
    )
    now = line(f"Now: {case.status.value}. Ask, reply or close on the card, and the status follows by itself.")
    return _form(
        case, "change the status", [now, which], send=_send("Change", Verb.STATUS, case, nonce), sentence=sentence
    )


def form_done(sentence: str) -> Element:
    """What a form becomes when it has been sent or cancelled."""
    return card([heading("Done"), line(sentence)], fallback_text=sentence)


def asked(case: Case) -> str:
    """Said when a question has been sent."""
    if not can_be_told(case):
        return f"{case.number}: your question is kept with the case, but it cannot reach {submitter(case)}."
    return f"{case.number}: your question is on its way to {submitter(case)}. The answer comes to this thread."


def replied(case: Case) -> str:
    """Said when guidance has been sent."""
    if not can_be_told(case):
        return f"{case.number}: your reply is kept with the case. Nobody is told."
    return f"{case.number}: your reply is on its way to {submitter(case)}."


def assigned(case: Case) -> str:
    """Said when the case has a holder."""
    return f"{case.number} is with {case.holder.name} now." if case.holder else f"Nobody holds {case.number} now."


def status_changed(case: Case) -> str:
    """Said when the status has changed."""
    return f"{case.number} is “{case.status.value}” now."


def closed(case: Case) -> str:
    """Said when the case has been closed."""
    outcome = f" as “{case.outcome.value}”" if case.outcome else ""
    told = f" {submitter(case)} is told why." if can_be_told(case) else " Nobody is told."
    return f"{case.number} is closed{outcome}.{told}"


def cancelled() -> str:
    """Said when a form was cancelled."""
    return "Cancelled. Nothing was changed."


def not_in_teams(person: Person) -> str:
    """For the hub card: why messages from here do not reach this submitter now, and what does."""
    way = f" Write to {person.email}." if person.email else ""
    if person.aad_id is None:
        return f"The directory does not know {person.name}, so messages from here cannot reach them.{way}"
    return f"{person.name} has not met Prevention First in Teams yet. Messages wait until they do.{way}"


def _reader(case: Case) -> str:
    if case.submitter is None:
        return "It came in anonymously: nobody is told, but the case keeps what you write."
    if not can_be_told(case):
        return f"{case.submitter.name} cannot be reached from here, but the case keeps what you write."
    return f"{case.submitter.name} reads exactly what you write."


def _send(words: LiteralString, verb: Verb, case: Case, nonce: str) -> Element:
    return button(words, verb, case=case.number, nonce=nonce, primary=True)


def _form(case: Case, words: LiteralString, body: Sequence[Element], *, send: Element, sentence: str) -> Element:
    cancel = button("Cancel", Verb.CANCEL, case=case.number, submits_inputs=False)
    return card(
        [
            heading(words, case=case.number),
            title(case),
            *again(sentence),
            *body,
            action_set(send, cancel),
        ],
        fallback_text=f"{case.number}: {words}.",
    )


def _reachable(case: Case) -> list[Status]:
    """The statuses that a click can give the case; waiting needs a question, closed an outcome, answered guidance."""
    may = MAY_FOLLOW[case.status] - {Status.WAITING, Status.CLOSED}
    return [one for one in Status if one in may and (one is not Status.ANSWERED or case.guidance)]


def _status_title(case: Case, to: Status) -> str:
    match to:
        case Status.NEW:
            return "New: nobody holds it any more"
        case Status.IN_PROGRESS if case.is_closed:
            return "In progress: the decision is withdrawn"
        case Status.IN_PROGRESS if case.question:
            return "In progress: the question is withdrawn"
        case _:
            return to.value


def _listed(choices: Sequence[tuple[str, str]], chosen: str) -> list[tuple[str, str]]:
    """The names that stand in the form; whoever is chosen already is always among them."""
    return [one for place, one in enumerate(choices) if place < _MOST_LISTED or one[0] == chosen]


_MOST_SEEN_AT_ONCE = 15  # names; a longer list is found by typing
_MOST_LISTED = 100  # names that stand in the form itself, for clients that cannot ask for more
