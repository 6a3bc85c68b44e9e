"""The door of counting files: a person said of the source that its values are counts.

A station keeps its number while its column is renamed from month to month, so series are known by
the number. What the file marks as not measured keeps that quality; the hour that comes twice in
autumn and stands in the file once is marked, since it may be two hours in one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl
from django.db import transaction

from klimamosaik.observations.kernel.details import written
from klimamosaik.observations.models import Datastream, ObservedProperty, Quantity, Sensor, Thing
from klimamosaik.observations.operations.arriving import take_in
from klimamosaik.observations.operations.reading import largest_upload, read_with
from klimamosaik.observations.operations.things import common
from klimamosaik.sources import tables
from klimamosaik.sources.tables.basics.preview import Preview, SeriesPreview
from klimamosaik.sources.tables.series.doubled_hour import TOLD_ONCE, hours_given_once
from klimamosaik.streams.models import DataSource, SourceSeries
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

HOUR = timedelta(hours=1)
ONCE = written({"parameters": {"hour": "told_once"}})  # of readings that may be those of two hours
LONGEST_KEY = 300
STATION = "Zählstelle"
ABOUT_STATION = "Zählt, was vorbeikommt."


@dataclass(frozen=True)
class CountedFile:
    """What became of a file."""

    version: int  # of the data
    series: int
    readings: int
    notes: tuple[Text, ...] = ()  # what a person should know of it


def take_in_counts(*, source: DataSource, data: bytes, name: str, at: datetime) -> CountedFile:
    """Store a file of counts; the same file again changes nothing.

    Raises InputRejected for what cannot be read and for what is no count.
    """
    seen = read_with(tables.read, data, largest=largest_upload(), name=name)
    refuse_other(seen)
    once = hours_given_once(seen.readings) if seen.zone_assumed else {}
    with transaction.atomic():
        places = {each.name: series_of(source, each, at=at) for each in seen.series}
    frame = counts_of(seen, places, sorted(once))
    arrived = take_in(frame, name=source.name)
    notes = tuple(TOLD_ONCE.format(day=first.date()) for first in once)
    return CountedFile(arrived.version, len(places), frame.height, notes)


def refuse_other(seen: Preview) -> None:
    """Refuse a file without readings, one that names a unit, and values that are no counts."""
    if seen.readings.is_empty():
        raise rejected(
            "no_counts",
            "„{name}“ enthält keine Zählwerte.",
            "“{name}” holds no counts.",
            name=seen.name,
        )
    measured = next((each for each in seen.series if each.unit), None)
    values = seen.readings["value"]
    if measured is not None or ((values < 0) | (values != values.round(0))).any():
        raise rejected(
            "not_counts",
            "„{name}“ enthält keine Zählungen: erwartet werden ganze Zahlen ab 0 ohne Einheit. "
            "Verbrauch bitte unter „Dateien“ hochladen.",
            "“{name}” holds no counts: whole numbers from 0 without a unit are expected. Please "
            "upload use under “Files”.",
            name=seen.name,
        )


def series_of(source: DataSource, seen: SeriesPreview, *, at: datetime) -> SourceSeries:
    """The series of a station, by its number; new ones come to be."""
    key = f"{seen.meter or seen.name}/{seen.spacing}"[:LONGEST_KEY]
    row = source.series.select_related("datastream").filter(key=key).first()
    if row is None:
        row = SourceSeries(source=source, key=key, first_seen=at)
        row.datastream = counting_station(source, seen)
    row.about = {"name": seen.name, "unit": "", "place": None}
    row.last_seen = at
    row.save()
    return row


def counting_station(source: DataSource, seen: SeriesPreview) -> Datastream:
    """A station with its datastream."""
    told = {"number": seen.meter} if seen.meter else None
    thing = Thing.objects.create(municipality=source.municipality, name=seen.name, properties=told)
    return Datastream.objects.create(
        name=seen.name,
        quantity=Quantity.COUNT,
        spacing="" if seen.spacing == "irregular" else seen.spacing,
        expected_every=source.promised_every,
        thing=thing,
        sensor=common(Sensor, STATION, description=ABOUT_STATION),
        observed_property=common(ObservedProperty, "Zählung", description="count"),
    )


def counts_of(
    seen: Preview, places: dict[str, SourceSeries], once: Sequence[datetime]
) -> pl.DataFrame:
    """The readings as the store takes them."""
    left_out = set(next(iter(places.values())).source.options.get("left_out", ()))
    ids = {
        name: row.datastream_id
        for name, row in places.items()
        if row.key not in left_out and row.datastream and row.datastream.gone_at is None
    }
    doubled = pl.any_horizontal(
        pl.lit(False), *(pl.col("start").is_between(at, at + HOUR, closed="left") for at in once)
    )
    unknown = pl.lit(Quality.UNKNOWN.value, seen.readings.schema["quality"])
    return seen.readings.select(
        pl.col("series").cast(pl.String).replace_strict(ids, default=None).alias("datastream"),
        "start",
        "end",
        "value",
        pl.when(doubled).then(unknown).otherwise(pl.col("quality")).alias("quality"),
        pl.when(doubled).then(pl.lit(ONCE)).alias("details"),
    ).drop_nulls("datastream")
