"""Notices to submitters and to the hub's threads, and alarms to the hub's channel: each is sent once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.chats import chat_with
from bot.edge import Edge
from bot.posting import Posting
from cards.forms import alarm_card
from cards.markers import alarm_marker, notice_marker
from cards.notices import notice_card
from hub.cases import Case
from hub.effects import AlarmId, NoticeId
from hub.errors import DeliveryFailed, FailureKind
from hub.notices import Alarm, Notice
from hub.places import HubChannel
from hub.ports import ShownCard, Surface

WAIT_FOR_HUB_CARD_S = 5.0  # seconds until the thread that a notice belongs under has been tried again


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
            raise DeliveryFailed("no hub channel", kind=FailureKind.TRANSIENT, retry_after_s=60.0)
        marker = alarm_marker(alarm_id)
        _, activity_id = await self.posting.in_channel(channel, alarm_card(alarm), marker, again=again)
        await asyncio.to_thread(self._record, _alarm_key(alarm), activity_id)

    async def _to_submitter(self, letter: _Letter, card: dict[str, Any], marker: str, *, again: bool) -> str:
        submitter = letter.case.submitter
        if submitter is None or submitter.aad_id is None:
            raise DeliveryFailed("nobody to tell", kind=FailureKind.PERMANENT)
        chat = await chat_with(self.edge, submitter.aad_id)
        return await self.posting.in_chat(chat, submitter.aad_id, card, marker, again=again)

    async def _to_hub_thread(self, letter: _Letter, card: dict[str, Any], marker: str, *, again: bool) -> str:
        if letter.channel is None or letter.hub_card is None:
            raise DeliveryFailed("no hub card yet", kind=FailureKind.TRANSIENT, retry_after_s=WAIT_FOR_HUB_CARD_S)
        return await self.posting.in_thread(letter.channel, letter.hub_card.activity_id, card, marker, again=again)

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
