"""The rows of a header: names, units, headings over several columns."""

import re

from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.sources.tables.cell_kinds import kind_of
from klimamosaik.sources.tables.vocabulary import is_unit


def headers_above(
    rows: list[list[str]], index: int, width: int, told: bool
) -> tuple[list[str], list[str | None], int]:
    """Names, units and the number of rows used, from the row at `index` upwards."""
    none: list[str | None] = [None] * width
    if index < 0:
        return [f"Spalte {letter(column)}" for column in range(width)], none, 0
    units, used = none, 0
    row = _padded(rows[index], width)
    cells = [cell for cell in row if cell]
    named = index > 0 and sum(bool(cell) for cell in rows[index - 1]) >= min(2, len(cells))
    if named and sum(is_unit(cell) for cell in cells) >= max(1, 0.5 * len(cells)):
        units, used, index = [cell or None for cell in row], 1, index - 1
        row = _padded(rows[index], width)
    names, used = list(row), used + 1
    while index > 0 and used < 4 and _is_group_row(rows[index - 1], width):
        index, used = index - 1, used + 1
        names = _joined(_filled_right(_padded(rows[index], width), names), names)
    names = [name or f"Spalte {letter(column)}" for column, name in enumerate(names)]
    return names, units, used


def _is_group_row(row: list[str], width: int) -> bool:
    """A heading over several columns, not a line of title or of facts about the meter."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or width < 3 or any(kind_of(cell) != "s" for cell in filled):
        return False
    if any(re.search(r"\d{4}", cell) for cell in filled):
        return False
    return not row[0] or len(filled) >= max(3, 0.5 * width)


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))][:width]


def _filled_right(row: list[str], below: list[str]) -> list[str]:
    """Merged cells keep their text only in the first column they cover."""
    filled, last = [], ""
    for cell, under in zip(row, below, strict=True):
        last = cell or last
        filled.append(last if under or cell else "")
    return filled


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    return [
        GROUP.join(filter(None, dict.fromkeys((above, below))))
        for above, below in zip(upper, lower, strict=True)
    ]


def letter(column: int) -> str:
    """A, B, ..., Z, AA, ... as spreadsheets name columns."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
