"""Indicators, also of a measure that is not published itself."""

from typing import Annotated

from klimamosaik.publication.public.api.entries.figure import RowEntry, row_entry
from klimamosaik.publication.public.api.entries.measure import SignEntry
from klimamosaik.publication.public.api.entries.values import taken, told
from klimamosaik.publication.queries.results import PublicFigure, PublicIndicator
from klimamosaik.terms.text import Text


class IndicatorEntry(SignEntry):
    """An indicator with its series."""

    rows: Annotated[list[RowEntry], told(Text("alle Werte", "all values"))]


def indicator_entry(indicator: PublicIndicator, figure: PublicFigure) -> IndicatorEntry:
    """An indicator with the rows of its figure."""
    return taken(IndicatorEntry, indicator, rows=[row_entry(figure, each) for each in figure.data])
