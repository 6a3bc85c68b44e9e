"""A building beside its own past and beside the like of the own stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from klimamosaik.reports.kernel.figures import (
    AreaFigure,
    BuildingReport,
    BuildingTrend,
    LikeForLike,
    StockComparison,
    YearFigures,
    per,
)
from klimamosaik.reports.kernel.inputs import ENERGY, BuildingGiven, Medium
from klimamosaik.terms.amount import Amount, UnknownBecause, scaled
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality, weakest

MIDDLE_HALF = 0.5  # of the like lies between their quartiles
LIKE_NEEDED = 3  # buildings of a kind below which a median says nothing
KG_PER_T = 1000.0
MEDIA = {
    AreaFigure.ELECTRICITY: Medium.ELECTRICITY,
    AreaFigure.HEAT: Medium.HEAT,
    AreaFigure.WATER: Medium.WATER,
}


def compared(figures: YearFigures, subject: AreaFigure) -> tuple[Amount, bool]:
    """What is compared of a year [subject.unit times m²], and True where weather-corrected.

    Heat is corrected where it could be, else as measured.
    """
    if subject is AreaFigure.CO2:
        return scaled(figures.energy_co2, KG_PER_T, UnknownBecause.NO_FACTOR), False
    if subject is AreaFigure.HEAT and figures.heat_corrected.whole is not None:
        return figures.heat_corrected, True
    return figures.use[MEDIA[subject]], False


def area_quality(figures: YearFigures, subject: AreaFigure) -> Quality:
    """How a year's figure per area is known: worked out, for nobody measures it."""
    if subject is AreaFigure.CO2:
        return figures.known_by(ENERGY).emitted
    return figures.known_by((MEDIA[subject],)).worked_out


def area_value(figures: YearFigures, area: float | None, subject: AreaFigure) -> float | None:
    """A whole year's figure [subject.unit]; None where it or the area is not known."""
    return per(compared(figures, subject)[0], area)


def own_past(building: BuildingReport, subject: AreaFigure) -> tuple[float | None, float | None]:
    """First and last year of a building [subject.unit]; corrected and raw heat are never a pair."""
    first, last = building.years[0], building.years[-1]
    before = area_value(first, building.area, subject)
    now = area_value(last, building.area, subject)
    alike = compared(first, subject)[1] == compared(last, subject)[1]
    return (before if alike and first is not last else None), now


@dataclass(frozen=True)
class AmongLike:
    """A building among those of its kind."""

    comparisons: tuple[StockComparison, ...]
    alike: Mapping[AreaFigure, int]  # of its kind with a whole last year and a known area


def among_like(
    buildings: Sequence[BuildingGiven], figures: Mapping[int, tuple[YearFigures, ...]]
) -> dict[int, AmongLike]:
    """For each building its newest whole year beside at least three of its kind, per figure."""
    found: dict[int, list[StockComparison]] = {building.id: [] for building in buildings}
    counts: dict[str, dict[AreaFigure, int]] = {}
    for kind in sorted({building.kind for building in buildings}):
        like = [b for b in buildings if b.kind == kind and b.area]
        counts[kind] = {s: len(specific(like, figures, s, -1)) for s in AreaFigure}
        for subject in AreaFigure:
            for key, comparison in newest_comparison(like, figures, subject).items():
                found[key].append(comparison)
    return {b.id: AmongLike(tuple(found[b.id]), counts[b.kind]) for b in buildings}


def newest_comparison(
    like: Sequence[BuildingGiven],
    figures: Mapping[int, tuple[YearFigures, ...]],
    subject: AreaFigure,
) -> dict[int, StockComparison]:
    """Buildings of a kind in the newest year of which enough are known; empty: in none."""
    for index in reversed(range(len(next(iter(figures.values()), ())))):
        values = specific(like, figures, subject, index)
        if len(values) >= LIKE_NEEDED:
            known_by = weakest(area_quality(figures[key][index], subject) for key in values)
            return compare(values, subject, figures[like[0].id][index].year, known_by)
    return {}


def specific(
    buildings: Sequence[BuildingGiven],
    figures: Mapping[int, tuple[YearFigures, ...]],
    subject: AreaFigure,
    index: int,
) -> dict[int, float]:
    """What buildings with a whole year have per usable area [subject.unit].

    Corrected and raw heat are never put in one row.
    """
    known = {}
    for building in buildings:
        amount, corrected = compared(figures[building.id][index], subject)
        if amount.whole is not None and building.area:
            known[building.id] = (amount.whole / building.area, corrected)
    all_corrected = all(corrected for _, corrected in known.values())
    return {key: value for key, (value, corrected) in known.items() if corrected == all_corrected}


def compare(
    values: Mapping[int, float], subject: AreaFigure, year: int, known_by: Quality
) -> dict[int, StockComparison]:
    """Each value beside median and quartiles of all."""
    low, median, high = (float(q) for q in np.quantile(list(values.values()), [0.25, 0.5, 0.75]))
    like = Estimate(median, low, high, subject.unit, MIDDLE_HALF, known_by)
    return {
        key: StockComparison(subject, year, value, like, len(values))
        for key, value in values.items()
    }


def trends(figures: Sequence[YearFigures]) -> tuple[BuildingTrend, ...]:
    """Change from the first to the last year, where both are whole."""
    if len(figures) < 2:
        return ()
    found = []
    for subject in AreaFigure:
        first, corrected_first = compared(figures[0], subject)
        last, corrected_last = compared(figures[-1], subject)
        if corrected_first != corrected_last or not first.whole or last.whole is None:
            continue
        percent = 100 * (last.whole / first.whole - 1)
        found.append(
            BuildingTrend(subject, figures[0].year, figures[-1].year, percent, corrected_first)
        )
    return tuple(found)


def like_for_like(
    buildings: Sequence[BuildingGiven], figures: Mapping[int, tuple[YearFigures, ...]]
) -> dict[Medium, LikeForLike]:
    """Per medium the sums over the buildings known for all whole years."""
    found = {}
    for medium in Medium:
        concerned = [
            b for b in buildings if not all(f.use[medium].nothing_due for f in figures[b.id])
        ]
        known = [
            b for b in concerned if all(f.use[medium].whole is not None for f in figures[b.id])
        ]
        whole = {b.id for b in known}
        out = tuple(b.name for b in concerned if b.id not in whole)
        years = range(len(next(iter(figures.values()), ())))
        use = tuple(sum(figures[b.id][i].use[medium].whole or 0.0 for b in known) for i in years)
        found[medium] = LikeForLike(
            medium, len(known), use, corrected_sum(known, figures, medium), out
        )
    return found


def corrected_sum(
    known: Sequence[BuildingGiven],
    figures: Mapping[int, tuple[YearFigures, ...]],
    medium: Medium,
) -> tuple[float, ...] | None:
    """Corrected heat of the same buildings by year; None where one year cannot be corrected."""
    if medium is not Medium.HEAT or not known:
        return None
    sums = []
    for i in range(len(figures[known[0].id])):
        values = [figures[b.id][i].heat_corrected.whole for b in known]
        if any(value is None for value in values):
            return None
        sums.append(sum(value for value in values if value is not None))
    return tuple(sums)
