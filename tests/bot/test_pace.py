"""How fast Teams lets a bot speak into one conversation."""

from bot.pace import WINDOWS, Pace


def sent_at(pace: Pace, count: int, conversation: str = "19:cases") -> list[float]:
    """When each of so many sends leaves that are all asked for at once, at second 1000."""
    return [1000 + pace.take(conversation, 1000, longest_s=1e9) for _ in range(count)]


def test_no_window_ever_holds_more_sends_than_teams_allows() -> None:
    times = sent_at(Pace(), 200)

    for window, most in WINDOWS:
        assert all(times[index + most] - times[index] >= window for index in range(len(times) - most))


def test_a_few_sends_leave_at_once() -> None:
    assert sent_at(Pace(), 7) == [1000] * 7


def test_each_conversation_has_a_pace_of_its_own() -> None:
    pace = Pace()
    sent_at(pace, 60)

    assert sent_at(pace, 1, "19:other") == [1000]


def test_a_send_that_would_wait_too_long_is_not_counted() -> None:
    pace = Pace()
    sent_at(pace, 7)

    waits = {pace.take("19:cases", 1000, longest_s=0.5) for _ in range(50)}

    assert waits == {1.0}
