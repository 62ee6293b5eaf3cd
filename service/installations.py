"""Lends the Teams edge the Graph edge's hands: the app is installed for somebody who is to be told something."""

from __future__ import annotations

from dataclasses import dataclass

from hub.errors import DeliveryFailed
from hub.people import AadId
from hub.reach import CannotReach, Unreachable
from sync.graph.client import Graph
from sync.graph.errors import NotFound
from sync.graph.installations import catalogue_id, install_for

FORBIDDEN = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationsInGraph:
    """Installs the app from the organisation's catalogue."""

    graph: Graph

    async def install(self, aad_id: AadId) -> None:
        """The app is installed for the person. CannotReach when that may or can not be. Safe to call twice."""
        try:
            app = await catalogue_id(self.graph)
            if app is None:
                raise CannotReach(Unreachable.NOT_IN_CATALOGUE)
            await install_for(self.graph, aad_id, app)
        except NotFound as gone:
            raise CannotReach(Unreachable.GONE) from gone
        except DeliveryFailed as failed:
            if failed.status != FORBIDDEN:
                raise
            raise CannotReach(Unreachable.MAY_NOT_INSTALL) from failed
