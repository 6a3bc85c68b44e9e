"""The tables of buildings: each by its years, and side by side with its past and its like."""

from collections.abc import Sequence

from klimamosaik.reports.energy.tables import ReportTable, YearlyQuantity, percent_cell, quantities
from klimamosaik.reports.energy.written_figures import DASH, Pen
from klimamosaik.reports.kernel.benchmark import compared, own_past
from klimamosaik.reports.kernel.figures import (
    AREA_FIGURES,
    AreaFigure,
    BuildingReport,
    EnergyReport,
)
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.text import Text, both


def building_table(report: EnergyReport, building: BuildingReport, pen: Pen) -> ReportTable:
    """One building, year by year, and per usable area; without lines nothing is known of."""
    years = [str(year) for year in report.years]
    per_area = building.area is not None
    rows = []
    for quantity in quantities(report):
        amounts = [quantity.pick(figures) for figures in building.years]
        if all(amount.value is None for amount in amounts):
            continue
        cells = [pen.amount(amount, quantity.digits) for amount in amounts]
        name = f"{pen.say(quantity.name)} [{quantity.unit}]"
        if per_area and quantity.unit == "t":
            name = pen.say(
                Text("{name} [t; je m² kg]", "{name} [t; per m² kg]").format(name=quantity.name)
            )
        if per_area:
            cells += [area_cell(amount, building.area, quantity, pen) for amount in amounts]
        rows.append((name, *cells))
    head = [pen.say(Text("Jahr", "Year")), *years]
    if per_area:
        head += [f"{year} {pen.say(PER_AREA)}" for year in years]
    return ReportTable(tuple(head), tuple(rows))


def area_cell(amount: Amount, area: float | None, quantity: YearlyQuantity, pen: Pen) -> str:
    """An amount per m²: kWh, EUR, m³, and kg where the amount is in t."""
    if quantity.unit == "t":
        return pen.per_area(amount, area and area / 1000, 0)
    return pen.per_area(amount, area, 0 if quantity.unit == "kWh" else 2)


PER_AREA = Text("je m²", "per m²")


def overview_table(
    report: EnergyReport, pen: Pen, buildings: Sequence[BuildingReport] | None = None
) -> ReportTable:
    """Buildings in the last year, per usable area, beside their kind and their past.

    buildings: which of them, in this order; None: all. The second line of a cell is quiet: the
    kind under the name, its median under a figure.
    """
    rows = []
    for building in report.buildings if buildings is None else buildings:
        trend = building.trend(AreaFigure.HEAT)
        rows.append(
            (
                f"{building.name}\n{pen.say(building.kind_name)}",
                pen.number(building.area),
                *(among_like_cell(building, subject, pen) for subject in AREA_FIGURES),
                percent_cell(trend.percent, pen) if trend else no_trend(building, pen),
            )
        )
    first, year = report.years[0], report.years[-1]
    head = (
        pen.say(Text("Gebäude", "Building")),
        pen.say(Text("Nutzfläche [m²]", "Usable area [m²]")),
        *(f"{capital(pen.say(subject.text))} [{subject.unit}]" for subject in AREA_FIGURES),
        pen.say(Text("Wärme seit {first}", "Heat since {first}").format(first=first)),
    )
    caption = Text(
        "Alle Gebäude {year} je Nutzfläche", "All buildings {year} per usable area"
    ).format(year=year)
    return ReportTable(head, tuple(rows), pen.say(caption))


def capital(word: str) -> str:
    """A word as it begins a line."""
    return word[:1].upper() + word[1:]


def among_like_cell(building: BuildingReport, subject: AreaFigure, pen: Pen) -> str:
    """A figure per m², with the median of its kind on a second line where there is one."""
    amount, _ = compared(building.years[-1], subject)
    cell = pen.per_area(amount, building.area, subject.digits)
    beside = building.beside(subject)
    if beside is None or beside.year != building.years[-1].year:
        return cell
    median = MEDIAN.format(median=both(beside.like.mean, subject.digits))
    return f"{cell}\n{pen.say(median)}"


MEDIAN = Text("Median {median}", "median {median}")


def no_trend(building: BuildingReport, pen: Pen) -> str:
    """Why a building has no trend of heat: no such meter, else not known."""
    heat = building.years[-1].use[Medium.HEAT]
    return pen.amount(heat) if heat.nothing_due else DASH


def beside_table(report: EnergyReport, building: BuildingReport, pen: Pen) -> ReportTable:
    """One building per m²: its first and last year, and the median of its kind."""
    first, last = report.years[0], report.years[-1]
    rows = []
    for subject in AREA_FIGURES:
        amount, corrected = compared(building.years[-1], subject)
        if amount.nothing_due:
            continue
        before, now = own_past(building, subject)
        trend = building.trend(subject)
        name = f"{capital(pen.say(subject.text))} [{subject.unit}]"
        rows.append(
            (
                f"{name}\n{pen.say(CORRECTED_WORD)}" if corrected else name,
                *([pen.number(before, subject.digits)] if first != last else []),
                pen.number(now, subject.digits),
                *([percent_cell(trend.percent, pen) if trend else DASH] if first != last else []),
                median_cell(building, subject, pen),
            )
        )
    head = (
        pen.say(Text("Je m² Nutzfläche", "Per m² of usable area")),
        *([str(first)] if first != last else []),
        str(last),
        *([pen.say(Text("Änderung", "Change"))] if first != last else []),
        pen.say(Text("Median der Art", "Median of the kind")),
    )
    return ReportTable(head, tuple(rows))


CORRECTED_WORD = Text("witterungsbereinigt", "weather-corrected")


def median_cell(building: BuildingReport, subject: AreaFigure, pen: Pen) -> str:
    """The median of the kind, of how many and which year; else that there are too few."""
    beside = building.beside(subject)
    if beside is None:
        return pen.say(TOO_FEW.format(count=building.alike[subject]))
    said = OF_SO_MANY.format(count=beside.count, year=beside.year)
    return f"{pen.number(beside.like.mean, subject.digits)}\n{pen.say(said)}"


TOO_FEW = Text("kein Vergleich\nnur {count} dieser Art", "no comparison\nonly {count} of this kind")
OF_SO_MANY = Text("von {count} Gebäuden, {year}", "of {count} buildings, {year}")
