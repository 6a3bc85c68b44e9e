"""Filled cells in rows and columns that a workbook does not show: read, but never unasked."""

import re
from dataclasses import dataclass, field

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.terms.text import Text, first_few, joined

COLUMNS = re.compile(rb"<col\b[^>]*>")
ATTRIBUTE = re.compile(rb"\b(min|max|hidden)=[\"'](\w+)[\"']")
HIDDEN_ROW = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")


@dataclass
class HiddenCells:
    """Grows while the rows of a sheet are looked at."""

    columns: set[int] = field(default_factory=set)  # that are not shown, from 1
    filled_rows: list[int] = field(default_factory=list)
    filled_columns: set[int] = field(default_factory=set)

    def fact(self, title: str) -> Detected | None:
        """What is filled and not shown; None where all is."""
        found = []
        if self.filled_rows:
            found.append(
                ROWS.format(count=len(self.filled_rows), named=first_few(self.filled_rows))
            )
        if self.filled_columns:
            named = first_few(map(letters, sorted(self.filled_columns)))
            found.append(COLUMNS_NAMED.format(count=len(self.filled_columns), named=named))
        if not found:
            return None
        return Detected(title, HIDDEN.format(title=title, found=joined(found, "; ")))


ROWS = Text("{count:Zeile|Zeilen} ({named})", "{count:row|rows} ({named})")
COLUMNS_NAMED = Text("{count:Spalte|Spalten} ({named})", "{count:column|columns} ({named})")
HIDDEN = Text(
    "Blatt „{title}“: ausgeblendet, aber gefüllt: {found}.",
    "Sheet “{title}”: hidden, but filled: {found}.",
)


def hidden_columns(xml: bytes, widest: int) -> set[int]:
    """Numbers of the columns that the head of a sheet does not show, up to the widest."""
    found: set[int] = set()
    for tag in COLUMNS.findall(xml):
        told = dict(ATTRIBUTE.findall(tag))
        if told.get(b"hidden") in (b"1", b"true") and {b"min", b"max"} <= told.keys():
            first, last = int(told[b"min"]), int(told[b"max"])
            found.update(range(first, min(last, widest) + 1))
    return found


def letters(column: int) -> str:
    """A, B, ..., Z, AA, ... as spreadsheets name columns, from 1."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
