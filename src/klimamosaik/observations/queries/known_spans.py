"""From when to when datastreams have readings, how many, and the last of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from django.db.models import F, OuterRef, Subquery

from klimamosaik.observations.models import Chunk, Latest
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.observations.store import hot
from klimamosaik.observations.store.frames import KEY, empty, moment
from klimamosaik.observations.store.merging import newest

TOGETHER = timedelta(days=1)  # last readings this close are looked for in one read


@dataclass(frozen=True)
class KnownSpan:
    """The readings of one datastream at a glance; it has at least one."""

    first: datetime  # earliest start
    until: datetime  # latest end
    last: datetime  # start of the last reading
    count: int


def known_spans(datastreams: Sequence[int]) -> dict[int, KnownSpan]:
    """What is known of the readings of datastreams; those without any are left out."""
    return {
        pk: KnownSpan(moment(first or 0), moment(until or 0), moment(last or 0), count)
        for begin in range(0, len(datastreams), hot.ASKED_AT_ONCE)
        for pk, first, until, last, count in Latest.objects.filter(
            datastream__in=datastreams[begin : begin + hot.ASKED_AT_ONCE], count__gt=0
        ).values_list("datastream_id", "first", "until", "start", "count")
    }


def last_readings(spans: Mapping[int, KnownSpan]) -> pl.DataFrame:
    """The reading of each of these datastreams that starts last; STORED, sorted by datastream.

    Most are fresh: these are read from the rows that hold them. The others are read together
    where they ended within a day of each other.
    """
    upto = data_version()
    fresh = last_in_hot(list(spans), upto=upto)
    found = [last_of(fresh, spans)]
    settled = set(spans) - set(found[0]["datastream"].to_list())
    missing = sorted(settled, key=lambda pk: spans[pk].last)
    while missing:
        first = spans[missing[0]].last
        group = [pk for pk in missing if spans[pk].last <= first + TOGETHER]
        end = spans[group[-1]].last + timedelta(microseconds=1)
        read = readings(datastreams=sorted(group), start=first, end=end, as_of=upto)
        found.append(last_of(read, spans))
        missing = missing[len(group) :]
    return pl.concat(found).sort(KEY)


def no_readings() -> pl.DataFrame:
    """No readings, in the form STORED."""
    return empty()


def last_in_hot(datastreams: Sequence[int], *, upto: int) -> pl.DataFrame:
    """What fresh rows say that hold the start of the last reading."""
    mine = Latest.objects.filter(datastream=OuterRef("datastream")).values("start")
    found = [
        hot.unpacked(
            Chunk.objects.filter(
                datastream__in=datastreams[begin : begin + hot.ASKED_AT_ONCE], seq__lte=upto
            )
            .annotate(newest=Subquery(mine))
            .filter(first__lte=F("newest"), last__gte=F("newest"))
        )
        for begin in range(0, len(datastreams), hot.ASKED_AT_ONCE)
    ]
    return newest(pl.concat(found)) if found else empty()


def last_of(found: pl.DataFrame, spans: Mapping[int, KnownSpan]) -> pl.DataFrame:
    """Of readings (STORED) those that are the last of their datastream."""
    last = pl.DataFrame(
        {"datastream": list(spans), "start": [each.last for each in spans.values()]},
        schema={name: found.schema[name] for name in KEY},
    )
    return found.join(last, on=KEY, how="semi").sort(KEY)
