"""Weather files as datastreams of stations."""

import gzip
import zlib
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.observations.lists import Count
from klimamosaik.observations.models import Datastream, ObservedProperty
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.sources.grid.fact import Fact
from klimamosaik.sources.tables import Format, Kind, Preview
from klimamosaik.sources.weather import COMPLETENESS, Station, WeatherFile, kilometres
from klimamosaik.terms.text import Text

HEAD = 4000  # bytes that show what a file is
FAR = 100.0  # km; beyond, weather is another one
COMPLETE = 0.9  # share of its days a month needs for its mean to stand for it
OBSERVED = {
    "temperature": (ObservedProperty.AIR_TEMPERATURE, "°C"),
    "g20_15": (ObservedProperty.DEGREE_DAYS_G20_15, "K d"),
    "heating_days_15": (ObservedProperty.HEATING_DAYS_15, "d"),
    "heating_days_12": (ObservedProperty.HEATING_DAYS_12, "d"),
    "temperature_mean_on_heating_days_15": (ObservedProperty.TEMPERATURE_HEATING_DAYS_15, "°C"),
    "temperature_mean_on_heating_days_12": (ObservedProperty.TEMPERATURE_HEATING_DAYS_12, "°C"),
}
SPACINGS = ((700, "PT10M"), (1000, "PT15M"), (2000, "PT30M"), (4000, "PT1H"), (100_000, "P1D"))


@dataclass(frozen=True)
class StationSeen:
    """One station of a weather file, for the preview."""

    number: str
    name: str
    first: object  # date, or None
    last: object
    count: int  # temperatures


def looks_like_weather(data: bytes, name: str) -> bool:
    """True where the head of a file can only be that of a weather service."""
    if data[:2] == b"PK":
        return "tageswerte" in name.casefold() or "stundenwerte" in name.casefold()
    head = data[:HEAD]
    if head[:2] == b"\x1f\x8b":
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, HEAD)
        except (zlib.error, gzip.BadGzipFile):
            return False
    first = head.decode("latin-1").split("\n", 1)[0].casefold()
    station = "station_id" in first or "stations_id" in first
    words = ("latitude", "temperature", "mess_datum", "von_datum", "geobreite")
    return station and any(word in first for word in words)


def as_preview(file: WeatherFile) -> Preview:
    """What the preview page shows of a weather file beside its stations."""
    return Preview(
        name=file.name,
        kind=Kind.WEATHER,
        why=file.source,
        format=Format(container=Fact(Kind.WEATHER.value, file.source)),
        columns=(),
    )


def stations_seen(file: WeatherFile) -> tuple[StationSeen, ...]:
    """The stations of a file: those with temperatures, or those it describes."""
    if file.readings.is_empty():
        return tuple(StationSeen(s.id, s.name, s.first, s.last, 0) for s in file.stations)
    found = (
        file.readings.filter(pl.col("property") == "temperature")
        .group_by("station")
        .agg(
            pl.col("start").min().dt.convert_time_zone("Europe/Berlin").dt.date().alias("first"),
            pl.col("start").max().dt.convert_time_zone("Europe/Berlin").dt.date().alias("last"),
            pl.len().alias("count"),
        )
        .sort("station")
    )
    names = dict(WeatherStation.objects.values_list("number", "name"))
    return tuple(
        StationSeen(number, names.get(number, ""), first, last, count)
        for number, first, last, count in found.iter_rows()
    )


def take_stations(stations: tuple[Station, ...]) -> Count:
    """Create or correct the stations a list describes."""
    known = {each.number: each for each in WeatherStation.objects.all()}
    fresh: list[WeatherStation] = []
    changed: list[WeatherStation] = []
    same = 0
    for told in stations:
        station = known.get(told.id) or WeatherStation(number=told.id[:20])
        facts = (told.name[:120], told.latitude, told.longitude, told.altitude)
        if (station.name, station.latitude, station.longitude, station.altitude) == facts:
            same += 1
            continue
        station.name, station.latitude, station.longitude, station.altitude = facts
        (fresh if station.pk is None else changed).append(station)
    WeatherStation.objects.bulk_create(fresh)
    WeatherStation.objects.bulk_update(changed, ["name", "latitude", "longitude", "altitude"])
    return Count(len(fresh), len(changed), same)


