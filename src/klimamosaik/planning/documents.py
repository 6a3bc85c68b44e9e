"""A plan for machines and for Excel."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from klimamosaik.planning.changes_since_plan import newer_than
from klimamosaik.planning.models import Selection
from klimamosaik.planning.outcome import Outcome
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Text

Cell = str | float | int | None
Sheet = tuple[Sequence[Text], Sequence[Sequence[Cell]]]  # headers and rows
HEAD = (
    Text("Maßnahme", "Measure"),
    Text("Arbeit ab", "Work from"),
    Text("wirkt ab", "acts from"),
    Text("t CO₂e im Jahr", "t CO₂e a year"),
    Text("mindestens", "at least"),
    Text("höchstens", "at most"),
    Text("Nachweis", "Evidence"),
    Text("Euro im Plan", "EUR in the plan"),
    Text("Förderung, Euro", "Grant, EUR"),
    Text("Personaltage", "Staff days"),
)
ABSENT_HEAD = (Text("Maßnahme", "Measure"), Text("warum nicht", "why not"))


@document
def selection_document(selection: Selection, found: Outcome) -> Document:
    """What was asked and what was found; unknown is null."""
    town = selection.municipality
    return {
        "municipality": town.ags,
        "synthetic": town.synthetic,
        "computed_at": selection.at,
        "first_year": selection.first_year,
        "last_year": selection.last_year,
        "budget_eur": selection.budget,
        "carried": selection.carried,
        "spread_years": selection.spread_years,
        "staff_days": selection.staff_days,
        "caution": selection.caution,
        "must": list(selection.must.values_list("name", flat=True)),
        "must_not": list(selection.must_not.values_list("name", flat=True)),
        **found.as_record(),
        "newer": newer_than(selection, found).texts,
    }


def selection_workbook(selection: Selection, found: Outcome, language: str) -> bytes:
    """Plan, years, and what was left out, as an .xlsx file without formulas."""
    import xlsxwriter

    names = [Text("Plan", "Plan"), Text("Jahre", "Years"), Text("Nicht dabei", "Not in it")]
    years = range(selection.first_year, selection.last_year + 1)
    plan: list[tuple[Cell, ...]] = [
        (
            one.name, one.first_year, one.works_from,
            one.tonnes.mean, one.tonnes.low, one.tonnes.high,
            one.grade.text.in_(language), one.cost, one.grant, one.staff_days,
        )
        for one in found.planned
    ]  # fmt: skip
    absent: list[tuple[Cell, ...]] = [
        *((one.name, one.reason.in_(language)) for one in found.passed),
        *((one.name, one.reason.in_(language)) for one in found.absent),
    ]
    spent = list(zip(years, found.cost, found.staff, strict=True))
    year_head = (Text("Jahr", "Year"), Text("Euro", "EUR"), Text("Personaltage", "Staff days"))
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": neutralise(selection.municipality.name)})
        sheets: tuple[Sheet, ...] = ((HEAD, plan), (year_head, spent), (ABSENT_HEAD, absent))
        for name, (head, rows) in zip(names, sheets, strict=True):
            page = book.add_worksheet(name.in_(language))
            page.freeze_panes(1, 1)
            page.set_column(0, 0, 44)
            page.set_column(1, 8, 16)
            write_row(page, 0, [text.in_(language) for text in head])
            for line, row in enumerate(rows, start=1):
                write_row(page, line, row)
    return buffer.getvalue()


def write_row(page: Any, line: int, cells: Sequence[Cell]) -> None:
    """Numbers as numbers, words without formulas, unknown as an empty cell."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            page.write_string(line, column, neutralise(cell))
        elif cell is not None:
            page.write_number(line, column, cell)
