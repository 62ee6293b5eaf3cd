"""A log says what went wrong and where, and nothing that people typed."""

import json
from collections.abc import Iterator

import pytest
import structlog

from service.logs import configure_logs

TYPED = "what only the officer and the hub may read"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]  pytest asks for it
    yield
    structlog.reset_defaults()


def logged(error: Exception, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that a bug leaves in the log of a force's machine."""
    configure_logs(for_people=False)
    structlog.get_logger().error("bug", exc_info=error)
    return capsys.readouterr().err


def test_an_error_that_quotes_what_was_typed_is_named_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=TYPED) as met:
        int(TYPED)
    met.value.add_note(TYPED)
    line = logged(ExceptionGroup(TYPED, [met.value, KeyError(TYPED)]), capsys)

    assert TYPED not in line
    [trace] = json.loads(line)["exception"]
    names = [inner["exc_type"] for [inner] in trace["exceptions"]]
    assert (trace["exc_type"], names) == ("ExceptionGroup", ["ValueError", "KeyError"])


def test_an_error_of_the_network_says_what_it_has_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    line = logged(ConnectionRefusedError("connect to 10.0.0.1"), capsys)

    assert "connect to 10.0.0.1" in line
