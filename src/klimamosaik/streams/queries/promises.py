"""Which series are later than their source promised: one rule for pages, lists and alarms.

It loads nothing that reads readings.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from klimamosaik.observations.queries.last_heard import Heard
from klimamosaik.streams.models import UNTIL, DataSource, SourceSeries
from klimamosaik.streams.rhythms import OwedSeries, rhythms


@dataclass(frozen=True)
class SourcePromise:
    """A source and the series it owes values of."""

    source: DataSource
    series: tuple[OwedSeries, ...]


@dataclass(frozen=True)
class BrokenPromise:
    """A series that is later than its source promised."""

    series: OwedSeries
    since: datetime  # when it was last heard of
    usual: timedelta | None = None  # how often it came, where that is more rarely than promised


def promises_of(sources: Iterable[DataSource]) -> tuple[SourcePromise, ...]:
    """What sources owe. One on hold owes nothing, and nobody is owed a series a person does not
    want, one its server no longer has, and one that goes on in another unit, as another series."""
    running = [each for each in sources if each.paused_at is None]
    out = {(each.pk, key) for each in running for key in each.options.get("left_out", ())}
    taken = SourceSeries.objects.filter(source__in=running, datastream__gone_at=None)
    rows = taken.exclude(datastream=None).exclude(about__has_key=UNTIL)
    owed: dict[int, list[OwedSeries]] = defaultdict(list)
    for source, key, *told in rows.values_list("source", "key", *OWED):
        if (source, key) not in out:
            owed[source].append(OwedSeries(*told))
    return tuple(SourcePromise(each, tuple(owed[each.pk])) for each in running)


OWED = (
    "datastream",
    "datastream__name",
    "datastream__thing",
    "counts_for",
    "first_seen",
)


def broken(
    promise: SourcePromise, heard: Mapping[int, Heard], now: datetime
) -> list[BrokenPromise]:
    """Series nothing came of for longer than promised, measured from the last reading's arrival.

    What is asked for is here a little later than it was there.
    """
    late = promise.source.promised_every + promise.source.asked_every
    since = {each.datastream: last_heard(each, heard, now) for each in promise.series}
    over = [each for each in promise.series if now - since[each.datastream] > late]
    owed = rhythms(over, promise.series, late=late) if over else {}
    return [
        BrokenPromise(each, since[each.datastream], owed[each.datastream].usual)
        for each in over
        if now - since[each.datastream] > owed[each.datastream].patience
    ]


def last_heard(series: OwedSeries, heard: Mapping[int, Heard], now: datetime) -> datetime:
    """When a series was last heard of, or first seen."""
    known = heard.get(series.datastream)
    return (known and known.since(now)) or min(series.first_seen, now)


def silent_series(
    promises: Iterable[SourcePromise], heard: Mapping[int, Heard], now: datetime
) -> frozenset[int]:
    """Ids of the datastreams whose promise is broken, and of meters whose counter's is."""
    late = [each.series for promise in promises for each in broken(promise, heard, now)]
    metered = {each.counts_for for each in late if each.counts_for is not None}
    return frozenset({each.datastream for each in late} | metered)
