"""Effects addressed to Teams are carried out.

Each renders the state of its moment, so that late and repeated delivery is right.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import structlog

from bot.answering import Answering
from bot.edge import Edge
from bot.kept_cards import KeptCards
from bot.messages import Messages
from bot.posting import Posting, Resting
from hub.effects import (
    AnswerActivity,
    Destination,
    NoteStrayRow,
    PostAlarm,
    SendNotice,
    TellLead,
    UpdateHubCard,
    UpdateReceipt,
    WriteCaseLog,
    WriteTrackerRow,
)
from hub.errors import DeliveryFailed, FailureKind
from hub.retries import Later, after_failure
from store.deliveries import Claimed, Deliveries

log = structlog.get_logger()

AT_ONCE = 16  # conversations spoken to side by side
WORTH_A_CLAIM = 6  # places that are free before more is claimed: one claim for each costs more than it brings
LOOK_AGAIN_S = 0.25  # seconds until new work is looked for while some is still under way
REST_S = 1.0  # seconds without a nudge; another process may have left work
LEASE_S = 60.0  # seconds; longer than a delivery with its waits takes


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsDeliverer:
    """Carries out what waits for Teams. `claimant` names this process."""

    edge: Edge
    posting: Posting
    kept_cards: KeptCards
    messages: Messages
    answering: Answering
    deliveries: Deliveries
    claimant: str

    async def deliver_due(self) -> int:
        """All that is due now has been carried out, put off or parked; returns how many effects that was.

        A delivery that takes long keeps its own place and no other: whoever is done makes room for the next.
        """
        count = 0
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                room = AT_ONCE - len(under_way)
                claimed = await asyncio.to_thread(self._claim, room, self.posting.pace.busy()) if room else []
                under_way |= {asyncio.create_task(self.deliver(one)) for one in claimed}
                count += len(claimed)
                if not under_way:
                    return count
                under_way = await _some_settled(under_way, rest=AT_ONCE - WORTH_A_CLAIM)
        finally:
            await asyncio.gather(*under_way)

    async def take_up(self) -> None:
        """The conversations that Teams asked a process before us to leave alone are left alone. Safe to call twice."""
        at = self.edge.clock()
        for conversation, until in (await asyncio.to_thread(self.deliveries.resting, at)).items():
            self.posting.pace.rest(conversation, (until - at).total_seconds())

    async def run(self, stop: asyncio.Event, nudged: asyncio.Event) -> None:
        """Delivers until `stop` is set; what is under way then is finished first."""
        await self.take_up()
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

    def _claim(self, limit: int, busy: list[str]) -> list[Claimed]:
        return self.deliveries.claim(
            Destination.TEAMS,
            at=self.edge.clock(),
            limit=limit,
            lease_s=LEASE_S,
            claimant=self.claimant,
            busy=busy,
        )

    async def deliver(self, claimed: Claimed) -> None:
        """The effect has been carried out, put off or parked."""
        try:
            await self._carry_out(claimed)
        except DeliveryFailed as failed:
            await asyncio.to_thread(self._failed, claimed, failed)
        except Exception:  # the delivery loop: a bug parks its own effect and the next one is served
            log.exception("delivery_bug", effect=type(claimed.effect).__name__, attempt=claimed.attempt)
            await self._set_aside(claimed)
        else:
            await asyncio.to_thread(self.deliveries.done, claimed)

    async def _set_aside(self, claimed: Claimed) -> None:
        """The effect that met a bug is parked; whoever waits for an answer was told first, as soon as Teams lets us."""
        try:
            if isinstance(claimed.effect, AnswerActivity):
                await self.answering.apologise(claimed.effect, again=claimed.unsure)
        except DeliveryFailed as failed:
            if failed.kind is FailureKind.TRANSIENT:
                await asyncio.to_thread(self._failed, claimed, failed)
                return
        except Exception:  # the delivery loop: what broke the answer may break the apology as well
            log.exception("apology_bug", attempt=claimed.attempt)
        await asyncio.to_thread(self.deliveries.park, claimed, reason="bug", at=self.edge.clock())

    def _failed(self, claimed: Claimed, failed: DeliveryFailed) -> None:
        at = self.edge.clock()
        if isinstance(failed, Resting) and not failed.tried:
            self._put_off(claimed, failed, at)
            return
        log.info("not_delivered", effect=type(claimed.effect).__name__, code=failed.code, attempt=claimed.attempt)
        if isinstance(failed, Resting):
            self._put_off(claimed, failed, at)
        else:
            self.deliveries.failed(claimed, failed, at=at)

    def _put_off(self, claimed: Claimed, resting: Resting, at: datetime) -> None:
        until = None if resting.retry_after_s is None else at + timedelta(seconds=resting.retry_after_s)
        if resting.tried:  # Teams may have named no time
            step = after_failure(resting, attempt=claimed.attempt, at=at)
            until = step.at if isinstance(step, Later) else until
        self.deliveries.put_off(claimed, resting.conversation, until=until, reason=resting.code, tried=resting.tried)

    async def _carry_out(self, claimed: Claimed) -> None:
        again = claimed.unsure
        match claimed.effect:
            case UpdateHubCard(case=number):
                await self.kept_cards.show_hub_card(number, again=again)
            case UpdateReceipt(case=number):
                await self.kept_cards.show_receipt(number, again=again)
            case SendNotice(notice=notice_id):
                await self.messages.send_notice(notice_id, again=again)
            case PostAlarm(alarm=alarm_id):
                await self.messages.post_alarm(alarm_id, again=again)
            case TellLead(lead=lead, alarm=alarm_id):
                await self.messages.tell_lead(lead, alarm_id, again=again)
            case AnswerActivity() as asked:
                await self.answering.answer(asked, again=again)
            case WriteTrackerRow() | NoteStrayRow() | WriteCaseLog():
                raise DeliveryFailed("not for Teams", kind=FailureKind.PERMANENT)
            case _:
                assert_never(claimed.effect)


async def _some_settled(under_way: set[asyncio.Task[None]], *, rest: int) -> set[asyncio.Task[None]]:
    """Those still under way once at most `rest` of them are, or none, or the time to look again has come."""
    loop = asyncio.get_running_loop()
    look_at = loop.time() + LOOK_AGAIN_S
    while under_way:
        wait_s = max(0.0, look_at - loop.time())
        done, under_way = await asyncio.wait(under_way, timeout=wait_s, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(*done)
        if (len(under_way) <= rest and done) or not done:
            break
    return under_way
