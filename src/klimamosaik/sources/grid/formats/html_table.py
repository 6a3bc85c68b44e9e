"""Tables of web pages: what many portals hand out under the name .xls.

Of tables inside each other only the inner ones hold figures, the outer ones place them on a page.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.formats.format import FileFormat, FormatHints
from klimamosaik.sources.grid.limits import check_cells
from klimamosaik.sources.grid.part import ROW, WIDEST, FilePart, Grid, OpenedFile, too_wide
from klimamosaik.sources.grid.refusals import XLSX_ADVICE, damaged, not_a_table
from klimamosaik.terms.text import Text

if TYPE_CHECKING:
    from lxml import html

WRITTEN = Detected("html", Text("Tabelle einer Webseite (HTML)", "table of a web page (HTML)"))
BEGIN = re.compile(
    r"(?is)(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    r"<(?:!doctype html|(?:html|head|meta|body|style|title|div|table)\b)"
)
DECLARED = re.compile(r"(?s)^\s*<\?xml.*?\?>")  # a text is decoded already
WEB_PAGE = Text("HTML (eine Webseite)", "HTML (a web page)")
LEAST = 2  # rows and columns of a table of figures


def recognises(head: FileHead) -> bool:
    """True for what begins as a web page does."""
    return bool(BEGIN.match(head.text))


def read(content: Content, told: FormatHints) -> OpenedFile:
    """Every table with several rows and columns; raises InputRejected where there is none."""
    text, encoding = decode(content.data, told.encoding)
    check_cells(text.lower().count("<td") + text.lower().count("<th"))
    found = [(_caption(table), _cells(table)) for table in _inner_tables(text)]
    figures = [(name, rows) for name, rows in found if min(len(rows), _width(rows)) >= LEAST]
    if not figures:
        raise not_a_table(WEB_PAGE, XLSX_ADVICE)
    parts = (FilePart(name, _grid(rows, encoding)) for name, rows in figures)
    return OpenedFile(tuple(parts))


def _inner_tables(text: str) -> "list[html.HtmlElement]":
    from lxml import etree, html  # few files are web pages

    try:
        page = html.document_fromstring(DECLARED.sub("", text), ensure_head_body=True)
    except (etree.LxmlError, ValueError) as error:
        raise damaged() from error
    return [table for table in page.iter("table") if table.find(".//table") is None]


def _caption(table: "html.HtmlElement") -> str:
    caption = table.find("caption")
    return "" if caption is None else _text(caption)


def _cells(table: "html.HtmlElement") -> list[list[str | None]]:
    """Its rows as a workbook has them: a cell over several columns or rows fills the first."""
    rows: list[list[str | None]] = []
    taken: dict[int, int] = {}  # column -> rows below that a cell above covers
    for line in table.iter("tr"):
        cells: list[str | None] = []
        for cell in line.iterchildren("td", "th"):
            _skip_covered(cells, taken)
            covered = len(cells), _span(cell, "colspan"), _span(cell, "rowspan")
            cells += [_text(cell) or None, *[None] * (covered[1] - 1)]
            taken.update(dict.fromkeys(range(covered[0], len(cells)), covered[2]))
        _skip_covered(cells, taken)
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        rows.append(cells)
    return rows


def _skip_covered(cells: list[str | None], taken: dict[int, int]) -> None:
    while len(cells) in taken:
        cells.append(None)


def _span(cell: "html.HtmlElement", name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    return min(max(int(written), 1), WIDEST) if re.fullmatch(r"\d{1,6}", written) else 1


def _text(cell: "html.HtmlElement") -> str:
    return " ".join(str(cell.text_content()).split())


def _width(rows: Sequence[Sequence[str | None]]) -> int:
    return max(map(len, rows), default=0)


def _grid(rows: Sequence[Sequence[str | None]], encoding: Detected) -> Grid:
    width = _width(rows)
    if width > WIDEST:
        raise too_wide(width)
    check_cells(width * len(rows))
    columns = {
        f"c{at}": [row[at] if at < len(row) else None for row in rows] for at in range(width)
    }
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbered = frame.with_row_index(ROW, offset=1).with_columns(pl.col(ROW).cast(pl.UInt32))
    return Grid(numbered, WRITTEN, encoding)


HTML_TABLE = FileFormat(WRITTEN, recognises, read, (".xls", ".htm", ".html"))
