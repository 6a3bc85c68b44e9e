"""From a measured pilot to many comparable places: effect and cost as ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.pathway.queries.saving import metered_money
from klimamosaik.places.models import Building, Municipality
from klimamosaik.planning.kernel.rollout import roll_out
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.estimate import Estimate


@dataclass(frozen=True)
class PilotPlace:
    """A measured measure as a pilot, with the size of where it was tried."""

    known: MeasureOutlook
    buildings: tuple[Building, ...]
    area: float | None  # [m²] of all its buildings; None: one of them is not known

    @property
    def measure(self) -> Measure:
        """The measure of the register."""
        return self.known.measure

    def size(self, *, by_area: bool) -> float:
        """How large the pilot is [m²], or in places."""
        if by_area and self.area is not None:
            return self.area
        return float(max(len(self.buildings), 1))


@dataclass(frozen=True)
class Where:
    """To which places, and what is assumed about them."""

    buildings: tuple[Building, ...] = ()  # chosen by name
    count: int = 0  # more places like the pilot's, only counted
    spread: float | None = None  # 1, between places, of the mean effect; None: from the pilots
    cost: float | None = None  # [EUR] per place; None: not known


@dataclass(frozen=True)
class RolledOut:
    """What all places together would bring."""

    places: int
    by_area: bool  # True: effect per square metre; False: per place
    tonnes: Estimate  # [t CO2e/a]
    kwh: float  # [kWh/a] mean, in the pilots' ratio of energy to emissions
    cost: float | None  # [EUR]
    saved_eur: float | None  # [EUR/a] mean, in the first pilot's ratio; None: not known
    pilots: int


def pilot_place(known: MeasureOutlook) -> PilotPlace:
    """Where a measure was tried."""
    points = known.measure.meter_points.counting().select_related("building")
    buildings = {point.building.pk: point.building for point in points}
    areas = [building.usable_area for building in buildings.values()]
    whole = [area for area in areas if area]
    area = fsum(whole) if areas and len(whole) == len(areas) else None
    return PilotPlace(known, tuple(buildings.values()), area)


def comparable(pilot: PilotPlace, municipality: Municipality) -> tuple[Building, ...]:
    """Buildings of the same kinds as the pilot's, without the pilot's."""
    kinds = {building.kind for building in pilot.buildings}
    own = [building.pk for building in pilot.buildings]
    found = Building.objects.filter(municipality=municipality, kind__in=kinds, until=None)
    return tuple(found.exclude(pk__in=own))


def rolled_out(pilots: Sequence[PilotPlace], where: Where) -> RolledOut:
    """Expect the effect elsewhere from one or more pilots, the first being the one asked about.

    Per square metre where the areas of all pilots and chosen buildings are known, else per place.
    Raises InputRejected without a place, and for fewer than three pilots without an assumed spread.
    """
    if not where.buildings and where.count < 1:
        raise rejected(
            "no_place",
            "Bitte mindestens einen Ort ankreuzen oder eine Anzahl über null angeben.",
            "Please tick at least one place or give a number above zero.",
        )
    by_area = all(pilot.area for pilot in pilots) and all(
        building.usable_area for building in where.buildings
    )
    usual = float(np.mean([pilot_size(pilot, by_area) for pilot in pilots]))
    chosen = [building.usable_area or 1.0 for building in where.buildings]
    sizes = [*(chosen if by_area else [1.0] * len(chosen)), *[usual] * where.count]
    measured = [per_size(pilot, by_area) for pilot in pilots]
    mean = abs(float(np.mean([each.mean for each in measured])))
    spread = None if where.spread is None else where.spread * mean
    found = roll_out(measured, np.array(sizes), assumed_spread=spread)
    places = len(sizes)
    return RolledOut(
        places=places,
        by_area=by_area,
        tonnes=found.total,
        kwh=found.total.mean * energy_per_tonne(pilots),
        cost=where.cost * places if where.cost is not None else None,
        saved_eur=money_elsewhere(pilots[0], found.total.mean),
        pilots=len(pilots),
    )


def pilot_size(pilot: PilotPlace, by_area: bool) -> float:
    """Mean size of a place of the pilot [m²], or 1."""
    return pilot.size(by_area=True) / max(len(pilot.buildings), 1) if by_area else 1.0


def per_size(pilot: PilotPlace, by_area: bool) -> Estimate:
    """The measured effect [t CO2e/a] per square metre or place."""
    assert pilot.known.measured is not None
    return pilot.known.measured.per(pilot.size(by_area=by_area))


def energy_per_tonne(pilots: Sequence[PilotPlace]) -> float:
    """Energy behind a tonne at the pilots [kWh/t]; 0 where they saved nothing on balance."""
    tonnes = fsum(pilot.known.measured.mean for pilot in pilots if pilot.known.measured)
    energy = (pilot.known.saved_energy for pilot in pilots)
    return fsum(one.mean for one in energy if one) / tonnes if tonnes else 0.0


def money_elsewhere(pilot: PilotPlace, tonnes: float) -> float | None:
    """Saved money in the pilot's ratio of money to tonnes [EUR/a]."""
    saved = metered_money(pilot.known)
    measured = pilot.known.measured
    if saved is None or measured is None or not measured.mean:
        return None
    return saved / measured.mean * tonnes
