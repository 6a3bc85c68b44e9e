"""The report as an Excel workbook: numbers as numbers, unknown as a word, no formulas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.council_sheets import Cell, Made, Maker, council_sheets, top
from klimamosaik.reports.energy.methods import methods
from klimamosaik.reports.energy.writing import UNKNOWN, Pen
from klimamosaik.reports.kernel.benchmark import own_past
from klimamosaik.reports.kernel.figures import (
    AREA_FIGURES,
    AreaFigure,
    BuildingReport,
    EnergyReport,
    UseCause,
    UseSubject,
)
from klimamosaik.reports.kernel.sentences import SUBJECT_NAMES, change_text, headline
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Language, Text

if TYPE_CHECKING:
    import xlsxwriter

WIDEST = 70  # characters a column may take

SHEETS = (
    Text("Übersicht", "Overview"),
    Text("Gebäude", "Buildings"),
    Text("Verbrauch", "Use"),
    Text("Kosten", "Cost"),
    Text("CO₂", "CO₂"),
    Text("Witterung", "Weather"),
    Text("Erklärung der Änderungen", "Explained changes"),
    Text("Lücken", "Gaps"),
    Text("Quellen", "Sources"),
)
ASIDE = Text("Nicht mitgezählt", "Not counted")  # only where there are such meters
BUILDING, YEAR = Text("Gebäude", "Building"), Text("Jahr", "Year")
TOTAL = Text("Alle Gebäude", "All buildings")
COVERED = Text("erfasst [%]", "recorded [%]")


@dataclass(frozen=True)
class ReportSheet:
    """One sheet: a line on top, headers, rows."""

    name: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def report_workbook(report: EnergyReport, language: Language = "de") -> bytes:
    """All sheets as an .xlsx file."""
    import xlsxwriter

    pen = Pen(language)
    makers = (overview, buildings, use, cost, co2, weather, changes, gaps, sources)
    sheets: list[tuple[Text, Maker]] = list(zip(SHEETS, makers, strict=True))
    sheets[1:1] = council_sheets(report)
    if report.given.aside:
        sheets.append((ASIDE, aside))
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        town = report.given.town
        book.set_properties(
            {
                "title": pen.say(Text("Energiebericht", "Energy report")),
                "author": town.name,
                # the day of the report, so that its file stays the same to the last byte
                "created": datetime.combine(report.given.written_on, time()),
            }
        )
        for name, make in sheets:
            note, head, rows = make(report, pen)
            write(book, ReportSheet(pen.say(name), note, head, rows), pen)
    return buffer.getvalue()


def write(book: "xlsxwriter.Workbook", sheet: ReportSheet, pen: Pen) -> None:
    """Write one sheet with a frozen header and widths that fit."""
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    number = book.add_format({"num_format": "#,##0.###"})
    year = book.add_format({"num_format": "0"})
    page.write_string(0, 0, neutralise(sheet.note))
    for column, title in enumerate(sheet.head):
        page.write_string(1, column, title, bold)
    year_column = sheet.head.index(pen.say(YEAR)) if pen.say(YEAR) in sheet.head else -1
    for line, row in enumerate(sheet.rows, start=2):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, column, neutralise(cell))
            elif cell is not None:
                page.write_number(line, column, cell, year if column == year_column else number)
    page.freeze_panes(2, 1)
    for column, title in enumerate(sheet.head):
        cells = [len(written(row[column])) for row in sheet.rows if column < len(row)]
        width = max([*cells, min(len(title), 16), 9])
        page.set_column(column, column, min(width + 2, WIDEST))
    page.set_landscape()
    page.fit_to_pages(1, 0)


def written(cell: Cell) -> str:
    """About as wide as the program will show it."""
    return cell if isinstance(cell, str) else f"{cell or 0:,.1f}"


def both_cells(amount: Amount, pen: Pen) -> tuple[Cell, Cell]:
    """The value, or a word for it, and the share recorded in per cent."""
    if amount.value is None:
        return pen.say(amount.why.text if amount.why else UNKNOWN), None
    return amount.value, round(100 * amount.covered, 1)


def divided(amount: Amount, divisor: float | None) -> float | None:
    """A whole year's amount per head or per m²; None where either is unknown."""
    return amount.whole / divisor if amount.whole is not None and divisor else None


def overview(report: EnergyReport, pen: Pen) -> Made:
    """All buildings together by year, in total and per head."""
    head = [pen.say(YEAR)]
    lines = (*tables.quantities(report), *tables.BY_MEDIUM)
    for quantity in lines:
        head += [f"{pen.say(quantity.name)} [{quantity.unit}]", pen.say(COVERED)]
    head += [pen.say(text) for text in PER_HEAD]
    rows = []
    for total in report.totals:
        row: list[Cell] = [total.figures.year]
        for quantity in lines:
            row += both_cells(quantity.pick(total.figures), pen)
        people = total.people
        row += [people.inhabitants, people.year] if people else [pen.say(UNKNOWN), None]
        for amount in (total.figures.energy_cost, total.figures.energy_co2, total.figures.energy):
            row.append(divided(amount, people.inhabitants if people else None))
        rows.append(tuple(row))
    return top(report, pen, pen.say(headline(report))), tuple(head), tuple(rows)


PER_HEAD = (
    Text("Einwohner", "Population"),
    Text("Einwohner des Jahres", "Population of the year"),
    Text("Kosten je Einwohner [€]", "Cost per head [€]"),
    Text("CO₂ je Einwohner [t]", "CO₂ per head [t]"),
    Text("Energie je Einwohner [kWh]", "Energy per head [kWh]"),
)


