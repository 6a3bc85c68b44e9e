"""Workbooks: every visible sheet a part; what is hidden or not calculated is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from klimamosaik.sources.grid.delimiter import GOOD_SHARE, count_cells, find_delimiter
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.delimited import from_text
from klimamosaik.sources.grid.mojibake import cells_repaired
from klimamosaik.sources.grid.numbers import typed_over
from klimamosaik.sources.grid.part import ROW, WIDEST, FilePart, Grid, OpenedFile, too_wide
from klimamosaik.sources.grid.refusals import damaged, empty_workbook
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text, first_few

if TYPE_CHECKING:
    import fastexcel

MOSTLY = 0.3  # formulas without value per filled cell: one column of three is not calculated
NAMED = 3  # addresses of stray cells


@dataclass(frozen=True)
class WorkbookSheet:
    """One sheet before it is read."""

    title: str
    hidden: bool
    filled: int  # cells; at least 1 where that is not known
    without_value: int = 0  # formulas whose result the file does not hold
    unseen: Detected | None = None  # cells that are filled, but not shown
    errors: tuple[str, ...] = ()  # cells whose formula failed: "C2: #N/A"


@dataclass(frozen=True)
class Book:
    """A workbook that a reader may lay out in memory."""

    data: bytes
    sheets: tuple[WorkbookSheet, ...]
    strays: Mapping[str, Sequence[str]] = field(default_factory=dict)  # addresses by sheet


def open_book(book: Book, kind: Detected, wanted: str | None) -> OpenedFile:
    """Read every visible sheet with filled cells, or the one that is wanted."""
    titles = [sheet.title for sheet in book.sheets]
    if wanted is not None and wanted not in titles:
        raise rejected(
            "no_such_sheet",
            "Das Blatt „{wanted}“ gibt es nicht; vorhanden: {join}.",
            "There is no sheet “{wanted}”; there are: {join}.",
            wanted=wanted,
            join=", ".join(titles),
        )
    chosen = [sheet for sheet in book.sheets if wanted in (sheet.title, None)]
    left_out = [_uncalculated(each) for each in chosen if each.without_value and not each.hidden]
    readable = [each for each in chosen if each.filled and not each.hidden and not _hollow(each)]
    parts, hidden = _read(book, kind, readable, wanted)
    hidden += [sheet.title for sheet in chosen if sheet.hidden and sheet.filled]
    if not parts:
        raise _nothing(left_out, hidden)
    uncalculated = [fact for fact in left_out if fact.value in {part.name for part in parts}]
    left_out += [_strays(title, cells) for title, cells in book.strays.items() if cells]
    left_out += map(_hidden, hidden)
    left_out += [_failed(each) for each in readable if each.errors and each.title not in hidden]
    unseen = tuple(each.unseen for each in readable if each.unseen and each.title not in hidden)
    return OpenedFile(tuple(parts), tuple(left_out), tuple(uncalculated), unseen=unseen)


def _hollow(sheet: WorkbookSheet) -> bool:
    return sheet.without_value > MOSTLY * sheet.filled


def _read(
    book: Book, kind: Detected, sheets: Sequence[WorkbookSheet], wanted: str | None
) -> tuple[list[FilePart], list[str]]:
    """The filled sheets, and the titles of those that turn out to be hidden."""
    import fastexcel  # 5 MB, and few files are workbooks

    if not sheets:
        return [], []
    why = SO_TOLD if wanted else ONLY if len(book.sheets) == 1 else ONE_OF
    parts, hidden = [], []
    try:
        reader = fastexcel.read_excel(book.data)
        for sheet in sheets:
            frame, visible = _frame(reader, sheet)
            told = Detected(sheet.title, why)
            grid = lines_of(frame, told) or Grid(frame, kind, sheet=told, typed=True)
            if not grid.filled:
                continue
            if visible or wanted:
                parts.append(FilePart(sheet.title, grid))
            else:
                hidden.append(sheet.title)
    except (InputRejected, MemoryError):
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        raise damaged() from error
    return parts, hidden


def _frame(reader: "fastexcel.ExcelReader", sheet: WorkbookSheet) -> tuple[pl.DataFrame, bool]:
    """The cells of a sheet, and whether it is visible (of .xls told only here)."""
    loaded = reader.load_sheet(sheet.title, header_row=None, skip_rows=0, dtypes="string")
    frame: pl.DataFrame = cells_repaired(loaded.to_polars())
    if frame.width > WIDEST:
        raise too_wide(frame.width)
    frame.columns = [f"c{index}" for index in range(frame.width)]
    numbered = (
        typed_over(frame).with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.UInt32))
    )
    return numbered, loaded.visible == "visible"


def lines_of(frame: pl.DataFrame, sheet: Detected) -> Grid | None:
    """The table of a sheet that holds lines of delimited text, all in its first column.

    So a program leaves a CSV it opened with another delimiter than the file's. None for others.
    """
    if frame.width < 2 or any(
        name not in (ROW, "c0") and frame[name].count() for name in frame.columns
    ):
        return None
    lines = frame["c0"].fill_null("").to_list()
    between = find_delimiter("\n".join(lines)).value
    filled = [line for line in lines if line]
    cut = sum(count_cells(line, between) > 1 for line in filled)
    if cut < GOOD_SHARE * len(filled) or not cut or any("\n" in line for line in filled):
        return None
    return replace(from_text("\n".join(lines), IN_ONE_COLUMN, between), sheet=sheet)


IN_ONE_COLUMN = Detected("utf-8", Text("Text in einer Spalte", "text in one column"))
SO_TOLD = Text("so angegeben", "as told")
ONLY = Text("das einzige Blatt", "the only sheet")
ONE_OF = Text("eines der sichtbaren Blätter", "one of the visible sheets")


def _nothing(uncalculated: Sequence[Detected], hidden: Sequence[str]) -> InputRejected:
    if uncalculated:
        why = uncalculated[0].why
        return rejected("formulas_without_values", why.de, why.en)
    if hidden:
        names = ", ".join(hidden)
        return rejected(
            "only_hidden_sheets",
            "Gefüllt sind nur ausgeblendete Blätter ({names}). Bitte einblenden oder ein Blatt "
            "angeben.",
            "Only hidden sheets are filled ({names}). Please show them or name a sheet.",
            names=names,
        )
    return empty_workbook()


def _uncalculated(sheet: WorkbookSheet) -> Detected:
    cells = sheet.without_value
    return Detected(
        sheet.title,
        Text(
            "Blatt „{title}“: {cells:n} Zellen enthalten Formeln ohne gespeicherten Wert; bitte "
            "in Excel öffnen und speichern.",
            "Sheet “{title}”: {cells:n} cells hold formulas without a stored value; please open "
            "it in Excel and save it.",
        ).format(title=sheet.title, cells=cells),
    )


def _failed(sheet: WorkbookSheet) -> Detected:
    return Detected(
        sheet.title,
        Text(
            "Blatt „{title}“: {count:Zelle hält|Zellen halten} einen Fehler statt einer Zahl "
            "({cells}). Ihr Wert bleibt unbekannt, nicht null.",
            "Sheet “{title}”: {count:cell holds|cells hold} an error in place of a number "
            "({cells}). The value stays unknown, not zero.",
        ).format(title=sheet.title, count=len(sheet.errors), cells=first_few(sheet.errors, NAMED)),
    )


def _hidden(title: str) -> Detected:
    return Detected(
        title,
        Text(
            "Blatt „{title}“ ist ausgeblendet und wird nicht gelesen; zum Lesen einblenden oder "
            "als Blatt angeben.",
            "Sheet “{title}” is hidden and not read; to read it, show it or name it as the sheet.",
        ).format(title=title),
    )


def _strays(title: str, cells: Sequence[str]) -> Detected:
    named = first_few(cells, NAMED)
    return Detected(
        named,
        Text(
            "Blatt „{title}“: Zellen weit außerhalb der Tabelle werden nicht gelesen: {named}.",
            "Sheet “{title}”: cells far outside of the table are not read: {named}.",
        ).format(title=title, named=named),
    )
