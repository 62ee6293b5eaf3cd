"""One case and its row, many times over: as the list shows it, as our store mirrors it, as a response that comes in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from bench.graph.rivals.common import etag_of
from hub.cases import Case, CaseNumber
from hub.submissions import Door, Kind, Question, Submission
from local365.workbook import FormsResponse, Rows, written
from sync.headings import HEADINGS, Meta
from sync.rows import CASE_NUMBER, fields_to_write, row_values

APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
EDITED = 10
"""Rows of a list in which somebody typed, spread over all of it."""

_SITE = "https://force.sharepoint.example/sites/prevention"
_COLUMNS = (Meta.ID, Meta.START, Meta.COMPLETION, Meta.EMAIL, Meta.NAME, *Question)

CASE = Case(
    number=CaseNumber("PF-2026-0001"),
    submission=Submission(
        kind=Kind.PROBLEM,
        title="Shed burglaries on the allotments at Mill Lane",
        details="Eleven since August, mostly Sunday nights. The same three gates, and nobody hears a thing.",
        tried="Patrols for two weekends. It came back as soon as they ended.",
        good="A plan that lasts without patrols, and somebody who speaks with the allotment society.",
        door=Door.FORM,
    ),
    submitter=None,
    received_at=AT,
    promise=date(2026, 11, 9),
    changed_at=AT,
)


def number_of(row: int) -> CaseNumber:
    """The case of that row."""
    return CaseNumber(f"PF-2026-{row:04d}")


def texts_of(row: int) -> dict[str, str]:
    """What the row's columns say."""
    return {**row_values(CASE, ""), CASE_NUMBER: number_of(row)}


def is_edited(row: int, rows: int) -> bool:
    """Whether somebody typed in that row of a list of `rows`."""
    return row % max(1, rows // EDITED) == 0 and row <= EDITED * max(1, rows // EDITED)


def document(row: int, *, edited: bool) -> dict[str, Any]:
    """The row as Graph shows it, 2 KB; an `edited` one is one version later.

    Source: https://learn.microsoft.com/graph/api/resources/listitem
    """
    etag = etag_of(row, 2 if edited else 1)
    person = {"user": {"email": "sample.maple@force.example", "id": "u-maple", "displayName": "Sample Maple"}}
    ours = {"application": {"id": APP_ID, "displayName": "Prevention First"}}
    typed = {"HubNotes": "Ask the allotment society first."} if edited else {}
    written = {name: value for name, value in fields_to_write(texts_of(row), {}).items() if value is not None}
    known = {
        "id": str(row),
        "ContentType": "Item",
        "Modified": "2026-11-02T09:00:00Z",
        "Created": "2026-11-02T09:00:00Z",
    }
    more = {"AuthorLookupId": "6", "EditorLookupId": "6", "_UIVersionString": "1.0", "Attachments": False, "Edit": ""}
    counts = {"LinkTitle": CASE.title, "LinkTitleNoMenu": CASE.title, "ItemChildCount": "0", "FolderChildCount": "0"}
    return {
        "@odata.etag": etag,
        "createdDateTime": "2026-11-02T09:00:00Z",
        "eTag": etag,
        "id": str(row),
        "lastModifiedDateTime": "2026-11-02T09:00:00Z",
        "webUrl": f"{_SITE}/Lists/Cases/{row}_.000",
        "createdBy": ours,
        "lastModifiedBy": person if edited else ours,
        "parentReference": {"id": "cases", "siteId": "force.sharepoint.example,1,2"},
        "contentType": {"id": "0x0100AAAABBBBCCCCDDDDEEEEFFFF00001111", "name": "Item"},
        "fields@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#sites('s')/lists('l')/items('{row}')/fields",
        "fields": {"@odata.etag": etag, **written, **typed, **known, **more, **counts},
    }


def workbook(responses: int, *, each_their_own: bool) -> bytes:
    """What Forms keeps of so many responses: anonymous ones, or each of a person of their own."""
    said = CASE.submission
    answers = (said.kind.value, said.title, said.details, said.tried, said.good)
    table = Rows(headings=[HEADINGS[column][0] for column in _COLUMNS])
    for number in range(1, responses + 1):
        email, name = (f"sample.{number}@force.example", f"Sample {number}") if each_their_own else (None, "")
        sent = FormsResponse(email=email, name=name, answers=answers, started_at=AT, completed_at=AT)
        table.append(sent)
    return written(table)
