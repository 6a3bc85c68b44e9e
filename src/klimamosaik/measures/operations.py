"""Doors that change the register of measures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.measures.models import Gate, Measure
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.terms.complaint import Complaint, Refused
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Aim:
    """What the measure must reach, as wished; the day it is written down is not chosen."""

    saving_percent: float  # [%] at least
    confidence: float = 0.9  # 0..1


def write_measure(
    *,
    measure: Measure,
    buildings: Collection[Building] = (),
    meter_points: Collection[MeterPoint],
    comparison_points: Collection[MeterPoint] = (),
    aim: Aim | None,
    by: User | None,
    at: datetime,
) -> Measure:
    """Save a new or changed measure with its places and its gate, all or nothing.

    Buildings of the meter points are added by themselves. A gate that changes carries the new
    day: it cannot be dated back. Raises Refused with every complaint.
    """
    complaints = [*order_of_days(measure), *places_that_fit(measure, meter_points)]
    complaints += places_that_fit(measure, comparison_points)
    if set(meter_points) & set(comparison_points):
        complaints.append(COMPARED_WITH_ITSELF)
    if complaints:
        raise Refused(complaints)
    with transaction.atomic():
        measure._history_user = by  # type: ignore[attr-defined]
        measure.full_clean()
        measure.save()
        metered = {point.building for point in meter_points}
        measure.buildings.set({*buildings, *metered})
        measure.meter_points.set(meter_points)
        measure.comparison_points.set(comparison_points)
        write_gate(measure=measure, aim=aim, by=by, at=at)
    return measure


def write_gate(*, measure: Measure, aim: Aim | None, by: User | None, at: datetime) -> None:
    """Write the gate down with today's date, unless it stays as it was."""
    gate = Gate.objects.filter(measure=measure).first()
    known = Aim(gate.saving_percent, gate.confidence) if gate else None
    if aim == known:
        return
    if aim is None:
        assert gate is not None
        gate._history_user = by  # type: ignore[attr-defined]
        gate.delete()
        return
    gate = gate or Gate(measure=measure)
    gate.saving_percent, gate.confidence = aim.saving_percent, aim.confidence
    gate.written_on = day_of(at)
    gate._history_user = by  # type: ignore[attr-defined]
    gate.full_clean()
    gate.save()


def day_of(at: datetime) -> date:
    """The local day of an instant."""
    return at.astimezone(LOCAL).date()


def order_of_days(measure: Measure) -> list[Complaint]:
    """Installation, then effect, then its end."""
    complaints = []
    if measure.installation_start and measure.installation_start > measure.start:
        complaints.append(INSTALLED_LATER)
    if measure.end and measure.end <= measure.start:
        complaints.append(ENDED_EARLIER)
    return complaints


def places_that_fit(measure: Measure, points: Collection[MeterPoint]) -> list[Complaint]:
    """Meter points of the measure's own municipality only."""
    if any(point.building.municipality_id != measure.municipality_id for point in points):
        return [OTHER_MUNICIPALITY]
    return []


INSTALLED_LATER = Complaint(
    "installed_later",
    Text(
        "Der Umbau beginnt nach dem ersten Tag der Wirkung. Er liegt davor oder bleibt leer.",
        "Installation begins after the first day of the effect. It must lie before, or stay empty.",
    ),
    column="installation_start",
)
ENDED_EARLIER = Complaint(
    "ended_earlier",
    Text(
        "Die Maßnahme endet, bevor sie wirkt. Das Ende liegt nach dem ersten Tag der Wirkung.",
        "The measure ends before it works. Its end lies after the first day of the effect.",
    ),
    column="end",
)
OTHER_MUNICIPALITY = Complaint(
    "other_municipality",
    Text(
        "Ein gewählter Zähler gehört zu einer anderen Gemeinde.",
        "A chosen meter belongs to another municipality.",
    ),
    column="meter_points",
)
COMPARED_WITH_ITSELF = Complaint(
    "compared_with_itself",
    Text(
        "Ein Zähler kann nicht zugleich gemessen und zum Vergleich stehen. "
        "Nehmen Sie ihn aus einer der beiden Listen.",
        "A meter cannot be measured and stand for comparison at once. "
        "Take it out of one of the two lists.",
    ),
    column="comparison_points",
)
