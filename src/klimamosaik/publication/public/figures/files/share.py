"""The picture a link shows: number, sentence, small drawing, source, day and short address."""

import json

from klimamosaik.drawing.palette import Paint
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.excerpt import cut_line, excerpt, main_series
from klimamosaik.publication.public.figures.files.setting import set_pages
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.wording import ended, source_line, town_line
from klimamosaik.publication.queries.results import FigureShape

SIZE = (1200, 630)  # [px] what link previews ask for
SMALL, WIDE, HEIGHT = 400.0, 640.0, 310.0  # [px] of the drawing; wide with panels beside another
MOST = 6  # rows of a drawing that small
MAIN = "energy"  # series whose figure is the headline where there are several


def share_picture(asked: FigureAsked) -> bytes:
    """1200 x 630 as PNG."""
    figure, said = asked.figure, asked.said
    small = excerpt(figure, MOST)
    if figure.shape is FigureShape.COLUMNS:
        small = main_series(small, MAIN)
    cut = cut_line(small, figure)
    told = {
        "language": asked.language,
        "town": said(town_line(figure)),
        "title": said(figure.title),
        "headline": said(figure.headline),
        "sentence": said(ended(figure.sentence)) if figure.sentence != figure.headline else "",
        "source": said(source_line(figure)),
        "address": asked.address().split("://", 1)[-1],
        "excerpt": said(cut) if cut else "",
    }
    panels = figure.shape is FigureShape.COLUMNS and len(small.series) > 1 < len(small.periods)
    width = WIDE if panels else SMALL
    drawing = picture_of(small, asked.language, Paint.FIXED, width=width, height=HEIGHT)
    files = {
        "share.json": json.dumps(told, ensure_ascii=False).encode(),
        "drawing.svg": drawing.encode(),
    }
    return set_pages("share", files, ppi=72)
