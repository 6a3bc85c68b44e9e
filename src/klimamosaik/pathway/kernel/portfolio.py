"""Which measures, and when: the most tonnes that yearly money and staff can carry.

A mixed-integer program: x(m, y) = 1 where measure m starts in year y. Tonnes are counted from the
year after the work is done to the last year. What a measure is worth mixes the low end of its
range and its mean (`caution`): evidence narrows ranges, so measured measures gain. What runs on
costing after the work is paid from the same yearly money; what is saved does not refill it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.rows import Rows
from klimamosaik.pathway.kernel.search import Found, Program, search
from klimamosaik.terms.complaint import Complaint, Refused, refuse
from klimamosaik.terms.text import Text

Floats = NDArray[np.float64]
MUST_NOT_FIT = refuse(
    "must_not_fit",
    "Was dabei sein muss, passt nicht in den Plan: zu wenig Geld oder Personal, zu wenig Jahre, "
    "oder Voraussetzungen und Ausschlüsse stehen dagegen. Bitte etwas davon lockern.",
    "What must be included does not fit: too little money or staff, too few years, or "
    "prerequisites and exclusions stand against it. Please loosen one of them.",
)


@dataclass(frozen=True)
class Candidate:
    """A measure that could be started."""

    code: str
    mean_t: float  # [t CO2e/a] overlaps with the others taken off
    low_t: float  # [t CO2e/a] low end of its range
    cost: tuple[float, ...]  # [EUR] in each year of work, the first being that of the start
    staff: tuple[float, ...]  # [person days] in each year of work
    needs: tuple[str, ...] = ()  # codes of measures that must be finished before
    earliest: int = 0  # first year it can start, counted from 0
    running: float = 0.0  # [EUR/a] in each year after the work, to the end of the plan

    @property
    def work(self) -> int:
        """Years of work."""
        return max(len(self.cost), len(self.staff), 1)


@dataclass(frozen=True)
class Means:
    """What there is in each year, each of shape (Y,)."""

    budget: Floats  # [EUR]
    staff: Floats  # [person days]

    @property
    def years(self) -> int:
        """Length of the plan."""
        return len(self.budget)


@dataclass(frozen=True)
class Progress:
    """How far the search is."""

    found: float  # [t] of the best plan so far
    bound: float  # [t] no plan can reach more
    gap: float  # 1, (bound - found) / found


@dataclass(frozen=True)
class Plan:
    """What to start when."""

    starts: tuple[tuple[str, int], ...]  # (code, year from 0), in the order of the candidates
    tonnes: float  # [t CO2e] valued, summed over the years
    mean_tonnes: float  # [t CO2e] the same starts at their means
    bound: float  # [t CO2e] no plan can reach more
    cost: Floats  # (Y,) [EUR]
    staff: Floats  # (Y,) [person days]


def choose(
    *,
    candidates: Sequence[Candidate],
    means: Means,
    exclusive: Sequence[frozenset[str]] = (),
    must: frozenset[str] = frozenset(),
    caution: float = 0.5,
    gap: float = 0.01,
    seconds: float = 60.0,
    progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """Find the plan with the most tonnes, to `gap` of the best possible.

    Of each `exclusive` group at most one measure starts, all of `must` do. `caution` 0..1 is the
    weight of the low end; `seconds` limit the last step of the search. Raises Refused for codes
    nobody knows and where what must be cannot be.
    """
    refuse_unknown(candidates, [*exclusive, must])
    worth = np.array([valued(each, means.years, caution) for each in candidates])
    worth = worth.reshape(len(candidates), means.years)
    if not worth.any() and not must:
        return planned(candidates, means, np.zeros(worth.shape, dtype=np.bool_), worth, 0.0)
    scale = float(np.abs(worth).max()) or 1.0  # values of one size are easier to solve
    rows = all_rows(candidates, means, exclusive, must)
    wanted = np.repeat([candidate.code in must for candidate in candidates], means.years)
    program = Program(rows, worth.ravel() / scale, wanted, means.years)
    found = search(
        program,
        gap=gap,
        seconds=seconds,
        tell=lambda so_far: progress(progress_of(so_far, scale)) if progress else None,
    )
    if found is None:
        raise MUST_NOT_FIT
    chosen = found.chosen.reshape(worth.shape)
    return planned(candidates, means, chosen, worth, found.bound * scale)


def progress_of(found: Found, scale: float) -> Progress:
    """How far the search is, in tonnes."""
    return Progress(found.worth * scale, found.bound * scale, found.gap)


def valued(candidate: Candidate, years: int, caution: float) -> Floats:
    """Tonnes of a start in each year, shape (Y,); nothing where it would come too early."""
    yearly = caution * candidate.low_t + (1 - caution) * candidate.mean_t
    return yearly * years_of_effect(candidate, years)


def years_of_effect(candidate: Candidate, years: int) -> Floats:
    """Years with effect left after a start in each year, shape (Y,)."""
    start = np.arange(years)
    left = np.maximum(years - start - candidate.work, 0).astype(np.float64)
    return np.where(start < candidate.earliest, 0.0, left)


def all_rows(
    candidates: Sequence[Candidate],
    means: Means,
    exclusive: Sequence[frozenset[str]],
    must: frozenset[str],
) -> Rows:
    """Everything a plan must keep to."""
    years = means.years
    rows = Rows(len(candidates) * years)
    at = {candidate.code: place * years for place, candidate in enumerate(candidates)}
    for place, candidate in enumerate(candidates):
        columns = np.arange(place * years, (place + 1) * years)
        rows.add(columns, np.ones(years), 1.0)
        rows.forbid(columns[years_of_effect(candidate, years) == 0])
        if candidate.code in must:
            rows.add(columns, -np.ones(years), -1.0)
        for needed in candidate.needs:
            finished_before(rows, at[candidate.code], at[needed], candidates, years)
    for group in exclusive:
        columns = np.concatenate([np.arange(at[code], at[code] + years) for code in sorted(group)])
        rows.add(columns, np.ones(len(columns)), 1.0)
    spend(rows, [to_the_end(each, years) for each in candidates], means.budget)
    spend(rows, [each.staff for each in candidates], means.staff)
    return rows


def to_the_end(candidate: Candidate, years: int) -> tuple[float, ...]:
    """Money in each year from the start on [EUR]: the work, then what runs on."""
    work = (*candidate.cost, *[0.0] * (candidate.work - len(candidate.cost)))
    if candidate.running <= 0:
        return work
    return (*work, *[candidate.running] * max(years - len(work), 0))


def finished_before(
    rows: Rows, follower: int, first: int, candidates: Sequence[Candidate], years: int
) -> None:
    """Whoever follows by year y needs the other finished by then."""
    work = candidates[first // years].work
    for year in range(years):
        mine = np.arange(follower, follower + year + 1)
        others = np.arange(first, first + max(year - work + 1, 0))
        values = np.concatenate([np.ones(len(mine)), -np.ones(len(others))])
        rows.add(np.concatenate([mine, others]), values, 0.0)


def spend(rows: Rows, amounts: Sequence[tuple[float, ...]], available: Floats) -> None:
    """In each year no more than there is."""
    years = len(available)
    for year in range(years):
        columns, values = [], []
        scale = max(float(available[year]), 1.0)  # rows of one size are easier to solve
        for place, spread in enumerate(amounts):
            for after, amount in enumerate(spread):
                if amount and year - after >= 0:
                    columns.append(place * years + year - after)
                    values.append(amount / scale)
                    if amount > available[year]:
                        rows.forbid(np.array(columns[-1:]))
        limit = float(available[year]) / scale
        rows.add(np.array(columns, dtype=np.int64), np.array(values), limit)


def planned(
    candidates: Sequence[Candidate],
    means: Means,
    chosen: NDArray[np.bool_],
    worth: Floats,
    bound: float,
) -> Plan:
    """The starts and what they take, added up again from the candidates."""
    cost, staff = np.zeros(means.years), np.zeros(means.years)
    starts = []
    mean_tonnes = 0.0
    for place, year in zip(*np.nonzero(chosen), strict=True):
        candidate = candidates[place]
        starts.append((candidate.code, int(year)))
        mean_tonnes += candidate.mean_t * years_of_effect(candidate, means.years)[year]
        money = to_the_end(candidate, means.years)
        for total, spread in ((cost, money), (staff, candidate.staff)):
            part = spread[: means.years - year]
            total[year : year + len(part)] += part
    return Plan(tuple(starts), float(worth[chosen].sum()), mean_tonnes, bound, cost, staff)


def refuse_unknown(candidates: Sequence[Candidate], exclusive: Sequence[frozenset[str]]) -> None:
    """Raise Refused where a code is named that no candidate has."""
    known = {candidate.code for candidate in candidates}
    named = {code for group in exclusive for code in group}
    named |= {code for candidate in candidates for code in candidate.needs}
    complaints = [
        Complaint(
            "unknown_measure",
            Text(
                f"Die Maßnahme „{code}“ wird als Voraussetzung oder Ausschluss genannt, steht aber "
                "nicht zur Wahl; bitte aufnehmen oder streichen.",
                f"The measure “{code}” is named as prerequisite or exclusion but is not among the "
                "candidates; please add or remove it.",
            ),
        )
        for code in sorted(named - known)
    ]
    if complaints:
        raise Refused(complaints)
