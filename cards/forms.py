"""Alarms that only a person can settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from cards.dates import clock, day_of
from cards.elements import Element, card, heading, line, run, subheading, text
from cards.markers import alarm_marker
from cards.typed import one_line, shorten
from hub.notices import Alarm, AlarmKind


def alarm_card(alarm: Alarm) -> Element:
    """What happened, what is safe, and what to do."""
    said = _SAID[alarm.kind]
    return card(
        [
            heading(said.title),
            line(run(f"Seen {day_of(alarm.at)}, {clock(alarm.at)}", subtle=True), spacing="Small"),
            text(said.happened),
            *(_detail(detail) for detail in alarm.details[:_MOST_DETAILS]),
            subheading("What is safe"),
            text(said.safe, spacing="Small"),
            subheading("What to do"),
            text(said.do, spacing="Small"),
        ],
        fallback_text=said.title,
        marker=alarm_marker(alarm.id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    title: LiteralString
    happened: LiteralString
    safe: LiteralString
    do: LiteralString


_CASES_WAIT: LiteralString = (
    "No case is lost. Submissions are taken as before, submitters still hear, and the cards are posted when "
    "there is a channel again."
)
_CHOOSE_ANOTHER: LiteralString = (
    "If it is to come back, restore it in Teams; the cards are then brought up to date by themselves. "
    "If not, add Prevention First to a team, and write “hub here” to it in the channel you choose."
)

_WORK_WAITS: LiteralString = (
    "No case is lost. Whatever Prevention First cannot send or write now waits, and goes out by itself afterwards."
)

_SAID: dict[AlarmKind, _Said] = {
    AlarmKind.WORKBOOK_HEADINGS: _Said(
        title="The Form's workbook has other headings",
        happened="A heading in the workbook is missing, doubled or not known, so its answers cannot be read.",
        safe="Every response stays in the workbook. None is taken in until this is settled, and then all are.",
        do="Put the question's wording back in the Form, or have the new wording added to the settings. "
        "Reading then goes on by itself.",
    ),
    AlarmKind.WORKBOOK_UNREADABLE: _Said(
        title="The Form's workbook cannot be opened",
        happened="The file is there, but it is encrypted, far too large, or not an Excel workbook.",
        safe="Cases already opened are not touched. Responses stay in Microsoft Forms itself.",
        do="Take the label or the password off the file, clear cells that stand far from the responses, or restore an "
        "earlier version of the file in SharePoint. "
        "Reading then goes on by itself.",
    ),
    AlarmKind.WORKBOOK_MISSING: _Said(
        title="The Form's workbook is not where it was",
        happened="There is no file at the place that the settings name.",
        safe="Cases already opened are not touched. Responses stay in Microsoft Forms itself.",
        do="Move the file back, restore it from the recycle bin, or have the settings name its new place. "
        "Reading then goes on by itself.",
    ),
    AlarmKind.NOTIFICATIONS_STOPPED: _Said(
        title="Microsoft's notifications do not reach us",
        happened="Microsoft should say at once when the Cases list changes, at the address below, and does not.",
        safe="Nothing is lost. We look at the list ourselves as well, so that edits arrive a little later.",
        do="Ask the force's IT to check that the address can be reached from the internet. "
        "We go on trying, and this settles itself.",
    ),
    AlarmKind.WORKBOOK_SHRANK: _Said(
        title="Rows have gone from the Form's workbook",
        happened="The workbook holds fewer responses than it did. Somebody deleted rows, or an older copy came back.",
        safe="Cases already opened are not touched, and a row that comes back is known again.",
        do="If nobody meant to delete rows, restore an earlier version of the file in SharePoint.",
    ),
    AlarmKind.WORKBOOK_REPLACED: _Said(
        title="The Form's workbook is another file now",
        happened="A different file is at the place that the settings name. Forms makes a new one when a form is moved "
        "or linked anew.",
        safe="The new file has been read. Responses that were known already did not become cases twice.",
        do="Check that new responses arrive in this file, and put the old one away so that nobody mistakes it.",
    ),
    AlarmKind.WORKBOOK_STALE: _Said(
        title="Nothing new has come from the Form for a while",
        happened="Forms may have stopped writing to the workbook: it can, until somebody opens it.",
        safe="Responses stay in Microsoft Forms itself, and are taken in once they are in the workbook.",
        do="Open the form, choose “Open in Excel”, and compare the last response there with the last case. "
        "If nobody has sent anything in, there is nothing to do.",
    ),
    AlarmKind.WORKBOOK_QUESTIONS: _Said(
        title="The Form has questions that are not known here",
        happened="Columns in the workbook belong to none of the five questions.",
        safe="Their answers stand under “What happens” of each case, with the question before them.",
        do="Nothing, if that is fine. Otherwise have the settings name the heading for one of the five questions.",
    ),
    AlarmKind.LIST_SHAPE: _Said(
        title="The Cases list cannot be written to",
        happened="The list, or a column in it, is not as it must be. Until that is mended, nothing is written to it "
        "and no edit is read from it.",
        safe="Cases go on here in Teams. Every change waits and is written once the list is mended.",
        do="Pass the lines above to the force's IT. Writing then goes on by itself.",
    ),
    AlarmKind.LOG_SHAPE: _Said(
        title="The Case log cannot be written to",
        happened="The list Case log, or a column in it, is not as it must be.",
        safe="Cases, their rows and your edits go on. What happens is kept, and is written once the list is mended.",
        do="Pass the lines above to the force's IT. Writing then goes on by itself.",
    ),
    AlarmKind.NUMBER_TAKEN: _Said(
        title="One case number stands for two submissions",
        happened="A row of the Cases list has the number of a case and tells of another submission. That happens when "
        "the database was restored from an older copy. The case has no row yet:",
        safe="Nothing was mixed up or written over: one submission is in that row, the other in the newer card here.",
        do="In the list, add “-old” to the number in that row, so that it stays; the case then gets a row of its own. "
        "Leave an older card here with that number alone, for its buttons act on the newer case. If nobody works on "
        "what that row says, send it in again. Tell the force's IT that the database was restored.",
    ),
    AlarmKind.STORE_OLDER: _Said(
        title="The Cases list knows more than Prevention First",
        happened="Prevention First wrote rows of the list that its database knows nothing of. That happens when the "
        "database was restored from an older copy. One of the cases:",
        safe="No row without a case is touched. Where the database has the case, what its row says counts again as far "
        "as it may, and the case's log has every word.",
        do="Tell the force's IT, who find the rows without a case with “prevention-first reconcile”. Such a row is all "
        "that is left of its case: work it in the list or send it in again, and do not delete it. Questions that were "
        "waiting for an answer must be asked again.",
    ),
    AlarmKind.RESPONSE_EMPTY: _Said(
        title="A row of the Form's workbook was not taken in",
        happened="A response without words opens no case, and words in a row without an Id are no response that can be "
        "told from others.",
        safe="All other responses were taken in, and nothing in the workbook was changed.",
        do="Look at the row in the workbook. Put its Id back where it is missing; if something was meant to be there, "
        "ask the person to send it in again.",
    ),
    AlarmKind.RESPONSE_STUCK: _Said(
        title="A response to the Form cannot be taken in",
        happened="Prevention First cannot open or change the case of a response. The fault is its own, "
        "not the sender's.",
        safe="The response stays in the workbook, and all others were taken in. It is tried again with every look.",
        do="Read the row in the workbook, so that the person does not wait, and pass this card to the force's IT.",
    ),
    AlarmKind.CHANNEL_DELETED: _Said(
        title="The hub's channel was deleted",
        happened="The channel in Teams that the hub's cards are posted to is gone.",
        safe=_CASES_WAIT,
        do=_CHOOSE_ANOTHER,
    ),
    AlarmKind.TEAM_DELETED: _Said(
        title="The hub's team was deleted",
        happened="The team in Teams whose channel the hub's cards are posted to is gone.",
        safe=_CASES_WAIT,
        do=_CHOOSE_ANOTHER,
    ),
    AlarmKind.TEAM_ARCHIVED: _Said(
        title="The hub's team was archived",
        happened="Nobody can write in an archived team, and neither can Prevention First.",
        safe=_CASES_WAIT,
        do="Ask an owner to restore the team; the cards are then brought up to date by themselves. "
        "Or write “hub here” to Prevention First in a channel of another team.",
    ),
    AlarmKind.APP_REMOVED: _Said(
        title="Prevention First was removed from the hub's team",
        happened="The app was taken out of the team, so it cannot post or update cards there.",
        safe=_CASES_WAIT,
        do="Add the app to the team again; the cards are then brought up to date by themselves. "
        "Or write “hub here” to Prevention First in a channel of another team.",
    ),
    AlarmKind.HOLDER_LEFT: _Said(
        title="Open cases need a new holder",
        happened="Somebody who held open cases has left the hub:",
        safe="Nothing is lost. The submitters were not told, and the promised dates stand.",
        do="Open each case's card in the hub's channel, and claim it or assign it to somebody.",
    ),
    AlarmKind.CERTIFICATE_ENDS: _Said(
        title="Prevention First's certificate ends soon",
        happened="By this certificate Prevention First proves to Microsoft who it is. After the day below it falls "
        "silent for everybody:",
        safe="Everything works until then.",
        do="Pass this to the force's IT: upload a new certificate to the app registration in Entra, then put it with "
        "its key at the place that PREVENTION_FIRST_CERTIFICATE_FILE names. It is taken up without a restart.",
    ),
    AlarmKind.SECRET_EXPIRED: _Said(
        title="Prevention First's secret has expired",
        happened="Microsoft no longer lets Prevention First sign in. Within the hour it falls silent for everybody.",
        safe=_WORK_WAITS,
        do="Pass this to the force's IT at once: make a new client secret in the app registration in Entra, put its "
        "value into PREVENTION_FIRST_CLIENT_SECRET, and restart Prevention First.",
    ),
    AlarmKind.SECRET_WRONG: _Said(
        title="Prevention First's secret is not accepted",
        happened="Microsoft does not know the secret that Prevention First signs in with. Somebody may have deleted "
        "it in Entra, or the setting holds the secret's id and not its value.",
        safe=_WORK_WAITS,
        do="Pass this to the force's IT at once: make a new client secret in the app registration in Entra, put its "
        "value into PREVENTION_FIRST_CLIENT_SECRET, and restart Prevention First.",
    ),
    AlarmKind.APP_DISABLED: _Said(
        title="Prevention First was switched off in Entra",
        happened="Somebody has disabled its application, so Microsoft no longer lets it sign in.",
        safe=_WORK_WAITS,
        do="Pass this to the force's IT: in Entra, under Enterprise applications, open the one whose id is "
        "PREVENTION_FIRST_APP_ID, and under Properties let users sign in again. Work then goes on by itself.",
    ),
    AlarmKind.SIGN_IN_REFUSED: _Said(
        title="Prevention First cannot sign in",
        happened="Microsoft refuses how Prevention First proves who it is. Its reason, for the force's IT:",
        safe=_WORK_WAITS,
        do="Pass this to the force's IT: look the reason up at login.microsoftonline.com/error, and check "
        "PREVENTION_FIRST_APP_ID, PREVENTION_FIRST_TENANT_ID and the settings of the credential in use.",
    ),
}


def _detail(detail: str) -> Element:
    return line(f"• {shorten(one_line(detail), _LONGEST_DETAIL)}", spacing="Small")


_MOST_DETAILS = 20
_LONGEST_DETAIL = 300  # characters
