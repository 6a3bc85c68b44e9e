"""States of a counter become the use of the meter it belongs to.

What was used between two states is decided by signals.counters, for files and here alike. A state
that comes late splits the span it lies in; one that does not fit between its neighbours makes no
use. Of a span whose use is not known (exchange, reset, leap) there is no reading: a gap, told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from klimamosaik.observations.kernel.details import written
from klimamosaik.observations.queries.readings import readings
from klimamosaik.signals.counters import CounterStep, UseBetween, uses_between, usual_use
from klimamosaik.streams.models import SourceSeries

TAIL = 60  # states kept beside a series: enough to know what is usual, and for most that come late
AGAIN = 3  # steps before a new state that are worked out again, should one have been lost
BEFORE = timedelta(days=40)  # looked back in the store for what comes later than that
KEPT_DECISIONS = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)

States = Mapping[int, float]  # ms since 1970, UTC -> state, in the counter's unit


@dataclass(frozen=True)
class CountedUse:
    """What new states bring."""

    steps: tuple[UseBetween, ...]  # times in µs since 1970, use in the counter's unit
    odd: frozenset[int]  # new states that fit nowhere [ms since 1970]


def milliseconds(at: datetime) -> int:
    """The moment as kept beside a series [ms since 1970, UTC]."""
    return (at - EPOCH) // MILLISECOND


def tail_of(series: SourceSeries) -> dict[int, float]:
    """The last states of a series."""
    return {int(at): float(value) for at, value in series.state.get("tail", [])}


def counted(series: SourceSeries, new: States) -> CountedUse:
    """The use that new states of a counter bring, with the steps right before once more."""
    known = around(series, tail_of(series), first=min(new))
    odd = frozenset(at for at, state in new.items() if not fits(known, at, state))
    fitting = {at: state for at, state in new.items() if at not in odd}
    if not fitting:
        return CountedUse((), odd)
    return CountedUse(steps_of(known | fitting, first=min(fitting)), odd)


def steps_of(states: States, *, first: int | None = None) -> tuple[UseBetween, ...]:
    """The steps between states from a little before `first` on; None: all of them."""
    at = np.array(sorted(states), np.int64)
    values = np.array([states[int(each)] for each in at])
    begin = 0 if first is None else max(0, int(np.searchsorted(at, first)) - AGAIN)
    usual = usual_use(at * 1000, values)
    return tuple(uses_between(at[begin:] * 1000, values[begin:], usual=usual))


def around(series: SourceSeries, tail: dict[int, float], *, first: int) -> dict[int, float]:
    """The states about a new one: those kept beside the series, or more where it comes so late."""
    if len(tail) < TAIL or first >= min(tail):
        return tail
    start = EPOCH + first * MILLISECOND - BEFORE
    return states_of(series, start=start, end=EPOCH + min(tail) * MILLISECOND) | tail


def states_of(
    series: SourceSeries, *, start: datetime | None = None, end: datetime | None = None
) -> dict[int, float]:
    """The states of a series as stored."""
    found = readings(datastreams=[series.datastream_id or 0], start=start, end=end)
    known = found.drop_nulls("value").select("start", "value")
    return {milliseconds(at): value for at, value in known.iter_rows()}


def fits(known: States, at: int, state: float) -> bool:
    """True for the newest state, the oldest, and one that lies between its neighbours."""
    later = [each for each in known if each > at]
    if not later or at in known:
        return True
    earlier = [each for each in known if each < at]
    return state <= known[min(later)] and (not earlier or known[max(earlier)] <= state)


def use_rows(series: SourceSeries, steps: Sequence[UseBetween]) -> list[tuple[Any, ...]]:
    """Steps as readings of the meter, in its own unit; a gap is none.

    Nothing before the counter was tied where the meter's use was known already.
    """
    factor = float(series.state.get("factor", 1.0))
    since = int(series.state.get("since", 0))  # [µs since 1970]
    return [
        (
            series.counts_for_id,
            EPOCH + timedelta(microseconds=step.start),
            EPOCH + timedelta(microseconds=step.end),
            step.use * factor,
            "measured",
            None if step.step is CounterStep.USED else written(use_parameters(step)),
        )
        for step in steps
        if step.use is not None and step.start >= since
    ]


def use_parameters(step: UseBetween) -> dict[str, Any]:
    """What a reading says of how it was found."""
    return {"parameters": {"counter": step.step.value, "from": step.before, "to": step.after}}


def decisions(steps: Sequence[UseBetween], new: States) -> list[dict[str, Any]]:
    """What was decided about new states, for the page of the series."""
    return [
        {
            "at": (EPOCH + timedelta(microseconds=step.end)).isoformat(),
            "step": step.step.value,
            "before": step.before,
            "after": step.after,
        }
        for step in steps
        if step.step is not CounterStep.USED and step.end // 1000 in new
    ]


def remember(series: SourceSeries, new: States, made: Sequence[Mapping[str, Any]]) -> None:
    """Note the last states of a series and what was decided; not saved yet."""
    tail = tail_of(series) | dict(new)
    kept = sorted(tail)[-TAIL:]
    series.state["tail"] = [[at, tail[at]] for at in kept]
    earlier = series.state.get("decisions", [])
    fresh = [each for each in made if each not in earlier]
    series.state["decisions"] = [*earlier, *fresh][-KEPT_DECISIONS:]
