"""The tenant tells whoever listens what has just changed."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager

from local365.wire import Json


class Events:
    """Publishes each change to every listener, in order. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[asyncio.Queue[Json | None], asyncio.AbstractEventLoop] = {}
        self.published = 0

    def publish(self, event: Json) -> None:
        """Every listener will see `event`; it must not be changed afterwards."""
        with self._lock:
            self.published += 1
            self._tell(event)

    def close(self) -> None:
        """Every stream ends."""
        with self._lock:
            self._tell(None)

    def _tell(self, event: Json | None) -> None:
        for queue, loop in self._listeners.items():
            loop.call_soon_threadsafe(queue.put_nowait, event)

    @contextmanager
    def listening(self) -> Generator[asyncio.Queue[Json | None]]:
        """The changes from now on, for the loop this is called in; None means there will be no more."""
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        with self._lock:
            self._listeners[queue] = asyncio.get_running_loop()
        try:
            yield queue
        finally:
            with self._lock:
                del self._listeners[queue]
