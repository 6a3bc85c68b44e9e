"""What some meters used and cost in years, as it was known at two times."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

import numpy as np
from django.db import connection

from klimamosaik.observations.queries.bills import mark_of_bills
from klimamosaik.observations.queries.confirmations import ever_confirmed
from klimamosaik.places.models import Building, MeterPoint
from klimamosaik.records.batched_ids import at_once
from klimamosaik.records.memory_cache import HeldResults
from klimamosaik.reports.collect import PointYear, in_use, point_years
from klimamosaik.reports.doubts import months_of
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.reports.kernel.months import days_due
from klimamosaik.reports.master_data.as_of import MasterData
from klimamosaik.reports.metering import streams_of_use
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

AT_ONCE = 100  # meters, where it is only asked whether any of them is known
KEPT = 26 * 3600  # [s]

USE = (Text("Verbrauch {year}", "use in {year}"), "kWh")
WATER = (Text("Wasser {year}", "water in {year}"), "m³")
COST = (Text("Energiekosten {year}", "energy cost in {year}"), "€")
TOLD = (USE, WATER, COST)  # of each year
Values = tuple[float | None, ...]  # by year, then as TOLD; None: nobody knows


@dataclass(frozen=True)
class DataState:
    """What was known at some time."""

    version: int  # of readings and bills
    said_until: datetime | None  # what people called right counts up to here; None: all of it


@dataclass(frozen=True)
class StatesCompared:
    """What was known before and after something came to be known."""

    before: DataState
    now: DataState


@dataclass(frozen=True)
class ComparedFigure:
    """A figure of a page, as it is compared with itself."""

    what: Text  # "Verbrauch 2025"
    value: float | None  # [unit]
    unit: str


Figures = Sequence[ComparedFigure]
COMPARED = HeldResults[tuple[Values, Values]](most=300, seconds=KEPT)  # before and now
KNOWN = HeldResults[frozenset[int]](most=100, seconds=KEPT)  # places of figures


@dataclass(frozen=True)
class MetersCompared:
    """The meters behind the figures of a page, and the years these are of."""

    master: MasterData
    years: tuple[int, ...]  # ascending, without gaps

    @cached_property
    def homes(self) -> dict[int, Building]:
        """The buildings that were in use in the years."""
        return {each.pk: each for each in in_use(self.master.buildings, self.years)}

    @cached_property
    def points(self) -> tuple[MeterPoint, ...]:
        """The meters of these that count."""
        return tuple(each for each in self.master.points if each.building_id in self.homes)

    def figures(self, moved: Collection[int], states: StatesCompared) -> tuple[Figures, Figures]:
        """The figures before and now, without what is the same in both.

        moved: meters (ids) of which anything else was known; of a figure of which they know
        something at one of the times only, it is asked whether others do.
        """
        before, now = self.compared(moved, states)
        halves = zip(before, now, strict=True)
        asked = frozenset(
            place for place, (was, new) in enumerate(halves) if (was is None) != (new is None)
        )
        told = self.known_beside(moved, asked, states.now) if asked else asked
        return self.named(before, told), self.named(now, told)

    def named(self, values: Values, beside: Collection[int]) -> Figures:
        """Values as figures; beside: places of those of which other meters know something."""
        names = [(what.format(year=year), unit) for year in self.years for what, unit in TOLD]
        return [
            ComparedFigure(what, 0.0 if value is None and place in beside else value, unit)
            for place, ((what, unit), value) in enumerate(zip(names, values, strict=True))
        ]

    def compared(self, moved: Collection[int], states: StatesCompared) -> tuple[Values, Values]:
        """What some meters (ids) used and cost before and now; held by all it stands on.

        Not inside a transaction, whose readings may never come to be.
        """
        points = [point for point in self.points if point.pk in moved]

        def made() -> tuple[Values, Values]:
            return self.values(points, states.before), self.values(points, states.now)

        if not points or connection.in_atomic_block:
            return made()
        return COMPARED.once(f"{self.name_of(points)} {states}", made)

    def known_beside(
        self, moved: Collection[int], asked: frozenset[int], known: DataState
    ) -> frozenset[int]:
        """The places asked about of which other meters than these know anything; held likewise."""
        water = {TOLD[place % len(TOLD)] is WATER for place in asked}
        others = [
            point for point in self.points if point.pk not in moved and is_water(point) in water
        ]

        def made() -> frozenset[int]:
            found: set[int] = set()
            for some in at_once(others, AT_ONCE):
                values = self.values(some, known)
                found |= {place for place in asked if values[place] is not None}
                if found == asked:
                    break
            return frozenset(found)

        if connection.in_atomic_block:
            return made()
        return KNOWN.once(f"{self.name_of(others)} {sorted(asked)} {known}", made)

    def values(self, points: Sequence[MeterPoint], known: DataState) -> Values:
        """What some of the meters used and cost in the years, as it was known then."""
        sums: list[list[float]] = [[] for _ in range(len(self.years) * len(TOLD))]  # to be added
        if not points:
            return added(sums)
        metered = months_of(points, self.years, known.version, known.said_until)
        homes = [self.homes[point.building_id] for point in points]
        due = np.array([days_due(metered.edges, home.since, home.until) for home in homes])
        for point, own in zip(points, point_years(metered, due), strict=True):
            told = [value for year in own for value in counted(point, year)]
            for known_of, value in zip(sums, told, strict=True):
                known_of += [] if value is None else [value]
        return added(sums)

    def name_of(self, points: Sequence[MeterPoint]) -> str:
        """Another one as soon as anything but the state is that values of meters stand on."""
        ids = [point.pk for point in points]
        homes = [self.homes[point.building_id] for point in points]
        meters = [
            (point.pk, point.carrier, home.since, home.until)
            for point, home in zip(points, homes, strict=True)
        ]
        said = ever_confirmed(points=ids).values_list()
        stands = (self.years, meters, streams_of_use(ids), mark_of_bills(points=ids), list(said))
        return sha256(repr(stands).encode()).hexdigest()


def counted(point: MeterPoint, year: PointYear) -> Values:
    """What a meter adds to each figure of a year."""
    if is_water(point):
        return None, year.use.amount.value, None
    return year.use.amount.value, None, year.cost.amount.value


def is_water(point: MeterPoint) -> bool:
    """True for a meter of water; all others are of energy."""
    return Medium.of(Carrier(point.carrier)) is Medium.WATER


def added(sums: Sequence[Sequence[float]]) -> Values:
    """The sum of each figure; None where there is nothing to add."""
    return tuple(sum(each) if each else None for each in sums)
