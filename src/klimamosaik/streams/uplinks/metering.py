"""Which states of a few messages belong to meters, and the use they bring."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from klimamosaik.streams.models import SourceSeries
from klimamosaik.streams.uplinks import counter_use
from klimamosaik.streams.uplinks.opening import OpenUplink
from klimamosaik.streams.uplinks.rows import TakenReading

ODD = "counter_odd"  # a late state that does not lie between its neighbours


@dataclass(frozen=True)
class MeterStates:
    """New states of one counter."""

    states: Mapping[int, float]  # ms since 1970 -> state
    decisions: Sequence[Mapping[str, Any]]


@dataclass
class MeteredUse:
    """What counters of a few messages became."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)  # readings of meters
    states: dict[int, MeterStates] = field(default_factory=dict)  # by series


def metered(messages: Sequence[OpenUplink]) -> MeteredUse:
    """The use that counters of meters became; readings carry what was decided about them."""
    by_series: dict[int, list[TakenReading]] = {}
    for message in messages:
        for reading in message.readings:
            if reading.series.counts_for_id is not None and is_state(reading):
                by_series.setdefault(reading.series.pk, []).append(reading)
    found = MeteredUse()
    for readings in by_series.values():
        take(found, readings[0].series, readings)
    return found


def joined(parts: Iterable[MeteredUse]) -> MeteredUse:
    """The use of several calls as one."""
    found = MeteredUse()
    for part in parts:
        found.rows += part.rows
        found.states |= part.states
    return found


def is_state(reading: TakenReading) -> bool:
    """True where the value is a number."""
    return isinstance(reading.value, int | float) and not isinstance(reading.value, bool)


def take(found: MeteredUse, series: SourceSeries, readings: Sequence[TakenReading]) -> None:
    """Add the use of one counter."""
    new = {counter_use.milliseconds(each.at): float(each.value) for each in readings}
    use = counter_use.counted(series, new)
    marks = {step.end // 1000: step.step.value for step in use.steps if step.use is None}
    for each in readings:
        at = counter_use.milliseconds(each.at)
        each.mark = ODD if at in use.odd else marks.get(at, "")
    found.rows += counter_use.use_rows(series, use.steps)
    kept = {at: state for at, state in new.items() if at not in use.odd}
    found.states[series.pk] = MeterStates(kept, counter_use.decisions(use.steps, new))
