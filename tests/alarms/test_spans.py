"""Marks grow, shrink and part as readings around them come and change."""

import numpy as np

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.kernel.spans import MarkedSpan, anew, spans_of
from tests.alarms.conftest import DAY, HOUR, MINUTE

STARTS = np.arange(0, 100, 10)


def span(first: int, last: int, value: float = 1.0) -> MarkedSpan:
    """A span over readings that come every 10."""
    return MarkedSpan(first, last, (last - first) // 10 + 1, value)


def test_neighbours_are_one_span_with_the_value_farthest_off() -> None:
    flags = np.array([False, True, True, False, True] + [False] * 5)
    values = np.array([0, 50.0, 70.0, 0, float("nan")] + [0] * 5)
    assert spans_of(flags, STARTS, values, usual=20) == [
        MarkedSpan(10, 20, 2, 70.0),
        MarkedSpan(40, 40, 1, None),
    ]


def test_a_span_goes_on_where_the_next_reading_is_odd_too() -> None:
    assert anew([span(20, 20)], [span(0, 10)], STARTS, first=20, last=20) == [span(0, 20)]
    assert anew([span(0, 20)], [span(0, 10)], STARTS, first=20, last=20) == [span(0, 20)]


def test_a_span_from_before_what_is_looked_at_keeps_its_count() -> None:
    known = MarkedSpan(-1000, 10, 102, 1.0)
    (found,) = anew([span(0, 20)], [known], STARTS, first=20, last=20)
    assert (found.first, found.last, found.count) == (-1000, 20, 103)


def test_a_reading_that_is_right_now_parts_a_span() -> None:
    assert anew([], [span(0, 40)], STARTS, first=20, last=20) == [span(0, 10), span(30, 40)]


def test_what_is_right_now_loses_its_mark_and_others_stay() -> None:
    known = [span(0, 0), span(30, 30), span(90, 90)]
    assert anew([], known, STARTS, first=30, last=50) == [span(0, 0), span(90, 90)]


def test_spans_far_apart_are_not_put_together() -> None:
    assert anew([span(50, 50)], [span(0, 10)], STARTS, first=50, last=50) == [
        span(0, 10),
        span(50, 50),
    ]
    outside = [MarkedSpan(-500, -400, 2, 1.0)]
    assert anew([span(0, 0)], outside, STARTS, first=0, last=0) == [*outside, span(0, 0)]


def test_lengths_of_time_are_said_in_the_unit_that_matters() -> None:
    told = [15 * MINUTE, HOUR, 90 * MINUTE, 26 * HOUR, DAY, 12 * DAY, 70 * DAY, 1000 * DAY]
    assert [lasting(each).de for each in told] == [
        "15 Minuten", "1 Stunde", "90 Minuten", "26 Stunden", "1 Tag", "12 Tage", "2 Monate",
        "3 Jahre",
    ]  # fmt: skip
    assert lasting(0 * DAY).en == "1 hour"
