"""Weather that is fetched instead of brought: DWD's open data, by the same store as files."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.observations.kernel.instants import stored_day
from klimamosaik.observations.models import Datastream, Delivery, Latest
from klimamosaik.observations.operations.deliveries import deliver
from klimamosaik.observations.weather.files import placed_weather, take_stations
from klimamosaik.observations.weather.queries.stations import FARTHEST, HIGHEST
from klimamosaik.places.models import Municipality
from klimamosaik.places.operations import choose_station
from klimamosaik.sources.tables import Progress
from klimamosaik.sources.weather import Station, nearest
from klimamosaik.sources.weather.fetch import Transport, fetch_station, fetch_stations
from klimamosaik.sources.weather.nearest import Choice
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.period import Period, local_day
from klimamosaik.terms.text import Text

YEARS_ASKED = timedelta(days=3 * 365)  # a baseline, a measure's year and one before them


@dataclass(frozen=True)
class Fetched:
    """A station's weather, as it was stored."""

    station: Station
    because: Text
    delivery: Delivery


def fetch_weather(
    *,
    municipality: Municipality,
    number: str | None,
    transport: Transport,
    by: User | None,
    by_name: str = "",
    at: datetime,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch a station's daily temperatures and store them.

    number: DWD's, e.g. "1766", which then stands for the municipality; None: the nearest that
    has the last years. Raises InputRejected where the municipality's place is not known, no station
    near enough is complete, DWD cannot be reached, or there is no such station.
    """
    stations = fetch_stations(transport=transport)
    station, because = chosen(stations, municipality, number, local_day(at))
    weather = fetch_station(station.id, transport=transport, progress=progress)
    with transaction.atomic():
        take_stations((station,))
        if number is not None:
            choose_station(municipality=municipality, number=station.id, by=by)
        delivery = deliver(
            readings=placed_weather(replace(weather, stations=(station,))),
            name=weather.name,
            municipality=municipality,
            by=by,
            by_name=by_name,
            at=at,
        )
    return Fetched(station, because, delivery)


def chosen(
    stations: tuple[Station, ...], municipality: Municipality, number: str | None, today: date
) -> tuple[Station, Text]:
    """The station asked for, or the nearest to the municipality that has the last years."""
    if number is not None:
        for station in stations:
            if station.id == number.lstrip("0"):
                return station, Text("gewünschte Station", "the station asked for")
        raise rejected(
            "unknown_station",
            "Der DWD nennt keine Station {number}: Ohne Nummer wird die nächste genommen.",
            "DWD lists no station {number}: without a number the nearest one is taken.",
            number=number,
        )
    if municipality.latitude is None or municipality.longitude is None:
        raise rejected(
            "place_unknown",
            "Die Lage von {name} ist nicht bekannt: Tragen Sie auf der Seite Gemeinde Breite und "
            "Länge ein, oder nennen Sie eine Station.",
            "The place of {name} is not known: enter latitude and longitude on the municipality's "
            "page, or name a station.",
            name=municipality.name,
        )
    choice = nearest(
        [each for each in stations if alike_in_height(each, municipality)],
        latitude=municipality.latitude,
        longitude=municipality.longitude,
        needed=asked_span(municipality, today),
    )
    if choice.kilometres > FARTHEST:
        raise refuse_far(choice)
    return choice.station, choice.because


def alike_in_height(station: Station, municipality: Municipality) -> bool:
    """False only where both heights are known and too different."""
    if station.altitude is None or municipality.altitude is None:
        return True
    return abs(station.altitude - municipality.altitude) <= HIGHEST


def refuse_far(choice: Choice) -> InputRejected:
    """The refusal of a station so far away that a person has to say that it shall count."""
    name, number, away = choice.station.name, choice.station.id, f"{choice.kilometres:.0f}"
    return rejected(
        "far_station",
        "Die nächste vollständige Station, {name} ({number}), steht {away} km entfernt: Dort ist "
        "anderes Wetter. Nennen Sie ihre Nummer, wenn sie trotzdem für die Gemeinde stehen soll.",
        "The nearest complete station, {name} ({number}), stands {away} km away: the weather "
        "there is another one. Name its number if it shall stand for the municipality all the "
        "same.",
        name=name,
        number=number,
        away=away,
    )


def asked_span(municipality: Municipality, today: date) -> Period:
    """The years up to the municipality's newest reading."""
    meters = Datastream.objects.filter(meter_point__building__municipality=municipality)
    ends = Latest.objects.filter(datastream__in=meters, end__isnull=False)
    newest = ends.order_by("-end").values_list("end", flat=True).first()
    last = stored_day(newest) if newest else today
    return Period(last - YEARS_ASKED, last)
