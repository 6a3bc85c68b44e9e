"""Which weather stations may stand for a place, and what a person has to say where none may."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.db.models import Max

from klimamosaik.observations.models import Datastream, Latest, Quantity
from klimamosaik.places.models import Building, Municipality, WeatherStation
from klimamosaik.sources.weather import Station, kilometres
from klimamosaik.terms.text import LANGUAGES, Language, Text, decimal

FARTHEST = 60.0  # km; weather from farther away is taken only where a person chose it
HIGHEST = 300.0  # m of height between; the same


@dataclass(frozen=True)
class StationCandidate:
    """A station that could be taken."""

    station: WeatherStation
    distance: float | None  # km
    height: float | None  # m above the place
    streams: tuple[Datastream, ...]
    chosen: bool  # by a person

    @property
    def stands_for_the_place(self) -> bool:
        """True where its weather may be taken: a person chose it, or it is near by all we know."""
        if self.chosen:
            return True
        near = self.distance is not None and self.distance <= FARTHEST
        return near and (self.height is None or abs(self.height) <= HIGHEST)


def candidates_for(
    place: Building | Municipality, municipality: Municipality
) -> Iterator[StationCandidate]:
    """Every station that holds anything."""
    streams = Datastream.objects.filter(station__isnull=False).select_related("station")
    for station, held in groupby(streams.order_by("station", "pk"), key=lambda s: s.station):
        if station is not None:
            chosen = station.pk == municipality.station_id
            yield StationCandidate(
                station,
                distance(place, station),
                height(municipality, station),
                tuple(held),
                chosen,
            )


def rank(candidate: StationCandidate) -> tuple[bool, float, str]:
    """The chosen station first, then the nearer one."""
    far = candidate.distance if candidate.distance is not None else float("inf")
    return (not candidate.chosen, far, candidate.station.number)


def station_in_use(*, municipality: Municipality) -> WeatherStation | None:
    """The station whose weather stands for the municipality; None where none may."""
    held = candidates_for(municipality, municipality)
    near = sorted((each for each in held if each.stands_for_the_place), key=rank)
    return near[0].station if near else None


def distance(place: Building | Municipality, station: WeatherStation) -> float | None:
    """Great-circle distance [km]; None where coordinates are not known."""
    if (
        place.latitude is None
        or place.longitude is None
        or station.latitude is None
        or station.longitude is None
    ):
        return None
    there = Station(station.number, station.name, station.latitude, station.longitude)
    return kilometres(place.latitude, place.longitude, there)


def height(place: Municipality, station: WeatherStation) -> float | None:
    """How much higher the station stands [m]; None where either height is not known."""
    if place.altitude is None or station.altitude is None:
        return None
    return station.altitude - place.altitude


def asked_about(*, municipality: Municipality) -> Text | None:
    """What a person has to say before any weather can be taken; None where some can.

    Either the place is not known, or whatever is held stands too far away or nobody knows where.
    """
    held = sorted(candidates_for(municipality, municipality), key=rank)
    if not held or any(each.stands_for_the_place for each in held):
        return None
    if municipality.latitude is None or municipality.longitude is None:
        return PLACE_UNKNOWN.format(name=municipality.name)
    first = held[0]
    pattern = NOBODY_KNOWS_WHERE if first.distance is None else TOO_FAR
    de, en = (placed_at(first.station, first.distance, first.height, each) for each in LANGUAGES)
    return Text(pattern.de.format(station=de), pattern.en.format(station=en))


def weather_until(*, municipality: Municipality) -> datetime | None:
    """Up to when a station that may stand for the place knows temperatures; None for none."""
    near = [
        stream.pk
        for each in candidates_for(municipality, municipality)
        if each.stands_for_the_place
        for stream in each.streams
        if stream.quantity == Quantity.AIR_TEMPERATURE
    ]
    newest = Latest.objects.filter(datastream__in=near).aggregate(Max("end"))["end__max"]
    return None if newest is None else datetime.fromtimestamp(newest / 1e6, UTC)


def placed_at(
    station: WeatherStation, away: float | None, above: float | None, language: Language
) -> str:
    """'Belm (9 km entfernt, etwa 150 m höher)'; heights are told from 75 m on."""
    if away is None:
        where = WHERE_UNKNOWN.in_(language)
    else:
        where = AWAY.in_(language).format(km=decimal(away, language=language))
    if above is not None and abs(above) >= SAME_HEIGHT:
        metres = decimal(50 * round(abs(above) / 50), language=language)
        where += (HIGHER if above > 0 else LOWER).in_(language).format(metres=metres)
    return f"{station} ({where})"


SAME_HEIGHT = 75.0  # m; the heights of municipalities are known to about 100 m
AWAY = Text("{km} km entfernt", "{km} km away")
WHERE_UNKNOWN = Text("Entfernung unbekannt", "distance unknown")
HIGHER = Text(", etwa {metres} m höher", ", about {metres} m higher")
LOWER = Text(", etwa {metres} m tiefer", ", about {metres} m lower")
PLACE_UNKNOWN = Text(
    "Wo {name} liegt, ist nicht bekannt; darum steht keine Wetterstation dafür. Bitte bestätigen "
    "Sie auf der Seite Gemeinde den Ort, oder wählen Sie dort eine Station.",
    "Where {name} lies is not known, so no weather station stands for it. Please confirm the "
    "place on the municipality's page, or choose a station there.",
)
TOO_FAR = Text(
    "Die nächste Wetterstation mit Werten ist {{station}}. Weiter als {farthest:n} km oder "
    "{highest:n} m Höhenunterschied ist anderes Wetter: Bitte lesen Sie nähere Werte ein, oder "
    "wählen Sie diese Station beim Wetter der Gemeinde.",
    "The nearest weather station with values is {{station}}. Farther than {farthest:n} km or "
    "{highest:n} m of height is other weather: please import nearer values, or choose this "
    "station at the municipality's weather.",
).format(farthest=FARTHEST, highest=HIGHEST)
NOBODY_KNOWS_WHERE = Text(
    "Wo „{station}“ steht, ist nicht bekannt: Bitte bestätigen Sie beim Wetter der Gemeinde, dass "
    "diese Station für den Ort steht, oder lesen Sie Werte einer anderen ein.",
    "Where “{station}” stands is not known: please confirm on the municipality's weather that this "
    "station stands for the place, or import values of another one.",
)
