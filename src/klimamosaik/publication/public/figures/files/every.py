"""All files of a figure, by the end of their address."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.archive import packed
from klimamosaik.publication.public.figures.files.graphics import png_file, svg_file
from klimamosaik.publication.public.figures.files.metadata import NEUTRALISED, metadata_file
from klimamosaik.publication.public.figures.files.paper import paragraphs, pdf_file, text_file
from klimamosaik.publication.public.figures.files.plain import csv_file, json_file
from klimamosaik.publication.public.figures.files.tables import parquet_file, xlsx_file
from klimamosaik.publication.public.figures.rows import COLUMNS
from klimamosaik.terms.text import Text

LAST = 16  # files kept, of some 5 to 200 kB: those of one figure


@dataclass(frozen=True)
class FigureFile:
    """A kind of file."""

    suffix: str  # ".csv"
    media: str  # as IANA names it
    name: Text
    make: Callable[[FigureAsked], bytes]
    means: Text


@lru_cache(maxsize=LAST)
def made(kind: FigureFile, asked: FigureAsked) -> bytes:
    """A file; the last ones are kept, as a figure's archive is often asked for after them."""
    return kind.make(asked)


def docx_file(asked: FigureAsked) -> bytes:
    """For Word, by a library that only who takes such a file needs."""
    from klimamosaik.publication.public.figures.files.word import docx_file as made

    return made(asked)


def zip_file(asked: FigureAsked) -> bytes:
    """All files of the rows and the picture, with a readme."""
    key = asked.figure.key
    files = {f"{key}{each.suffix}": made(each, asked) for each in FILES if each.suffix in PACKED}
    readme = asked.said(README)
    return packed({readme: readme_file(asked), **files}, asked.figure.changed_at)


def readme_file(asked: FigureAsked) -> bytes:
    """What the archive holds, what each column means."""
    said, key = asked.said, asked.figure.key
    lines = list(paragraphs(asked))
    lines += [f"{key}{each.suffix}: {said(each.means)}" for each in FILES if each.suffix in PACKED]
    lines += ["", *(f"{column.name}: {said(column.means)}" for column in COLUMNS)]
    return "\r\n".join([*lines, "", said(NEUTRALISED), ""]).encode()


README = Text("LIESMICH.txt", "README.txt")
PACKED = (".csv", ".json", ".xlsx", ".parquet", ".svg", ".png", ".metadata.json")
FILES = (
    FigureFile(
        ".csv",
        "text/csv; charset=utf-8",
        Text("CSV", "CSV"),
        csv_file,
        Text("Tabelle für jedes Programm", "table for every program"),
    ),
    FigureFile(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Text("Excel", "Excel"),
        xlsx_file,
        Text("Tabelle mit einem Blatt über die Daten", "table with a sheet about the data"),
    ),
    FigureFile(
        ".json",
        "application/json",
        Text("JSON", "JSON"),
        json_file,
        Text("Daten und Angaben für Programme", "data and facts for programs"),
    ),
    FigureFile(
        ".parquet",
        "application/vnd.apache.parquet",
        Text("Parquet", "Parquet"),
        parquet_file,
        Text("Tabelle mit Datentypen", "table with types"),
    ),
    FigureFile(
        ".metadata.json",
        "application/json",
        Text("Angaben zu den Daten", "about the data"),
        metadata_file,
        Text(
            "Einheit, Definition, Quelle, Methode, Lizenz, Zitat",
            "unit, definition, source, method, licence, citation",
        ),
    ),
    FigureFile(
        ".svg",
        "image/svg+xml",
        Text("Bild (SVG)", "picture (SVG)"),
        svg_file,
        Text("Bild in jeder Größe scharf", "picture, sharp at every size"),
    ),
    FigureFile(
        ".png",
        "image/png",
        Text("Bild (PNG)", "picture (PNG)"),
        png_file,
        Text("Bild für jedes Programm", "picture for every program"),
    ),
    FigureFile(
        ".txt",
        "text/plain; charset=utf-8",
        Text("Text", "text"),
        text_file,
        Text("Sätze mit Quelle und Zitat", "sentences with source and citation"),
    ),
    FigureFile(
        ".pdf",
        "application/pdf",
        Text("PDF", "PDF"),
        pdf_file,
        Text("Absatz für eine Vorlage, barrierefrei", "paragraph for a paper, accessible"),
    ),
    FigureFile(
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Text("Word", "Word"),
        docx_file,
        Text("Absatz für eine Vorlage, zum Einfügen", "paragraph for a paper, to be put in"),
    ),
    FigureFile(
        ".zip",
        "application/zip",
        Text("Alles zusammen (ZIP)", "all of it (ZIP)"),
        zip_file,
        Text("alle Daten und Bilder mit Beschreibung", "all data and pictures with a readme"),
    ),
)
BY_SUFFIX = {each.suffix: each for each in FILES}
