"""How much a file may hold, counted before any of it is laid out in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from klimamosaik.terms.complaint import InputRejected, rejected

MOST_CELLS = 25_000_000  # of text; a list of 10 million readings has 60, see PIECE_COST
WORKBOOK_COST = 4  # a cell of a workbook takes as much time and memory as this many of a text
PIECE_COST = 1 / 3  # a cell of a long text that is read piece by piece takes so much of another
MESSAGE_COST = 2.5  # a reading of an interchange is held as one before it is a row of cells
EXPANSION = 5  # a compressed file may unpack to this many times the limit for uploads
_allowed: ContextVar[int] = ContextVar("cells allowed", default=MOST_CELLS)


@contextmanager
def cells_allowed(cells: int) -> Iterator[None]:
    """Read with this limit; deep inside it holds without passing through every call."""
    before = _allowed.set(cells)
    try:
        yield
    finally:
        _allowed.reset(before)


def check_cells(found: int, *, cost: float = 1) -> None:
    """Raise InputRejected where a file has more cells than are allowed."""
    allowed = int(_allowed.get() / cost)
    if found > allowed:
        raise _too_many(found, allowed)


def _too_many(found: int, allowed: int) -> InputRejected:
    return rejected(
        "too_many_cells",
        "Die Tabelle hat {found:n} oder mehr Zellen, erlaubt sind {allowed:n} (Einstellung "
        "KLIMAMOSAIK_READ_CELLS). Bitte nach Jahren oder Gebäuden aufteilen.",
        "The table has {found:n} cells or more, {allowed:n} are allowed (setting "
        "KLIMAMOSAIK_READ_CELLS). Please split it by year or building.",
        found=found,
        allowed=allowed,
    )
