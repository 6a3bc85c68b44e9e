"""What of a figure can be read where there is little room, and the sentence that says so."""

from dataclasses import replace

from klimamosaik.publication.queries.results import FigureShape, PublicFigure
from klimamosaik.terms.text import Text

CUT = Text("Im Bild {shown} von {all} Werten", "In the picture {shown} of {all} values")


def excerpt(figure: PublicFigure, most: int) -> PublicFigure:
    """The first rows of a drawing that would grow with each; others need no more room."""
    if figure.shape is FigureShape.RANGES:
        return replace(figure, data=figure.data[:most])
    if figure.shape is FigureShape.COLUMNS and len(figure.periods) <= 1:
        return replace(figure, data=figure.data[: 2 * most])
    return figure


def main_series(figure: PublicFigure, series: str) -> PublicFigure:
    """One series of a figure of several, where it has that one."""
    rows = tuple(each for each in figure.data if each.series == series)
    return replace(figure, data=rows) if rows else figure


def cut_line(part: PublicFigure, whole: PublicFigure) -> Text | None:
    """How much of it is shown; None where it is all of it."""
    if len(part.data) == len(whole.data):
        return None
    return CUT.format(shown=len(part.data), all=len(whole.data))
