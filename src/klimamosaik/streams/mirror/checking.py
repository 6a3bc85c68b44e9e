"""The slower second pass of a mirror: what was corrected or deleted there is so here.

Each day the last days of every series are compared, and one older stretch, which moves on: in the
end all of the history is looked at, and then again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import polars as pl

from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.operations.changing import change
from klimamosaik.observations.queries.readings import readings
from klimamosaik.sources.sensorthings.asking import SensorThingsClient
from klimamosaik.sources.sensorthings.observation import readings_in, readings_path
from klimamosaik.sources.sensorthings.times import moment_of, zulu
from klimamosaik.streams.mirror.readings import readings_of
from klimamosaik.streams.mirror.rounds import TOP, Spare
from klimamosaik.streams.mirror.unit_changes import fetched_since
from klimamosaik.streams.models import DataSource, SourceSeries

EVERY = timedelta(days=1)
LATELY = timedelta(days=8)  # looked at each time
STRETCH = timedelta(days=31)  # of what is older, each time
SAID = ["datastream", "start", "end", "value", "quality", "details"]
STRADDLE = timedelta(days=1)  # more than the stretch, for readings that lie across its end


def check_series(
    *,
    source: DataSource,
    series: Iterable[SourceSeries],
    client: SensorThingsClient,
    now: datetime,
    spare: Spare,
) -> None:
    """Compare what is due of each series, while there is time."""
    for each in series:
        if not spare():
            return
        checked = moment_of(each.state.get("checked", ""))
        upto = moment_of(each.state.get("upto", ""))
        if upto is None or (checked is not None and now - checked < EVERY):
            continue
        compare(source, each, client, upto - LATELY, upto + EVERY, now)
        if each.state.get("whole"):
            begin = older_stretch(each)
            compare(source, each, client, begin, begin + STRETCH + STRADDLE, now)
            each.state["looked"] = zulu(begin + STRETCH)
        each.state["checked"] = zulu(now)
        each.save(update_fields=["state"])


def older_stretch(series: SourceSeries) -> datetime:
    """Where the next stretch of the history begins; at its end it begins anew."""
    first = moment_of(series.state.get("first", "")) or moment_of(series.state["upto"])
    looked, upto = moment_of(series.state.get("looked", "")), moment_of(series.state["upto"])
    if first is None or upto is None:
        raise AssertionError("only series with readings are compared")
    return first if looked is None or looked >= upto - LATELY else looked


def compare(
    source: DataSource,
    series: SourceSeries,
    client: SensorThingsClient,
    begin: datetime,
    end: datetime,
    now: datetime,
) -> None:
    """Make what begins in [begin, end) what it is there. Stores nothing of half an answer."""
    stream, begin = series.datastream, max(begin, fetched_since(source, series.state, now))
    if stream is None or begin >= end:
        return
    found = [
        each
        for page in client.pages(readings_path(series.key, begin=begin, end=end, top=TOP))
        for each in readings_in(page.rows, observation_type=stream.observation_type)
    ]
    there = readings_of(stream.pk, found)
    here = readings(datastreams=[stream.pk], start=begin, end=end)
    # Servers differ in whether a reading across the end is inside: it is looked at the next time.
    held = here.filter(pl.col("end") <= end)
    gone = held.join(there, on=["datastream", "start"], how="anti")
    other = there.join(here, on=SAID, how="anti", nulls_equal=True)
    if not other.is_empty():
        take_in(other, name=source.name)
    if not gone.is_empty():
        change(gone=gone, name=source.name, municipality=source.municipality, at=now)
