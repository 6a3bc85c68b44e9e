"""How long a series may be silent: as promised, or as it usually is beside others of its thing.

A device that reports every 15 minutes, as promised, may send the voltage of its battery once a day.
A thing none of whose series comes as often as promised breaks the promise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.observations.queries.known_spans import KnownSpan, known_spans
from klimamosaik.terms.yaml_text import read_yaml


@dataclass(frozen=True)
class OwedSeries:
    """A series a source owes values of."""

    datastream: int
    name: str
    thing: int | None  # whose series it is; None: nobody said
    counts_for: int | None  # the datastream of the meter its states count for
    first_seen: datetime


@dataclass(frozen=True)
class SeriesRhythm:
    """How long a series may be silent, and how often it came so far where that is more rarely."""

    patience: timedelta
    usual: timedelta | None = None  # None: as promised, or nobody knows yet


def rhythms(
    asked: Sequence[OwedSeries], among: Iterable[OwedSeries], *, late: timedelta
) -> dict[int, SeriesRhythm]:
    """By the datastream's id. among: all of the source; late: what is later than promised."""
    things = {each.thing for each in asked} - {None}
    beside = [each for each in among if each.thing in things]
    spans = known_spans([each.datastream for each in beside])
    gaps = {each.datastream: usual_gap(spans.get(each.datastream)) for each in beside}
    prompt = {each.thing for each in beside if (gap := gaps[each.datastream]) and gap <= late}
    return {
        each.datastream: rhythm(gaps.get(each.datastream), late)
        if each.thing in prompt
        else SeriesRhythm(late)
        for each in asked
    }


def rhythm(gap: timedelta | None, late: timedelta) -> SeriesRhythm:
    """What a series may take whose thing keeps the promise by another one."""
    known = facts()
    if gap is None:
        return SeriesRhythm(max(late, timedelta(hours=known["once_hours"])))
    if gap <= late:
        return SeriesRhythm(late)
    return SeriesRhythm(gap * known["slower_times"], rounded(gap))


def rounded(gap: timedelta) -> timedelta:
    """A length of time as one says it: in hours or minutes."""
    unit = timedelta(hours=1) if gap >= timedelta(hours=2) else timedelta(minutes=1)
    return unit * max(1, round(gap / unit))


def usual_gap(span: KnownSpan | None) -> timedelta | None:
    """The mean time from one reading to the next; None where there are not two."""
    if span is None or span.count < 2:
        return None
    return (span.last - span.first) / (span.count - 1)


@cache
def facts() -> dict[str, Any]:
    """The rule as it is written."""
    path = resources.files("klimamosaik.streams") / "data" / "promise.yaml"
    found: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return found
