"""One row of a filled sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from klimamosaik.balance.sheet.columns import SheetColumn
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class SheetRow:
    """The cells of a row as text, with where it stands."""

    sheet: str
    number: int  # as the office's own program counts it, from 1
    cells: Mapping[SheetColumn, str]

    def cell(self, column: SheetColumn) -> str:
        """What stands in a column; empty text for nothing."""
        return self.cells.get(column, "")

    def complaint(self, column: SheetColumn, code: str, allowed: Text) -> Problem:
        """What is wrong in a column: where, what was found, what is allowed."""
        found, name = self.cell(column)[:60], column.text
        quoted = (
            Text("„{found}“", "“{found}”").format(found=found) if found else Text("leer", "empty")
        )
        return Problem(
            code,
            Text(
                "Blatt {sheet}, Zeile {number}, {name}: {quoted} – {allowed}",
                "Sheet {sheet}, row {number}, {name}: {quoted} – {allowed}",
            ).format(
                sheet=self.sheet, number=self.number, name=name, quoted=quoted, allowed=allowed
            ),
            self.number,
            column.value,
        )
