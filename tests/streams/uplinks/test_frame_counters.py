"""Which messages are missing, by a device's own count."""

from datetime import UTC, datetime, timedelta

from klimamosaik.streams.uplinks.frame_counters import MOST_GAPS, FrameState, after

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def told(*frames: tuple[str, int, int]) -> FrameState:
    """The state after messages told as (session, counter, minute)."""
    state = FrameState()
    for session, counter, minute in frames:
        at = BEGIN + timedelta(minutes=minute)
        state = after(state, session=session, counter=counter, at=at)
    return FrameState.of(state.as_record())


def test_a_device_that_is_heard_first_in_the_middle_misses_nothing() -> None:
    assert told(("a", 500, 1)).missed == 0


def test_a_gap_is_counted_with_its_ends_and_when_it_was_seen() -> None:
    state = told(("a", 1, 1), ("a", 2, 2), ("a", 5, 5))
    assert (state.missed, state.missing) == (2, ((3, 4),))
    assert state.gap_at == (BEGIN + timedelta(minutes=5)).isoformat()


def test_what_comes_late_fills_its_gap() -> None:
    state = told(("a", 1, 1), ("a", 6, 6), ("a", 3, 3))
    assert (state.missed, state.missing) == (3, ((2, 2), (4, 5)))
    assert told(("a", 1, 1), ("a", 3, 3), ("a", 2, 2)).missing == ()


def test_a_copy_changes_nothing() -> None:
    once = told(("a", 1, 1), ("a", 4, 4))
    assert told(("a", 1, 1), ("a", 4, 4), ("a", 4, 4), ("a", 1, 1)) == once


def test_a_new_session_begins_anew_and_keeps_what_was_missed() -> None:
    state = told(("a", 1, 1), ("a", 4, 4), ("b", 0, 5), ("b", 1, 6))
    assert (state.session, state.counter, state.missed, state.missing) == ("b", 1, 2, ())
    assert state.sessions == 2


def test_last_words_of_a_session_that_is_over_change_nothing() -> None:
    state = told(("a", 1, 1), ("b", 0, 5), ("a", 2, 2))
    assert (state.session, state.counter, state.missed) == ("b", 0, 0)


def test_a_counter_that_falls_though_time_goes_on_is_a_restart() -> None:
    state = told(("", 900, 1), ("", 0, 2), ("", 1, 3))
    assert (state.counter, state.missed, state.sessions) == (1, 0, 2)


def test_no_more_gaps_are_kept_than_a_page_shows() -> None:
    state = told(*(("a", 2 * number, number) for number in range(MOST_GAPS + 20)))
    assert (state.missed, len(state.missing)) == (MOST_GAPS + 19, MOST_GAPS)
