"""What the keys are made of beside statistics: facts by kind of area, and how keys are mixed."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from klimamosaik.balance.kernel.districts import DistrictScales
from klimamosaik.balance.kernel.keys import BRANCH_KEYS
from klimamosaik.sources.statistics.municipalities import AGE_CLASSES, Floats, Municipalities

OLDEST_YEAR = 1900  # of construction, for the mean over the first class


@dataclass(frozen=True)
class KeyFacts:
    """What the keys are made of beside the statistics."""

    floor_demand: tuple[tuple[int, float], ...]  # (last year of construction, kWh/m² a)
    daily_distance: tuple[tuple[int, float], ...]  # (kind of area, km a day)
    jobs: tuple[tuple[int, float], ...] = ()  # (kind of area, jobs per head over the mean)
    usual_area: tuple[tuple[int, float], ...] = ()  # (kind of area, ha of commerce per head)
    mix: "Mix" = field(default_factory=lambda: Mix())
    whole: "NationSums" = field(default_factory=lambda: NationSums())
    states: tuple[tuple[str, "StateJobs"], ...] = ()  # by the two digits of the state's key
    islands: frozenset[str] = frozenset()  # AGS of municipalities no road leads to
    districts: DistrictScales = field(default_factory=DistrictScales)  # of industry, as published

    def class_demand(self) -> Floats:
        """Heat demand of each class of flats [kWh/m² a]: the mean over its years."""
        first = OLDEST_YEAR
        found = []
        for last in AGE_CLASSES:
            years = range(first, last + 1)
            found.append(np.mean([self.demand(year) for year in years]))
            first = last + 1
        return np.array(found)

    def demand(self, year: int) -> float:
        """Heat demand of a house built in `year` [kWh/m² a]."""
        return next(value for until, value in self.floor_demand if year <= until)

    def distance(self, area_type: Floats) -> Floats:
        """Daily distance by kind of area [km]; the mean of all kinds where it is unknown."""
        return by_kind(self.daily_distance, area_type)

    def jobs_per_head(self, area_type: Floats) -> Floats:
        """Jobs per inhabitant by kind of area, over those of the nation."""
        return by_kind(self.jobs, area_type) if self.jobs else np.ones(area_type.shape)

    def driven(self, kilometres: Floats) -> Floats:
        """Driving on motorways [million km] as part of the nation's."""
        return np.asarray(kilometres / self.whole.motorway)

    def area(self, places: Municipalities) -> Floats:
        """Area of industry and commerce [ha]; where none is published, half of what is usual.

        Zero and "not published" look the same in the statistics: half the municipalities without
        a figure are taken to have a usual area. What comes of it is shown as unknown.
        """
        if not self.usual_area:
            return places.commercial_area
        usual = 0.5 * places.population * by_kind(self.usual_area, places.area_type)
        return np.where(places.commercial_area > 0, places.commercial_area, usual)


@dataclass(frozen=True)
class StateJobs:
    """Employees at the place of work in a state, and what they are shared by within it."""

    services: float  # persons in trade, transport, services to firms and the public (G to U)
    producing: float  # persons in mining, industry, supply and construction (B to F)
    weighted: float  # inhabitants weighted by the jobs of their kind of area
    area: float  # ha of industry and commerce, half of what is usual where none is published


@dataclass(frozen=True)
class NationSums:
    """The nation's sums that make amounts of different units one."""

    traffic_area: float = 1.0  # ha
    mobility: float = 1.0  # person-kilometres a day
    motorway: float = 1.0  # million vehicle-kilometres a year
    gas: float = 0.66  # flats heated with gas, over those without district heat
    oil: float = 0.22  # flats heated with oil, over those without district heat


@dataclass(frozen=True)
class Mix:
    """How keys are mixed where no statistics say what moves an energy."""

    traffic_area: float = 0.75  # of motorways; the rest goes by the inhabitants' ways
    commercial_area: float = 0.8  # of a state's producing employees; the rest goes by jobs
    power_by_plants: float = 0.3  # of a branch's electricity and bought heat
    few_plants: float = 10.0  # plants of a branch at which area is trusted as much as they are
    plants: tuple[float, ...] = ()  # of each branch in the nation; empty: plenty
    all_seen: frozenset[str] = frozenset()  # branches of which every site takes part

    def trust(self) -> Floats:
        """How far a branch's plants speak for the branch, 0..1: [BRANCH_KEYS]."""
        if not self.plants:
            return np.ones(len(BRANCH_KEYS))
        number = np.array(self.plants)
        return np.asarray(number / (number + self.few_plants), dtype=np.float64)

    def complete(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Branches whose fuel is burnt at the plants of emission trade alone: [BRANCH_KEYS]."""
        return np.array([key.value in self.all_seen for key in BRANCH_KEYS])


def by_kind(values: tuple[tuple[int, float], ...], area_type: Floats) -> Floats:
    """A value by kind of area; the mean of all kinds where the kind is unknown."""
    found = np.full(area_type.shape, float(np.mean([value for _, value in values])))
    for kind, value in values:
        found[area_type == kind] = value
    return found
