"""Sheets of the workbook that compare, explain and name sources."""

from klimamosaik.reports.energy import tables
from klimamosaik.reports.energy.methods import methods
from klimamosaik.reports.energy.sheet_parts import (
    BUILDING,
    TOTAL,
    Cell,
    Made,
    top,
)
from klimamosaik.reports.energy.written_figures import UNKNOWN, Pen
from klimamosaik.reports.kernel.benchmark import own_past
from klimamosaik.reports.kernel.figures import (
    AREA_FIGURES,
    AreaFigure,
    BuildingReport,
    EnergyReport,
    UseCause,
)
from klimamosaik.reports.kernel.sentences import SUBJECT_NAMES, change_text
from klimamosaik.terms.text import Text


def buildings(report: EnergyReport, pen: Pen) -> Made:
    """All buildings with area and kind, and each figure per m² beside its past and its like."""
    area = Text("Nutzfläche [m²]", "Usable area [m²]")
    head = [*pen.each((BUILDING, Text("Art", "Kind"), area))]
    for subject in AREA_FIGURES:
        head += pen.each(area_heads(report, subject))
    rows = []
    for building in report.buildings:
        known = pen.say(UNKNOWN) if building.area is None else building.area
        row: list[Cell] = [building.name, pen.say(building.kind_name), known]
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
                change.subject.unit,
                str(change.first),
                str(change.second),
                *values,
                *(parts.get(cause) for cause in UseCause),
                pen.say(change_text(change)),
                "; ".join(pen.each(change.left_out)),
            )
        )
    return top(report, pen), pen.each(head), tuple(rows)


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
    return top(report, pen), pen.each(head), tuple(rows)
