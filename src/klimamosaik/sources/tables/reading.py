"""The door: bytes in, preview out."""

from klimamosaik.sources.grid.fact import Progress
from klimamosaik.sources.tables.hints import Hints
from klimamosaik.sources.tables.preview import Preview

LARGEST = 50_000_000  # bytes; an upload of a year of quarter hours of 30 meters is a tenth of it


def read(
    data: bytes,
    *,
    name: str,
    hints: Hints | None = None,
    largest: int = LARGEST,
    progress: Progress | None = None,
) -> Preview:
    """Recognise a table and convert it.

    data: the file's bytes (also gzip); name: its file name, a source of guesses only.
    largest [bytes]: limit, also for what a compressed file unpacks to (ten times as much).
    Raises Refused, and nothing else, for whatever cannot be read as a table.
    """
    raise NotImplementedError


def fingerprint(preview: Preview) -> str:
    """Key of "this kind of file": headers and format, never the data or the file's name."""
    raise NotImplementedError
