"""The two web applications of one tenant: everything on http, and Entra on https, which MSAL insists on."""

from aiohttp import web

from local365 import botframework_keys, connector, control, entra, graph_messages, managed_identity, pages
from local365.delivery import BotLine
from local365.faults import faults_middleware
from local365.graph import graph_routes
from local365.tenant import Tenant
from local365.unknown_path import unknown_path_middleware

# The Bot Connector refuses far earlier; this is what the server reads at all.
LARGEST_BODY = 64 * 1024 * 1024


def http_app(tenant: Tenant, line: BotLine) -> web.Application:
    """Graph, the Bot Connector and its keys, the control plane and the page."""
    middlewares = [unknown_path_middleware, faults_middleware(tenant.faults)]
    app = web.Application(middlewares=middlewares, client_max_size=LARGEST_BODY)
    app.add_routes(botframework_keys.routes(tenant))
    app.add_routes(connector.routes(tenant))
    app.add_routes(graph_messages.routes(tenant, line))  # before those of Graph, which take every path that is left
    app.add_routes(graph_routes(tenant))
    app.add_routes(managed_identity.routes(tenant))
    app.add_routes(control.routes(tenant, line))
    app.add_routes(pages.routes())
    return app


def https_app(tenant: Tenant) -> web.Application:
    """Entra."""
    app = web.Application(middlewares=[unknown_path_middleware, faults_middleware(tenant.faults)])
    app.add_routes(entra.routes(tenant))
    return app
