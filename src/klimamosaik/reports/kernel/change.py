"""Why did it change? The change between two years in parts that add up to it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, prod
from typing import TypeGuard

import numpy as np

from klimamosaik.reports.kernel.changed_rows import (
    BuildingRows,
    CarrierChange,
    building_rows,
    with_factor,
)
from klimamosaik.reports.kernel.figures import (
    CausePart,
    UseCause,
    UseChange,
    UseChanges,
    UseSubject,
)
from klimamosaik.reports.kernel.inputs import ReportInputs
from klimamosaik.reports.kernel.shapley import shares
from klimamosaik.reports.kernel.weather import Correction
from klimamosaik.terms.text import Text

BASE = {UseSubject.COST_PER_HEAD: UseSubject.COST, UseSubject.CO2_PER_HEAD: UseSubject.CO2}
TOTAL_SUBJECTS = tuple(UseSubject)
BUILDING_SUBJECTS = (UseSubject.COST, UseSubject.CO2, UseSubject.ENERGY)


class ExplainedChanges(UseChanges):
    """The changes of a report, each subject and pair of years worked out once it is asked for."""

    def __init__(
        self,
        given: ReportInputs,
        correction: Correction,
        *,
        alone: int | None = None,
        before: UseChanges | None = None,
    ) -> None:
        """alone: the one building that is told of, without a total; None: all, and the total.

        before: of an earlier report; what it found of buildings given unchanged is taken over.
        """
        self.given, self.correction, self.alone = given, correction, alone
        self.rows: dict[tuple[UseSubject, int, int], Mapping[int, BuildingRows]] = {}
        self.earlier = before.rows if self.follows(before) else {}
        self.pairs = list(pairwise(given.years))
        if len(given.years) > 2:
            self.pairs.append((given.years[0], given.years[-1]))
        self.found: dict[tuple[UseSubject, int, int], Mapping[int | None, UseChange]] = {}
        self.wholes: dict[tuple[UseSubject, int, int], UseChange | None] = {}

    def between(
        self, subject: UseSubject, first: int, second: int
    ) -> Mapping[int | None, UseChange]:
        """The changes of a subject by building, None for all together, which comes first."""
        asked = subject, first, second
        if (first, second) not in self.pairs:
            return {}
        if asked not in self.found:
            self.found[asked] = {
                each.building: each
                for each in self.explained(*asked)
                if self.alone is None or each.building == self.alone
            }
        return self.found[asked]

    def altogether(self, subject: UseSubject, first: int, second: int) -> UseChange | None:
        """The change of all buildings together, without that of each."""
        asked = subject, first, second
        if asked not in self.wholes:
            told = self.alone is None and (first, second) in self.pairs
            found = self.in_both(*asked) if told else None
            self.wholes[asked] = None if found is None else found.altogether(*asked)
        return self.wholes[asked]

    def explained(self, subject: UseSubject, first: int, second: int) -> list[UseChange]:
        """The changes of one subject between two years: all together first, then each building."""
        asked = subject, first, second
        found = self.in_both(*asked)
        if found is None:
            return []
        each = subject in BUILDING_SUBJECTS
        own = found.by_building(self.given, *asked) if each else ()
        return [found.altogether(*asked), *own]

    def follows(self, before: UseChanges | None) -> TypeGuard["ExplainedChanges"]:
        """True where a building given as it was then has the same rows."""
        return (
            isinstance(before, ExplainedChanges)
            and before.correction == self.correction
            and before.given.factors == self.given.factors
        )

    def in_both(self, subject: UseSubject, first: int, second: int) -> "CarriersInBoth | None":
        """What two years can be compared by; None per head where nobody knows the heads."""
        asked = BASE.get(subject, subject), first, second
        people = self.given.town.people(first), self.given.town.people(second)
        if subject in BASE and not all(people):
            return None
        if asked not in self.rows:
            earlier = self.earlier.get(asked, {})
            self.rows[asked] = {
                each.id: same
                if (same := earlier.get(each.id)) and same.building is each
                else building_rows(self.given, self.correction, asked[0], each, first, second)
                for each in self.given.buildings
            }
        found = self.rows[asked].values()
        rows = [row for own in found for row in own.rows]
        if subject in BASE:
            heads = tuple(1 / p.inhabitants for p in people if p)
            rows = [with_factor(row, UseCause.POPULATION, heads[0], heads[1]) for row in rows]
        return CarriersInBoth(rows, split(rows), {own.building.id: own.left_out for own in found})

    def __iter__(self) -> Iterator[UseChange]:
        """All changes from year to year, and from the first to the last."""
        for first, second in self.pairs:
            for subject in TOTAL_SUBJECTS:
                yield from self.between(subject, first, second).values()


@dataclass(frozen=True)
class CarriersInBoth:
    """What can be compared of two years: carriers of buildings, with the parts of each change."""

    rows: list[CarrierChange]
    parts: list[Mapping[UseCause, float]]  # of each row
    left_out: Mapping[int, Sequence[Text]]  # by building

    def altogether(self, subject: UseSubject, first: int, second: int) -> UseChange:
        """The change of all buildings together."""
        everything = [name for names in self.left_out.values() for name in names]
        return change_of(subject, None, first, second, self.rows, self.parts, everything)

    def by_building(
        self, given: ReportInputs, subject: UseSubject, first: int, second: int
    ) -> Iterator[UseChange]:
        """The change of each building."""
        places: dict[int, list[int]] = defaultdict(list)
        for i, row in enumerate(self.rows):
            places[row.building].append(i)
        for building in given.buildings:
            own = places.get(building.id, [])
            rows, parts = [self.rows[i] for i in own], [self.parts[i] for i in own]
            out = self.left_out.get(building.id, ())
            yield change_of(subject, building.id, first, second, rows, parts, out)


def split(rows: list[CarrierChange]) -> list[Mapping[UseCause, float]]:
    """The parts of each row's change; rows with the same causes are computed together."""
    parts: list[Mapping[UseCause, float]] = [{} for _ in rows]
    by_causes: dict[tuple[UseCause, ...], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        by_causes[row.causes].append(i)
    for causes, members in by_causes.items():
        before = np.array([rows[i].before for i in members]).T
        after = np.array([rows[i].after for i in members]).T
        for i, column in zip(members, shares(before, after).T, strict=True):
            parts[i] = dict(zip(causes, map(float, column), strict=True))
    return parts


def change_of(
    subject: UseSubject,
    building: int | None,
    first: int,
    second: int,
    rows: list[CarrierChange],
    parts: list[Mapping[UseCause, float]],
    left_out: Sequence[Text],
) -> UseChange:
    """Add up rows and their parts."""
    by_cause: dict[UseCause, list[float]] = defaultdict(list)
    for row_parts in parts:
        for cause, amount in row_parts.items():
            by_cause[cause].append(amount)
    return UseChange(
        subject=subject,
        building=building,
        first=first,
        second=second,
        before=fsum(prod(row.before) for row in rows),
        after=fsum(prod(row.after) for row in rows),
        parts=tuple(
            CausePart(cause, fsum(by_cause[cause])) for cause in UseCause if cause in by_cause
        ),
        left_out=tuple(left_out),
        compared=len(rows),
    )
