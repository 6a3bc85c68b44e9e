"""The grid of one or several years as an .xlsx file."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from klimamosaik.balance.kernel.cell import SETTLED_WITHOUT_VALUE, Cell, DataGrade
from klimamosaik.balance.queries.balances import FoundBalance, grid_of
from klimamosaik.balance.sheet.columns import GUIDANCE, GUIDE, TO_FILL, TOWN, WANTED, SheetColumn
from klimamosaik.terms.neutralise import neutralise

if TYPE_CHECKING:
    import xlsxwriter

WIDTHS = {
    SheetColumn.SECTOR: 30,
    SheetColumn.CARRIER: 26,
    SheetColumn.MODE: 28,
    SheetColumn.SOURCE: 46,
}
USUAL_WIDTH = 14  # characters
GUIDE_WIDTH = 100
Value = str | float | None


def balance_workbook(*, ags: str, years: Sequence[int], language: str) -> bytes:
    """The grid of these years, one sheet each, as bytes of an .xlsx file without any formula."""
    import xlsxwriter

    found = [grid_of(ags=ags, year=year) for year in years]
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        write_guide(book, found[0], language)
        for balance in found:
            write_year(book, balance, language)
    return buffer.getvalue()


def write_guide(book: "xlsxwriter.Workbook", found: FoundBalance, language: str) -> None:
    """Whose grid it is, and how to fill it."""
    page = book.add_worksheet(GUIDE.in_(language))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, GUIDE_WIDTH, wrapped)
    page.write_string(0, 0, neutralise(found.name), book.add_format({"bold": True}))
    page.write_string(1, 0, f"{TOWN.in_(language)}: {found.ags}")
    for line, text in enumerate(GUIDANCE, start=3):
        page.write_string(line, 0, text.in_(language), wrapped)


def write_year(book: "xlsxwriter.Workbook", found: FoundBalance, language: str) -> None:
    """One year: header, one row for each item that can be."""
    page = book.add_worksheet(str(found.balance.year))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    plain, to_fill = (
        book.add_format({"num_format": "#,##0.###", **extra})
        for extra in ({"font_color": "#5b5a52"}, {"bg_color": "#fbf8f1", "border": 1})
    )
    for number, column in enumerate(SheetColumn):
        page.write_string(0, number, column.text.in_(language), head)
        page.set_column(number, number, WIDTHS.get(column, USUAL_WIDTH))
    cells = [line.cell for line in found.balance.lines if line.cell.item.possible]
    for row, cell in enumerate(cells, start=1):
        values = values_of(cell, language)
        for number, column in enumerate(SheetColumn):
            shape = to_fill if column in TO_FILL else plain
            write_value(page, row, number, values.get(column), shape)
    offer_words(page, len(cells), language)
    page.freeze_panes(1, 3)


def write_value(
    page: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    value: Value,
    shape: "xlsxwriter.format.Format",
) -> None:
    """A number as a number, text as text that no program runs, nothing as an empty cell."""
    if value is None:
        page.write_blank(row, column, None, shape)
    elif isinstance(value, str):
        page.write_string(row, column, neutralise(value), shape)
    else:
        page.write_number(row, column, value, shape)


def offer_words(page: "xlsxwriter.worksheet.Worksheet", rows: int, language: str) -> None:
    """Offer the words of state and grade to choose from."""
    columns = list(SheetColumn)
    for column, words in (
        (SheetColumn.STATE, [state.text.in_(language) for state in WANTED]),
        (SheetColumn.GRADE, [grade.value for grade in DataGrade]),
    ):
        number = columns.index(column)
        page.data_validation(1, number, rows, number, {"validate": "list", "source": words})


def values_of(cell: Cell, language: str) -> dict[SheetColumn, Value]:
    """The row of an item."""
    entered = cell.since is not None
    default = cell.over if entered else cell
    looked_at: dict[SheetColumn, Value] = {
        SheetColumn.SECTOR: cell.sector.text.in_(language),
        SheetColumn.CARRIER: cell.carrier.text.in_(language),
        SheetColumn.MODE: cell.mode.text.in_(language) if cell.mode else None,
        SheetColumn.IN_FORCE: cell.energy,
        SheetColumn.DEFAULT: default.energy if default else None,
        SheetColumn.ITEM: cell.item.code,
    }
    if not entered:
        return looked_at
    return looked_at | {
        SheetColumn.OWN: None if cell.state in SETTLED_WITHOUT_VALUE else cell.energy,
        SheetColumn.STATE: cell.state.text.in_(language),
        SheetColumn.GRADE: cell.grade.value if cell.grade else None,
        SheetColumn.SOURCE: cell.source,
        SheetColumn.SINCE: cell.since.isoformat() if cell.since else None,
        SheetColumn.BY: cell.by or None,
    }
