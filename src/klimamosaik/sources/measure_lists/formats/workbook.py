"""Workbooks, and whatever else holds tables: every visible sheet with anything in it."""

from klimamosaik.sources.grid.opening import open_content
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.measure_lists.formats.format import ListFile, ListFormat, SheetsRead
from klimamosaik.sources.measure_lists.roles import ListHints
from klimamosaik.sources.measure_lists.sheets import MOST_ROWS, sheet_of, too_many_rows
from klimamosaik.terms.complaint import rejected

MOST_SHEETS = 60
MIDNIGHT = " 00:00:00"  # what a day of a workbook is read with


def recognises(file: ListFile) -> bool:
    """True for anything: what holds no tables, opening it says."""
    del file
    return True


def read(file: ListFile, hints: ListHints) -> SheetsRead:
    """Read all visible sheets; raise InputRejected for what is no table."""
    del hints
    opened = open_content(file.content)
    if len(opened.parts) > MOST_SHEETS:
        raise rejected(
            "too_many_sheets",
            "Die Arbeitsmappe hat {count} Blätter, erlaubt sind {most_sheets}. Bitte nur die "
            "Blätter mit Maßnahmen speichern.",
            "The workbook has {count} sheets, {most_sheets} are allowed. Please save only the "
            "sheets with measures.",
            count=len(opened.parts),
            most_sheets=MOST_SHEETS,
        )
    found = []
    for part in opened.parts:
        numbers = part.grid.frame[ROW].to_list()
        if len(numbers) > MOST_ROWS:
            raise too_many_rows(len(numbers))
        rows = part.grid.frame.drop(ROW).iter_rows()
        lines = [
            (int(number), [cell and cell.removesuffix(MIDNIGHT) for cell in row])
            for number, row in zip(numbers, rows, strict=True)
        ]
        found.append(sheet_of(part.name, lines, typed=True))
    return SheetsRead(found, tuple(fact.why for fact in opened.left_out))


WORKBOOK = ListFormat("workbook", recognises, read)
