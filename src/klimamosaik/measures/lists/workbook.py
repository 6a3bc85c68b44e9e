"""The register as an Excel workbook that can be edited and taken in again."""

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from klimamosaik.measures.lists.register_entries import Stored
from klimamosaik.measures.lists.workbook_pages import PAGES, MeasuredById, Value, experience_page
from klimamosaik.places.models import Municipality
from klimamosaik.sources.measure_lists import TOO_LONG, ListRole
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Text

if TYPE_CHECKING:
    import xlsxwriter

LONGEST = 32_000  # characters; Excel allows 32,767 in a cell


def workbook(
    *, municipality: Municipality, measured: MeasuredById | None = None, language: str = "de"
) -> bytes:
    """The register of a municipality: one sheet per noun, readable headings, a row of stable names.

    measured: the newest effects, which are worked out downstream of the register; they and the
    lessons go out with method and data version, for other municipalities to read.

    Cells that a spreadsheet would take for formulas are neutralised.
    """
    import xlsxwriter

    stored = Stored.of(municipality)
    measures = sorted(stored.by_name.values(), key=lambda each: (each.key, each.name))
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"font_color": "#5b5a52", "italic": True})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for page in (*PAGES, experience_page(municipality, measured or {})):
            sheet = book.add_worksheet(page.name.in_(language))
            for at, role in enumerate(page.columns):
                sheet.write_string(0, at, role.text.in_(language), head)
                sheet.write_string(1, at, role.value, quiet)
                sheet.set_column(at, at, WIDTHS.get(role, 16))
            sheet.freeze_panes(2, 2)
            lines = (line for measure in measures for line in page.lines(measure, language))
            for number, line in enumerate(lines, 2):
                for at, value in enumerate(line):
                    write(sheet, number, at, value, body)
        guide = book.add_worksheet(Text("Anleitung", "Guide").in_(language))
        guide.set_column(0, 0, 100)
        for at, said in enumerate(GUIDE):
            guide.write_string(at, 0, said.in_(language), body)
    return buffer.getvalue()


def write(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: Value,
    body: "xlsxwriter.format.Format",
) -> None:
    """Numbers as numbers, everything else as text that cannot run."""
    if value is None or value == "":
        return
    if isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, float(value), body)
        return
    text = value.isoformat() if isinstance(value, date) else value
    text = text.replace("\r\n", "\n")
    sheet.write_string(row, column, neutralise(text) if len(text) <= LONGEST else TOO_LONG, body)


WIDTHS = {
    ListRole.TITLE: 36, ListRole.KNOWN_AS: 24, ListRole.DESCRIPTION: 60, ListRole.AIM: 40,
    ListRole.OBSTACLES: 40,
    ListRole.REPORT: 70, ListRole.EFFECT: 60, ListRole.NOTE: 60, ListRole.INDICATOR: 36,
    ListRole.TASK: 50,
    ListRole.KEY: 10, ListRole.PARTNERS: 30, ListRole.RESPONSIBLE: 30,
}  # fmt: skip
GUIDE = (
    Text(
        "Diese Mappe lässt sich ändern und wieder hochladen: unter „Maßnahmen“, „Liste hochladen“.",
        "This workbook can be changed and uploaded again: under “measures”, “upload a list”.",
    ),
    Text(
        "Vor dem Speichern zeigt eine Vorschau jede Änderung. Unverändert hochgeladen ändert sie "
        "nichts.",
        "A preview shows each change before anything is stored. Uploaded unchanged it changes "
        "nothing.",
    ),
    Text(
        "Zeile 2 und die Spalten „known_as“ sagen, was wohin gehört; bitte so lassen. In neuen "
        "Zeilen bleibt „known_as“ leer.",
        "Row 2 and the columns “known_as” say what belongs where; please leave them. In new rows "
        "“known_as” stays empty.",
    ),
    Text(
        "Gelöschte Zeilen löschen nichts. Geleerte Texte werden leer; geleerte Zahlen, Tage und "
        "Akteure bleiben, wie sie sind. Die Phase ändert sich nur auf der Seite der Maßnahme.",
        "Deleted rows delete nothing. Emptied texts become empty; emptied numbers, days and "
        "organisations stay as they are. The phase changes on the measure's page only.",
    ),
    Text(
        "Erfahrungen und gemessene Wirkungen sind für andere Gemeinden: Dort stehen sie als Ihre "
        "Erfahrung, nie als eigene Messung. Hier ändern sie sich nur auf den Seiten.",
        "Experience and measured effects are for other municipalities: there they stand as yours, "
        "never as measured there. Here they change on the pages only.",
    ),
)
