"""The directory as Graph shows it.

Sources: https://learn.microsoft.com/graph/api/user-get, https://learn.microsoft.com/graph/api/user-list
"""

from local365.graph_errors import GraphError, no_such_property
from local365.graph_teams_call import TeamsCall
from local365.odata import FILTER, SKIP_TOKEN, bad_query
from local365.odata_filter import Comparison, filter_of, holds
from local365.people import Person
from local365.skip_token import SkipToken
from local365.tenant import Tenant
from local365.wire import Json

FULL_ROLES = frozenset({"User.Read.All", "User.ReadWrite.All", "Directory.Read.All"})
BASIC_ROLES = FULL_ROLES | {"User.ReadBasic.All"}
BASIC = ("displayName", "givenName", "mail", "surname", "userPrincipalName", "id")
FULL = ("businessPhones", "jobTitle", "mobilePhone", "officeLocation", "preferredLanguage")
SELECTABLE = frozenset({*BASIC, *FULL, "accountEnabled", "department", "userType"})
ORDINARY_PAGE, LARGEST_PAGE = 100, 999
FILTERABLE = frozenset({"mail", "userPrincipalName", "id", "displayName"})


def user(tenant: Tenant, call: TeamsCall) -> Json:
    """One person, by id or user principal name."""
    _check(call)
    person = find_user(tenant, call.names["user"])
    context = f"{call.root}/$metadata#users{_selection(call)}/$entity"
    return {"@odata.context": context, **_view(person, call)}


def users(tenant: Tenant, call: TeamsCall) -> Json:
    """Everybody, or those a $filter names, in pages of $top (100, at most 999).

    https://learn.microsoft.com/graph/api/user-list
    """
    _check(call)
    start, size = SkipToken.read(call.options.get(SKIP_TOKEN)).place, _page_size(call)
    people = [one for one in tenant.people if _is_wanted(one, call) and not one.left]
    shown = [_view(one, call) for one in people[start : start + size]]
    context: Json = {"@odata.context": f"{call.root}/$metadata#users{_selection(call)}"}
    if len(people) > start + size:
        more = call.options.encoded(**{SKIP_TOKEN: SkipToken(place=start + size).encoded()})
        context["@odata.nextLink"] = f"{call.root}{call.path}?{more}"
    return {**context, "value": shown}


def find_user(tenant: Tenant, key: str) -> Person:
    """The person. 404 when there is none, or they have left."""
    person = None if key.startswith("29:") else tenant.people.find(key)
    if person is None or person.left:
        message = f"Resource '{key}' does not exist or one of its queried reference-property objects are not present."
        raise GraphError(404, "Request_ResourceNotFound", message)
    return person


def _page_size(call: TeamsCall) -> int:
    size = call.options.top or ORDINARY_PAGE
    if size > LARGEST_PAGE:
        message = f"Invalid page size specified: '{size}'. Must be between 1 and {LARGEST_PAGE} inclusive."
        raise GraphError(400, "Request_UnsupportedQuery", message)
    return size


def _check(call: TeamsCall) -> None:
    """The caller may read people, and selects nothing that they do not have."""
    if not call.caller.roles & BASIC_ROLES:
        raise GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    for name in call.options.select or ():
        if name not in SELECTABLE:
            raise no_such_property(name, "user")


def _view(person: Person, call: TeamsCall) -> Json:
    """The selected properties; those beyond the basic ones are empty unless the caller may read all of a person."""
    properties = _properties(person)
    if not call.caller.roles & FULL_ROLES:
        properties |= {**dict.fromkeys(SELECTABLE - set(BASIC)), "businessPhones": []}
    wanted = call.options.select or (*FULL[:1], *BASIC, *FULL[1:])
    return {name: properties[name] for name in wanted}


def _properties(person: Person) -> Json:
    given, _, surname = person.name.partition(" ")
    return {
        "id": person.aad_id,
        "displayName": person.name,
        "givenName": given,
        "surname": surname,
        "mail": person.email,
        "userPrincipalName": person.email,
        "jobTitle": person.title,
        "businessPhones": [],
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": "en-GB",
        "accountEnabled": True,
        "department": None,
        "userType": "Member",
    }


def _selection(call: TeamsCall) -> str:
    return f"({','.join(call.options.select)})" if call.options.select else ""


def _is_wanted(person: Person, call: TeamsCall) -> bool:
    text = call.options.get(FILTER)
    return text is None or holds(filter_of(text), lambda comparison: _compares(comparison, _properties(person)))


def _compares(comparison: Comparison, properties: Json) -> bool:
    if comparison.name not in FILTERABLE or comparison.operator not in ("eq", "startswith"):
        raise bad_query("Unsupported Query.")
    value, wanted = str(properties[comparison.name]).casefold(), str(comparison.value).casefold()
    return value == wanted if comparison.operator == "eq" else value.startswith(wanted)
