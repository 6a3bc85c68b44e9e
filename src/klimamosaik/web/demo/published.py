"""What of the invented town is public, so that the demo has something for strangers to see."""

import math
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from klimamosaik.measures.models import Measure
from klimamosaik.measures.models.phase import Phase
from klimamosaik.observations.models import Thing
from klimamosaik.places.models import Building, Municipality
from klimamosaik.publication.models import PublicPage, PublishedKind
from klimamosaik.publication.operations import publish, switch_on
from klimamosaik.publication.queries.publishable import offers
from klimamosaik.publication.queries.published import PublicItem
from klimamosaik.records.operations import save, save_all
from klimamosaik.streams.own.operations import NAME
from klimamosaik.terms.period import local_day
from klimamosaik.web.demo.living.messages import name_of
from klimamosaik.web.demo.living.sensors import SENSORS
from klimamosaik.web.demo.sensor_files import BROOK, PARK

AHEAD = timedelta(days=75)  # from the demo's day to the invented council's next decision
LATEST = {  # of these the first ones only: the newest, and one building's single readings
    PublishedKind.BALANCE: 2,
    PublishedKind.REPORT: 1,
    PublishedKind.READINGS: 1,
}


def place_buildings(municipality: Municipality, centre: tuple[float, float], by: User) -> None:
    """Put the invented buildings around the invented middle, so that a map shows them."""
    rows = list(Building.objects.filter(municipality=municipality).order_by("pk"))
    for place, row in enumerate(rows):
        turn = 2.4 * place  # [rad] the golden angle: they spread evenly
        away = 0.004 * math.sqrt(place + 1)  # [degrees]
        row.latitude = round(centre[0] + away * math.cos(turn), 5)
        row.longitude = round(centre[1] + 1.6 * away * math.sin(turn), 5)
    save_all(rows, fields=["latitude", "longitude"], by=by)


def announce_decision(municipality: Municipality, by: User, at: datetime) -> None:
    """Say when the invented council decides next on a measure that has not begun."""
    today = local_day(at)
    rows = Measure.objects.filter(municipality=municipality, start__gt=today).order_by("start")
    if (row := rows.first()) is not None:
        row.next_decision_on = today + AHEAD
        save(row, by=by)


def outside(municipality: Municipality) -> set[PublicItem]:
    """The sensors in streets and parks, and this server: their single readings are public."""
    names = [name_of(sensor) for sensor in SENSORS if sensor.public]
    names += [name.split(" ", 1)[1] for name in (PARK, BROOK)] + [NAME]
    things = Thing.objects.filter(municipality=municipality, name__in=names)
    return {PublicItem(PublishedKind.READINGS, str(thing.pk)) for thing in things}


def publish_town(
    *, municipality: Municipality, centre: tuple[float, float], by: User, at: datetime
) -> None:
    """Switch the public page on and publish what has begun; ideas stay in the office."""
    if PublicPage.objects.filter(municipality=municipality).exists():
        return  # a second demo changes nothing
    place_buildings(municipality, centre, by)
    page = PublicPage(
        municipality=municipality,
        publisher=municipality.name,
        desk="Klimaschutzmanagement",
        email="klima@musterstadt.example",
        tested_on=at.date(),
    )
    switch_on(page=page, by=by, at=at)
    announce_decision(municipality, by, at)
    publish(municipality=municipality, items=chosen(municipality, at), by=by, at=at)


def chosen(municipality: Municipality, at: datetime) -> list[PublicItem]:
    """What is published of all that could be."""
    ideas = Measure.objects.filter(municipality=municipality, phase=Phase.IDEA)
    ideas_kept = {PublicItem(PublishedKind.MEASURE, str(each.pk)) for each in ideas}
    items, taken = list(outside(municipality)), dict.fromkeys(PublishedKind, 0)
    for offer in offers(municipality=municipality, at=at):
        kind = offer.item.kind
        if offer.item in items or offer.item in ideas_kept:
            continue
        taken[kind] += 1
        if taken[kind] <= LATEST.get(kind, taken[kind]):
            items.append(offer.item)
    return items
