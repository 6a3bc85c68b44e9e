"""From when to when datastreams have readings, how many, and the last of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from django.db import connection

from klimamosaik.observations.models import Latest
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.observations.store import hot
from klimamosaik.observations.store.frames import KEY, empty, moment
from klimamosaik.observations.store.merging import newest
from klimamosaik.records.at_once import wanted

ASKED = (  # written out: nearly each page of readings asks for it
    "SELECT datastream_id, first, until, start, count, result_first, result_until "
    f"FROM {Latest._meta.db_table} WHERE count > 0 AND datastream_id "
)
TOGETHER = timedelta(days=1)  # last readings this close are looked for in one read


@dataclass(frozen=True)
class KnownSpan:
    """The readings of one datastream at a glance; it has at least one."""

    first: datetime  # earliest start
    until: datetime  # latest end
    last: datetime  # start of the last reading
    count: int
    result_first: datetime | None = None  # earliest time a result was there; None: nobody said
    result_until: datetime | None = None  # latest


def known_spans(datastreams: Sequence[int]) -> dict[int, KnownSpan]:
    """What is known of the readings of datastreams; those without any are left out."""
    found: dict[int, KnownSpan] = {}
    with connection.cursor() as cursor:
        for some, condition, values in wanted(datastreams):
            cursor.execute(f"{ASKED}{condition}", values)
            rows = cursor.fetchall()
            found |= {pk: known_span(*told) for pk, *told in rows if pk in some}
    return found


def known_span(first: int, until: int, last: int, count: int, *result: int | None) -> KnownSpan:
    """What is known of a datastream as it is kept, times in µs since 1970, UTC."""
    results = [None if each is None else moment(each) for each in result]
    return KnownSpan(moment(first), moment(until), moment(last), count, *results)


def last_readings(spans: Mapping[int, KnownSpan]) -> pl.DataFrame:
    """The reading of each of these datastreams that starts last; STORED, sorted by datastream.

    Most are fresh: these are read from the rows that hold them. The others are read together
    where they ended within a day of each other.
    """
    upto = data_version()
    fresh = newest(hot.with_last(list(spans), upto=upto))
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


def last_of(found: pl.DataFrame, spans: Mapping[int, KnownSpan]) -> pl.DataFrame:
    """Of readings (STORED) those that are the last of their datastream."""
    last = pl.DataFrame(
        {"datastream": list(spans), "start": [each.last for each in spans.values()]},
        schema={name: found.schema[name] for name in KEY},
    )
    return found.join(last, on=KEY, how="semi").sort(KEY)
