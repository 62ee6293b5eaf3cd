"""The app asks for nothing that no code of ours needs, and says why it asks for the rest."""

from importlib import import_module
from pathlib import Path

import pytest

from appmanifest.manifest import manifest
from appmanifest.permissions import PERMISSIONS, Permission
from hub.errors import DeliveryFailed, FailureKind
from local365.access_tokens import GRAPH_AUDIENCE
from local365.seed import APP_ID, APP_SECRET, CASES_CHANNEL_ID, TEAM_ID
from local365.server import running_local365
from service.credentials import Identity, Secret
from service.entra import graph_tokens_of
from sync.graph.client import open_graph
from sync.graph.messages import find_in_channel
from sync.settings import GraphSettings
from tests.appmanifest.invented import environment

README = Path(__file__).parents[2] / "appmanifest/README.md"
NAMES = [one.name for one in PERMISSIONS]


def test_the_manifest_asks_for_these_and_no_others() -> None:
    asked = manifest(environment())["authorization"]["permissions"]["resourceSpecific"]

    assert asked == [{"name": name, "type": "Application"} for name in NAMES]


@pytest.mark.parametrize("one", PERMISSIONS, ids=NAMES)
def test_a_permission_has_its_reason_in_the_readme_and_the_code_that_needs_it_names_it(one: Permission) -> None:
    module, _, function = one.needed_by.partition(":")
    needs = getattr(import_module(module), function)

    assert f"| `{one.name}` | {one.reason} | {one.without} |" in README.read_text(encoding="utf-8")
    assert one.name in (needs.__doc__ or "")


async def looks_for_a_post(*roles: str) -> str | None:
    """What `find_in_channel` brings when the app's token carries only these permissions."""
    with running_local365() as m365:
        m365.tenant.app.roles[GRAPH_AUDIENCE] = frozenset(roles)
        settings = GraphSettings(
            client_id=APP_ID,
            site_url="https://force.sharepoint.example/sites/prevention",
            graph_url=m365.graph_url,
            ca_file=m365.ca_file,
        )
        identity = Identity(
            client_id=APP_ID,
            authority=m365.authority,
            credential=Secret(value=APP_SECRET),
            prefix="PREVENTION_FIRST_",
            ca_file=m365.ca_file,
        )
        async with open_graph(settings, graph_tokens_of(identity, settings)()) as graph:
            return await find_in_channel(graph, TEAM_ID, CASES_CHANNEL_ID, "case-PF-2026-0001")


async def test_with_what_the_manifest_asks_for_a_post_in_doubt_can_be_looked_up() -> None:
    assert await looks_for_a_post(*NAMES) is None


@pytest.mark.parametrize("name", NAMES)
async def test_without_any_one_of_them_it_cannot(name: str) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        await looks_for_a_post(*(other for other in NAMES if other != name), "User.ReadBasic.All")

    assert failed.value.kind in (FailureKind.CONFIG, FailureKind.PERMANENT)
    assert failed.value.status == 403
