"""What a file holds, so that its size and checksum are those of the very bytes one gets."""

from hashlib import sha256

from klimamosaik.publication.public.catalogue.codes import listed_format
from klimamosaik.publication.public.catalogue.entry import OfferedFile
from klimamosaik.publication.public.figures.figure_request import FigureAsked, SpanAsked, narrowed
from klimamosaik.publication.public.figures.files.every import BY_SUFFIX
from klimamosaik.publication.queries.results import PublicFigure

ENDINGS = ("csv", "json", "xlsx", "parquet")


def figure_files(figure: PublicFigure, root: str, years: str = "") -> tuple[OfferedFile, ...]:
    """The files of a figure in every format; `years`: "2023-2025" narrows them to these."""
    first, _, last = years.partition("-")
    span = SpanAsked(first, last)
    asked = FigureAsked(narrowed(figure, span), "de", root, span)
    return tuple(
        offered(
            ending,
            asked.address(f".{ending}").removeprefix(root),
            BY_SUFFIX[f".{ending}"].make(asked),
        )
        for ending in ENDINGS
    )


def offered(ending: str, path: str, content: bytes, name: str = "") -> OfferedFile:
    """A file with its size and checksum."""
    return OfferedFile(
        name=name or ending,
        path=path,
        format=listed_format(ending),
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )
