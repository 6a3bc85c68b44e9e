"""Doors that change places and people. Who did it is kept in the history of each record."""

from typing import Any

from django.contrib.auth.models import User

from klimamosaik.places.models import MeterPoint, Municipality, WeatherStation
from klimamosaik.places.queries.gazetteer.checks import (
    place_facts,
    refuse_other_key,
    refuse_unknown_key,
)
from klimamosaik.places.queries.gazetteer.table import key_in, municipality_of
from klimamosaik.records.operations import save
from klimamosaik.terms.complaint import rejected


def assign(*, point: MeterPoint, by: User | None) -> None:
    """Save where a meter belongs and which way it flows, as a person says it.

    The direction it had in files is kept: the next file finds the meter by it.
    """
    before = MeterPoint.objects.get(pk=point.pk).direction
    if point.direction != before and not point.read_as:
        point.read_as = before
    save(point, by=by)


def confirm_direction(*, point: MeterPoint, by: User | None) -> None:
    """Note that a person says a meter's direction is right as it is."""
    point.read_as = point.read_as or point.direction
    save(point, by=by)


def found_municipality(
    *, ags: str, name: str, by: User | None, sure: bool = True, **facts: Any
) -> Municipality:
    """Create a municipality; name and place come with its key where the register knows it.

    sure: key and name are right even where the register knows them otherwise. Raises InputRejected
    where the key is no key, no municipality's, another one's, or is taken.
    """
    ags = key_in(ags)
    known = municipality_of(ags)
    if known is None:
        refuse_unknown_key(ags, sure=sure)
    elif not sure:
        refuse_other_key(known, name)
    if Municipality.objects.filter(ags=ags).exists():
        raise rejected(
            "municipality_exists",
            "Die Gemeinde {ags} gibt es hier schon.",
            "Municipality {ags} is already here.",
            ags=ags,
        )
    told = place_facts(known) | {key: each for key, each in facts.items() if each is not None}
    called = name.strip() or (known.name if known else ags)
    municipality = Municipality(ags=ags, name=called, **told)
    save(municipality, by=by)
    return municipality


def choose_station(*, municipality: Municipality, number: str | None, by: User | None) -> None:
    """A person says whose weather is the municipality's, wherever it stands; None: the nearest."""
    station = WeatherStation.objects.get(number=number) if number is not None else None
    if municipality.station != station:
        municipality.station = station
        save(municipality, by=by)
