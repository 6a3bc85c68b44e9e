"""The cells of a published table: its head, its keys, figures as the offices write them."""

import re
from dataclasses import dataclass, field

from klimamosaik.terms.complaint import Problem, rejected
from klimamosaik.terms.text import Text
from klimamosaik.terms.written_number import number_by_mark, ungrouped_number

HEAD = 15  # rows a title and a heading may take
KEY = re.compile(r"^(DG|\d{2,3}|\d{5}|\d{8}|\d{12})$")
NOT_KNOWN = frozenset({"", ".", "/", "x", "X", "..."})  # secret, unsafe, not asked for
NOTHING = frozenset({"-", "–", "—"})  # exactly zero, as the offices write it
Rows = list[list[str]]
WHEN = re.compile(r"^(?:\d{2}\.\d{2}\.)?((?:19|20)\d{2})$")  # 2020, 31.12.2020


@dataclass
class ReadTable:
    """One table while it is read."""

    rows: Rows
    typed: bool = False  # the file kept numbers as numbers: a dot is a decimal
    complaints: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)

    @property
    def top(self) -> str:
        """All text above the first row with a key."""
        return " ".join(cell for row in self.rows[: self.first] for cell in row)

    @property
    def first(self) -> int:
        """The first row with a key; the whole head where there is none."""
        found = (i for i, row in enumerate(self.rows[: HEAD + 1]) if row and KEY.match(row[0]))
        return next(found, min(HEAD, len(self.rows)))

    def heading(self, column: int) -> str:
        """All that stands above a column, merged cells carried to the right."""
        return " ".join(carried(row, column) for row in self.rows[: self.first])


def of_newest_year(rows: Rows) -> Rows:
    """The newest year alone, told right above it, where rows begin with what they are of.

    A table asked for several years has its year or day in front of the key.
    """
    when = [WHEN.match(row[0]) if len(row) > 1 and KEY.match(row[1]) else None for row in rows]
    years = [match[1] for match in when if match]
    if not years:
        return rows
    newest = max(years)
    first = next(i for i, match in enumerate(when) if match)
    head = [[row[0] or row[1], *row[2:]] if len(row) > 1 else row for row in rows[:first]]
    kept = [row[1:] for row, match in zip(rows, when, strict=True) if match and match[1] == newest]
    return [*head, ["", "", newest], *kept]


def carried(row: list[str], column: int) -> str:
    """A cell, or the next filled one to its left: headings span columns."""
    return next((cell for cell in reversed(row[: column + 1]) if cell), "")


def columns_by(
    reading: ReadTable, wanted: dict[str, str], *, needed: bool = True
) -> dict[str, int]:
    """The first column of each name whose heading fits. Refused where one is lacking."""
    width = max((len(row) for row in reading.rows[: reading.first + 1]), default=0)
    heads = [reading.heading(i).casefold() if i > 1 else "" for i in range(width)]
    last = [carried_last(reading, i) for i in range(width)]
    found = {}
    for name, pattern in wanted.items():
        match = [i for i in range(2, width) if re.search(pattern, last[i])]
        match = match or [i for i in range(2, width) if re.search(pattern, heads[i])]
        if match:
            found[name] = match[0]
    lacking = [name for name in wanted if name not in found]
    if lacking and needed:
        raise rejected(
            "missing_columns",
            "Der Tabelle fehlen Spalten: {join}.",
            "The table lacks columns: {join}.",
            join=", ".join(lacking),
        )
    return found


def carried_last(reading: ReadTable, column: int) -> str:
    """The lowest filled heading right above a column."""
    rows = reading.rows[: reading.first]
    return next(
        (row[column] for row in reversed(rows) if column < len(row) and row[column]), ""
    ).casefold()


def keyed(reading: ReadTable) -> list[tuple[int, list[str]]]:
    """The rows that start with a key, with their numbers."""
    return [
        (number, row)
        for number, row in enumerate(reading.rows, start=1)
        if number > reading.first and row and KEY.match(row[0])
    ]


def stored(text: str) -> float | None:
    """A number of a workbook: in one of its cells with text blanks may stand between thousands."""
    return ungrouped_number(text.replace("\xa0", "").replace(" ", ""))


def figure(reading: ReadTable, number: int, row: list[str], column: int) -> float | None:
    """A figure as the offices write it; None where it is not published.

    Anything else is complained about, with its row.
    """
    text = row[column].strip() if column < len(row) else ""
    if text in NOT_KNOWN:
        return None
    if text in NOTHING:
        return 0.0
    found = stored(text) if reading.typed else number_by_mark(text, ",")
    if found is not None and found >= 0:
        return float(found)
    said = Text(
        "Zeile {number}: „{text}“ – erlaubt ist eine Zahl ab 0, - für null, . für geheim.",
        "Row {number}: “{text}” – a number from 0 is allowed, - for zero, . for secret.",
    )
    reading.complaints.append(
        Problem("unusable_number", said.format(number=number, text=text[:40]), number)
    )
    return None
