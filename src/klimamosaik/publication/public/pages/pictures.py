"""A figure's picture on a page: once for wide screens, once for phones."""

from functools import partial

from klimamosaik.drawing.scale import Pictures, Size
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Language

COLUMN = 440.0  # [px] so that names of causes fit beside their bars


def pictures_of(figure: PublicFigure, language: Language) -> Pictures | None:
    """The picture in both sizes; None where there is nothing to draw."""
    if not figure.data:
        return None
    draw = partial(picture_of, figure, language)
    return Pictures(broad=draw(width=Size.BROAD.width), narrow=draw(width=Size.NARROW.width))


def column_picture(figure: PublicFigure, language: Language) -> str:
    """The picture for a narrow column, on any screen."""
    return picture_of(figure, language, width=COLUMN)
