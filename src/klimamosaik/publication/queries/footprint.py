"""What sensors and this server use beside what published measures save."""

from dataclasses import dataclass

from klimamosaik.measures.models import Measure
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measures
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.reports.queries.footprint import (
    SensorFootprint,
    measures_with_series,
    sensor_footprint,
)
from klimamosaik.streams.queries.sources import OwnUse, own_use


@dataclass(frozen=True)
class MeasuredNet:
    """A published measure whose sensors report by themselves, with what they use."""

    measure: PublicMeasure
    footprint: SensorFootprint


def public_own_use(known: Known) -> OwnUse | None:
    """What this server uses; None where nobody meters it, or its readings are not published."""
    return known.once("own use", lambda: own_use_if_published(known))


def own_use_if_published(known: Known) -> OwnUse | None:
    """The same, asked for."""
    own = own_use(municipality=known.municipality, now=known.at)
    public = own is not None and known.published.has(PublishedKind.READINGS, own.thing)
    return own if public else None


def public_footprint(known: Known, pk: int) -> SensorFootprint | None:
    """What the sensors of a published measure use; None where none reports, or nothing is told."""
    if known.hidden.measure(pk):
        return None
    return sensor_footprint(measure=Measure.objects.get(pk=pk), own=public_own_use(known))


def measures_with_sensors(known: Known) -> tuple[MeasuredNet, ...]:
    """The published measures that have sensors, by name."""
    some = measures_with_series(municipality=known.municipality)
    asked = (one for one in public_measures(known) if one.id in some)
    found = ((one, public_footprint(known, one.id)) for one in asked)
    return tuple(MeasuredNet(one, told) for one, told in found if told is not None)
