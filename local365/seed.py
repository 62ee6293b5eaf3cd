"""The invented tenant: its ids, its people, its team and its app. Nothing here exists anywhere else."""

import uuid

from local365.conversations import Conversation, Kind
from local365.people import Person

TENANT_ID = "11111111-aaaa-4bbb-8ccc-000000000365"
APP_ID = "22222222-aaaa-4bbb-8ccc-0000000000b0"
APP_SECRET = "local-only-secret"
APP_NAME = "Prevention First"
# The app's id in the organisation's catalogue; its manifest id (`externalId`) is another one, as in Teams.
CATALOGUE_APP_ID = "55555555-aaaa-4bbb-8ccc-0000000000ca"
MANIFEST_ID = "66666666-aaaa-4bbb-8ccc-0000000000fe"
# Application permissions granted to the app, as the `roles` of its Graph tokens carry them.
GRAPH_ROLES = (
    "Sites.Selected",
    "Files.SelectedOperations.Selected",
    "User.ReadBasic.All",
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "ChannelMessage.Read.All",
    "Chat.Read.All",
    "AppCatalog.Read.All",
)

MAIL_DOMAIN = "force.example"
TEAM_ID = "77777777-aaaa-4bbb-8ccc-00000000007e"
TEAM_NAME = "Prevention Hub"
# Teams' own id of the team, which is its General channel's.
GENERAL_CHANNEL_ID = "19:b2a1generalprevention@thread.tacv2"
CASES_CHANNEL_ID = "19:c3a1casesprevention@thread.tacv2"
CHANNELS = ((GENERAL_CHANNEL_ID, "General"), (CASES_CHANNEL_ID, "Cases"))

OFFICERS = (
    ("Birch", "Response officer"),
    ("Cedar", "Neighbourhood officer"),
    ("Dogwood", "Neighbourhood sergeant"),
    ("Elm", "Detective constable"),
    ("Fir", "Police community support officer"),
    ("Gorse", "Custody sergeant"),
    ("Hazel", "Response sergeant"),
    ("Ivy", "Contact centre operator"),
    ("Juniper", "Traffic officer"),
    ("Alder", "Crime analyst"),
)
HUB_STAFF = (("Oak", "Hub lead"), ("Rowan", "Evidence officer"), ("Willow", "Problem-solving adviser"))
ADMINS = (("Maple", "SharePoint administrator"),)


def aad_id_of(email: str) -> str:
    """The object id of the person with this e-mail; the same in every run."""
    return str(uuid.uuid5(uuid.UUID(TENANT_ID), email))


def person(tree: str, title: str, *, hub: bool = False) -> Person:
    """The invented person `Sample <tree>`."""
    email = f"sample.{tree.lower()}@{MAIL_DOMAIN}"
    return Person(aad_id=aad_id_of(email), name=f"Sample {tree}", email=email, title=title, hub=hub)


def seeded_people() -> list[Person]:
    """Officers, hub staff and the SharePoint administrator, in the order they are shown."""
    return [
        *(person(tree, title) for tree, title in OFFICERS),
        *(person(tree, title, hub=True) for tree, title in HUB_STAFF),
        *(person(tree, title) for tree, title in ADMINS),
    ]


def seeded_channels() -> list[Conversation]:
    """The team's channels, without a message."""
    return [
        Conversation(id=channel_id, graph_id=channel_id, kind=Kind.CHANNEL, title=title, team=TEAM_NAME)
        for channel_id, title in CHANNELS
    ]
