"""How fast Teams lets a bot speak: into one conversation, and to one tenant.

A call is counted from its start and its window runs from its answer, so that Teams, which counts when the call
reaches it, never sees two closer together than we meant. Every call is counted, also a reply in a turn, which never
waits: a person looks at it. What the deliverer says unasked waits for what is left.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

Windows = tuple[tuple[float, int], ...]

WINDOWS: Windows = ((1.0, 7), (2.0, 8), (30.0, 60), (3600.0, 1800))
"""(seconds, calls) per bot and conversation: messages, updates and creations together.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit (facts: send-limits).
"""

TENANT_WINDOWS: Windows = ((1.0, 50),)
"""The same per app and tenant. Source: the same page, "Global rate limit"."""

MARGIN_S = 0.01  # clocks are not exact
REST_S = 2.0  # seconds to leave a conversation alone when Teams throttled us and named no time
_TIDY_EVERY = 1000  # calls


@dataclass(slots=True)
class _Calls:
    """The calls of one window family: when each was answered, and how many are under way."""

    windows: Windows
    under_way: int = 0
    rests_until: float = 0.0
    answered: deque[float] = field(default_factory=deque[float])

    def free_at(self) -> float:
        """When the next call may start; infinity while calls under way fill a window."""
        return max(self.rests_until, *(self._free_at(seconds, most) for seconds, most in self.windows))

    def _free_at(self, seconds: float, most: int) -> float:
        left = most - self.under_way
        if left <= 0:
            return float("inf")
        return self.answered[-left] + seconds + MARGIN_S if len(self.answered) >= left else 0.0

    def forget(self, now: float) -> None:
        """What no window looks at any more is forgotten."""
        while self.answered and self.answered[0] < now - self.windows[-1][0] - MARGIN_S:
            self.answered.popleft()

    def is_idle(self, now: float) -> bool:
        """True when nothing need be remembered."""
        self.forget(now)
        return not self.answered and not self.under_way and self.rests_until <= now


@dataclass(slots=True, kw_only=True)
class Pace:
    """The calls of the last hour. `clock_s`: seconds that only rise; `sleep` waits that many."""

    clock_s: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _tenant: _Calls = field(default_factory=lambda: _Calls(TENANT_WINDOWS))
    _conversations: dict[str, _Calls] = field(default_factory=dict[str, _Calls])
    _counted: int = 0

    def wait_s(self, conversation: str) -> float:
        """Seconds until the next call into the conversation may start; infinity until one under way is answered."""
        calls = self._conversations.get(conversation)
        return 0.0 if calls is None else max(0.0, calls.free_at() - self.clock_s())

    def is_busy(self, conversation: str) -> bool:
        """True while a call into it is under way: two at once are answered 412 (facts: concurrent-sends)."""
        calls = self._conversations.get(conversation)
        return calls is not None and calls.under_way > 0

    def busy(self) -> list[str]:
        """The conversations that are."""
        return [name for name, calls in self._conversations.items() if calls.under_way]

    def rest(self, conversation: str, seconds: float | None) -> None:
        """The conversation is left alone for so long; a shorter rest never ends a longer one."""
        calls = self._of(conversation)
        calls.rests_until = max(calls.rests_until, self.clock_s() + (REST_S if seconds is None else seconds))

    async def room(self) -> None:
        """The tenant's windows have room for one more call, which must start before anything else is awaited."""
        while (wait_s := self._tenant.free_at() - self.clock_s()) > 0:
            await self.sleep(min(wait_s, MARGIN_S * 5) if wait_s == float("inf") else wait_s)

    @contextmanager
    def counted(self, conversation: str) -> Generator[None]:
        """The call inside the block is counted; an empty `conversation` counts for the tenant alone."""
        families = [self._tenant, *([self._of(conversation)] if conversation else [])]
        for calls in families:
            calls.under_way += 1
        try:
            yield
        finally:
            now = self.clock_s()
            for calls in families:
                calls.under_way -= 1
                calls.answered.append(now)
                calls.forget(now)
            self._tidy(now)

    def remembered(self) -> int:
        """How many conversations it keeps calls of."""
        return len(self._conversations)

    def _of(self, conversation: str) -> _Calls:
        return self._conversations.setdefault(conversation, _Calls(WINDOWS))

    def _tidy(self, now: float) -> None:
        self._counted += 1
        if self._counted % _TIDY_EVERY == 0:
            self._conversations = {name: calls for name, calls in self._conversations.items() if not calls.is_idle(now)}
