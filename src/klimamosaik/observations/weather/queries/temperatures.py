"""Which weather station stands for a place, and what it measured."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

import polars as pl

from klimamosaik.observations.models import Datastream, Quantity
from klimamosaik.observations.store import hot_and_cold as store
from klimamosaik.observations.store import version
from klimamosaik.observations.weather.queries.stations import (
    StationCandidate,
    candidates_for,
    placed_at,
    rank,
)
from klimamosaik.observations.weather.queries.temperature_days import temperature_days
from klimamosaik.places.models import Building, Municipality, WeatherStation
from klimamosaik.terms.period import LOCAL, Period
from klimamosaik.terms.reading import INSTANT
from klimamosaik.terms.text import LANGUAGES, Language, Text

COMPLETE = 0.98  # share of the days or months asked for; a station below is passed over
ALIKE = 0.02  # differences in that share too small to prefer a farther station
DAILY, MONTHLY = "P1D", "P1M"
FINE = ("PT10M", "PT15M", "PT30M", "PT1H", "PT3H", "PT6H", DAILY)  # spacings that fill local days
NOT_SAID = Text("", "")
NO_DAYS = pl.DataFrame(schema={"day": pl.Date(), "value": pl.Float64()})
NO_MONTHS = pl.DataFrame(
    schema={
        "start": INSTANT,
        "end": INSTANT,
        "quantity": pl.String(),
        "value": pl.Float64(),
    }
)


@dataclass(frozen=True)
class PlaceWeather:
    """The weather of a place over a period, and whose it is."""

    station: WeatherStation
    distance: float | None  # km from the place; None where coordinates are not known
    height: float | None  # m above the place; None where either height is not known
    spacing: str  # "P1D": see days, "P1M": see months
    datastreams: tuple[int, ...]  # that were read
    days: pl.DataFrame  # day, value [°C]; days that are known
    months: pl.DataFrame  # start, end (UTC), quantity, value; local months
    complete: float  # share of the days or months asked for that are known, 0..1
    worked_out: int = 0  # days whose mean follows from a part of their hours
    said: Text = NOT_SAID  # which station, how far, and why not a nearer one


def weather_for(
    *,
    municipality: Municipality,
    building: Building | None = None,
    needed: Period,
    spacing: str = DAILY,
    as_of: int | None = None,
) -> PlaceWeather | None:
    """The weather over `needed` of the chosen or else nearest station that has it completely.

    spacing: "P1D" where days are wanted (months are given where nobody holds days), "P1M" the
    other way round. Where no station is complete, the nearest of the most complete ones is
    taken. None where no station that may stand for the place holds anything of the period;
    `asked_about` says what a person then has to say.
    """
    place = building if building is not None and building.latitude is not None else municipality
    near = (each for each in candidates_for(place, municipality) if each.stands_for_the_place)
    candidates = sorted(near, key=rank)
    upto = version.current().newest if as_of is None else as_of
    tried: list[PlaceWeather] = []
    for kind in (DAILY, MONTHLY) if spacing == DAILY else (MONTHLY, DAILY):
        seen: list[PlaceWeather] = []
        for candidate in candidates:
            found = measured(candidate, kind, needed, upto)
            if found is None:
                continue
            if found.complete >= COMPLETE:
                return with_reason(found, chosen=candidate.chosen, passed=seen)
            seen.append(found)
        tried += seen
    return most_complete(tried)


def measured(
    candidate: StationCandidate, kind: str, needed: Period, upto: int
) -> PlaceWeather | None:
    """What a station holds of the period as days or as months; None where nothing."""
    read = measured_days if kind == DAILY else measured_months
    return read(candidate, needed, upto)


def measured_days(candidate: StationCandidate, needed: Period, upto: int) -> PlaceWeather | None:
    """Daily means of the fullest of a station's temperature datastreams."""
    ids = [s.pk for s in temperatures(candidate) if s.spacing in FINE]
    if not ids:
        return None
    found = temperature_days(datastreams=ids, first=needed.start, last=needed.end, as_of=upto)
    row = found.fullest()
    days = found.matrix.frame().filter(pl.col("datastream") == ids[row]).select("day", "value")
    if days.is_empty():
        return None
    return PlaceWeather(
        candidate.station,
        candidate.distance,
        candidate.height,
        DAILY,
        (ids[row],),
        days,
        NO_MONTHS,
        complete=days.height / needed.days,
        worked_out=int(found.corrected[row].sum()),
    )


