"""`prevention-first run --only sync` becomes the worker: the same process, without what read its settings."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from local365.server import running_local365
from service.entra import graph_tokens_of
from sync.graph.client import open_graph
from sync.provision import provision
from tests.journeys.force import settings_for
from tests.kill.killed_service import environment_of
from tests.kill.test_kill import free_port


async def says(process: Process, word: str) -> str:
    """All it has said when it says this word."""
    assert process.stderr is not None
    said = b""
    async with asyncio.timeout(60):
        while word.encode() not in said:
            line = await process.stderr.readline()
            assert line, said.decode()
            said += line
    return said.decode()


@pytest.mark.kill
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lends memory to what a process becomes")
async def test_the_worker_syncs_in_the_same_process_and_ends_cleanly(tmp_path: Path, root: Path) -> None:
    with running_local365() as m365:
        settings = settings_for(m365, tmp_path)
        for_graph = settings.graph()
        async with open_graph(for_graph, graph_tokens_of(settings.identity(), for_graph)()) as graph:
            await provision(graph)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", "run", "--only", "sync"),
            env={**os.environ, **environment_of(settings, free_port())},
            cwd=root,
            stderr=PIPE,
        )
        said = await says(process, '"syncing"')
        place = Path(f"/proc/{process.pid}")
        command = place.joinpath("cmdline").read_text(encoding="utf-8").split("\0")
        libraries = place.joinpath("maps").read_text(encoding="utf-8")
        handed = [str(link.readlink()) for link in place.joinpath("fd").iterdir() if "memfd" in str(link.readlink())]
        process.send_signal(signal.SIGTERM)
        ended = await process.wait()

    assert command[1:3] == ["-m", "service.sync_process"]
    assert settings.client_secret.get_secret_value() not in " ".join(command) + said
    assert ("orjson" in libraries, "pydantic" in libraries, handed) == (True, False, [])
    assert ended == 0
