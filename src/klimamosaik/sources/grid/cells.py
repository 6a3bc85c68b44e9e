"""A file as a grid of text cells, whatever it was wrapped in."""

import io
import json
from dataclasses import dataclass
from typing import Any

import fastexcel
import polars as pl

from klimamosaik.sources.grid.content import Container, Content, damaged
from klimamosaik.sources.grid.delimiter import count_cells, find_delimiter, sample_lines
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.fact import Fact
from klimamosaik.terms.complaint import refuse
from klimamosaik.terms.text import Text

WIDEST = 2_000  # columns; a spreadsheet with more is a mistake of its export
WORKBOOKS = {  # all read by calamine
    Container.XLSX: Text("Excel-Arbeitsmappe", "Excel workbook"),
    Container.XLS: Text("ältere Excel-Arbeitsmappe (.xls)", "older Excel workbook (.xls)"),
    Container.ODS: Text("OpenDocument-Tabelle", "OpenDocument spreadsheet"),
}
ROW = "row"  # name of the column with the row number, from 1


@dataclass(frozen=True)
class Grid:
    """Cells as text; empty cells are null."""

    frame: pl.DataFrame  # "row" (as a spreadsheet counts, from 1), then "c0", "c1", ...
    container: Fact
    encoding: Fact | None = None
    delimiter: Fact | None = None
    sheet: Fact | None = None
    header_row: int | None = None  # where the container itself says which row is the header
    typed: bool = False  # the program that wrote it kept numbers as numbers ("." is decimal)

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.frame.width - 1


