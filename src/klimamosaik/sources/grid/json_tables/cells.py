"""Cells of JSON: which are times, which are numbers."""

import re
from collections.abc import Sequence
from typing import Any

DATE = re.compile(r"^\d{4}-\d{2}(-\d{2}|$)|^\d{4}/\d|^\d{1,2}[./]\d{1,2}[./]\d{2,4}|^\d{8}T")
SECONDS = (9.0e8, 4.2e9)  # 1998 to 2103 since 1970; milliseconds are a thousand times as much
NUMBER = re.compile(r"\s*[+-]?\d[\d.,]*\s*")  # written as text


def is_cell(value: Any) -> bool:
    """True for what fits into a cell."""
    return not isinstance(value, dict | list)


def is_time(cell: Any) -> bool:
    """True for a day or moment, in words or as seconds since 1970."""
    if isinstance(cell, str):
        return bool(DATE.match(cell))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return SECONDS[0] < cell < SECONDS[1] or SECONDS[0] < cell / 1000 < SECONDS[1]


def is_time_column(column: Sequence[Any]) -> bool:
    """True where the filled cells are times."""
    filled = [cell for cell in column[:20] if cell is not None]
    return bool(filled) and all(map(is_time, filled))


def is_number_column(column: Sequence[Any]) -> bool:
    """True where the filled cells are numbers, be they written as text."""
    filled = [cell for cell in column[:200] if cell is not None]
    return bool(filled) and all(
        (isinstance(cell, int | float) and not isinstance(cell, bool))
        or (isinstance(cell, str) and NUMBER.fullmatch(cell))
        for cell in filled
    )


def is_clock_time(cell: Any) -> bool:
    """True for a moment without an offset."""
    return isinstance(cell, str) and bool(re.fullmatch(r"\d{4}-\d\d-\d\d[T ][\d:.]+", cell))


def as_text(value: Any) -> str | None:
    """The text of a cell; None for nothing and for what fits into none."""
    if value is None or isinstance(value, list | dict):
        return None
    return str(value).encode("utf-8", errors="replace").decode()
