"""What the sync worker needs to know, as plain values: a process can be given them, and loads nothing to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.credentials import Identity
from store.engines import StoreSettings
from sync.headings import Known
from sync.settings import GraphSettings, PushSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """The part of `service.settings.Settings` that the worker lives by; a field is what it is there.

    `push`: None when nobody may push. `headings`: what each column of the Form is called.
    """

    tenant_id: str
    app_id: str
    identity: Identity
    store: StoreSettings
    graph: GraphSettings
    push: PushSettings | None
    headings: Mapping[Known, tuple[str, ...]]
    working_days: int
    forms_stale_days: int
    tracker_poll_s: float
    forms_poll_s: float
    public_url: str
    host: str
    port: int
