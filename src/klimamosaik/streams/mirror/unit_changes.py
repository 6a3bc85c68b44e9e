"""A series whose unit changes on its server: what came until then keeps the unit it came in.

The readings that are here go on as a series of their own, which gets no more; what comes from then
on is a new one. Nobody can tell by the unit alone whether the older readings were meant in it too.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from klimamosaik.observations.queries.last_heard import heard_of
from klimamosaik.sources.sensorthings.entities import RemoteSeries, symbol_of
from klimamosaik.sources.sensorthings.times import moment_of, zulu
from klimamosaik.streams.models import UNTIL, DataSource, SourceSeries
from klimamosaik.streams.other_units import is_another_unit
from klimamosaik.streams.retention import BEGIN, kept_since

SINCE = "since"  # in the state of a series: when its unit began
NEXT = timedelta(milliseconds=1)


def means_else(series: SourceSeries, remote: RemoteSeries) -> bool:
    """True where what is told now is in another unit than what is here, or in another order."""
    stream = series.datastream
    if stream is None:
        return False
    if not remote.several:
        return is_another_unit(stream.unit, remote.symbol[:60])
    if series.about.get("observed", []) != [each.entity.link for each in remote.observed]:
        return True
    units = stream.parts.values_list("unit_of_measurement", flat=True)
    told = [each.unit for each in remote.observed]
    return any(
        is_another_unit(symbol_of(a), symbol_of(b)) for a, b in zip(units, told, strict=False)
    )


def parted(series: SourceSeries, *, at: datetime) -> SourceSeries:
    """The series from now on; the one so far ends, and is kept under a key of its own.

    It is the same one where no reading came of it yet.
    """
    stream = series.datastream
    newest = None if stream is None else heard_of(datastreams=[stream.pk]).get(stream.pk)
    upto = moment_of(series.state.get("upto", ""))
    if stream is None or newest is None or newest.last_end is None or upto is None:
        return series
    key = series.key
    series.key = f"{key}@{zulu(newest.last_end)}"[:300]
    series.about = series.about | {UNTIL: newest.last_end.isoformat()}
    series.save(update_fields=["key", "about"])
    stream.expected_every = None  # nothing more comes of it: it is not silent
    stream.save(update_fields=["expected_every"])
    since = {SINCE: zulu(upto + NEXT)}
    return SourceSeries(source=series.source, key=key, first_seen=at, state=since)


def fetched_since(source: DataSource, state: Mapping[str, Any], now: datetime) -> datetime:
    """From when on readings of a series are fetched and compared. state: of the series."""
    return max(kept_since(source, now), moment_of(state.get(SINCE, "")) or BEGIN)
