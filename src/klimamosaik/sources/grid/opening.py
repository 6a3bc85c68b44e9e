"""The door of this folder: bytes in, tables of text cells out, whatever they were wrapped in."""

from klimamosaik.sources.grid.archive import open_archive
from klimamosaik.sources.grid.content import Content, unpacked
from klimamosaik.sources.grid.formats import NOTHING_SAID, FormatHints, format_of
from klimamosaik.sources.grid.local_file import FileData
from klimamosaik.sources.grid.part import OpenedFile, refuse_long_cells
from klimamosaik.terms.complaint import rejected


def open_file(
    data: FileData, *, name: str, largest: int, told: FormatHints = NOTHING_SAID
) -> OpenedFile:
    """Every table of a file, and what was left out.

    data: the file's bytes, also gzip or a zip of several; name: its file name, a source of
    guesses; largest [bytes]: limit, also for what it unpacks to (EXPANSION times as much).
    Raises InputRejected, and nothing else, where no table can be read.
    """
    content = unpacked(data, name=name, largest=largest)
    if format_of(content) is not None:
        return open_content(content, told)
    inside = FormatHints(told.encoding, told.delimiter)
    opened = open_archive(content, lambda inner: open_content(inner, inside))
    return opened if told.sheet is None else opened.only(told.sheet)


def open_content(content: Content, told: FormatHints = NOTHING_SAID) -> OpenedFile:
    """Every table of unpacked bytes; raise InputRejected for an archive of several files."""
    known = format_of(content)
    if known is None:
        raise rejected(
            "archive",
            "Das ist ein ZIP-Archiv, keine Tabelle. "
            "Bitte entpacken und die Dateien einzeln hochladen.",
            "This is a zip archive, not a table. Please unpack it and upload the files one by one.",
        )
    opened = known.read(content, told)
    for part in opened.parts:
        refuse_long_cells(part.grid.frame)
    return opened
