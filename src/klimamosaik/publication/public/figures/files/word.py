"""The paragraph for a council's paper as DOCX, to be put into one's own."""

import io
from datetime import UTC

from docx import Document
from docx.document import Document as OpenDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from klimamosaik.drawing.palette import Paint
from klimamosaik.publication.public.figures.asked import FigureAsked
from klimamosaik.publication.public.figures.files.archive import packed, unpacked
from klimamosaik.publication.public.figures.files.paper import WIDTH, heading
from klimamosaik.publication.public.figures.files.setting import set_pages
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.wording import (
    alt_text,
    data_line,
    licence_line,
    sentences,
    source_line,
    town_line,
)

PPI = 150.0  # points of the drawing; 200 an inch at the width it is printed
BROAD = Cm(16)
LOCALES = {"de": "de-DE", "en": "en-GB"}


def docx_file(asked: FigureAsked) -> bytes:
    """Heading, picture, sentences, source; its properties hold title and licence, no names."""
    document = Document()
    describe(document, asked)
    fill(document, asked)
    buffer = io.BytesIO()
    document.save(buffer)
    # packed anew: the library writes the hour into every part
    return packed(unpacked(buffer.getvalue()), asked.figure.changed_at)


def describe(document: OpenDocument, asked: FigureAsked) -> None:
    """What a program tells about the file; the library's own template names its maker."""
    about, at = document.core_properties, asked.figure.changed_at.astimezone(UTC)
    about.title = asked.said(heading(asked))
    about.comments = asked.said(licence_line(asked.figure))
    about.author = about.last_modified_by = about.keywords = about.subject = ""
    about.language = LOCALES[asked.language]
    about.created = about.modified = at.replace(microsecond=0)
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
    drawing = picture_of(figure, asked.language, Paint.FIXED, width=WIDTH)
    picture = set_pages("picture", {"picture.svg": drawing.encode()}, ppi=PPI)
    shape = document.add_picture(io.BytesIO(picture), width=BROAD)
    shape._inline.docPr.set("descr", said(alt_text(figure)))
    document.add_paragraph(" ".join(said(each) for each in sentences(figure)))
    for note in figure.notes:
        document.add_paragraph(said(note))
    for line in (source_line(figure), data_line(figure), licence_line(figure)):
        small(document, said(line))
    small(document, asked.address())


def small(document: OpenDocument, words: str) -> None:
    """A line in small letters."""
    document.add_paragraph().add_run(words).font.size = Pt(9)
