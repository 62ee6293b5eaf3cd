"""Notices to submitters and to the hub's threads, and alarms to the hub's channel: each is sent once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.chats import Chats
from bot.edge import Edge
from bot.kept_cards import KeptCards, losing_the_channel
from bot.posting import GONE, Posting
from cards.forms import alarm_card
from cards.markers import alarm_marker, notice_marker
from cards.notices import notice_card
from hub.cases import Case
from hub.effects import AlarmId, NoticeId
from hub.errors import DeliveryFailed, FailureKind
from hub.notices import Alarm, Notice
from hub.people import AadId
from hub.places import HubChannel
from hub.ports import ShownCard, Surface
from hub.usecases.roster import NO_CHANNEL


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A notice and all that delivering it needs."""

    notice: Notice
    case: Case
    channel: HubChannel | None
    hub_card: ShownCard | None
    sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Sends each message once and remembers that it did. Safe to call twice."""

    edge: Edge
    posting: Posting
    chats: Chats
    kept_cards: KeptCards

    async def send_notice(self, notice_id: NoticeId, *, again: bool) -> None:
        """The notice has reached its reader."""
        letter = await asyncio.to_thread(self._load, notice_id)
        if letter.sent:
            return
        card = notice_card(letter.notice, letter.case)
        marker = notice_marker(notice_id)
        if letter.notice.kind.is_for_hub:
            activity_id = await self._to_hub_thread(letter, card, marker, again=again)
        else:
            activity_id = await self._to_submitter(letter, card, marker, again=again)
        await asyncio.to_thread(self._record, f"sent:{notice_id}", activity_id)

    async def post_alarm(self, alarm_id: AlarmId, *, again: bool) -> None:
        """The hub's channel has read the alarm; nothing is posted when the trouble is over by then."""
        alarm, channel, sent = await asyncio.to_thread(self._load_alarm, alarm_id)
        if alarm is None or sent:
            return
        if channel is None:
            raise DeliveryFailed(NO_CHANNEL, kind=FailureKind.PERMANENT)
        marker = alarm_marker(alarm_id)
        async with losing_the_channel(self.edge):
            _, activity_id = await self.posting.in_channel(channel, alarm_card(alarm), marker, again=again)
        await asyncio.to_thread(self._record, _alarm_key(alarm), activity_id)

    async def tell_lead(self, lead: AadId, alarm_id: AlarmId, *, again: bool) -> None:
        """The hub lead has read the alarm in their own chat; nothing is sent when the trouble is over by then."""
        alarm, _, _ = await asyncio.to_thread(self._load_alarm, alarm_id)
        key = f"sent:{alarm_id}:{lead}"
        if alarm is None or await asyncio.to_thread(self._is_sent, key):
            return
        card, marker = alarm_card(alarm), alarm_marker(alarm_id)
        activity_id = await self.chats.reach(
            lead, lambda chat: self.posting.in_chat(chat, lead, card, marker, again=again)
        )
        await asyncio.to_thread(self._record, key, activity_id)

    async def _to_submitter(self, letter: _Letter, card: dict[str, Any], marker: str, *, again: bool) -> str:
        submitter = letter.case.submitter
        if submitter is None or submitter.aad_id is None:
            raise DeliveryFailed("nobody to tell", kind=FailureKind.PERMANENT)
        aad_id = submitter.aad_id
        return await self.chats.reach(
            aad_id, lambda chat: self.posting.in_chat(chat, aad_id, card, marker, again=again)
        )

    async def _to_hub_thread(self, letter: _Letter, card: dict[str, Any], marker: str, *, again: bool) -> str:
        if letter.channel is None:
            raise DeliveryFailed(NO_CHANNEL, kind=FailureKind.PERMANENT)
        if letter.hub_card is not None:
            try:
                return await self._in_thread(letter.channel, letter.hub_card, card, marker, again=again)
            except DeliveryFailed as failed:
                if failed.status != GONE:
                    raise
        # The thread is gone, or was never there. What would post its card waits behind this notice in the same lane
        root = await self.kept_cards.post_hub_card_anew(letter.case.number)
        if root is None:
            raise DeliveryFailed(NO_CHANNEL, kind=FailureKind.PERMANENT)
        return await self._in_thread(letter.channel, root, card, marker, again=again)

    async def _in_thread(
        self, channel: HubChannel, root: ShownCard, card: dict[str, Any], marker: str, *, again: bool
    ) -> str:
        return await self.posting.in_thread(channel, root.activity_id, card, marker, again=again)

    def _is_sent(self, key: str) -> bool:
        with self.edge.store.read() as uow:
            return uow.inbox.seen(key) is not None

    def _load(self, notice_id: NoticeId) -> _Letter:
        with self.edge.store.read() as uow:
            notice = uow.journal.notice(notice_id)
            if notice is None:
                raise DeliveryFailed("no such notice", kind=FailureKind.PERMANENT)
            return _Letter(
                notice=notice,
                case=uow.cases.get(notice.case),
                channel=uow.hub.channel(),
                hub_card=uow.shown.card(notice.case, Surface.HUB_CARD),
                sent=uow.inbox.seen(f"sent:{notice_id}") is not None,
            )

    def _load_alarm(self, alarm_id: AlarmId) -> tuple[Alarm | None, HubChannel | None, bool]:
        with self.edge.store.read() as uow:
            alarm = uow.journal.alarm(alarm_id)
            sent = alarm is not None and uow.inbox.seen(_alarm_key(alarm)) is not None
            return alarm, uow.hub.channel(), sent

    def _record(self, key: str, activity_id: str) -> None:
        with self.edge.store.begin() as uow:
            uow.inbox.record(key, result=activity_id, at=self.edge.clock())


def _alarm_key(alarm: Alarm) -> str:
    return f"sent:{alarm.id}:{alarm.at.isoformat()}"  # the same trouble may come again another day
