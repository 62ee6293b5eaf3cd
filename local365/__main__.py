"""`python -m local365`: a local Microsoft 365 until Ctrl-C."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from local365.server import Local365, Settings, running_local365
from local365.tenant import Patience

# A bot that is being restarted is back within these; seconds.
WAITS_S = (1.0, 2.0, 5.0)


def settings_of(arguments: list[str]) -> Settings:
    """The settings on the command line. Exits with a sentence when they cannot be read."""
    parser = argparse.ArgumentParser(prog="local365", description="A local Microsoft 365 with an invented tenant.")
    parser.add_argument("--port", type=int, default=8365, help="everything but Entra; 0 for any free port")
    parser.add_argument("--tls-port", type=int, default=8366, help="Entra, on https; 0 for any free port")
    parser.add_argument("--state", type=Path, help="a folder in which the tenant outlives the process")
    parser.add_argument("--bot", help="where activities go, such as http://127.0.0.1:3978/api/messages")
    parser.add_argument("--arrive", type=float, metavar="SECONDS", help="the sample responses arrive one by one")
    read = parser.parse_args(arguments)
    return Settings(
        port=read.port,
        tls_port=read.tls_port,
        bot_url=read.bot,
        state=read.state,
        patience=Patience(waits_s=WAITS_S),
        arrive_every_s=read.arrive,
    )


def line_about(m365: Local365) -> str:
    """One line with the addresses."""
    bot = m365.bot_url or "nowhere"
    return f"local365 at {m365.url} · Entra {m365.authority} · CA {m365.ca_file} · activities go to {bot}"


def main(arguments: list[str]) -> int:
    """Serves until SIGINT or SIGTERM: the exit code."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    try:
        with running_local365(settings=settings_of(arguments)) as m365:
            print(line_about(m365), flush=True)  # noqa: T201  the one line a person waits for
            stop.wait()
    except OSError as error:
        print(f"local365 cannot start: {error}", file=sys.stderr)  # noqa: T201  for the person who started it
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
