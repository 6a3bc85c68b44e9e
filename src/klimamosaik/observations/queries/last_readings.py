"""The last reading of each of many datastreams."""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from klimamosaik.observations.queries.known_spans import KnownSpan
from klimamosaik.observations.queries.readings import data_version, readings
from klimamosaik.observations.store import hot
from klimamosaik.observations.store.frames import KEY, empty
from klimamosaik.observations.store.merging import newest

TOGETHER = timedelta(days=1)  # last readings this close are looked for in one read


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
