"""Temperatures of files as datastreams of stations."""

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from klimamosaik.observations.intake.lists import Count
from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.operations.things import describe_datastreams
from klimamosaik.places.models import Municipality, WeatherStation
from klimamosaik.sources.weather import COMPLETENESS, Station, WeatherFile
from klimamosaik.sources.weather.dwd_register import dwd_station
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.reading import QUALITY

COMPLETE = 0.9  # share of its days a month needs for its mean to stand for it
OBSERVED = {
    "temperature": (Quantity.AIR_TEMPERATURE, "°C"),
    "g20_15": (Quantity.DEGREE_DAYS_G20_15, "K d"),
    "heating_days_15": (Quantity.HEATING_DAYS_15, "d"),
    "heating_days_12": (Quantity.HEATING_DAYS_12, "d"),
    "temperature_mean_on_heating_days_15": (Quantity.TEMPERATURE_HEATING_DAYS_15, "°C"),
    "temperature_mean_on_heating_days_12": (Quantity.TEMPERATURE_HEATING_DAYS_12, "°C"),
}
SPACINGS = (  # longest interval [s] and the name of its spacing; longer ones are months
    *((700, "PT10M"), (1_000, "PT15M"), (2_000, "PT30M"), (4_000, "PT1H"), (8_000, "PT2H")),
    *((12_000, "PT3H"), (22_000, "PT6H"), (100_000, "P1D")),
)
MONTHLY = "P1M"
OFFICIAL = r"0*\d{3,5}"  # how DWD numbers its stations; 1, 2, 3 number somebody's own places


def spacing_of(seconds: pl.Expr) -> pl.Expr:
    """The name of the spacing of intervals of this length [s]."""
    named = pl.lit(MONTHLY)
    for longest, name in reversed(SPACINGS):
        named = pl.when(seconds <= longest).then(pl.lit(name)).otherwise(named)
    return named


def own_places(file: WeatherFile, *, municipality: Municipality | None) -> dict[str, str]:
    """Under which id each place is stored that a file calls by a name of its own.

    "Markt" of one municipality is not "Markt" of another, so such an id begins with the
    municipality's key. A place called by the number of a known station is that station.
    """
    if not file.named_here:
        return {}
    names = file.readings["station"].unique().sort().to_list()
    numbers = {name: name.lstrip("0") for name in names if re.fullmatch(OFFICIAL, name)}
    stations = WeatherStation.objects.filter(number__in=numbers.values())
    known = set(stations.values_list("number", flat=True))
    key = f"{municipality.ags} " if municipality is not None else ""
    return {
        name: numbers[name] if numbers.get(name) in known else f"{key}{name}"[:120]
        for name in names
    }


def renamed(file: WeatherFile, ids: Mapping[str, str]) -> WeatherFile:
    """The file with its places called as `own_places` says."""
    if not ids:
        return file
    readings = file.readings.with_columns(pl.col("station").replace_strict(ids))
    stations = tuple(replace(each, id=ids.get(each.id, each.id)) for each in file.stations)
    readings = readings.sort("station", "property", "start")
    return replace(file, readings=readings, stations=stations)


def take_stations(stations: tuple[Station, ...]) -> Count:
    """Create or correct the stations a list describes."""
    known = {each.number: each for each in WeatherStation.objects.all()}
    fresh: list[WeatherStation] = []
    changed: list[WeatherStation] = []
    same = 0
    for told in stations:
        station = known.get(told.id) or WeatherStation(number=told.id[:120])
        facts = (told.name[:120], told.latitude, told.longitude, told.altitude)
        if (station.name, station.latitude, station.longitude, station.altitude) == facts:
            same += 1
            continue
        station.name, station.latitude, station.longitude, station.altitude = facts
        (fresh if station.pk is None else changed).append(station)
    WeatherStation.objects.bulk_create(fresh)
    WeatherStation.objects.bulk_update(changed, ["name", "latitude", "longitude", "altitude"])
    return Count(len(fresh), len(changed), same)


def placed_weather(file: WeatherFile, *, names: Mapping[str, str] | None = None) -> pl.DataFrame:
    """The readings of a weather file as deliver() wants them; its datastreams come to be.

    names: what stations nobody described are called, by id. Months of which a station knows too
    few days are left out.
    """
    kept = complete(file.readings).filter(pl.col("property").is_in(list(OBSERVED)))
    seconds = (pl.col("end") - pl.col("start")).dt.total_seconds()
    kept = kept.with_columns(spacing_of(seconds).alias("spacing"))
    keys = kept.select("station", "property", "spacing").unique().sort(pl.all())
    streams = keys.with_columns(
        pl.Series("datastream", datastreams(keys, names=names or {}), dtype=pl.Int64)
    )
    return kept.join(streams, on=["station", "property", "spacing"]).select(
        "datastream",
        "start",
        "end",
        "value",
        pl.lit(Quality.MEASURED.value, QUALITY).alias("quality"),
    )


def complete(readings: pl.DataFrame) -> pl.DataFrame:
    """Without intervals of which too little was measured."""
    thin = readings.filter((pl.col("property") == COMPLETENESS) & (pl.col("value") < COMPLETE))
    return readings.join(thin.select("station", "start"), on=["station", "start"], how="anti")


def datastreams(keys: pl.DataFrame, *, names: Mapping[str, str]) -> list[int]:
    """Ids of the datastreams of (station, property, spacing), made where they are new."""
    stations = stations_for(keys["station"].unique().to_list(), names=names)
    known = {
        (s.station_id, s.quantity, s.spacing): s.pk
        for s in Datastream.objects.filter(station__isnull=False)
    }
    fresh = []
    for number, name, spacing in keys.iter_rows():
        observed, unit = OBSERVED[name]
        if (stations[number].pk, observed, spacing) not in known:
            fresh.append(
                Datastream(
                    name=f"{stations[number]} {Quantity(observed).label}"[:200],
                    station=stations[number],
                    quantity=observed,
                    unit=unit,
                    spacing=spacing,
                )
            )
    for made in Datastream.objects.bulk_create(fresh):
        known[made.station_id, made.quantity, made.spacing] = made.pk
    if fresh:
        describe_datastreams()
    return [
        known[stations[number].pk, OBSERVED[name][0], spacing]
        for number, name, spacing in keys.iter_rows()
    ]


def facts_of(number: str, name: str) -> dict[str, str | float | None]:
    """What a new station is called and where it stands, as far as DWD's register tells."""
    told = dwd_station(number)
    if told is None:
        return {"name": name[:120]}
    return {
        "name": told.name[:120],
        "latitude": told.latitude,
        "longitude": told.longitude,
        "altitude": told.altitude,
    }


def stations_for(numbers: list[str], *, names: Mapping[str, str]) -> dict[str, WeatherStation]:
    """Stations by number; where one stands neither a file nor DWD's register tells is unknown."""
    known = {each.number: each for each in WeatherStation.objects.filter(number__in=numbers)}
    fresh = [
        WeatherStation(number=number, **facts_of(number, names.get(number, number)))
        for number in numbers
        if number not in known
    ]
    known |= {made.number: made for made in WeatherStation.objects.bulk_create(fresh)}
    return known
