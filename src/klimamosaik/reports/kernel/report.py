"""From what is given to the energy report."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from klimamosaik.reports.kernel.benchmark import comparisons, like_for_like, trends
from klimamosaik.reports.kernel.change import explain
from klimamosaik.reports.kernel.figures import (
    BuildingReport,
    EnergyReport,
    Gap,
    TotalYear,
    YearFigures,
)
from klimamosaik.reports.kernel.inputs import (
    ENERGY,
    BuildingGiven,
    CarrierYear,
    Medium,
    ReportInputs,
)
from klimamosaik.reports.kernel.weather import Correction, correction
from klimamosaik.terms.amount import Amount, UnknownBecause, only_whole, scaled, total, unknown
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

USE = Text("Verbrauch", "use")
BILLS = Text("Rechnungen", "bills")


def energy_report(given: ReportInputs) -> EnergyReport:
    """Compute the whole report. Sums are exact; what is unknown stays unknown in every sum."""
    weather = correction(given.weather, given.years)
    figures = {
        building.id: tuple(year_figures(given, building, year, weather) for year in given.years)
        for building in given.buildings
    }
    compared = comparisons(given.buildings, figures)
    buildings = tuple(
        BuildingReport(
            id=building.id,
            name=building.name,
            kind=building.kind,
            kind_name=building.kind_name,
            area=building.area,
            years=figures[building.id],
            comparisons=compared[building.id],
            trends=trends(figures[building.id]),
            gaps=gaps_of(building),
            remarks=remarks_of(building),
            carriers=tuple(dict.fromkeys(item.carrier for item in building.years)),
        )
        for building in given.buildings
    )
    used = {(item.carrier, item.year) for b in given.buildings for item in b.years}
    return EnergyReport(
        given=given,
        correction=weather,
        buildings=buildings,
        totals=tuple(total_year(given, figures, i) for i in range(len(given.years))),
        like_for_like=like_for_like(given.buildings, figures),
        changes=explain(given, weather),
        gaps=tuple(gap for building in buildings for gap in building.gaps),
        factors=tuple(f for f in given.factors if (f.carrier, f.year) in used),
    )


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


def total_year(
    given: ReportInputs, figures: Mapping[int, tuple[YearFigures, ...]], index: int
) -> TotalYear:
    """All buildings in one year."""
    own = [figures[building.id][index] for building in given.buildings]
    year = given.years[index]
    summed = YearFigures(
        year=year,
        use={m: total(f.use[m] for f in own) for m in Medium},
        cost={m: total(f.cost[m] for f in own) for m in Medium},
        co2={m: total(f.co2[m] for f in own) for m in Medium},
        energy=total(f.energy for f in own),
        energy_cost=total(f.energy_cost for f in own),
        energy_co2=total(f.energy_co2 for f in own),
        heat_corrected=total(f.heat_corrected for f in own),
        heat_regression=total(f.heat_regression for f in own),
    )
    return TotalYear(
        figures=summed,
        people=given.town.people(year),
        lacking={m: sum(f.use[m].lacking for f in own) for m in Medium},
        due={m: sum(not f.use[m].nothing_due for f in own) for m in Medium},
    )


def gaps_of(building: BuildingGiven) -> tuple[Gap, ...]:
    """What should be known of a building and is not, use before bills."""
    found = []
    for item in sorted(building.years, key=lambda i: (i.carrier, i.year)):
        for what, amount, months in (
            (USE, item.use, item.missing),
            (BILLS, item.cost, item.missing_cost),
        ):
            if amount.nothing_due or not (amount.lacking or months):
                continue
            why = amount.why.text if amount.why else UnknownBecause.PARTIAL.text
            whole_year = amount.value is None
            named = () if whole_year else months
            found.append(Gap(building.name, item.carrier, item.year, named, what, why))
    return tuple(found)


def remarks_of(building: BuildingGiven) -> tuple[Text, ...]:
    """How figures came about where that is not plain."""
    if not building.years:
        return (NO_METER,)
    found = tuple(
        text.format(carriers=Text(names(items, "de"), names(items, "en")))
        for text, items in (
            (SPLIT_USE, [i for i in building.years if i.split_use]),
            (SPLIT_COST, [i for i in building.years if i.split_cost]),
            (FROM_BILLS, [i for i in building.years if i.from_bills]),
            (ESTIMATED, [i for i in building.years if i.estimated]),
            (DOUBTED, [i for i in building.years if i.doubted]),
        )
        if items
    )
    return (*found, *building.notes)


def names(items: Sequence[CarrierYear], language: str) -> str:
    """Carriers and their years: 'Strom 2023, 2024; Erdgas 2024'."""
    years: dict[Carrier, list[int]] = defaultdict(list)
    for item in items:
        years[item.carrier].append(item.year)
    return "; ".join(
        f"{carrier.text.in_(language)} {', '.join(map(str, sorted(found)))}"
        for carrier, found in years.items()
    )


NO_METER = Text("Kein Zähler erfasst.", "No meter recorded.")
SPLIT_USE = Text(
    "Ablesungen über den Jahreswechsel sind nach Tagen aufgeteilt ({carriers}).",
    "Readings across new year are split by days ({carriers}).",
)
SPLIT_COST = Text(
    "Rechnungen über den Jahreswechsel sind nach Tagen aufgeteilt ({carriers}).",
    "Bills across new year are split by days ({carriers}).",
)
FROM_BILLS = Text(
    "Verbrauch aus den Rechnungen ({carriers}).",
    "Use as billed ({carriers}).",
)
ESTIMATED = Text(
    "Ein Teil der Werte ist geschätzt ({carriers}).",
    "Some values are estimates ({carriers}).",
)
DOUBTED = Text(
    "Messwerte weichen um ein Vielfaches ab, vermutlich eine andere Einheit; bis zur Klärung "
    "zählen sie nicht ({carriers}).",
    "Readings are off by a multiple, probably another unit; they do not count until that is "
    "clarified ({carriers}).",
)
