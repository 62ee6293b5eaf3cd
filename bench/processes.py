"""What is measured runs in processes of its own on one core; and what the operating system says of them."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ROOT / "bench" / ".venvs"
BOT_CORE, OTHER_CORE = 0, 1
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 60.0  # for a bot to start on a busy machine


@dataclass(kw_only=True)
class Process:
    """A running process that says lines of JSON and is asked by a line."""

    process: asyncio.subprocess.Process
    began: float
    errors: IO[bytes]

    async def said(self, within_s: float = PATIENCE_S) -> dict[str, Any]:
        """Its next line."""
        assert self.process.stdout is not None  # noqa: S101  a pipe
        line = await asyncio.wait_for(self.process.stdout.readline(), within_s)
        if not line:
            self.errors.seek(0)
            raise RuntimeError(f"ended with {await self.process.wait()}: {self.errors.read()[-2000:].decode()}")
        return json.loads(line)

    async def asked(self, line: str, within_s: float = PATIENCE_S) -> dict[str, Any]:
        """What it says to that line."""
        assert self.process.stdin is not None  # noqa: S101  a pipe
        self.process.stdin.write(f"{line}\n".encode())
        return await self.said(within_s)

    async def worst_stall_s(self) -> float:
        """The longest that its event loop did not come round since the last question, in seconds."""
        return float((await self.asked(""))["stall_s"])

    def cpu_s(self) -> float:
        """Processor time of all its threads so far, in seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_S

    def memory_mb(self) -> float:
        """Its resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@asynccontextmanager
async def running(command: list[str], *, core: int, ca_file: str = "") -> AsyncGenerator[Process]:
    """The command runs on that core until the block ends; standard input ends with it.

    `ca_file`: what `requests` trusts there, which is what every rival asks Entra with.
    """
    errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process; stock botbuilder writes much to it
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *("taskset", "-c", str(core % (os.cpu_count() or 1)), *command),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
        cwd=ROOT,
        env={**os.environ, **({"REQUESTS_CA_BUNDLE": ca_file} if ca_file else {})},
    )
    try:
        yield Process(process=process, began=began, errors=errors)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_S)
        except TimeoutError:
            process.kill()
            await process.wait()
        errors.close()


def python_of(rival: str) -> str:
    """The interpreter of the rival's own environment."""
    return str(ENVIRONMENTS / rival / "bin" / "python")


async def install(rival: str, wanted: Path) -> None:
    """The rival's environment is there, with exactly what its requirement file `wanted` pins. Safe to call twice."""
    folder = ENVIRONMENTS / rival
    done = folder / ".installed"
    if done.exists() and _same(done, wanted):
        return
    uv = str(Path(sys.executable).parent / "uv")
    await _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder))
    await _run(uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python_of(rival), "-r", str(wanted))
    shutil.copyfile(wanted, done)


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command)
    if await process.wait():
        raise RuntimeError(f"this did not work: {' '.join(command)}")
