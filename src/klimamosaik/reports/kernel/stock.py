"""Figures of buildings by year, side by side; alone a building has those of the whole report."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from klimamosaik.reports.kernel.benchmark import AmongLike, among_like, trends
from klimamosaik.reports.kernel.change import ExplainedChanges
from klimamosaik.reports.kernel.estimated import UseQuality
from klimamosaik.reports.kernel.figures import (
    BuildingReport,
    EnergyReport,
    YearFigures,
    quality_by_medium,
)
from klimamosaik.reports.kernel.inputs import (
    ENERGY,
    BuildingGiven,
    CarrierYear,
    Medium,
    ReportInputs,
)
from klimamosaik.reports.kernel.remarks import gaps_of, remarks_of
from klimamosaik.reports.kernel.weather import Correction, correction
from klimamosaik.terms.amount import Amount, UnknownBecause, only_whole, scaled, total, unknown
from klimamosaik.terms.quality import Quality


@dataclass(frozen=True)
class BuildingStock:
    """Buildings with their yearly figures, each beside its like."""

    given: ReportInputs
    correction: Correction
    figures: Mapping[int, tuple[YearFigures, ...]]  # by building
    among: Mapping[int, AmongLike]  # by building
    unchanged: Mapping[int, BuildingReport] = field(default_factory=dict)  # but for its like


def stock_of(given: ReportInputs, before: EnergyReport | None = None) -> BuildingStock:
    """The buildings given side by side; only like is compared, so a kind may come alone.

    before: an earlier report of the same years.
    """
    weather = correction(given.weather, given.years)
    alike = before and before.correction == weather and before.given.factors == given.factors
    same = unchanged_since(before, given) if before and alike else {}
    figures = {
        building.id: same[building.id].years
        if building.id in same
        else tuple(year_figures(given, building, year, weather) for year in given.years)
        for building in given.buildings
    }
    return BuildingStock(given, weather, figures, among(given, figures, same, before), same)


def among(
    given: ReportInputs,
    figures: Mapping[int, tuple[YearFigures, ...]],
    same: Mapping[int, BuildingReport],
    before: EnergyReport | None,
) -> dict[int, AmongLike]:
    """Each building beside its like; a kind of which all were given before stands as it did."""
    then = before.given.buildings if before else ()
    moved = {each.kind for each in (*then, *given.buildings) if each.id not in same}
    told = {pk: AmongLike(one.comparisons, one.alike) for pk, one in same.items()}
    return told | among_like([each for each in given.buildings if each.kind in moved], figures)


def unchanged_since(before: EnergyReport, given: ReportInputs) -> dict[int, BuildingReport]:
    """The buildings of an earlier report that were given then as they are now.

    None where others stood beside them, with which they were compared.
    """
    now = {each.id: each for each in given.buildings}
    if now.keys() != {each.id for each in before.given.buildings}:
        return {}
    pairs = zip(before.given.buildings, before.buildings, strict=True)
    return {then.id: told for then, told in pairs if now.get(then.id) is then}


def stock_in(report: EnergyReport) -> BuildingStock:
    """The buildings of a report."""
    return BuildingStock(
        report.given,
        report.correction,
        {building.id: building.years for building in report.buildings},
        {b.id: AmongLike(b.comparisons, b.alike) for b in report.buildings},
    )


def alone(stock: BuildingStock, building: int) -> EnergyReport:
    """The report with one building alone in it: no totals, no figures of others.

    Raises KeyError where the building is not of the stock.
    """
    given = given_alone(stock.given, building)
    own = building_report(given.buildings[0], stock)
    return EnergyReport(
        given=given,
        correction=stock.correction,
        buildings=(own,),
        totals=(),
        like_for_like={},
        changes=ExplainedChanges(given, stock.correction, alone=building),
        gaps=own.gaps,
        factors=given.factors,
    )


def given_alone(given: ReportInputs, building: int) -> ReportInputs:
    """What is given of one building. Raises KeyError where nothing is."""
    own = {each.id: each for each in given.buildings}[building]
    used = {(item.carrier, item.year) for item in own.years}
    return replace(
        given,
        buildings=(own,),
        factors=tuple(f for f in given.factors if (f.carrier, f.year) in used),
        aside=tuple(each for each in given.aside if each.building == building),
        changed=(),
    )


def year_figures(
    given: ReportInputs, building: BuildingGiven, year: int, weather: Correction
) -> YearFigures:
    """All figures of one building in one year."""
    use: dict[Medium, list[Amount]] = defaultdict(list)
    cost: dict[Medium, list[Amount]] = defaultdict(list)
    co2: dict[Medium, list[Amount]] = defaultdict(list)
    own = [item for item in building.years if item.year == year]
    for item in own:
        medium = Medium.of(item.carrier)
        use[medium].append(item.use)
        cost[medium].append(item.cost)
        if medium in ENERGY:
            co2[medium].append(emitted(given, item))
    sums = [{medium: total(side[medium]) for medium in Medium} for side in (use, cost, co2)]
    return YearFigures(
        year=year,
        use=sums[0],
        cost=sums[1],
        co2=sums[2],
        energy=total(a for m in ENERGY for a in use[m]),
        energy_cost=total(a for m in ENERGY for a in cost[m]),
        energy_co2=total(a for m in ENERGY for a in co2[m]),
        heat_corrected=corrected(sums[0][Medium.HEAT], weather.factors.get(year)),
        heat_regression=regression(building.normal_heat.get(year), sums[0][Medium.HEAT]),
        quality=quality_by_medium((Medium.of(i.carrier), known_by(given, i)) for i in own),
    )


def known_by(given: ReportInputs, item: CarrierYear) -> UseQuality:
    """How the use of a carrier, its emissions and its cost are known."""
    factor = given.factor(item.carrier, item.year)
    return item.known_by(factor.quality if factor else Quality.STATED)  # without one: no emissions


def emitted(given: ReportInputs, item: CarrierYear) -> Amount:
    """What the use of a carrier emits [t]."""
    factor = given.factor(item.carrier, item.year)
    return scaled(item.use, factor.grams / 1e6 if factor else None, UnknownBecause.NO_FACTOR)


def corrected(heat: Amount, factor: float | None) -> Amount:
    """Heat of a whole year at the weather of the long-term mean [kWh]."""
    if heat.value is not None and factor is None:
        return unknown(UnknownBecause.NO_WEATHER)
    return only_whole(heat, lambda value: value * (factor or 0.0))


def regression(value: float | None, heat: Amount) -> Amount:
    """Normal heat by regression [kWh], where there is one."""
    if value is not None:
        return Amount(value)
    return heat if heat.nothing_due else unknown(UnknownBecause.NO_READINGS)


def building_report(building: BuildingGiven, stock: BuildingStock) -> BuildingReport:
    """One building in all years, beside its past and its like."""
    figures, among = stock.figures[building.id], stock.among[building.id]
    if (same := stock.unchanged.get(building.id)) is not None:
        if among.alike is same.alike:  # taken over with its comparisons
            return same
        return replace(same, comparisons=among.comparisons, alike=among.alike)
    return BuildingReport(
        id=building.id,
        name=building.name,
        kind=building.kind,
        kind_name=building.kind_name,
        area=building.area,
        years=figures,
        comparisons=among.comparisons,
        alike=among.alike,
        trends=trends(figures),
        gaps=gaps_of(building),
        remarks=remarks_of(building),
        carriers=tuple(dict.fromkeys(item.carrier for item in building.years)),
    )