def buildings(report: EnergyReport, pen: Pen) -> Made:
    """All buildings with area and kind, and each figure per m² beside its past and its like."""
    head = [
        pen.say(text)
        for text in (BUILDING, Text("Art", "Kind"), Text("Nutzfläche [m²]", "Usable area [m²]"))
    ]
    for subject in AREA_FIGURES:
        head += [pen.say(text) for text in area_heads(report, subject)]
    rows = []
    for building in report.buildings:
        area = pen.say(UNKNOWN) if building.area is None else building.area
        row: list[Cell] = [building.name, pen.say(building.kind_name), area]
        for subject in AREA_FIGURES:
            row += area_cells(building, subject)
        rows.append(tuple(row))
    return top(report, pen, pen.say(report.correction.short)), tuple(head), tuple(rows)


def area_heads(report: EnergyReport, subject: AreaFigure) -> tuple[Text, ...]:
    """The heads of one figure per m²."""
    values = {
        "name": subject.text,
        "unit": subject.unit,
        "first": report.years[0],
        "last": report.years[-1],
    }
    return tuple(text.format(**values) for text in AREA_HEADS)


AREA_HEADS = (
    Text("{name} {last} [{unit}]", "{name} {last} [{unit}]"),
    Text("{name} {first} [{unit}]", "{name} {first} [{unit}]"),
    Text("{name} seit {first} [%]", "{name} since {first} [%]"),
    Text("{name}: Median der Art [{unit}]", "{name}: median of the kind [{unit}]"),
    Text("{name}: unteres Viertel [{unit}]", "{name}: lower quartile [{unit}]"),
    Text("{name}: oberes Viertel [{unit}]", "{name}: upper quartile [{unit}]"),
    Text("{name}: Gebäude der Art", "{name}: buildings of the kind"),
)


def area_cells(building: BuildingReport, subject: AreaFigure) -> tuple[Cell, ...]:
    """One figure of a building per m²: now, before, change, and where its like lie."""
    before, now = own_past(building, subject)
    trend, beside = building.trend(subject), building.beside(subject)
    like = (beside.like.mean, beside.like.low, beside.like.high) if beside else (None,) * 3
    count = beside.count if beside else building.alike[subject]
    return now, before, trend.percent if trend else None, *like, count


def said(head: Sequence[Text], pen: Pen) -> tuple[str, ...]:
    """Headers in the reader's language."""
    return tuple(pen.say(text) for text in head)


def by_year(
    report: EnergyReport, pen: Pen, lines: Sequence[tables.YearlyQuantity], *, per_area: bool
) -> Made:
    """A row per building and year, and one for all together."""
    head = [pen.say(BUILDING), pen.say(YEAR)]
    for quantity in lines:
        head += [f"{pen.say(quantity.name)} [{quantity.unit}]", pen.say(COVERED)]
        if per_area:
            head.append(f"{pen.say(quantity.name)} [{quantity.unit}/m²]")
    rows = []
    for building in report.buildings:
        for figures in building.years:
            row: list[Cell] = [building.name, figures.year]
            for quantity in lines:
                amount = quantity.pick(figures)
                row += both_cells(amount, pen)
                if per_area:
                    row.append(divided(amount, building.area))
            rows.append(tuple(row))
    for total in report.totals:
        row = [pen.say(TOTAL), total.figures.year]
        for quantity in lines:
            row += both_cells(quantity.pick(total.figures), pen)
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
    return top(report, pen, pen.say(used.text)), said(head, pen), rows


def changes(report: EnergyReport, pen: Pen) -> Made:
    """Every change from year to year with its parts and the sentence."""
    names = {building.id: building.name for building in report.buildings}
    head = (
        Text("Gebäude", "Building"),
        Text("Was", "What"),
        Text("Einheit", "Unit"),
        Text("von", "from"),
        Text("bis", "to"),
        Text("vorher", "before"),
        Text("nachher", "after"),
        Text("Änderung", "Change"),
        *(cause.text for cause in UseCause),
        Text("in einem Satz", "in a sentence"),
        Text("nicht vergleichbar", "not comparable"),
    )
    rows = []
    for change in report.changes:
        parts = {part.cause: part.amount for part in change.parts}
        values: tuple[Cell, ...] = (None,) * 3
        if change.decidable:
            values = (change.before, change.after, change.amount)
        rows.append(
            (
                names[change.building] if change.building is not None else pen.say(TOTAL),
                pen.say(SUBJECT_NAMES[change.subject]),
                UNITS[change.subject],
                str(change.first),
                str(change.second),
                *values,
                *(parts.get(cause) for cause in UseCause),
                pen.say(change_text(change)),
                "; ".join(pen.say(text) for text in change.left_out),
            )
        )
    return top(report, pen), said(head, pen), tuple(rows)


UNITS = {
    UseSubject.COST: "€",
    UseSubject.CO2: "t",
    UseSubject.ENERGY: "kWh",
    UseSubject.COST_PER_HEAD: "€",
    UseSubject.CO2_PER_HEAD: "t",
}


def gaps(report: EnergyReport, pen: Pen) -> Made:
    """What is missing."""
    table = tables.gaps_table(pen, report.gaps)
    return top(report, pen), table.head, table.rows


def sources(report: EnergyReport, pen: Pen) -> Made:
    """Methods in paragraphs, then the emission factors."""
    rows: list[tuple[Cell, ...]] = [(pen.say(a), pen.say(b)) for a, b in methods(report)]
    for row in tables.factors_table(report, pen).rows:
        carrier, year, value, status, source = row
        rows.append((f"{carrier} {year}", f"{value} ({status}): {source}"))
    head = (Text("Was", "What"), Text("Quelle oder Methode", "Source or method"))
    return top(report, pen), said(head, pen), tuple(rows)


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
    return top(report, pen, note), said(head, pen), tuple(rows)
