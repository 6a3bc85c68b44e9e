"""What a file holds, so that its size and checksum are those of the very bytes one gets."""

from hashlib import sha256

from klimamosaik.publication.public.catalogue.codes import listed_format
from klimamosaik.publication.public.catalogue.entry import OfferedFile
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import PublicFigure

ENDINGS = ("csv", "json", "xlsx", "parquet")


def file_bytes(figure: PublicFigure, ending: str, years: str) -> bytes | None:
    """The bytes of a figure's file; None where they cannot be told beforehand.

    years: "2023-2025" narrows the file to these; "" it holds everything.
    """
    return None


def figure_files(figure: PublicFigure, years: str = "") -> tuple[OfferedFile, ...]:
    """The files of a figure in every format."""
    first, _, last = years.partition("-")
    narrowed = f"?von={first}&bis={last}" if years else ""
    return tuple(
        offered(
            ending,
            figure_path(figure.town.ags, figure.key, f".{ending}") + narrowed,
            file_bytes(figure, ending, years),
        )
        for ending in ENDINGS
    )


def offered(ending: str, path: str, content: bytes | None, name: str = "") -> OfferedFile:
    """A file with its size and checksum."""
    return OfferedFile(
        name=name or ending,
        path=path,
        format=listed_format(ending),
        size=None if content is None else len(content),
        sha256="" if content is None else sha256(content).hexdigest(),
    )