def placed_weather(file: WeatherFile, *, municipality: Municipality) -> pl.DataFrame:
    """The readings of a weather file as deliver() wants them; its datastreams come to be.

    Months of which a station knows too few days are left out.
    """
    kept = complete(file.readings).filter(pl.col("property").is_in(list(OBSERVED)))
    seconds = (pl.col("end") - pl.col("start")).dt.total_seconds()
    spacing = pl.lit("P1M")
    for longest, name in reversed(SPACINGS):
        spacing = pl.when(seconds <= longest).then(pl.lit(name)).otherwise(spacing)
    kept = kept.with_columns(spacing.alias("spacing"))
    keys = kept.select("station", "property", "spacing").unique().sort(pl.all())
    streams = keys.with_columns(
        pl.Series("datastream", datastreams(keys, municipality=municipality), dtype=pl.Int64)
    )
    return kept.join(streams, on=["station", "property", "spacing"]).select(
        "datastream", "start", "end", "value", pl.lit("measured").alias("quality")
    )


def complete(readings: pl.DataFrame) -> pl.DataFrame:
    """Without intervals of which too little was measured."""
    thin = readings.filter((pl.col("property") == COMPLETENESS) & (pl.col("value") < COMPLETE))
    return readings.join(thin.select("station", "start"), on=["station", "start"], how="anti")


def datastreams(keys: pl.DataFrame, *, municipality: Municipality) -> list[int]:
    """Ids of the datastreams of (station, property, spacing), made where they are new."""
    stations = stations_for(keys["station"].unique().to_list(), municipality=municipality)
    known = {
        (s.station_id, s.observed_property, s.spacing): s.pk
        for s in Datastream.objects.filter(station__isnull=False)
    }
    fresh = []
    for number, name, spacing in keys.iter_rows():
        observed, unit = OBSERVED[name]
        if (stations[number].pk, observed, spacing) not in known:
            fresh.append(
                Datastream(
                    name=f"{stations[number]} {ObservedProperty(observed).label}"[:200],
                    station=stations[number],
                    observed_property=observed,
                    unit=unit,
                    spacing=spacing,
                )
            )
    for made in Datastream.objects.bulk_create(fresh):
        known[made.station_id, made.observed_property, made.spacing] = made.pk
    return [
        known[stations[number].pk, OBSERVED[name][0], spacing]
        for number, name, spacing in keys.iter_rows()
    ]


def stations_for(numbers: list[str], *, municipality: Municipality) -> dict[str, WeatherStation]:
    """Stations by number; one nobody described is taken to lie in the municipality."""
    known = {each.number: each for each in WeatherStation.objects.all()}
    lonely = len(numbers) == 1
    fresh = [
        WeatherStation(
            number=number[:20],
            name=number,
            latitude=municipality.latitude if lonely else None,
            longitude=municipality.longitude if lonely else None,
        )
        for number in numbers
        if number[:20] not in known
    ]
    known |= {made.number: made for made in WeatherStation.objects.bulk_create(fresh)}
    return {number: known[number[:20]] for number in numbers}


def nearby(file: WeatherFile, *, municipality: Municipality | None) -> WeatherFile:
    """Without the readings of stations too far away to matter, where places are known."""
    if municipality is None or municipality.latitude is None or municipality.longitude is None:
        return file
    far = []
    for known in WeatherStation.objects.exclude(latitude=None).exclude(longitude=None):
        place = Station(known.number, known.name, known.latitude or 0.0, known.longitude or 0.0)
        away = kilometres(municipality.latitude, municipality.longitude, place)
        if away > FAR and known.pk != municipality.station_id:
            far.append(known.number)
    return replace(file, readings=file.readings.filter(~pl.col("station").is_in(far)))


def left_out(file: WeatherFile) -> Text | None:
    """How many months are left out because too few of their days were measured."""
    thin = file.readings.filter(
        (pl.col("property") == COMPLETENESS) & (pl.col("value") < COMPLETE)
    ).height
    if not thin:
        return None
    return Text(
        f"{thin} Monate bleiben weg: Weniger als 90 % ihrer Tage wurden gemessen.",
        f"{thin} months are left out: less than 90 % of their days were measured.",
    )
