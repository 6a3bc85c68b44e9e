"""One row of a sheet, asked by what its columns are for."""

import re
from dataclasses import dataclass, field
from datetime import date

from klimamosaik.sources.measure_lists.amounts import is_nothing, number
from klimamosaik.sources.measure_lists.complaints import complain
from klimamosaik.sources.measure_lists.listed import At, ListedNote
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import day_of
from klimamosaik.sources.sheets.columns import first_having, having
from klimamosaik.sources.sheets.problems import SheetProblems, of_cell
from klimamosaik.terms.text import Text

TOO_LONG = "(zu lang für Excel; bleibt, wie es ist)"  # what an export writes for a longer text


@dataclass
class RowReader:
    """Reads the rows of one sheet."""

    file: str
    sheet: str
    columns: tuple[ListColumn, ...]
    refused: SheetProblems
    odd: SheetProblems
    own: bool = False  # empty cells are emptied on purpose
    records: bool = False  # no cells are merged, no rows are headings
    zeros: bool = True  # zeros of indicators are zeros
    notes: list[ListedNote] = field(default_factory=list)

    def one(self, role: ListRole) -> ListColumn | None:
        """The column with this role."""
        return first_having(self.columns, role)

    def all(self, *roles: ListRole) -> list[ListColumn]:
        """All columns with one of these roles."""
        return having(self.columns, *roles)

    def text(self, line: SheetLine, role: ListRole) -> str | None:
        """The cell with this role; None where empty or a word for "no value"."""
        column = self.one(role)
        if column is None:
            return None
        cell = line.cells[column.index]
        if self.own:
            return None if cell == TOO_LONG else cell
        return None if is_nothing(cell) else cell

    def at(self, line: SheetLine) -> At:
        """Where a row stands."""
        return At(self.file, self.sheet, line.number)

    @property
    def is_reference(self) -> bool:
        """Rows of indicators or of items are about a measure; they do not name it anew."""
        roles = {column.role for column in self.columns}
        if self.own:
            return ListRole.PHASE not in roles
        return ListRole.INDICATOR in roles and ListRole.VALUE in roles

    def heading(self, role: ListRole) -> str:
        """The heading of the column with this role."""
        column = self.one(role)
        return column.heading if column else ""

    def day(self, line: SheetLine, role: ListRole) -> date | None:
        """The day in the cell with this role; refused where it is none."""
        text = self.text(line, role)
        if not text:
            return None
        column = self.one(role)
        found = day_of(text, month_first=column is not None and column.month_first)
        if found is None:
            self.refuse(line, "unreadable_day", column, text, NO_DAY)
            self.notes.append(ListedNote(self.heading(role), text))
        return found

    def figure(
        self, line: SheetLine, role: ListRole, *, after: re.Pattern[str] | None = None
    ) -> float | None:
        """The number in the cell with this role, behind what `after` takes off; else refused."""
        column, text = self.one(role), self.text(line, role)
        if column is None or not text:
            return None
        bare = re.sub(r"(?i)\s*(?:jahre?|years?|a)$", "", after.sub("", text) if after else text)
        found = number(bare, column.decimal) if re.fullmatch(r"[-+\d.,' ]+", bare) else None
        if found is None:
            self.refuse(line, "unreadable_number", column, text, NO_NUMBER)
        return found

    def refuse(
        self, line: SheetLine, code: str, column: ListColumn | None, cell: str, must: Text
    ) -> None:
        """Refuse a cell, saying where it stands and what is allowed."""
        said = of_cell(cell, must)
        complain(self.refused, code, self.at(line), said, column=column.heading if column else None)

    def say(
        self, line: SheetLine, code: str, column: ListColumn | None, cell: str, what: Text
    ) -> None:
        """Say what looks wrong in a cell that is taken."""
        said = of_cell(cell, what)
        complain(self.odd, code, self.at(line), said, column=column.heading if column else None)


NO_DAY = Text(
    "ist kein Tag wie 31.12.2024 oder 12/2024. Bitte berichtigen; der Text bleibt als Notiz.",
    "is no day such as 2024-12-31 or 12/2024. Please correct it; the text is kept as a note.",
)
NO_NUMBER = Text(
    "ist keine Zahl. Bitte berichtigen oder leer lassen.",
    "is no number. Please correct it or leave it empty.",
)
