"""What every client here shares: the list, the rows it is to write, and the way it is measured. Knows no SDK."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

LIST = "/sites/force.sharepoint.example,1,2/lists/cases"
PAGE = 200  # rows asked for on a page
PARTS = 20  # requests that one batch may hold
AT_ONCE = 4  # batches
TICK_S = 0.005
Job = Callable[[dict[str, Any]], Awaitable[int]]


def etag_of(number: int, version: int = 1) -> str:
    """The eTag at which a row stands; every row is known at its first version."""
    return f'"{number:08x}-aaaa-4bbb-8ccc-000000000365,{version}"'


def place() -> dict[str, Any]:
    """What the bench gave this client."""
    return json.loads(Path(sys.argv[-1]).read_text(encoding="utf-8"))


def rows_of(given: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """So many new rows, as Graph takes their fields: one case's, each with a number of its own."""
    return [{**given["fields"], "CaseNumber": f"PF-2027-{number:04d}"} for number in range(1, count + 1)]


class Stall:
    """The longest time that the event loop did not come round, in seconds.

    `busy`: the longest that it was because this process worked, and not because the machine gave the core to others.
    """

    def __init__(self) -> None:
        self.worst = self.busy = 0.0

    async def watch(self) -> None:
        while True:
            wall, cpu = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK_S)
            late = time.perf_counter() - wall - TICK_S
            self.worst = max(self.worst, late)
            self.busy = max(self.busy, min(late, time.process_time() - cpu))


def say(**what: object) -> None:
    """One line that the bench reads."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def memory_mb(name: str) -> float:
    """`VmRSS` or `VmHWM` (the most so far) of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


async def serve(jobs: dict[str, Job]) -> None:
    """Each line on standard input names a job, which is done and measured; ends with standard input."""
    stall, loop = Stall(), asyncio.get_running_loop()
    watching = asyncio.create_task(stall.watch())
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    say(ready=True)
    while line := await reader.readline():
        asked = json.loads(line)
        stall.worst = stall.busy = 0.0
        wall, cpu = time.perf_counter(), time.process_time()
        done = await jobs[asked["job"]](asked)
        took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        await asyncio.sleep(2 * TICK_S)  # the watch has seen the end of the job
        say(done=done, **took, stall_s=stall.worst, busy_s=stall.busy, peak_mb=memory_mb("VmHWM"))
    watching.cancel()
