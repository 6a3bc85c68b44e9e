"""All figures of one building in one year."""

from collections import defaultdict

from klimamosaik.reports.kernel.figures import YearFigures
from klimamosaik.reports.kernel.inputs import (
    ENERGY,
    BuildingGiven,
    CarrierYear,
    Medium,
    ReportInputs,
)
from klimamosaik.reports.kernel.weather import Correction
from klimamosaik.terms.amount import Amount, UnknownBecause, only_whole, scaled, total, unknown


def year_figures(
    given: ReportInputs, building: BuildingGiven, year: int, weather: Correction
) -> YearFigures:
    """All figures of one building in one year."""
    use: dict[Medium, list[Amount]] = defaultdict(list)
    cost: dict[Medium, list[Amount]] = defaultdict(list)
    co2: dict[Medium, list[Amount]] = defaultdict(list)
    for item in building.years:
        if item.year != year:
            continue
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
    )


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
