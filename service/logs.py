"""One line per fact, as JSON, or for people in local mode. Names, inputs and tokens never reach a logger."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer


def configure_logs(*, for_people: bool) -> None:
    """Every logger of ours writes one line per fact to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *(_for_people() if for_people else _for_machines()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _for_people() -> tuple[structlog.typing.Processor, ...]:
    # a trace without the values of its variables: among them is what people typed
    return (structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),)


def _for_machines() -> tuple[structlog.typing.Processor, ...]:
    return (structlog.processors.ExceptionRenderer(_traces), structlog.processors.JSONRenderer())


def _traces(exc_info: structlog.typing.ExcInfo) -> list[dict[str, Any]]:
    """Where it happened, with the names of all errors, and the words of those that never quote what people typed."""
    return _quiet(ExceptionDictTransformer(show_locals=False)(exc_info))


def _quiet(traces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **trace,
            "exc_value": trace["exc_value"] if trace["exc_type"] in _QUOTE_NOBODY else "",
            "exc_notes": [],
            "exceptions": [_quiet(inner) for inner in trace["exceptions"]],
        }
        for trace in traces
    ]


_QUOTE_NOBODY = frozenset(
    {
        "DeliveryFailed",
        "OperationalError",  # of the database, away or locked; its statement's values are hidden (store/engines.py)
        "OSError",
        "ConnectionError",
        "ConnectionRefusedError",
        "ConnectionResetError",
        "FileNotFoundError",
        "PermissionError",
        "TimeoutError",
        "TypeError",
        "AttributeError",
        "NameError",
        "ImportError",
        "ModuleNotFoundError",
        "RecursionError",
        "MemoryError",
    }
)
