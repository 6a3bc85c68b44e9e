"""Collects what is refused and what looks wrong, row by row but never without end."""

from dataclasses import dataclass, field

import polars as pl

from klimamosaik.sources.tables.preview import COMPLAINTS_SHOWN
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text

LONGEST = 60  # characters of a cell that are quoted
PER_KIND = 20  # of one code and column; the rest is counted


@dataclass
class TableProblems:
    """Grows while a file is read."""

    shown: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(
        self, code: str, text: Text, *, row: int | None = None, column: str | None = None
    ) -> None:
        """Add one."""
        self.total += 1
        if len(self.shown) < COMPLAINTS_SHOWN:
            self.shown.append(Problem(code, text, row, column))

    def add_cells(
        self, code: str, column: str, rows: pl.Series, cells: pl.Series, must: Text
    ) -> None:
        """Add one per cell; `must` says what is allowed and what to do."""
        room = min(PER_KIND, COMPLAINTS_SHOWN - len(self.shown))
        for row, cell in zip(rows.head(room), cells.head(room), strict=True):
            found = quoted(str(cell))
            self.shown.append(
                Problem(
                    code,
                    Text(
                        "Zeile {row}, Spalte „{column}“: „{found}“ {must}",
                        "Row {row}, column “{column}”: “{found}” {must}",
                    ).format(row=row, column=column, found=found, must=must),
                    int(row),
                    column,
                )
            )
        self.total += len(rows)


def quoted(cell: str) -> str:
    """A cell short enough to be read in a sentence."""
    flat = " ".join(cell.split())
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


NOT_A_NUMBER = Text(
    "ist keine Zahl in der Schreibweise dieser Spalte. Bitte berichtigen oder leer lassen.",
    "is not a number as this column writes them. Please correct it or leave it empty.",
)
NOT_A_TIME = Text(
    "ist keine Zeitangabe wie die anderen. "
    "Erlaubt sind z. B. 31.12.2024, 31.12.2024 13:15, 12/2024.",
    "is not a time like the others. Allowed are for example 31.12.2024, 2024-12-31 13:15, 12/2024.",
)
NEVER_ON_THE_CLOCK = Text(
    "gab es nicht: Die Uhr wurde in dieser Stunde auf Sommerzeit vorgestellt. "
    "Bitte die Zeitzone angeben, z. B. UTC.",
    "never was: the clock was moved forward in this hour. Please give the time zone, e.g. UTC.",
)
NEGATIVE_PERIOD = Text(
    "liegt nicht nach dem Beginn. Bitte „von“ und „bis“ prüfen.",
    "is not after the start. Please check from and to.",
)
