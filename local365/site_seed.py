"""The invented SharePoint site: its address, its library with the Forms workbook, who has opened it, who is granted."""

import uuid
from datetime import UTC, datetime
from pathlib import Path

from local365 import seed
from local365.drive_state import DriveItem, DriveState
from local365.forms_workbook import FILE_NAME, FormsWorkbook
from local365.graph_wire import Identity
from local365.members import Members
from local365.people import Person
from local365.site_permissions import Grant
from local365.workbook import read_rows

HOSTNAME = "force.sharepoint.example"
PATH = "/sites/prevention"
COLLECTION_ID = "33333333-aaaa-4bbb-8ccc-00000000c011"
WEB_ID = "44444444-aaaa-4bbb-8ccc-000000005173"
SITE_ID = f"{HOSTNAME},{COLLECTION_ID},{WEB_ID}"
DRIVE_ID = "b!MzMzMyqqS0uMzAAAAADAEURERESqqktLjMwAAAAAUXMdTf9vQKfeRblBZjoSQrd7"
FOLDER_NAME = "Forms"
BORN_AT = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FORMS = Identity(id="c9a559d2-7aab-4f13-a6ed-e7e9c52aec87", name="Microsoft Forms")
RESPONSES = Path(__file__).parent / "samples" / "responses.xlsx"


def editor(person: Person) -> Identity:
    """The person as SharePoint names whoever saved in the browser."""
    return Identity(id=person.aad_id, name=person.name, email=person.email)


def seeded_members() -> Members:
    """Hub staff and the SharePoint administrator have opened the site; officers have not."""
    members = Members()
    for person in seed.seeded_people():
        if person.hub or person.title == "SharePoint administrator":
            members.number_of(editor(person))
    return members


def seeded_grant() -> Grant:
    """The app may provision and run its lists here: what the force's administrator grants once."""
    return Grant(id=_id("grant"), roles=("fullcontrol",), app_id=seed.APP_ID, app_name=seed.APP_NAME)


def seeded_drive() -> DriveState:
    """The default library with a folder for the form's workbook."""
    drive = DriveState(id=DRIVE_ID)
    drive.put(_item("root", "root", None, is_folder=True))
    drive.put(_item("folder", FOLDER_NAME, drive.root.id, is_folder=True))
    return drive


def seeded_workbook(drive: DriveState, *, arriving: bool) -> FormsWorkbook:
    """The workbook with its 24 responses; with `arriving` they wait, and the workbook has only its headings."""
    content = RESPONSES.read_bytes()
    table = read_rows(content)
    folder = drive.at_path(FOLDER_NAME)
    item = drive.put(_item("workbook", FILE_NAME, folder.id, is_folder=False))
    drive.contents[item.id] = content
    if not arriving:
        return FormsWorkbook(item_id=item.id, forms=FORMS, table=table)
    waiting, table.rows = table.rows, []
    return FormsWorkbook(item_id=item.id, forms=FORMS, table=table, waiting=waiting, is_written=False)


def _item(what: str, name: str, parent_id: str | None, *, is_folder: bool) -> DriveItem:
    return DriveItem(
        id=drive_item_id(_id(what)),
        name=name,
        parent_id=parent_id,
        guid=_id(what),
        is_folder=is_folder,
        created_at=BORN_AT,
        created_by=FORMS,
        modified_at=BORN_AT,
        modified_by=FORMS,
    )


def _id(what: str) -> str:
    return str(uuid.uuid5(uuid.UUID(WEB_ID), what))


def drive_item_id(guid: str) -> str:
    """An id in the form of SharePoint's: `01` and 32 letters and digits."""
    return f"01{uuid.UUID(guid).hex.upper()}"
