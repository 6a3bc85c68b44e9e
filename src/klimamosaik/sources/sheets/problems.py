"""Collects what is refused and what looks wrong, cell by cell but never without end."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text, about

LONGEST = 60  # characters of a cell that are quoted
PER_KIND = 20  # sentences of one kind; the rest is counted
MOST = 100  # sentences of one table; more do not help anybody


@dataclass
class SheetProblems:
    """Grows while a file is read."""

    per_kind: int = MOST  # sentences of one code
    most: int = MOST  # sentences in all
    shown: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)  # by code, also of those not shown

    @property
    def total(self) -> int:
        """All there were, also those not shown."""
        return self.counts.total()

    def add(
        self, code: str, text: Text, *, row: int | None = None, column: str | None = None
    ) -> None:
        """Add one."""
        self.counts[code] += 1
        if self.counts[code] <= self.per_kind and len(self.shown) < self.most:
            self.shown.append(Problem(code, text, row, column))

    def add_cells(
        self, code: str, column: str, rows: pl.Series, cells: pl.Series, must: Text
    ) -> None:
        """Add one per cell; `must` says what is allowed and what to do."""
        room = min(PER_KIND, self.most - len(self.shown))
        for row, cell in zip(rows.head(room), cells.head(room), strict=True):
            text = about(place(row, column), of_cell(str(cell), must))
            self.shown.append(Problem(code, text, int(row), column))
        self.counts[code] += len(rows)


def place(row: int | None, column: str | None, sheet: str = "") -> Text:
    """Sheet, row and column, as far as they are known."""
    de, en = [sheet] * bool(sheet), [sheet] * bool(sheet)
    if row is not None:
        de, en = [*de, f"Zeile {row}"], [*en, f"row {row}" if sheet else f"Row {row}"]
    if column:
        de, en = [*de, f"Spalte „{quoted(column)}“"], [*en, f"column “{quoted(column)}”"]
    return Text(", ".join(de), ", ".join(en))


def of_cell(cell: str, what: Text) -> Text:
    """What is to be said of a cell, behind the cell itself."""
    return Text("„{cell}“ {what}", "“{cell}” {what}").format(cell=quoted(cell), what=what)


def quoted(cell: str) -> str:
    """A cell short enough to be read in a sentence."""
    flat = " ".join(cell.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"
