"""The picture as a file: headline, source and day are inside it, so that it can stand alone."""

import base64
import hashlib
import re
from textwrap import wrap

from klimamosaik.drawing.chart import LETTER, ChartPen
from klimamosaik.drawing.palette import FONTS, Paint, colour, style
from klimamosaik.drawing.svg import picture
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.setting import set_picture, size_of
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.wording import (
    alt_text,
    ended,
    licence_line,
    source_line,
    town_line,
)
from klimamosaik.terms.text import Text

WIDTH, EDGE = 760.0, 28.0  # [px] of the drawing, around it
HEAD, LETTERS, LEADING = 24.0, 15.0, 1.35  # [px] of headline and text; of a line
PPI = 144.0  # points an inch: half as many again as a screen's
SOURCE_AND_LICENCE = Text("{source}. {licence}", "{source}. {licence}")


def svg_policy() -> str:
    """The Content-Security-Policy under which a picture opened by itself may bring its colours."""
    known = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{known}'; frame-ancestors 'none'"


def svg_file(asked: FigureAsked) -> bytes:
    """A picture that brings its colours: dark follows the reader, print is on white."""
    return framed(asked, Paint.ALONE).encode()


def png_file(asked: FigureAsked) -> bytes:
    """The same picture in points, on paper."""
    return set_picture(framed(asked, Paint.FIXED), ppi=PPI)


def framed(asked: FigureAsked, paint: Paint) -> str:
    """Municipality, headline, sentence, drawing, source, licence and address, one below another."""
    figure, said = asked.figure, asked.said
    drawing = picture_of(figure, asked.language, paint, width=WIDTH)
    pen = ChartPen(paint, asked.language, LETTERS)
    column = WordColumn(pen, EDGE)
    column.add(said(town_line(figure)), LETTERS, "second")
    column.add(said(figure.title), LETTERS, "second")
    column.add(said(figure.headline), HEAD, "ink", gap=6)
    if figure.sentence != figure.headline:
        column.add(said(ended(figure.sentence)), LETTERS, "ink", gap=6)
    size, inside = placed(drawing, column.foot + 14)
    column.foot += 14 + size
    legal = SOURCE_AND_LICENCE.format(source=source_line(figure), licence=licence_line(figure))
    for words in (*(said(note) for note in figure.notes), said(legal), asked.address()):
        column.add(words, LETTERS - 2, "second", gap=4)
    whole = (WIDTH + 2 * EDGE, column.foot + EDGE)
    ground = pen.bar(0, 0, *whole, colour("paper", paint))
    brought = f"<style>{style()}</style>" if paint is Paint.ALONE else ""
    return picture(
        [brought, ground, *column.parts, inside],
        size=whole,
        said=said(alt_text(figure)),
        language=asked.language,
        ident=figure.key,
        shown=whole,
        more=f' font-family="{FONTS[paint]}"',
    )


class WordColumn:
    """Lines of words below each other."""

    def __init__(self, pen: ChartPen, top: float) -> None:
        self.pen, self.foot = pen, top
        self.parts: list[str] = []

    def add(self, words: str, size: float, ink: str, *, gap: float = 0) -> None:
        """A paragraph, broken where its line is full."""
        self.foot += gap
        for line in wrap(words, int(WIDTH / (LETTER * size))):
            self.foot += size * LEADING
            self.parts.append(self.pen.words(EDGE, self.foot - 4, line, ink=ink, size=size))


def placed(drawing: str, top: float) -> tuple[float, str]:
    """Height of a drawing, and the drawing at its place."""
    wide, high = size_of(drawing)
    shown = WIDTH / wide * high
    bare = re.sub(r' (width|height)="[^"]+"(?=[^>]* font-family)', "", drawing, count=2)
    at = f'<svg x="{EDGE:g}" y="{top:.1f}" width="{WIDTH:g}" height="{shown:.1f}"'
    return shown, bare.replace('<svg xmlns="http://www.w3.org/2000/svg"', at, 1)
