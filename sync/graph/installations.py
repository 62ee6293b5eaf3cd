"""The app in Teams: found in the organisation's catalogue, and installed for a person.

Source: https://learn.microsoft.com/microsoftteams/platform/graph-api/proactive-bots-and-messages/graph-proactive-bots-and-messages
"""

from __future__ import annotations

from hub.errors import DeliveryFailed
from sync.graph.client import Graph, segment
from sync.graph.shapes import objects, text

_ALREADY_INSTALLED = 409


async def catalogue_id(graph: Graph) -> str | None:
    """The id of our app in the organisation's catalogue; None when it is not in it.

    Needs AppCatalog.Read.All. Source: https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps
    """
    wanted = graph.settings.installed_app_id.replace("'", "''")
    document = await graph.get("/appCatalogs/teamsApps", {"$filter": f"externalId eq '{wanted}'"})
    return next((text(app, "id") for app in objects(document, "value")), None)


async def install_for(graph: Graph, aad_id: str, app: str) -> None:
    """The catalogue's `app` is installed for the person. Safe to call twice. NotFound when there is no such person.

    Needs TeamsAppInstallation.ReadWriteSelfForUser.All.
    Source: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps
    """
    bound = {"teamsApp@odata.bind": f"{graph.settings.graph_url}/appCatalogs/teamsApps/{segment(app)}"}
    try:
        await graph.post(f"/users/{segment(aad_id)}/teamwork/installedApps", bound, unique_key=True)
    except DeliveryFailed as failed:
        if failed.status != _ALREADY_INSTALLED:
            raise
