"""Indicators, also of a measure that is not published itself."""

from typing import Annotated

from klimamosaik.publication.public.api.entries.figure import RowEntry, row_entries
from klimamosaik.publication.public.api.entries.measure import SignEntry
from klimamosaik.publication.public.api.entries.values import taken, told
from klimamosaik.publication.queries.results import PublicFigure, PublicIndicator
from klimamosaik.terms.text import Language, Text


class IndicatorEntry(SignEntry):
    """An indicator with its series."""

    rows: Annotated[
        list[RowEntry],  # type: ignore[valid-type]
        told(Text("alle Werte", "all values")),
    ]


def indicator_entry(
    indicator: PublicIndicator, figure: PublicFigure, language: Language
) -> IndicatorEntry:
    """An indicator with the rows of its figure."""
    return taken(IndicatorEntry, indicator, rows=row_entries(figure, language))
