"""Rows of a figure: all, those of some years, or some of their fields."""

from collections.abc import Sequence

from klimamosaik.publication.public.api.entries.figure import RowEntry, row_entry
from klimamosaik.publication.queries.results import PublicFigure

YEAR_DIGITS = 4


def rows_of(figure: PublicFigure, von: int | None, bis: int | None) -> list[RowEntry]:
    """The rows of some years, in the order of the picture; a row of no period is always there."""
    return [row_entry(figure, each) for each in figure.data if within(each.period, von, bis)]


def within(period: str, von: int | None, bis: int | None) -> bool:
    """True where a period is of one of these years."""
    if not period:
        return True
    year = int(period[:YEAR_DIGITS])
    return (von is None or von <= year) and (bis is None or year <= bis)


def narrowed(rows: Sequence[RowEntry], fields: Sequence[str]) -> Sequence[RowEntry]:
    """The rows with these fields alone; none: all."""
    if not fields:
        return rows
    return [
        RowEntry.model_construct(set(fields), **{name: getattr(row, name) for name in fields})
        for row in rows
    ]
