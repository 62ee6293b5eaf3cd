"""Every endpoint of Graph there is here, with its price in resource units and the permission it asks for.

Prices: https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online
"""

from local365 import (
    graph_columns,
    graph_files,
    graph_items,
    graph_lists,
    graph_sites,
    graph_subscriptions,
    graph_versions,
)
from local365.graph_call import Endpoint, Handler
from local365.graph_delta import delta
from local365.odata import EXPAND, FILTER, ORDER, SELECT, SKIP_TOKEN, TOP
from local365.site_permissions import Level

SITE = "/sites/{site}"
LIST = f"{SITE}/lists/{{list}}"
ITEM = f"{LIST}/items/{{item}}"
DRIVE = "/drives/{drive}"
SELECTED = frozenset({SELECT})
SHAPED = frozenset({SELECT, EXPAND})
# Microsoft's prices: one item, a delta with a token, a download; several items or a write; permissions.
ONE, MORE, PERMISSIONS = 1, 2, 5


def endpoints() -> list[Endpoint]:
    """All of them; of two that fit a path the first is meant."""
    return [*_sites(), *_lists(), *_items(), *_files(), *_subscriptions()]


def _get(template: str, handler: Handler, units: int, options: frozenset[str] = SHAPED) -> Endpoint:
    return Endpoint(
        method="GET",
        template=template,
        handler=handler,
        units=units,
        level=Level.READ,
        options=options,
        is_file=template.startswith(DRIVE),
    )


def _write(
    method: str,
    template: str,
    handler: Handler,
    level: Level = Level.WRITE,
    options: frozenset[str] = frozenset(),
) -> Endpoint:
    is_file = template.startswith(DRIVE)
    return Endpoint(
        method=method,
        template=template,
        handler=handler,
        units=MORE,
        level=level,
        options=options,
        is_file=is_file,
    )


def _sites() -> list[Endpoint]:
    return [
        _get(SITE, graph_sites.get_site, ONE, SELECTED),
        _get(f"{SITE}/drives", graph_sites.list_drives, MORE, SELECTED),
        _grants("GET", graph_sites.list_permissions),
        _grants("POST", graph_sites.create_permission),
    ]


def _grants(method: str, handler: Handler) -> Endpoint:
    template = f"{SITE}/permissions"
    return Endpoint(method=method, template=template, handler=handler, units=PERMISSIONS, level=Level.FULL_CONTROL)


def _lists() -> list[Endpoint]:
    column = f"{LIST}/columns/{{column}}"
    return [
        _get(f"{SITE}/lists", graph_lists.list_lists, MORE, SHAPED | {FILTER}),
        _write("POST", f"{SITE}/lists", graph_lists.create_list, Level.MANAGE),
        _get(LIST, graph_lists.get_list, ONE),
        _get(f"{LIST}/columns", graph_columns.list_columns, MORE, SELECTED),
        _write("POST", f"{LIST}/columns", graph_columns.create_column, Level.MANAGE),
        _get(column, graph_columns.get_column, ONE, SELECTED),
        _write("PATCH", column, graph_columns.update_column, Level.MANAGE),
        _write("DELETE", column, graph_columns.delete_column, Level.MANAGE),
    ]


def _items() -> list[Endpoint]:
    paged = SHAPED | {TOP, FILTER, ORDER, SKIP_TOKEN}
    version = f"{ITEM}/versions/{{version}}"
    return [
        _get(f"{LIST}/items", graph_items.list_items, MORE, paged),
        _write("POST", f"{LIST}/items", graph_items.create_item),
        *(_delta(f"{LIST}/items/delta{rest}") for rest in ("", "()", "(token='{token}')")),
        _get(ITEM, graph_items.get_item, ONE),
        _write("PATCH", ITEM, graph_items.update_item),
        _write("DELETE", ITEM, graph_items.delete_item),
        _get(f"{ITEM}/fields", graph_items.get_fields, ONE, SELECTED),
        _write("PATCH", f"{ITEM}/fields", graph_items.update_fields),
        _get(f"{ITEM}/versions", graph_versions.list_versions, MORE),
        _get(version, graph_versions.get_version, ONE),
        _write("POST", f"{version}/restoreVersion", graph_versions.restore_version),
    ]


def _delta(template: str) -> Endpoint:
    return Endpoint(
        method="GET",
        template=template,
        handler=delta,
        units=MORE,
        units_with_token=ONE,
        level=Level.READ,
        options=SHAPED | {TOP, "token"},
    )


def _files() -> list[Endpoint]:
    found: list[Endpoint] = [_get(DRIVE, graph_files.get_drive, ONE, SELECTED)]
    uploads = frozenset({graph_files.CONFLICT})
    item = f"{DRIVE}/items/{{item}}"
    # A path below the root or a folder ends with a colon where something follows it.
    places = ((f"{DRIVE}/root:/{{path}}", ":"), (f"{item}:/{{path}}", ":"), (item, ""), (f"{DRIVE}/root", ""))
    for place, then in places:
        found += [
            _get(f"{place}{then}/content", graph_files.get_content, ONE, frozenset()),
            _write("PUT", f"{place}{then}/content", graph_files.put_content, options=uploads),
            _get(f"{place}{then}/children", graph_files.list_children, MORE, SELECTED),
            _get(place, graph_files.get_drive_item, ONE),
            _write("PATCH", place, graph_files.update_drive_item),
            _write("DELETE", place, graph_files.delete_drive_item),
        ]
    return found


def _subscriptions() -> list[Endpoint]:
    every, one = "/subscriptions", "/subscriptions/{subscription}"
    return [
        # The right to watch is checked against the resource.
        Endpoint(
            method="POST",
            template=every,
            waiting=graph_subscriptions.create_subscription,
            units=0,
            level=Level.NONE,
        ),
        _free("GET", every, graph_subscriptions.list_subscriptions),
        _free("GET", one, graph_subscriptions.get_subscription),
        _free("PATCH", one, graph_subscriptions.renew_subscription),
        _free("DELETE", one, graph_subscriptions.delete_subscription),
        _free("POST", f"{one}/reauthorize", graph_subscriptions.reauthorize_subscription),
    ]


def _free(method: str, template: str, handler: Handler) -> Endpoint:
    """Not SharePoint's, so without a price."""
    return Endpoint(method=method, template=template, handler=handler, units=0, level=Level.NONE)
