"""Ready for website, press and council: picture, sentences, source and range as text and PDF."""

import json
from collections.abc import Iterable

from klimamosaik.drawing.palette import Paint
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.excerpt import cut_line, excerpt
from klimamosaik.publication.public.figures.files.setting import set_paper, size_of
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.wording import (
    alt_text,
    citation,
    data_line,
    licence_line,
    sentences,
    source_line,
    town_line,
)
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Text

WIDTH = 700.0  # [px] of the drawing on A4
MOST = 12  # rows of a drawing that grows with each
BROAD, HIGHEST = 162.0, 165.0  # [mm] of the drawing: with its sentences it stays on one page
HEADING = Text("Auswirkungen auf das Klima: {title}", "Effects on the climate: {title}")


def text_file(asked: FigureAsked) -> bytes:
    """The sentences as plain text, with all that belongs to them."""
    return "\r\n".join(paragraphs(asked)).encode()


def paragraphs(asked: FigureAsked) -> Iterable[str]:
    """Town, title, sentences, what is limited, source, licence, how to cite."""
    figure, said = asked.figure, asked.said
    yield said(town_line(figure))
    yield said(heading(asked))
    yield ""
    yield " ".join(said(each) for each in sentences(figure))
    yield ""
    yield from (said(note) for note in figure.notes)
    yield said(source_line(figure))
    yield said(data_line(figure))
    yield said(licence_line(figure))
    yield said(citation(asked))
    yield ""


def heading(asked: FigureAsked) -> Text:
    """What a council's paper calls its part on the climate."""
    return HEADING.format(title=asked.figure.title)


def notes_of(part: PublicFigure, figure: PublicFigure) -> tuple[Text, ...]:
    """What is limited: in the figure, and in its picture."""
    cut = cut_line(part, figure)
    return (*figure.notes, *((cut,) if cut else ()))


def pdf_file(asked: FigureAsked) -> bytes:
    """One page as PDF/UA; its metadata holds title and licence, no names."""
    figure, said = asked.figure, asked.said
    part = excerpt(figure, MOST)
    drawing = picture_of(part, asked.language, Paint.FIXED, width=WIDTH)
    wide, high = size_of(drawing)
    told = {
        "width": min(BROAD, HIGHEST * wide / high) if figure.data else None,
        "language": asked.language,
        "town": said(town_line(figure)),
        "title": said(heading(asked)),
        "headline": said(figure.headline),
        "sentences": [said(each) for each in sentences(figure)[1:]],
        "notes": [said(note) for note in notes_of(part, figure)],
        "alt": said(alt_text(figure)),
        "source": said(source_line(figure)),
        "data": said(data_line(figure)),
        "licence": said(licence_line(figure)),
        "address": asked.address(),
    }
    files = {
        "paper.json": json.dumps(told, ensure_ascii=False).encode(),
        "drawing.svg": drawing.encode(),
    }
    return set_paper("paper", files, at=figure.changed_at)
