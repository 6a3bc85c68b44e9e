"""A building beside its own past and beside the like of the own stock."""

from collections.abc import Mapping, Sequence

import numpy as np

from klimamosaik.reports.kernel.figures import (
    BuildingTrend,
    LikeForLike,
    StockComparison,
    YearFigures,
)
from klimamosaik.reports.kernel.inputs import BuildingGiven, Medium
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import Quality

MIDDLE_HALF = 0.5  # of the like lies between their quartiles
LIKE_NEEDED = 3  # buildings of a kind below which a median says nothing


def compared_use(figures: YearFigures, medium: Medium) -> tuple[Amount, bool]:
    """The use to compare: heat weather-corrected where it could be (True), else as measured."""
    if medium is Medium.HEAT and figures.heat_corrected.whole is not None:
        return figures.heat_corrected, True
    return figures.use[medium], False


def comparisons(
    buildings: Sequence[BuildingGiven], figures: Mapping[int, tuple[YearFigures, ...]]
) -> dict[int, tuple[StockComparison, ...]]:
    """For each building its newest whole year beside at least three of its kind, per medium."""
    found: dict[int, list[StockComparison]] = {building.id: [] for building in buildings}
    for kind in sorted({building.kind for building in buildings}):
        like = [b for b in buildings if b.kind == kind and b.area]
        for medium in Medium:
            for year_index in reversed(range(len(next(iter(figures.values()), ())))):
                values = specific_use(like, figures, medium, year_index)
                if len(values) < LIKE_NEEDED:
                    continue
                year = figures[like[0].id][year_index].year
                for key, comparison in compare(values, medium, year).items():
                    found[key].append(comparison)
                break
    return {key: tuple(value) for key, value in found.items()}


def specific_use(
    buildings: Sequence[BuildingGiven],
    figures: Mapping[int, tuple[YearFigures, ...]],
    medium: Medium,
    year_index: int,
) -> dict[int, float]:
    """Use per usable area [kWh/m²] or [m³/m²] of the buildings with a whole year."""
    values = {}
    corrected_too = [
        compared_use(figures[b.id][year_index], medium)[1]
        for b in buildings
        if figures[b.id][year_index].use[medium].whole is not None
    ]
    for building in buildings:
        amount, corrected = compared_use(figures[building.id][year_index], medium)
        # Corrected and raw heat are never put in one row.
        if amount.whole is not None and building.area and corrected == all(corrected_too):
            values[building.id] = amount.whole / building.area
    return values


def compare(values: Mapping[int, float], medium: Medium, year: int) -> dict[int, StockComparison]:
    """Each value beside median and quartiles of all."""
    low, median, high = (float(q) for q in np.quantile(list(values.values()), [0.25, 0.5, 0.75]))
    unit = "m³/m²" if medium is Medium.WATER else "kWh/m²"
    like = Estimate(median, low, high, unit, MIDDLE_HALF, Quality.MEASURED)
    return {
        key: StockComparison(medium, year, value, like, len(values))
        for key, value in values.items()
    }


def trends(figures: Sequence[YearFigures]) -> tuple[BuildingTrend, ...]:
    """Change of use from the first to the last year, where both are whole."""
    found = []
    for medium in Medium:
        if len(figures) < 2:
            break
        first, corrected_first = compared_use(figures[0], medium)
        last, corrected_last = compared_use(figures[-1], medium)
        if corrected_first != corrected_last or not first.whole or last.whole is None:
            continue
        percent = 100 * (last.whole / first.whole - 1)
        found.append(
            BuildingTrend(medium, figures[0].year, figures[-1].year, percent, corrected_first)
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
