"""Sheets of the workbook with a row per building and year, or per year."""

from collections.abc import Sequence

from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.sheet_parts import (
    BUILDING,
    COVERED,
    KNOWN_BY,
    TOTAL,
    YEAR,
    Cell,
    Made,
    both_cells,
    three_cells,
    top,
)
from klimamosaik.reports.energy.written_figures import UNKNOWN, Pen
from klimamosaik.reports.kernel.figures import EnergyReport, per
from klimamosaik.reports.kernel.sentences import headline
from klimamosaik.terms.text import Text


def overview(report: EnergyReport, pen: Pen) -> Made:
    """All buildings together by year, in total and per head."""
    head = [pen.say(YEAR)]
    lines = (*tables.quantities(report), *tables.BY_MEDIUM)
    for quantity in lines:
        head += [f"{pen.say(quantity.name)} [{quantity.unit}]", *pen.each((COVERED, KNOWN_BY))]
    head += pen.each(PER_HEAD)
    rows = []
    for total in report.totals:
        row: list[Cell] = [total.figures.year]
        for quantity in lines:
            row += three_cells(quantity, total.figures, pen)
        people = total.people
        row += [people.inhabitants, people.year] if people else [pen.say(UNKNOWN), None]
        for amount in (total.figures.energy_cost, total.figures.energy_co2, total.figures.energy):
            row.append(per(amount, people.inhabitants if people else None))
        rows.append(tuple(row))
    return top(report, pen, pen.say(headline(report))), tuple(head), tuple(rows)


PER_HEAD = (
    Text("Einwohner", "Population"),
    Text("Einwohner des Jahres", "Population of the year"),
    Text("Kosten je Einwohner [€]", "Cost per head [€]"),
    Text("CO₂ je Einwohner [t]", "CO₂ per head [t]"),
    Text("Energie je Einwohner [kWh]", "Energy per head [kWh]"),
)


def by_year(
    report: EnergyReport, pen: Pen, lines: Sequence[tables.YearlyQuantity], *, per_area: bool
) -> Made:
    """A row per building and year, and one for all together."""
    head = [pen.say(BUILDING), pen.say(YEAR)]
    for quantity in lines:
        head += [f"{pen.say(quantity.name)} [{quantity.unit}]", *pen.each((COVERED, KNOWN_BY))]
        if per_area:
            head.append(f"{pen.say(quantity.name)} [{quantity.unit}/m²]")
    rows = []
    for building in report.buildings:
        for figures in building.years:
            row: list[Cell] = [building.name, figures.year]
            for quantity in lines:
                row += three_cells(quantity, figures, pen)
                if per_area:
                    row.append(per(quantity.pick(figures), building.area))
            rows.append(tuple(row))
    for total in report.totals:
        row = [pen.say(TOTAL), total.figures.year]
        for quantity in lines:
            row += three_cells(quantity, total.figures, pen)
            if per_area:
                row.append(None)
        rows.append(tuple(row))
    return top(report, pen), tuple(head), tuple(rows)


def use(report: EnergyReport, pen: Pen) -> Made:
    """Use by building and year, and per usable area."""
    lines = [q for q in tables.quantities(report) if q.unit in ("kWh", "m³")]
    return by_year(report, pen, lines, per_area=True)


def cost(report: EnergyReport, pen: Pen) -> Made:
    """Cost by building and year."""
    lines = [q for q in (tables.COST, *tables.BY_MEDIUM) if q.unit == "€"]
    return by_year(report, pen, lines, per_area=False)


def co2(report: EnergyReport, pen: Pen) -> Made:
    """CO2 by building and year."""
    lines = [q for q in (tables.CO2, *tables.BY_MEDIUM) if q.unit == "t"]
    note, head, rows = by_year(report, pen, lines, per_area=False)
    return f"{note} · {pen.say(report.given.factor_set)}", head, rows


def weather(report: EnergyReport, pen: Pen) -> Made:
    """Degree days and the factor of each year."""
    used = report.correction
    head = (
        YEAR,
        Text("Gradtagzahl G20/15 [K·d]", "Degree days G20/15 [K·d]"),
        Text("langjähriges Mittel [K·d]", "long-term mean [K·d]"),
        Text("Faktor der Bereinigung", "Factor of correction"),
    )
    rows = tuple(
        (year, used.degree_days.get(year), used.mean, used.factors.get(year))
        for year in report.years
    )
    return top(report, pen, pen.say(used.text)), pen.each(head), rows


def aside(report: EnergyReport, pen: Pen) -> Made:
    """Meters that are in no sum, by year: fed in, generated, a part of another meter."""
    head = (
        BUILDING,
        tables.METER,
        Text("Energieträger", "Carrier"),
        Text("Richtung", "Direction"),
        YEAR,
        Text("Menge", "Amount"),
        Text("Einheit", "Unit"),
        COVERED,
    )
    rows = []
    for one in report.given.aside:
        for year, amount in zip(report.years, one.years, strict=True):
            value, covered = both_cells(amount, pen)
            kind = (pen.say(one.carrier.text), pen.say(one.direction.text))
            rows.append((one.building_name, one.name, *kind, year, value, one.unit, covered))
    note = pen.say(Text("in keiner Summe enthalten", "part of no sum"))
    return top(report, pen, note), pen.each(head), tuple(rows)
