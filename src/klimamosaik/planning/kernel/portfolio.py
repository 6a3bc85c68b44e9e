"""Which measures, and when: the most tonnes that yearly money and staff can carry.

A mixed-integer program: x(m, y) = 1 where measure m starts in year y. Tonnes are counted from the
year after the work is done to the last year. What a measure is worth mixes the low end of its
range and its mean (`caution`): evidence narrows ranges, so measured measures gain. What runs on
costing after the work is paid from the same yearly money; what is saved does not refill it.

Where money left over is kept (`Means.carried`), each year's limit is on all money spent so far:
sum of cost up to year y <= sum of budgets up to y. Where an investment may be paid in several
ways, each way is a variable of its own, x(m, w, y), and of each measure one at most is 1.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.planning.kernel.candidate import (
    Means,
    MeasureCandidate,
    to_the_end,
    valued,
    years_of_effect,
)
from klimamosaik.planning.kernel.rows import Constraints
from klimamosaik.planning.kernel.search import FoundPlan, Program, search
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text

Floats = NDArray[np.float64]
Columns = NDArray[np.int64]
CENT = 0.005  # [EUR, d] a difference of rounding, no excess
MUST_NOT_FIT = rejected(
    "must_not_fit",
    "Was dabei sein muss, passt nicht in den Plan: zu wenig Geld oder Personal, zu wenig Jahre, "
    "oder Voraussetzungen und Ausschlüsse stehen dagegen. Bitte etwas davon lockern.",
    "What must be included does not fit: too little money or staff, too few years, or "
    "prerequisites and exclusions stand against it. Please loosen one of them.",
)


@dataclass(frozen=True)
class SearchProgress:
    """How far the search is."""

    found: float  # [t] of the best plan so far
    bound: float  # [t] no plan can reach more
    gap: float | None  # 1, (bound - found) / found; None: nothing found yet


@dataclass(frozen=True)
class Plan:
    """What to start when."""

    starts: tuple[tuple[str, int], ...]  # (code, year from 0), in the order of the candidates
    tonnes: float  # [t CO2e] valued, summed over the years
    bound: float  # [t CO2e] no plan can reach more
    cost: Floats  # (Y,) [EUR]
    staff: Floats  # (Y,) [person days]
    chosen: tuple[MeasureCandidate, ...] = ()  # the same measures, each in the way it is paid


def choose(
    *,
    candidates: Sequence[MeasureCandidate],
    means: Means,
    exclusive: Sequence[frozenset[str]] = (),
    must: frozenset[str] = frozenset(),
    caution: float = 0.5,
    gap: float = 0.01,
    seconds: float = 60.0,
    progress: Callable[[SearchProgress], None] | None = None,
) -> Plan:
    """Find the plan with the most tonnes, to `gap` of the best possible.

    Of each `exclusive` group at most one measure starts, all of `must` do. `caution` 0..1 is the
    weight of the low end; `seconds` limit the last step of the search. Raises InputRejected for
    codes nobody knows and where what must be cannot be.
    """
    refuse_unknown(candidates, [*exclusive, must])
    grid = ProgramGrid(candidates, means.years)
    worth = grid.worth(caution)
    rows = all_rows(grid, means, exclusive, must)
    able = worth.ravel() * rows.upper
    if not able.any() and not must:
        return planned(grid, means, np.zeros(worth.shape, dtype=np.bool_), worth, 0.0)
    scale = float(np.abs(worth).max()) or 1.0  # values of one size are easier to solve
    wanted = np.repeat([candidate.code in must for candidate in candidates], grid.each)
    program = Program(rows, worth.ravel() / scale, wanted, grid.each)
    found = search(
        program,
        gap=gap,
        seconds=seconds,
        tell=lambda so_far: progress(progress_of(so_far, scale)) if progress else None,
    )
    if found is None:
        raise MUST_NOT_FIT
    chosen = found.chosen.reshape(worth.shape)
    return planned(grid, means, chosen, worth, found.bound * scale)


class ProgramGrid:
    """The variables of a program: measures, each in its ways of paying, each way in its years."""

    def __init__(self, candidates: Sequence[MeasureCandidate], years: int) -> None:
        self.years = years
        self.ways = [candidate.ways for candidate in candidates]
        self.most = max(map(len, self.ways), default=1)  # measures with fewer leave some unused
        self.each = self.most * years  # variables of one measure; they follow each other
        self.place = {candidate.code: at for at, candidate in enumerate(candidates)}

    def columns(self, place: int, way: int, first: int = 0, until: int | None = None) -> Columns:
        """The variables of a measure in a way, started in the years from `first` to `until`."""
        start = place * self.each + way * self.years
        end = self.years if until is None else min(until, self.years)
        return np.arange(start + first, start + max(end, first))

    def of(self, place: int) -> Columns:
        """All variables of a measure."""
        return np.arange(place * self.each, (place + 1) * self.each)

    def worth(self, caution: float) -> Floats:
        """Tonnes of each start, shape (measures, ways, years)."""
        found = np.zeros((len(self.ways), self.most, self.years))
        for place, ways in enumerate(self.ways):
            for way, candidate in enumerate(ways):
                found[place, way] = valued(candidate, self.years, caution)
        return found


def progress_of(found: FoundPlan, scale: float) -> SearchProgress:
    """How far the search is, in tonnes."""
    gap = found.gap if math.isfinite(found.gap) else None
    return SearchProgress(found.worth * scale, found.bound * scale, gap)


def all_rows(
    grid: ProgramGrid, means: Means, exclusive: Sequence[frozenset[str]], must: frozenset[str]
) -> Constraints:
    """Everything a plan must keep to."""
    rows = Constraints(len(grid.ways) * grid.each)
    for code, place in grid.place.items():
        columns = grid.of(place)
        rows.add(columns, np.ones(len(columns)), 1.0)
        forbid_too_late(rows, grid, place)
        if code in must:
            rows.add(columns, -np.ones(len(columns)), -1.0)
        for needed in grid.ways[place][0].needs:
            finished_before(rows, grid, place, grid.place[needed])
    for group in exclusive:
        columns = np.concatenate([grid.of(grid.place[code]) for code in sorted(group)])
        rows.add(columns, np.ones(len(columns)), 1.0)
    spend(rows, grid, lambda each: to_the_end(each, means.years), means.available, means.carried)
    spend(rows, grid, lambda each: each.staff, means.staff, False)
    return rows


def forbid_too_late(rows: Constraints, grid: ProgramGrid, place: int) -> None:
    """No start that leaves no year of effect, and none in a way the measure does not have."""
    ways = grid.ways[place]
    for way in range(grid.most):
        columns = grid.columns(place, way)
        if way >= len(ways):
            rows.forbid(columns)
        else:
            rows.forbid(columns[years_of_effect(ways[way], grid.years) == 0])


def finished_before(rows: Constraints, grid: ProgramGrid, follower: int, first: int) -> None:
    """Whoever follows by year y needs the other finished by then, however it is paid."""
    for year in range(grid.years):
        mine = [
            grid.columns(follower, way, until=year + 1) for way in range(len(grid.ways[follower]))
        ]
        others = [
            grid.columns(first, way, until=year - candidate.work + 1)
            for way, candidate in enumerate(grid.ways[first])
        ]
        count = sum(map(len, mine))
        columns = np.concatenate([*mine, *others])
        values = np.concatenate([np.ones(count), -np.ones(len(columns) - count)])
        rows.add(columns, values, 0.0)


def spend(
    rows: Constraints,
    grid: ProgramGrid,
    amounts: Callable[[MeasureCandidate], tuple[float, ...]],
    available: Floats,
    summed: bool,
) -> None:
    """In each year no more than there is; `summed`: no more than there was up to it."""
    taken = np.zeros((len(grid.ways), grid.most, grid.years, grid.years))  # (m, w, start, year)
    for place, ways in enumerate(grid.ways):
        for way, candidate in enumerate(ways):
            spread = np.array(amounts(candidate))
            for start in range(grid.years):
                part = spread[: grid.years - start]
                taken[place, way, start, start : start + len(part)] = part
    if summed:
        taken = taken.cumsum(axis=-1)
    flat = taken.reshape(-1, grid.years)
    for year in range(grid.years):
        columns = np.flatnonzero(flat[:, year])
        values = flat[columns, year]
        rows.forbid(columns[values > available[year] + CENT])
        scale = max(float(available[year]), 1.0)  # rows of one size are easier to solve
        rows.add(columns, values / scale, float(available[year]) / scale)


def planned(
    grid: ProgramGrid, means: Means, chosen: NDArray[np.bool_], worth: Floats, bound: float
) -> Plan:
    """The starts and what they take, added up again from the candidates."""
    cost, staff = np.zeros(means.years), np.zeros(means.years)
    starts, ways = [], []
    for place, way, year in zip(*np.nonzero(chosen), strict=True):
        candidate = grid.ways[place][way]
        starts.append((candidate.code, int(year)))
        ways.append(candidate)
        money = to_the_end(candidate, means.years)
        for total, spread in ((cost, money), (staff, candidate.staff)):
            part = spread[: means.years - year]
            total[year : year + len(part)] += part
    worth_t = float(worth[chosen].sum())
    return Plan(tuple(starts), worth_t, bound, cost, staff, tuple(ways))


def refuse_unknown(
    candidates: Sequence[MeasureCandidate], exclusive: Sequence[frozenset[str]]
) -> None:
    """Raise InputRejected where a code is named that no candidate has."""
    known = {candidate.code for candidate in candidates}
    named = {code for group in exclusive for code in group}
    named |= {code for candidate in candidates for code in candidate.needs}
    complaints = [
        Problem(
            "unknown_measure",
            Text(
                "Die Maßnahme „{code}“ wird als Voraussetzung oder Ausschluss genannt, steht aber "
                "nicht zur Wahl; bitte aufnehmen oder streichen.",
                "The measure “{code}” is named as prerequisite or exclusion but is not among the "
                "candidates; please add or remove it.",
            ).format(code=code),
        )
        for code in sorted(named - known)
    ]
    if complaints:
        raise InputRejected(complaints)
