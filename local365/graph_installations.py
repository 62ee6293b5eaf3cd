"""Where the app is installed, and the catalogue it comes from.

Sources: https://learn.microsoft.com/graph/api/userteamwork-list-installedapps,
https://learn.microsoft.com/graph/api/userscopeteamsappinstallation-get-chat, https://learn.microsoft.com/graph/api/appcatalogs-list-teamsapps
"""

import base64
import re

from local365.graph_errors import GraphError
from local365.graph_teams_call import TeamsCall
from local365.graph_users import find_user
from local365.odata import FILTER, bad_query, check_expand
from local365.odata_filter import Comparison, filter_of, holds
from local365.people import Person
from local365.posting import Chat
from local365.seed import APP_ID, APP_NAME, CATALOGUE_APP_ID, MANIFEST_ID, TENANT_ID
from local365.tenant import Tenant
from local365.wire import Json, iso_ms

VERSION = "1.0.0"
INSTALLATION_ROLES = (
    "TeamsAppInstallation.ReadForUser.All",
    "TeamsAppInstallation.ReadWriteSelfForUser.All",
    "TeamsAppInstallation.ReadWriteForUser.All",
)
INSTALLING_ROLES = ("TeamsAppInstallation.ReadWriteSelfForUser.All", "TeamsAppInstallation.ReadWriteForUser.All")
BOUND = "teamsApp@odata.bind"
APP_OF_CATALOGUE = re.compile(r"https?://[^/?#]+/v1\.0/appCatalogs/teamsApps/(?P<app>[^/?#]*)")
CATALOGUE_ROLES = ("AppCatalog.Read.All", "AppCatalog.ReadWrite.All")
APP: Json = {
    "id": CATALOGUE_APP_ID,
    "externalId": MANIFEST_ID,
    "displayName": APP_NAME,
    "distributionMethod": "organization",
}


def installed_apps(tenant: Tenant, call: TeamsCall) -> Json:
    """The apps installed for the person: ours, or none."""
    call.check_roles(*INSTALLATION_ROLES)
    check_expand(call.options.expand, frozenset({"teamsApp", "teamsAppDefinition"}), "teamsAppInstallation")
    person = find_user(tenant, call.names["user"])
    is_installed = person.aad_id in tenant.installations.personal
    shown = [_installation(person, call)] if _is_wanted(call, "teamsApp/") and is_installed else []
    context = f"{call.root}/$metadata#users('{person.aad_id}')/teamwork/installedApps"
    return {"@odata.context": context, "@odata.count": len(shown), "value": shown}


def installation_chat(tenant: Tenant, call: TeamsCall) -> Json:
    """The chat between the person and the bot of an installed app."""
    call.check_roles(*INSTALLATION_ROLES)
    person = find_user(tenant, call.names["user"])
    conversation = tenant.conversations.personal(person.aad_id)
    is_known = call.names["installation"] == _installation_id(person)
    if conversation is None or not is_known or person.aad_id not in tenant.installations.personal:
        raise GraphError(404, "NotFound", "App is not installed in user's personal scope")
    stamp = iso_ms(tenant.now())
    return {
        "@odata.context": f"{call.root}/$metadata#chats/$entity",
        "id": conversation.graph_id,
        "topic": None,
        "createdDateTime": stamp,
        "lastUpdatedDateTime": stamp,
        "chatType": "oneOnOne",
        "tenantId": TENANT_ID,
    }


def install(tenant: Tenant, call: TeamsCall) -> Person:
    """The app is installed for the person, who is returned: Teams tells the bot as if they had done it.

    Source: https://learn.microsoft.com/graph/api/userteamwork-post-installedapps
    """
    call.check_roles(*INSTALLING_ROLES)
    person = find_user(tenant, call.names["user"])
    app = _bound_app(call)
    if app != CATALOGUE_APP_ID or not tenant.installations.in_catalogue:
        raise GraphError(404, "NotFound", "The app definition cannot be found in the catalog.")
    if person.aad_id in tenant.installations.personal:
        raise GraphError(409, "Conflict", "App entitlement already exists for the user.")
    Chat(tenant=tenant).open_personal(person)
    tenant.installations.personal.add(person.aad_id)
    return person


def _bound_app(call: TeamsCall) -> str:
    """The catalogue id that the body binds; a person's scope takes nothing else."""
    if set(call.body) != {BOUND} or not isinstance(call.body[BOUND], str):
        raise GraphError(400, "BadRequest", f"The body must be an object whose only property is '{BOUND}'.")
    match = APP_OF_CATALOGUE.fullmatch(call.body[BOUND])
    if match is None:
        raise GraphError(400, "BadRequest", f"Bad Request: '{BOUND}' is no app of the catalog.")
    return match["app"]


def catalogue(tenant: Tenant, call: TeamsCall) -> Json:
    """The organisation's own apps: ours."""
    call.check_roles(*CATALOGUE_ROLES)
    shown = [dict(APP)] if _is_wanted(call, "") and tenant.installations.in_catalogue else []
    return {"@odata.context": f"{call.root}/$metadata#appCatalogs/teamsApps", "value": shown}


def _installation_id(person: Person) -> str:
    return base64.b64encode(f"{person.aad_id}##{CATALOGUE_APP_ID}".encode()).decode()


def _installation(person: Person, call: TeamsCall) -> Json:
    definition = {
        "id": base64.b64encode(f"{CATALOGUE_APP_ID}##{VERSION}".encode()).decode(),
        "teamsAppId": CATALOGUE_APP_ID,
        "azureADAppId": APP_ID,
        "displayName": APP_NAME,
        "version": VERSION,
        "publishingState": "published",
    }
    parts: Json = {"teamsApp": dict(APP), "teamsAppDefinition": definition}
    return {"id": _installation_id(person), **{name: parts[name] for name in call.options.expand}}


def _is_wanted(call: TeamsCall, prefix: str) -> bool:
    """True without a $filter, or when it holds for the app, whose properties it names behind the prefix."""
    text = call.options.get(FILTER)
    return text is None or holds(filter_of(text), lambda comparison: _compares(comparison, prefix))


def _compares(comparison: Comparison, prefix: str) -> bool:
    name = comparison.name.removeprefix(prefix)
    if not comparison.name.startswith(prefix) or name not in APP or comparison.operator != "eq":
        raise bad_query(f"Filter '{comparison.name} {comparison.operator}' is not supported.")
    return str(APP[name]).casefold() == str(comparison.value).casefold()
