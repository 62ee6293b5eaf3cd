"""Effects addressed to Teams are carried out.

Each renders the state of its moment, so that late and repeated delivery is right.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import assert_never

import structlog

from bot.edge import Edge
from bot.kept_cards import KeptCards
from bot.messages import Messages
from hub.effects import Destination, PostAlarm, SendNotice, UpdateHubCard, UpdateReceipt, WriteTrackerRow
from hub.errors import DeliveryFailed, FailureKind
from store.deliveries import Claimed, Deliveries

log = structlog.get_logger()

AT_ONCE = 8  # conversations spoken to side by side
REST_S = 1.0  # seconds without a nudge; another process may have left work
LEASE_S = 60.0  # seconds; longer than a delivery with its waits takes


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsDeliverer:
    """Carries out what waits for Teams. `claimant` names this process."""

    edge: Edge
    kept_cards: KeptCards
    messages: Messages
    deliveries: Deliveries
    claimant: str

    async def deliver_due(self) -> int:
        """All that is due now has been carried out, put off or parked; returns how many effects that was."""
        count = 0
        while claimed := await asyncio.to_thread(self._claim):
            await asyncio.gather(*(self._deliver(one) for one in claimed))
            count += len(claimed)
        return count

    async def run(self, stop: asyncio.Event, nudged: asyncio.Event) -> None:
        """Delivers until `stop` is set; what is under way then is finished first."""
        stopped = asyncio.create_task(stop.wait())
        while not stop.is_set():
            nudged.clear()
            try:
                await self.deliver_due()
            except Exception:  # the delivery loop: a store that is away for a moment ends no process
                log.exception("delivery_loop_bug")
            woken = asyncio.create_task(nudged.wait())
            await asyncio.wait({stopped, woken}, timeout=REST_S, return_when=asyncio.FIRST_COMPLETED)
            woken.cancel()

    def _claim(self) -> list[Claimed]:
        return self.deliveries.claim(
            Destination.TEAMS, at=self.edge.clock(), limit=AT_ONCE, lease_s=LEASE_S, claimant=self.claimant
        )

    async def _deliver(self, claimed: Claimed) -> None:
        try:
            await self._carry_out(claimed)
        except DeliveryFailed as failed:
            await asyncio.to_thread(self._failed, claimed, failed)
        except Exception:  # the delivery loop: a bug parks its own effect and the next one is served
            log.exception("delivery_bug", effect=type(claimed.effect).__name__, attempt=claimed.attempt)
            await asyncio.to_thread(self.deliveries.park, claimed, reason="bug", at=self.edge.clock())
        else:
            await asyncio.to_thread(self.deliveries.done, claimed)

    def _failed(self, claimed: Claimed, failed: DeliveryFailed) -> None:
        log.info("not_delivered", effect=type(claimed.effect).__name__, code=failed.code, attempt=claimed.attempt)
        self.deliveries.failed(claimed, failed, at=self.edge.clock())

    async def _carry_out(self, claimed: Claimed) -> None:
        again = claimed.attempt > 1
        match claimed.effect:
            case UpdateHubCard(case=number):
                await self.kept_cards.show_hub_card(number, again=again)
            case UpdateReceipt(case=number):
                await self.kept_cards.show_receipt(number, again=again)
            case SendNotice(notice=notice_id):
                await self.messages.send_notice(notice_id, again=again)
            case PostAlarm(alarm=alarm_id):
                await self.messages.post_alarm(alarm_id, again=again)
            case WriteTrackerRow():
                raise DeliveryFailed("not for Teams", kind=FailureKind.PERMANENT)
            case _:
                assert_never(claimed.effect)
