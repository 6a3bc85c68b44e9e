"""How long a series may be silent: as promised, or as it usually is beside others of its thing.

A device that reports every 15 minutes, as promised, may send the voltage of its battery once a day.
A thing none of whose series comes as often as promised breaks the promise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from klimamosaik.alarms.rules import facts
from klimamosaik.observations.queries.known_spans import KnownSpan, known_spans
from klimamosaik.streams.models import SourceSeries


@dataclass(frozen=True)
class SeriesRhythm:
    """How long a series may be silent, and how often it came so far where that is more rarely."""

    patience: timedelta
    usual: timedelta | None = None  # None: as promised, or nobody knows yet


def rhythms(
    asked: Sequence[SourceSeries], among: Iterable[SourceSeries], *, late: timedelta
) -> dict[int, SeriesRhythm]:
    """By the series' id. among: all of the source; late: what is later than promised."""
    things = {thing_of(each) for each in asked} - {None}
    beside = [each for each in among if thing_of(each) in things]
    spans = known_spans([each.datastream_id or 0 for each in beside])
    gaps = {each.pk: usual_gap(spans, each) for each in beside}
    prompt = {thing_of(each) for each in beside if (gap := gaps[each.pk]) and gap <= late}
    return {
        each.pk: rhythm(gaps.get(each.pk), late) if thing_of(each) in prompt else SeriesRhythm(late)
        for each in asked
    }


def rhythm(gap: timedelta | None, late: timedelta) -> SeriesRhythm:
    """What a series may take whose thing keeps the promise by another one."""
    known = facts()["promise"]
    if gap is None:
        return SeriesRhythm(max(late, timedelta(hours=known["once_hours"])))
    if gap <= late:
        return SeriesRhythm(late)
    return SeriesRhythm(gap * known["slower_times"], rounded(gap))


def rounded(gap: timedelta) -> timedelta:
    """A length of time as one says it: in hours or minutes."""
    unit = timedelta(hours=1) if gap >= timedelta(hours=2) else timedelta(minutes=1)
    return unit * max(1, round(gap / unit))


def usual_gap(spans: Mapping[int, KnownSpan], series: SourceSeries) -> timedelta | None:
    """The mean time from one reading to the next; None where there are not two."""
    span = spans.get(series.datastream_id or 0)
    if span is None or span.count < 2:
        return None
    return (span.last - span.first) / (span.count - 1)


def thing_of(series: SourceSeries) -> int | None:
    """The thing whose series it is; None where it has none."""
    return series.datastream.thing_id if series.datastream else None