def to_grid(
    content: Content,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Grid:
    """Cut the content into cells; raise Refused where that is not possible."""
    if content.container in WORKBOOKS:
        return _from_workbook(content, sheet)
    text, code = decode(content.data, encoding)
    if content.container is Container.JSON and (grid := _from_json(text, code)) is not None:
        return grid
    return from_text(text, code, delimiter)


def from_text(text: str, encoding: Fact, delimiter: str | None = None) -> Grid:
    """Cut delimited text into cells."""
    if delimiter is not None and (len(delimiter.encode()) != 1 or delimiter in '"\n\r'):
        raise refuse(
            "wrong_delimiter",
            f"„{delimiter}“ kann kein Trennzeichen sein; üblich sind ; , Tabulator und |.",
            f"“{delimiter}” cannot be a delimiter; common are ; , tab and |.",
        )
    between = find_delimiter(text, delimiter)
    width = max((count_cells(line, between.value) for line in sample_lines(text)), default=1)
    if width > WIDEST:
        raise _too_wide(width)
    written = Fact(Container.TEXT, Text("Text mit Trennzeichen", "text with delimiters"))
    return Grid(_split(text, between.value, width), written, encoding, between)


def _split(text: str, delimiter: str, width: int) -> pl.DataFrame:
    # own header line: any number of cells per line is then fine for the reader
    header = delimiter.join(f"c{index}" for index in range(width))
    source = (header + "\n" + text).encode("utf-8", errors="replace")
    quotes: tuple[str | None, ...] = ('"', None) if text.count('"') % 2 == 0 else (None,)
    for quote in quotes:
        try:
            frame = pl.read_csv(
                io.BytesIO(source),
                separator=delimiter,
                infer_schema=False,
                truncate_ragged_lines=True,
                quote_char=quote,
                row_index_name=ROW,
                row_index_offset=1,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            continue
        return frame.with_columns(pl.col(ROW).cast(pl.UInt32))
    raise refuse(
        "unreadable_text",
        "Die Zeilen der Datei lassen sich nicht in Zellen teilen. "
        "Bitte Anführungszeichen prüfen oder als Excel exportieren.",
        "The lines of the file cannot be cut into cells. "
        "Please check the quotation marks or export it as Excel.",
    )


def _from_workbook(content: Content, wanted: str | None) -> Grid:
    try:
        workbook = fastexcel.read_excel(content.data)
        names = list(workbook.sheet_names)
        sheets = {name: _sheet(workbook, name) for name in ([wanted] if wanted in names else names)}
    except (Exception, pl.exceptions.PanicException) as error:
        raise damaged() from error
    if wanted is not None and wanted not in names:
        raise refuse(
            "no_such_sheet",
            f"Das Blatt „{wanted}“ gibt es nicht; vorhanden: {', '.join(names)}.",
            f"There is no sheet “{wanted}”; there are: {', '.join(names)}.",
        )
    filled = {name: _filled(frame) for name, frame in sheets.items()}
    if not any(filled.values()):
        raise refuse(
            "empty_workbook",
            "Die Arbeitsmappe enthält keine gefüllten Zellen.",
            "The workbook holds no filled cells.",
        )
    chosen = max(filled, key=lambda name: filled[name])
    container = Fact(content.container, WORKBOOKS[content.container])
    return Grid(
        sheets[chosen], container, sheet=_why_sheet(chosen, names, wanted, filled), typed=True
    )


def sheet_names(content: Content) -> tuple[str, ...]:
    """Names of all sheets of a workbook, in its order; raise Refused where it is damaged."""
    try:
        return tuple(fastexcel.read_excel(content.data).sheet_names)
    except (Exception, pl.exceptions.PanicException) as error:
        raise damaged() from error


def _sheet(workbook: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    frame: pl.DataFrame = sheet.to_polars()
    if frame.width > WIDEST:
        raise _too_wide(frame.width)
    frame.columns = [f"c{index}" for index in range(frame.width)]
    return frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.UInt32))


def _filled(frame: pl.DataFrame) -> int:
    return int(sum(frame[name].count() for name in frame.columns if name != ROW))


def _why_sheet(chosen: str, names: list[str], wanted: str | None, filled: dict[str, int]) -> Fact:
    if wanted:
        return Fact(chosen, Text("so angegeben", "as told"))
    if len(names) == 1:
        return Fact(chosen, Text("das einzige Blatt", "the only sheet"))
    others = ", ".join(name for name in names if name != chosen)
    return Fact(
        chosen,
        Text(
            f"das Blatt mit den meisten gefüllten Zellen ({filled[chosen]}); "
            f"nicht gelesen: {others}",
            f"the sheet with the most filled cells ({filled[chosen]}); not read: {others}",
        ),
    )


def _from_json(text: str, encoding: Fact) -> Grid | None:
    try:
        records = _records(json.loads(text))
    except (ValueError, RecursionError):
        return None
    if records is None:
        raise refuse(
            "json_without_records",
            "Die JSON-Datei enthält keine Liste von Datensätzen mit gleichen Feldern.",
            "The JSON file holds no list of records with the same fields.",
        )
    headers = list(dict.fromkeys(key for record in records for key in record))
    if len(headers) > WIDEST:
        raise _too_wide(len(headers))
    columns = {
        f"c{index}": [header, *(_cell(record.get(header)) for record in records)]
        for index, header in enumerate(headers)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = frame.with_row_index(ROW, offset=0).with_columns(pl.col(ROW).cast(pl.UInt32))
    container = Fact(Container.JSON, Text("JSON, Liste von Datensätzen", "JSON, list of records"))
    return Grid(frame, container, encoding, header_row=1, typed=True)


def _records(parsed: Any) -> list[dict[str, Any]] | None:
    if isinstance(parsed, dict):  # the list is often one level down: {"data": [...]}
        lists = [value for value in parsed.values() if isinstance(value, list)]
        parsed = max(lists, key=len, default=None)
    if not isinstance(parsed, list) or not parsed:
        return None
    if not all(isinstance(record, dict) and record for record in parsed):
        return None
    return parsed


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict):
        return None
    return str(value).encode("utf-8", errors="replace").decode()


def _too_wide(found: int) -> Exception:
    return refuse(
        "too_many_columns",
        f"Die Tabelle hat {found} Spalten, erlaubt sind {WIDEST}. Bitte aufteilen.",
        f"The table has {found} columns, {WIDEST} are allowed. Please split it.",
    )
