"""Meters whose readings are public: what they count, where, and their series.

Nothing here is decided anew: a meter is public as one of the series of a thing is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from klimamosaik.observations.models import Datastream
from klimamosaik.places.models import MeterPoint
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.sensors import PublicSensor, PublicSeries, public_sensors
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PublicMeter:
    """A meter as strangers see it: without its number and what the office calls it."""

    id: int
    carrier: Text
    carrier_code: str
    direction: Text
    direction_code: str
    counts: bool  # True: final energy use; False: fed in, or a part of another meter
    thing: int  # id of the thing whose readings are public
    place: str  # what that is called
    building: int | None  # None: the building is not public by itself
    series: tuple[PublicSeries, ...]
    since: datetime  # public


def public_meters(known: Known) -> tuple[PublicMeter, ...]:
    """All meters of whom a series is told, by place."""
    return known.once("meters", lambda: tuple(meters_of_things(known)))


def public_meter(known: Known, pk: int) -> PublicMeter:
    """One meter. Raises NoLongerPublic for one that was taken back, else NotPublic."""
    found = next((each for each in public_meters(known) if each.id == pk), None)
    if found is not None:
        return found
    streams = Datastream.objects.filter(
        meter_point=pk, thing__building__municipality=known.published.ags
    )
    for thing in streams.values_list("thing", flat=True):
        known.published.require(PublishedKind.READINGS, thing)
    raise NotPublic


def meters_of_things(known: Known) -> Iterable[PublicMeter]:
    """The meters behind the series of each thing."""
    sensors = public_sensors(known)
    told = [series.id for sensor in sensors for series in sensor.series]
    streams = Datastream.objects.filter(pk__in=told).exclude(meter_point=None)
    of_meter = dict(streams.values_list("pk", "meter_point"))
    points = MeterPoint.objects.in_bulk(set(of_meter.values()))
    for sensor in sensors:
        own: dict[int, list[PublicSeries]] = {}
        for series in sensor.series:
            if series.id in of_meter:
                own.setdefault(of_meter[series.id], []).append(series)
        for pk, found in own.items():
            yield meter(points[pk], sensor, tuple(found), known)


def meter(
    point: MeterPoint, sensor: PublicSensor, series: tuple[PublicSeries, ...], known: Known
) -> PublicMeter:
    """One meter with its series."""
    return PublicMeter(
        id=point.pk,
        carrier=point.carrier_text,
        carrier_code=point.carrier,
        direction=point.direction_text,
        direction_code=point.direction,
        counts=point.counts,
        thing=sensor.id,
        place=sensor.name,
        building=point.building_id
        if known.published.has(PublishedKind.BUILDING, point.building_id)
        else None,
        series=series,
        since=since(known, PublishedKind.READINGS, sensor.id),
    )
