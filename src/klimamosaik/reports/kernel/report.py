"""From what is given to the energy report."""

from collections.abc import Mapping
from dataclasses import replace

from klimamosaik.reports.kernel.benchmark import like_for_like
from klimamosaik.reports.kernel.change import ExplainedChanges
from klimamosaik.reports.kernel.figures import (
    EnergyReport,
    TotalYear,
    YearFigures,
    quality_by_medium,
)
from klimamosaik.reports.kernel.inputs import Medium, ReportInputs
from klimamosaik.reports.kernel.stock import building_report, stock_of
from klimamosaik.terms.amount import total


def energy_report(given: ReportInputs, before: EnergyReport | None = None) -> EnergyReport:
    """Compute the whole report. Sums are exact; what is unknown stays unknown in every sum.

    before: an earlier one of the same years; of what is given unchanged nothing is computed again.
    """
    stock = stock_of(given, before)
    buildings = tuple(building_report(building, stock) for building in given.buildings)
    used = {(item.carrier, item.year) for b in given.buildings for item in b.years}
    return EnergyReport(
        given=given,
        correction=stock.correction,
        buildings=buildings,
        totals=tuple(total_year(given, stock.figures, i, before) for i in range(len(given.years))),
        like_for_like=like_for_like(given.buildings, stock.figures),
        changes=ExplainedChanges(
            given, stock.correction, before=before.changes if before else None
        ),
        gaps=tuple(gap for building in buildings for gap in building.gaps),
        factors=tuple(f for f in given.factors if (f.carrier, f.year) in used),
    )


def total_year(
    given: ReportInputs,
    figures: Mapping[int, tuple[YearFigures, ...]],
    index: int,
    before: EnergyReport | None = None,
) -> TotalYear:
    """All buildings in one year; the sum of before where it has the same summands."""
    own = [figures[building.id][index] for building in given.buildings]
    year = given.years[index]
    people = given.town.people(year)
    if before and own == [building.years[index] for building in before.buildings]:
        return replace(before.totals[index], people=people)
    use = {m: [f.use[m] for f in own] for m in Medium}
    summed = YearFigures(
        year=year,
        use={m: total(used) for m, used in use.items()},
        cost={m: total(f.cost[m] for f in own) for m in Medium},
        co2={m: total(f.co2[m] for f in own) for m in Medium},
        energy=total(f.energy for f in own),
        energy_cost=total(f.energy_cost for f in own),
        energy_co2=total(f.energy_co2 for f in own),
        heat_corrected=total(f.heat_corrected for f in own),
        heat_regression=total(f.heat_regression for f in own),
        quality=quality_by_medium((m, each) for f in own for m, each in f.quality.items()),
    )
    return TotalYear(
        figures=summed,
        people=people,
        lacking={m: sum(each.lacking for each in used) for m, used in use.items()},
        due={m: sum(not each.nothing_due for each in used) for m, used in use.items()},
    )
