"""The page on a municipality's weather: which station stands for it, and how to get its values."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.observations.weather.fetch_work import WORKING, fetching, start_fetching
from klimamosaik.observations.weather.queries.stations import (
    FARTHEST,
    HIGHEST,
    StationCandidate,
    asked_about,
    candidates_for,
    rank,
)
from klimamosaik.observations.weather.queries.temperatures import PlaceWeather, weather_for
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.places.operations import choose_station
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.language import translate
from klimamosaik.terms.period import Period
from klimamosaik.terms.text import Text

YEARS = 3  # whole calendar years looked at: those of a report
SHOWN = 12  # stations listed


@dataclass(frozen=True)
class StationRow:
    """A station that holds values."""

    candidate: StationCandidate
    in_use: bool

    @property
    def far(self) -> bool:
        """True where a person has to choose it for it to count."""
        return not self.candidate.stands_for_the_place


@municipality_page(Role.READER)
def weather(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Whose weather counts, what is missing, and the buttons to fetch it."""
    found = in_use(municipality, timezone.localdate())
    held = sorted(candidates_for(municipality, municipality), key=rank)
    work = fetching(municipality=municipality)
    page = {
        "found": found,
        "asked": asked_about(municipality=municipality),
        "rows": [
            StationRow(each, found is not None and each.station == found.station)
            for each in held[:SHOWN]
        ],
        "work": work,
        "working": work is not None and work.state == WORKING,
        "only": held[0].station if len(held) == 1 else None,
        "placed": municipality.latitude is not None and municipality.longitude is not None,
        "farthest": FARTHEST,
        "highest": HIGHEST,
        "upload_mb": settings.UPLOAD_MB,
    }
    return render(request, "observations/weather.html", page)


def in_use(municipality: Municipality, today: date) -> PlaceWeather | None:
    """The weather of the last whole calendar years; None where none may be taken."""
    needed = Period(date(today.year - YEARS, 1, 1), date(today.year, 1, 1))
    return weather_for(municipality=municipality, needed=needed)


@require_POST
@municipality_page(Role.EDITOR)
def fetch(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Fetch the weather of the nearest station, or of the one a person names."""
    number = request.POST.get("number", "").strip()
    if number and not (number.isascii() and number.isdecimal()):
        messages.error(request, translate(NO_NUMBER))
    else:
        start_fetching(municipality=municipality, number=number or None, by=current_user(request))
    return redirect("weather", ags=municipality.ags)


@require_POST
@municipality_page(Role.EDITOR)
def choose(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Say that a station stands for the municipality, or that the nearest shall."""
    number = request.POST.get("number", "")
    held = {each.station.number for each in candidates_for(municipality, municipality)}
    if number and number not in held:
        messages.error(request, translate(NOT_HELD))
    else:
        choose_station(municipality=municipality, number=number or None, by=current_user(request))
        tell_done(request, Deed.WEATHER_HELD, CHOSEN if number else NEAREST)
    return redirect("weather", ags=municipality.ags)


NO_NUMBER = Text(
    "Die Nummer einer Station des DWD besteht aus Ziffern, z. B. 1766.",
    "The number of a station of DWD is made of digits, e.g. 1766.",
)
NOT_HELD = Text("Von dieser Station gibt es keine Werte.", "There are no values of this station.")
CHOSEN = Text(
    "Diese Station steht jetzt für die Gemeinde.", "This station now stands for the municipality."
)
NEAREST = Text(
    "Es gilt wieder die nächste Station mit vollständigen Werten.",
    "The nearest station with complete values counts again.",
)
