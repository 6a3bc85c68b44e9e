"""Single cells far outside a table: a reader that lays out the whole rectangle chokes on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.sources.grid.part import WIDEST

ROOMY = 200_000  # cells of a rectangle that may be as empty as it likes
SPARSE = 20  # beyond that: so many times the filled cells
LONE_ROWS, LONE_COLUMNS = 1_000, 50  # blank ones before a cell that lies outside
FEW, FEW_SHARE = 5, 0.01  # no more cells than this can be strays


@dataclass(frozen=True)
class FilledRow:
    """One row with filled cells, or several equal ones."""

    first: int  # number of the row, from 1
    number: int  # of the last of the equal rows
    before: int  # column of the last but one filled cell, from 1; 0 where there is none
    last: int  # column of the last filled cell
    count: int  # filled cells


@dataclass(frozen=True)
class Cut:
    """What stays: rows and columns up to these."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """Cells of the rectangle."""
        return self.rows * self.columns


def extent(rows: Sequence[FilledRow]) -> Cut:
    """The rectangle of all filled cells."""
    height = max((row.number for row in rows), default=0)
    return Cut(height, max((row.last for row in rows), default=0))


def without_strays(rows: Sequence[FilledRow]) -> Cut:
    """The rectangle without a few cells far outside, where it is far larger than what fills it."""
    whole = extent(rows)
    filled = sum(row.count for row in rows)
    if whole.cells <= ROOMY + SPARSE * filled and whole.columns <= WIDEST:
        return whole
    few = max(FEW, int(FEW_SHARE * filled))
    columns = _columns(rows, whole.columns, few)
    return Cut(_rows(rows, whole.rows, columns, few), columns)


def is_lone(row: FilledRow) -> bool:
    """True where the row's last cell lies far right of the one before it."""
    return row.last > 2 * row.before + LONE_COLUMNS


def is_after_gap(row: FilledRow, at: int) -> bool:
    """True where many blank rows lie between row `at` and this one."""
    return row.first > 2 * at + LONE_ROWS


def _columns(rows: Sequence[FilledRow], width: int, few: int) -> int:
    if not 0 < sum(row.number - row.first + 1 for row in rows if is_lone(row)) <= few:
        return width
    kept = max(row.before if is_lone(row) else row.last for row in rows)
    return max(kept, 1) if width > 2 * kept + LONE_COLUMNS else width


def _rows(rows: Sequence[FilledRow], height: int, columns: int, few: int) -> int:
    """Number of the last row before a gap that only few cells follow."""
    inside = sorted(
        (row for row in rows if row.before or row.last <= columns), key=lambda row: row.first
    )
    left = sum(row.count for row in inside)
    at = 0
    for row in inside:
        if at and left <= few and is_after_gap(row, at):
            return at
        at, left = row.number, left - row.count
    return at or height
