"""What is odd among readings that came: each held to the rules of what it observes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.alarms.kernel.spans import MarkedSpan, spans_of
from klimamosaik.alarms.models import MarkRule
from klimamosaik.alarms.rules import NO_RULES, ReadingRules, facts
from klimamosaik.observations.queries.changes_since import FreshSpan, arrivals
from klimamosaik.observations.queries.readings import readings
from klimamosaik.signals.standing_out import beyond, leaps, stuck

AROUND = timedelta(days=2)  # readings on either side that are looked at, too; stuck ones need more
TWICE = 2
MOMENT = timedelta(microseconds=1)
TOGETHER = timedelta(days=60)  # series whose readings lie so near are read at once
Numbers = NDArray[np.float64]
Instants = NDArray[np.int64]  # [µs since 1970, UTC]
Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]
Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class OddReadings:
    """What was found among new readings of a datastream and those around them."""

    span: FreshSpan
    starts: Instants  # of all that were looked at
    found: Mapping[MarkRule, list[MarkedSpan]]


def odd_readings(
    spans: Sequence[FreshSpan], rules: Mapping[int, ReadingRules]
) -> Iterator[OddReadings]:
    """What is odd of each of these datastreams; those without rules may be from the future."""
    known = [span for span in spans if span.datastream in rules]
    frames = frames_of({span.datastream: window(span, rules[span.datastream]) for span in known})
    arrived = arrivals_of(known, frames)
    for span in known:
        frame = frames[span.datastream]
        starts = frame["start"].to_physical().to_numpy()
        values = frame["value"].fill_null(float("nan")).to_numpy().astype(float)
        found = dict(judged_readings(starts, values, rules[span.datastream]))
        late = from_the_future(frame, arrived)
        yield OddReadings(span, starts, found | {MarkRule.FUTURE: spans_of(late, starts, values)})


def window(span: FreshSpan, rules: ReadingRules) -> Window:
    """From when to when readings are looked at for what is new."""
    if rules == NO_RULES:
        return span.first, span.last + MOMENT
    stuck_for = timedelta(seconds=rules.stuck.seconds if rules.stuck else 0)
    around = max(AROUND, TWICE * stuck_for)
    return span.first - around, span.last + around


def frames_of(windows: Mapping[int, Window]) -> dict[int, pl.DataFrame]:
    """The readings of each datastream in its window; what lies near is read at once."""
    if not windows:
        return {}
    newest = max(end for _, end in windows.values())
    near = {pk: own for pk, own in windows.items() if own[0] >= newest - TOGETHER}
    found = {
        pk: readings(datastreams=[pk], start=start, end=end)
        for pk, (start, end) in windows.items()
        if pk not in near
    }
    if near:
        first = min(start for start, _ in near.values())
        whole = readings(datastreams=sorted(near), start=first, end=newest)
        parts = whole.partition_by("datastream", as_dict=True)
        for pk, (start, end) in near.items():
            own = parts.get((pk,), whole.clear())
            found[pk] = own.filter((pl.col("start") >= start) & (pl.col("start") < end))
    return found


def arrivals_of(
    spans: Sequence[FreshSpan], frames: Mapping[int, pl.DataFrame]
) -> Mapping[int, datetime]:
    """When the versions of what is new came to be."""
    fresh = [
        frames[span.datastream].filter(pl.col("start").is_between(span.first, span.last))["seq"]
        for span in spans
    ]
    return arrivals(pl.concat(fresh).unique().to_list()) if fresh else {}


def judged_readings(
    starts: Instants, values: Numbers, rules: ReadingRules
) -> Iterator[tuple[MarkRule, list[MarkedSpan]]]:
    """The odd ones by rule; a rule that finds nothing has an empty list."""
    seconds = starts // 1_000_000
    usual = ((rules.least or 0.0) + (rules.most or 0.0)) / 2
    outside = beyond(values, low=rules.least, high=rules.most)
    yield MarkRule.BEYOND, spans_of(outside, starts, values, usual=usual)
    yield MarkRule.STUCK, spans_of(stuck_ones(values, seconds, rules), starts, values)
    far = np.zeros(values.shape, np.bool_)
    if rules.leap is not None:
        far = leaps(values, seconds, most=rules.leap, within=rules.leap_seconds)
    yield MarkRule.LEAP, spans_of(far, starts, values)


def stuck_ones(values: Numbers, seconds: Seconds, rules: ReadingRules) -> Flags:
    """Readings of a sensor that says the same number for too long; zero is rest."""
    if rules.stuck is None:
        return np.zeros(values.shape, np.bool_)
    return stuck(
        values,
        seconds,
        count=rules.stuck.count,
        seconds=rules.stuck.seconds,
        steps=facts()["readings"]["steps"],
        zero=False,
    )


def from_the_future(frame: pl.DataFrame, arrived: Mapping[int, datetime]) -> Flags:
    """New readings that start later than they arrived."""
    allowed = timedelta(minutes=facts()["readings"]["future_minutes"])
    at = pl.col("seq").replace_strict(
        list(arrived), list(arrived.values()), default=None, return_dtype=frame.schema["start"]
    )
    late = frame.select((pl.col("start") > at + allowed).fill_null(value=False))
    return late.to_series().to_numpy().astype(np.bool_)
