"""What a format of files with tables is: how it is recognised, and what reading it gives."""

from collections.abc import Callable
from dataclasses import dataclass

from klimamosaik.sources.grid.content import Content, FileHead
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.part import OpenedFile


@dataclass(frozen=True)
class FormatHints:
    """What a person said of how a file is written; None leaves the guess."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None  # read only this sheet or part, also a hidden one


NOTHING_SAID = FormatHints()


@dataclass(frozen=True)
class FileFormat:
    """One kind of file that holds tables."""

    written: Detected  # its code, stable and English, and what a person calls it
    recognises: Callable[[FileHead], bool]
    read: Callable[[Content, FormatHints], OpenedFile]  # raises InputRejected: no table
    endings: tuple[str, ...]  # of its files' names: what an upload may be called, never a proof
