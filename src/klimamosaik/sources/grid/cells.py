"""A file as one grid of text cells, for readers that take a single table."""

from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.grid.content import Content
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.delimited import from_text
from klimamosaik.sources.grid.opening import open_content
from klimamosaik.sources.grid.part import ROW, WIDEST, Grid
from klimamosaik.terms.text import Text

__all__ = ["ROW", "WIDEST", "Grid", "from_text", "to_grid"]


def to_grid(content: Content) -> Grid:
    """The table with the most filled cells; raises InputRejected where there is none."""
    opened = open_content(content)
    fullest = max(opened.parts, key=lambda part: part.grid.filled)
    others = [part.name for part in opened.parts if part is not fullest]
    if not others:
        return fullest.grid
    return replace(fullest.grid, sheet=Detected(fullest.name, _fullest(fullest.grid, others)))


def _fullest(grid: Grid, others: Sequence[str]) -> Text:
    names = ", ".join(others)
    return Text(
        "das Blatt mit den meisten gefüllten Zellen ({filled}); nicht gelesen: {names}",
        "the sheet with the most filled cells ({filled}); not read: {names}",
    ).format(filled=grid.filled, names=names)
