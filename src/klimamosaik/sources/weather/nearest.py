"""The nearest station that has what is needed, and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from klimamosaik.sources.weather.station import Station
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import Period
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


def nearest(
    stations: Sequence[Station],
    *,
    latitude: float,
    longitude: float,
    needed: Period,
    least: float = COMPLETE,
) -> Choice:
    """The nearest station with at least `least` of the needed time.

    The stations' own first and last day decide. Raises InputRejected where none is complete.
    """
    ranked = sorted(stations, key=lambda each: kilometres(latitude, longitude, each))
    passed: list[tuple[Station, float]] = []
    for station in ranked:
        share = _share(station, needed)
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


def _share(station: Station, needed: Period) -> float:
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
