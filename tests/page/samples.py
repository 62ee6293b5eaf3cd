"""An invented tenant for the page: people, two chats, a channel with threads, the Cases list."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.page.sample_cards import hub_card, receipt_card, submission_card, welcome_card

Json = dict[str, Any]
MORNING = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)
BOT: Json = {"aad_id": None, "name": "Prevention First", "bot": True}
CHOICES = ["New", "In progress", "Waiting for submitter", "Closed"]


def person(tree: str, title: str, *, hub: bool = False) -> Json:
    """The invented person `Sample <tree>`."""
    email = f"sample.{tree.lower()}@force.example"
    return {
        "aad_id": f"aad-{tree.lower()}",
        "name": f"Sample {tree}",
        "email": email,
        "title": title,
        "hub": hub,
        "left": False,
    }


PEOPLE = [
    person("Birch", "Response officer"),
    person("Cedar", "Neighbourhood officer"),
    person("Oak", "Hub lead", hub=True),
    person("Rowan", "Evidence officer", hub=True),
    person("Maple", "SharePoint administrator"),
]


def message(number: int, *, text: str | None = None, card: Json | None = None, **more: Any) -> Json:
    """A message of the bot, `number` minutes into the morning."""
    at = (MORNING + timedelta(minutes=number)).isoformat()
    plain: Json = {"thread": None, "from": BOT, "views": {}, "only_for": None, "edited_at": None, "deleted": False}
    return {"id": str(number), "text": text, "card": card, "at": at} | plain | more


def by(tree: str) -> Json:
    """The sender `Sample <tree>`."""
    return {"aad_id": f"aad-{tree.lower()}", "name": f"Sample {tree}", "bot": False}


def chat(tree: str, *messages: Json) -> Json:
    """The person's chat with the bot."""
    return {
        "id": f"a:{tree.lower()}",
        "kind": "personal",
        "title": f"Sample {tree}",
        "person": f"aad-{tree.lower()}",
        "team": None,
        "messages": list(messages),
    }


def channel(title: str, *messages: Json) -> Json:
    """A channel of the hub's team."""
    return {
        "id": f"19:{title.lower()}",
        "kind": "channel",
        "title": title,
        "person": None,
        "team": "Prevention Hub",
        "messages": list(messages),
    }


def column(name: str, display_name: str, kind: str = "text", **more: Any) -> Json:
    """A column of a list."""
    plain: Json = {"description": "", "choices": [], "read_only": False, "hidden": False}
    return {"name": name, "display_name": display_name, "type": kind} | plain | more


def columns() -> list[Json]:
    """The columns of the Cases list."""
    return [
        column("Title", "Title"),
        column("CaseNumber", "Case number", read_only=True),
        column("Status", "Status", "choice", choices=CHOICES),
        column("AssignedTo", "Assigned to"),
        column("Theme", "Theme"),
        column("HubNotes", "Hub notes", "note", description="The submitter does not see them."),
        column("Promise", "Promised by", "dateTime", read_only=True),
        column("SyncNote", "Sync note", "note", read_only=True),
    ]


def item(number: int, **fields: Any) -> Json:
    """A row of the Cases list."""
    at = (MORNING + timedelta(minutes=number % 600)).isoformat()
    plain: Json = {
        "CaseNumber": f"PF-2026-{number:04d}",
        "Title": f"Invented problem number {number}",
        "Status": CHOICES[number % 4],
        "Promise": "2026-11-10T00:00:00Z",
    }
    return {
        "id": str(number),
        "etag": f'"{number},1"',
        "fields": plain | fields,
        "created_at": at,
        "modified_at": at,
        "modified_by": "Prevention First",
    }


def cases(*items: Json) -> Json:
    """The Cases list."""
    return {
        "site": "/sites/prevention",
        "name": "Cases",
        "display_name": "Cases",
        "columns": columns(),
        "items": list(items),
        "deleted": [],
    }


def tenant(*conversations: Json, lists: tuple[Json, ...] = ()) -> Json:
    """The snapshot with these conversations and lists."""
    return {
        "people": PEOPLE,
        "conversations": list(conversations),
        "lists": list(lists),
        "workbook": {"rows": 24, "modified_at": MORNING.isoformat()},
        "bot": {"url": "http://127.0.0.1:3978/api/messages", "reachable": True},
    }


def working_morning() -> Json:
    """A tenant in which the product has been at work."""
    birch = chat(
        "Birch",
        message(1, text="hello", **{"from": by("Birch")}),
        message(2, card=welcome_card()),
        message(3, card=receipt_card()),
        message(4, text="the lighting in the underpass keeps failing", **{"from": by("Birch")}),
        message(5, card=submission_card()),
    )
    hub = channel(
        "Cases",
        message(11, card=hub_card()),
        message(12, text="I know this estate. Happy to take it.", thread="11", **{"from": by("Rowan")}),
        message(13, card=hub_card("PF-2026-0002", "Sample Rowan")),
        message(14, text="<at>Prevention First</at> help", **{"from": by("Oak")}),
    )
    general = channel("General")
    note = "Status put back to New: a new case cannot go straight to Closed."
    rows = [
        item(
            1,
            Title="Repeat shed burglaries on the allotments at Mill Lane",
            SyncNote=note,
            AssignedTo="Sample Rowan",
            Theme="Burglary",
        ),
        item(2, Title="Give neighbourhood teams a card to hand to victims of bike theft", Theme="Theft"),
        item(
            3,
            Title="Same domestic abuse risk form typed into three systems",
            HubNotes="Ask IT for the date of the next release.\nThen call back.",
        ),
        *(item(number) for number in range(4, 25)),
    ]
    return tenant(birch, hub, general, lists=(cases(*rows),))
