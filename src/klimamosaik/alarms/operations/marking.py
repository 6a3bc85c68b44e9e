"""Marks on new readings, found by rules; readings themselves are never changed or left out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from django.db import transaction
from numpy.typing import NDArray

from klimamosaik.alarms.kernel.spans import MarkedSpan, anew, spans_of
from klimamosaik.alarms.models import LookedUpTo, Mark, MarkRule
from klimamosaik.alarms.rules import NO_RULES, ReadingRules, facts, rules_for, version
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.fresh import FreshSpan, arrivals, fresh_spans
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.records.alone import LockedTask, alone
from klimamosaik.signals.standing_out import beyond, leaps, stuck

MARKING = LockedTask("marking", 5_317_012)
MOST = 200  # datastreams at once
AROUND = timedelta(days=2)  # readings on either side that are looked at, too; stuck ones need more
TWICE = 2
NEW = (MarkRule.BEYOND, MarkRule.STUCK, MarkRule.LEAP, MarkRule.FUTURE)  # of new readings
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
Numbers = NDArray[np.float64]
Instants = NDArray[np.int64]  # [µs since 1970, UTC]
Seconds = NDArray[np.int64]
Flags = NDArray[np.bool_]


def mark_news(*, at: datetime, most: int = MOST) -> int:
    """Look at readings that came since the last time; of how many datastreams it was.

    A few datastreams at a time, each step noted as soon as it is done, so that a first look at
    millions of readings can be ended at any moment. Other rules look at everything again.
    """
    with alone(MARKING) as free:
        if not free:
            return 0
        looked = begun()
        if looked.upto is None:
            return 0
        spans = fresh_spans(after=looked.done, upto=looked.upto, beyond=looked.place, most=most)
        streams = streams_of(spans)
        found = [
            (span, marks_on(streams[span.datastream], span))
            for span in spans
            if span.datastream in streams
        ]
        with transaction.atomic():
            for span, marked in found:
                keep_marks(span, marked, at)
            note_looked(looked, spans, most)
        return len(spans)


def begun() -> LookedUpTo:
    """How far it has come; with other rules from the beginning, and on to what is new by now."""
    looked, _ = LookedUpTo.objects.get_or_create(pk=1, defaults={"version": version()})
    if looked.version != version():
        looked.version, looked.done, looked.upto, looked.place = version(), 0, None, 0
    newest = data_version()
    if looked.upto is None and looked.done < newest:
        looked.upto, looked.place = newest, 0
    return looked


def note_looked(looked: LookedUpTo, spans: Sequence[FreshSpan], most: int) -> None:
    """Note how far it has come."""
    if len(spans) < most:
        looked.done, looked.upto, looked.place = looked.upto or looked.done, None, 0
    else:
        looked.place = spans[-1].datastream
    looked.save()


def streams_of(spans: Sequence[FreshSpan]) -> Mapping[int, tuple[Datastream, ReadingRules]]:
    """The datastreams of these spans with the rules they are held to."""
    found = Datastream.objects.select_related("observed_property", "meter_point").in_bulk(
        [span.datastream for span in spans]
    )
    return {pk: (stream, rules_for(stream)) for pk, stream in found.items()}


Marked = tuple[Instants, Mapping[MarkRule, list[MarkedSpan]]]


def marks_on(held: tuple[Datastream, ReadingRules], span: FreshSpan) -> Marked:
    """What is odd among new readings of a datastream and those around them."""
    stream, rules = held
    around = max(AROUND, TWICE * timedelta(seconds=rules.stuck.seconds if rules.stuck else 0))
    frame = readings(
        datastreams=[stream.pk],
        start=span.first - (around if rules is not NO_RULES else timedelta(0)),
        end=span.last + (around if rules is not NO_RULES else timedelta(microseconds=1)),
    )
    starts = frame["start"].to_physical().to_numpy()
    values = frame["value"].fill_null(float("nan")).to_numpy().astype(float)
    return starts, dict(judged_readings(frame, starts, values, rules))


def judged_readings(
    frame: pl.DataFrame, starts: Instants, values: Numbers, rules: ReadingRules
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
    yield MarkRule.FUTURE, spans_of(from_the_future(frame), starts, values)


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


def from_the_future(frame: pl.DataFrame) -> Flags:
    """Readings that start later than they arrived."""
    at = arrivals(frame["seq"].unique().to_list())
    allowed = timedelta(minutes=facts()["readings"]["future_minutes"])
    arrived = pl.col("seq").replace_strict(
        list(at), list(at.values()), default=None, return_dtype=frame.schema["start"]
    )
    late = frame.select((pl.col("start") > arrived + allowed).fill_null(value=False))
    return late.to_series().to_numpy().astype(np.bool_)


def keep_marks(span: FreshSpan, marked: Marked, at: datetime) -> None:
    """Put what was found of a datastream in the place of what was known of the same readings."""
    starts, found = marked
    held: dict[str, list[Mark]] = {rule.value: [] for rule in NEW}
    for mark in Mark.objects.filter(datastream=span.datastream, rule__in=held):
        held[mark.rule].append(mark)
    for rule in NEW:
        known = [span_of(mark) for mark in held[rule.value]]
        first, last = instant(span.first), instant(span.last)
        wanted = anew(found[rule], known, starts, first=first, last=last)
        replace_marks(span.datastream, rule, held[rule.value], wanted, at)


def instant(at: datetime) -> int:
    """A moment as spans count it [µs since 1970, UTC]."""
    return (at - EPOCH) // MICROSECOND


def span_of(mark: Mark) -> MarkedSpan:
    """A stored mark as a span."""
    return MarkedSpan(instant(mark.first), instant(mark.last), mark.count, mark.value)


def replace_marks(
    datastream: int,
    rule: MarkRule,
    held: Sequence[Mark],
    wanted: Sequence[MarkedSpan],
    at: datetime,
) -> None:
    """Store spans as marks; one that stays keeps the moment it was found."""
    known = {span_of(mark): mark.found_at for mark in held}
    if set(known) == set(wanted):
        return
    since = {each.first: at for each, at in known.items()}
    Mark.objects.filter(pk__in=[mark.pk for mark in held]).delete()
    Mark.objects.bulk_create(
        Mark(
            datastream_id=datastream,
            rule=rule.value,
            first=EPOCH + each.first * MICROSECOND,
            last=EPOCH + each.last * MICROSECOND,
            count=each.count,
            value=each.value,
            version=version(),
            found_at=since.get(each.first, at),
        )
        for each in wanted
    )