def measured_months(candidate: StationCandidate, needed: Period, upto: int) -> PlaceWeather | None:
    """All that a station holds of the local months that the period touches."""
    properties = {s.pk: s.quantity for s in candidate.streams if s.spacing == MONTHLY}
    starts = months_of(needed)
    readings = store.state(datastreams=list(properties), start=starts[0], end=starts[-1], upto=upto)
    if readings.is_empty():
        return None
    names = pl.col("datastream").replace_strict(properties, return_dtype=pl.String)
    months = readings.select("start", "end", names.alias("quantity"), "value")
    temperature = months.filter(pl.col("quantity") == Quantity.AIR_TEMPERATURE)
    known = temperature.filter(pl.col("start").is_in(starts[:-1])).height
    share = known / (len(starts) - 1)
    return PlaceWeather(
        candidate.station,
        candidate.distance,
        candidate.height,
        MONTHLY,
        tuple(properties),
        NO_DAYS,
        months.sort("quantity", "start"),
        share,
    )


def temperatures(candidate: StationCandidate) -> Sequence[Datastream]:
    """A station's datastreams of air temperature."""
    wanted = Quantity.AIR_TEMPERATURE
    return [stream for stream in candidate.streams if stream.quantity == wanted]


def months_of(needed: Period) -> list[datetime]:
    """Starts of the local months that the period touches, and the end of the last one."""
    first, last = needed.start, date.fromordinal(needed.end.toordinal() - 1)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    days = (date(number // 12, number % 12 + 1, 1) for number in numbers)
    return [datetime.combine(day, time(), tzinfo=LOCAL).astimezone(UTC) for day in days]


def most_complete(tried: Sequence[PlaceWeather]) -> PlaceWeather | None:
    """The first in rank of those that hold about as much as the fullest."""
    if not tried:
        return None
    most = max(weather.complete for weather in tried)
    found = next(weather for weather in tried if weather.complete >= most - ALIKE)
    said = Text(
        "Keine Station hat vollständige Werte. Am besten passt {station}; dort fehlen {lacks}.",
        "No station is complete. The best fit is {station}; it lacks {lacks}.",
    ).format(station=station_named(found), lacks=lacking(found))
    return with_said(found, said)


def with_reason(
    found: PlaceWeather, *, chosen: bool, passed: Sequence[PlaceWeather]
) -> PlaceWeather:
    """Say whose weather it is and why not that of a station earlier in rank."""
    said = (OF_CHOSEN if chosen else OF_NEAREST).format(station=station_named(found))
    for weather in passed[:1]:
        first = FIRST_WOULD_BE.format(station=station_named(weather), lacks=lacking(weather))
        said = Text("{said} {first}", "{said} {first}").format(said=said, first=first)
    return with_said(found, said)


def with_said(found: PlaceWeather, said: Text) -> PlaceWeather:
    """Say it, and on how many days the mean follows from a part of their hours."""
    if found.worked_out:
        parts = WORKED_OUT.format(count=found.worked_out)
        said = Text(
            "{said} {parts}",
            "{said} {parts}",
        ).format(said=said, parts=parts)
    return replace(found, said=said)


def named(weather: PlaceWeather, language: Language) -> str:
    """The station's name, and how far away and how much higher it stands."""
    return placed_at(weather.station, weather.distance, weather.height, language)


def station_named(weather: PlaceWeather) -> Text:
    """The same in both languages."""
    return Text(*(named(weather, language) for language in LANGUAGES))


def lacking(weather: PlaceWeather) -> Text:
    """How much of the period a station does not hold."""
    lacks = LACKS_DAYS if weather.spacing == DAILY else LACKS_MONTHS
    return lacks.format(share=100 * (1 - weather.complete))


WORKED_OUT = Text(
    "An {count} Tagen fehlen Stunden; ihr Mittel folgt aus dem Tagesgang des Monats.",
    "On {count} days hours are missing; their mean follows from the month's course of the day.",
)
OF_CHOSEN = Text("Gewählt ist das Wetter von {station}.", "The weather of {station} is chosen.")
OF_NEAREST = Text(
    "Wetter der nächsten Station mit vollständigen Werten: {station}.",
    "Weather of the nearest station that is complete: {station}.",
)
FIRST_WOULD_BE = Text(
    "Zuerst käme {station}, dort fehlen aber {lacks}.",
    "First would be {station}, but it lacks {lacks}.",
)
LACKS_DAYS = Text("{share:.1n} % der Tage", "{share:.1n} % of the days")
LACKS_MONTHS = Text("{share:.1n} % der Monate", "{share:.1n} % of the months")
