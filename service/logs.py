"""One line per fact, as JSON, or for people in local mode. Names, inputs and tokens never reach a logger."""

from __future__ import annotations

import logging
import sys

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
    without_values = ExceptionDictTransformer(show_locals=False)
    return (structlog.processors.ExceptionRenderer(without_values), structlog.processors.JSONRenderer())
