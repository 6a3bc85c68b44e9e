"""The nearest station that has what is needed, and the sentence that says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from math import asin, cos, radians, sin, sqrt

import polars as pl

from klimamosaik.sources.weather.station import COMPLETENESS, TEMPERATURE, Station
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import LOCAL, Period
from klimamosaik.terms.text import Text

EARTH = 6371.0088  # km, mean radius (IUGG)
COMPLETE = 0.9  # share of the needed time that must be measured (CalTRACK 2.0, data sufficiency)


@dataclass(frozen=True)
class Choice:
    """The station taken."""

    station: Station
    kilometres: float
    because: Text


def kilometres(latitude: float, longitude: float, station: Station) -> float:
    """Great-circle distance by the haversine formula [km]; arguments in degrees."""
    lat, other = radians(latitude), radians(station.latitude)
    half = sin((other - lat) / 2) ** 2
    half += cos(lat) * cos(other) * sin(radians(station.longitude - longitude) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def completeness_of(readings: pl.DataFrame, needed: Period) -> dict[str, float]:
    """Share of `needed` that each station's temperatures cover.

    readings: WEATHER_SCHEMA; months that say how complete they are count by that share.
    """
    start, end = _bounds(needed)
    inside = readings.filter((pl.col("end") > start) & (pl.col("start") < end))
    lengths = inside.filter(pl.col("property") == TEMPERATURE).select(
        "station", "start",
        seconds=(pl.min_horizontal("end", pl.lit(end)) - pl.max_horizontal("start", pl.lit(start)))
        .dt.total_seconds(),
    )  # fmt: skip
    shares = inside.filter(pl.col("property") == COMPLETENESS).select(
        "station", "start", share="value"
    )
    joined = lengths.join(shares, on=["station", "start"], how="left")
    covered = pl.col("seconds") * pl.col("share").fill_null(1.0)
    total = (end - start).total_seconds()
    return dict(joined.group_by("station").agg((covered.sum() / total).clip(0.0, 1.0)).iter_rows())


def _bounds(needed: Period) -> tuple[datetime, datetime]:
    start = datetime.combine(needed.start, time(), LOCAL).astimezone(UTC)
    end = datetime.combine(needed.end, time(), LOCAL).astimezone(UTC)
    return start, end


def nearest(
    stations: Sequence[Station],
    *,
    latitude: float,
    longitude: float,
    needed: Period,
    completeness: Mapping[str, float] | None = None,
    least: float = COMPLETE,
) -> Choice:
    """The nearest station with at least `least` of the needed time.

    completeness: station id -> share of the needed period [0..1]; a station not named has none.
    Without it the stations' own first and last day decide. Raises InputRejected where none is
    complete.
    """
    ranked = sorted(stations, key=lambda each: kilometres(latitude, longitude, each))
    passed: list[tuple[Station, float]] = []
    for station in ranked:
        share = _share(station, needed, completeness)
        if share >= least:
            far = kilometres(latitude, longitude, station)
            return Choice(station, far, _because(station, far, share, passed, latitude, longitude))
        passed.append((station, share))
    raise rejected(
        "no_complete_station",
        "Keine der {count} Wetterstationen hat von {start:short} an genügend Werte (mindestens "
        "{least:%}). Bitte einen kürzeren Zeitraum oder eine Wetterdatei angeben.",
        "None of the {count} weather stations has enough values from {start:short} on (at least "
        "{least:%}). Please give a shorter period or a weather file.",
        count=len(ranked),
        start=needed.start,
        least=least,
    )


def _share(station: Station, needed: Period, known: Mapping[str, float] | None) -> float:
    if known is not None:
        return known.get(station.id, 0.0)
    first, last = station.first or needed.start, station.last or needed.end
    covered = (min(last, needed.end) - max(first, needed.start)).days
    return max(0.0, covered / needed.days)


def _because(
    station: Station,
    far: float,
    share: float,
    passed: list[tuple[Station, float]],
    latitude: float,
    longitude: float,
) -> Text:
    taken = Text(
        "Wetterstation {name} ({id}), {far:n} km entfernt, {share:%} vollständig",
        "weather station {name} ({id}), {far:n} km away, {share:%} complete",
    ).format(name=station.name, id=station.id, far=far, share=share)
    if not passed:
        return Text("{taken}; die nächste.", "{taken}; the nearest.").format(taken=taken)
    near, has = passed[0]
    away = kilometres(latitude, longitude, near)
    return Text(
        "{taken}; {name} ({id}) liegt mit {away:n} km näher, hat aber nur {has:%} der Werte{more}.",
        "{taken}; {name} ({id}) is nearer at {away:n} km but has only {has:%} of the values{more}.",
    ).format(
        taken=taken,
        name=near.name,
        id=near.id,
        away=away,
        has=has,
        more=Text(_more(len(passed) - 1, "weitere"), _more(len(passed) - 1, "more")),
    )


def _more(count: int, word: str) -> str:
    return (
        f" ({count} {word} ebenso)"
        if count and word == "weitere"
        else (f" ({count} {word} likewise)" if count else "")
    )
