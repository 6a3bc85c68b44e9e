"""The paragraph for a council's paper as DOCX, to be put into one's own."""

import io
from datetime import UTC
from functools import cache

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from klimamosaik.drawing.palette import Paint
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.archive import packed, unpacked
from klimamosaik.publication.public.figures.files.excerpt import excerpt
from klimamosaik.publication.public.figures.files.paper import MOST, WIDTH, heading, notes_of
from klimamosaik.publication.public.figures.files.setting import set_picture, size_of
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.wording import (
    alt_text,
    data_line,
    licence_line,
    sentences,
    source_line,
    town_line,
)
from klimamosaik.publication.queries.results import PublicFigure

PPI = 150.0  # points an inch of the drawing: about 190 where it is printed
BROAD, HIGHEST = Cm(16), Cm(14.5)  # of the drawing: with its sentences it stays on one page
A4, MARGIN = (Cm(21), Cm(29.7)), Cm(2.5)
LOCALES = {"de": "de-DE", "en": "en-GB"}
EFFECTS, THUMBNAIL = "/stylesWithEffects", "/thumbnail"  # ends of how parts are related


def docx_file(asked: FigureAsked) -> bytes:
    """Heading, picture, sentences, source; its properties hold title and licence, no names."""
    document = Document(io.BytesIO(blank()))
    describe(document, asked)
    fill(document, asked)
    buffer = io.BytesIO()
    document.save(buffer)
    # packed anew: the library writes the hour into every part
    return packed(unpacked(buffer.getvalue()), asked.figure.changed_at)


@cache
def blank() -> bytes:
    """The library's empty document without what none of ours uses.

    Its styles of tables, told twice, are 0.8 MB; its thumbnail shows another document.
    """
    document = Document()
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.base_style is not None:
            style.delete()
    for related in (document.part.rels, document.part.package.rels):
        for name, each in list(related.items()):
            if each.reltype.endswith((EFFECTS, THUMBNAIL)):
                del related[name]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def describe(document: OpenDocument, asked: FigureAsked) -> None:
    """What a program tells about the file; the library's own template names its maker."""
    about, at = document.core_properties, asked.figure.changed_at.astimezone(UTC)
    about.title = asked.said(heading(asked))
    about.comments = asked.said(licence_line(asked.figure))
    about.author = about.last_modified_by = about.keywords = about.subject = ""
    about.language = LOCALES[asked.language]
    about.created = about.modified = at.replace(microsecond=0)
    for section in document.sections:
        section.page_width, section.page_height = A4
        section.left_margin = section.right_margin = section.top_margin = MARGIN
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    language = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {})
    language.set(qn("w:val"), LOCALES[asked.language])
    normal.element.get_or_add_rPr().append(language)


def fill(document: OpenDocument, asked: FigureAsked) -> None:
    """What is read."""
    figure, said = asked.figure, asked.said
    document.add_heading(said(heading(asked)), level=1)
    document.add_paragraph(said(town_line(figure)))
    part = excerpt(figure, MOST)
    if figure.data:
        draw(document, asked, part)
    document.add_paragraph(" ".join(said(each) for each in sentences(figure)))
    for note in notes_of(part, figure):
        document.add_paragraph(said(note))
    for line in (source_line(figure), data_line(figure), licence_line(figure)):
        small(document, said(line))
    small(document, asked.address())


def draw(document: OpenDocument, asked: FigureAsked, part: PublicFigure) -> None:
    """The picture of a part of the figure, with words for who does not see it."""
    drawing = picture_of(part, asked.language, Paint.FIXED, width=WIDTH)
    wide, high = size_of(drawing)
    picture = io.BytesIO(set_picture(drawing, ppi=PPI))
    shape = document.add_picture(picture, width=min(BROAD, int(HIGHEST * wide / high)))
    shape._inline.docPr.set("descr", asked.said(alt_text(asked.figure)))


def small(document: OpenDocument, words: str) -> None:
    """A line in small letters."""
    document.add_paragraph().add_run(words).font.size = Pt(9)
