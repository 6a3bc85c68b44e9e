"""The door of this folder: bytes in, tables of text cells out, whatever they were wrapped in."""

from dataclasses import replace
from pathlib import PurePosixPath

from klimamosaik.sources.grid.archive import open_archive
from klimamosaik.sources.grid.content import Container, Content, unpacked
from klimamosaik.sources.grid.delimited import from_text
from klimamosaik.sources.grid.edifact import open_edifact
from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.greenbutton import open_xml
from klimamosaik.sources.grid.jsontables import open_json
from klimamosaik.sources.grid.nem import is_nem, open_nem
from klimamosaik.sources.grid.part import FilePart, OpenedFile
from klimamosaik.sources.grid.workbook import KINDS, open_workbook
from klimamosaik.terms.complaint import rejected


def open_file(
    data: bytes,
    *,
    name: str,
    largest: int,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> OpenedFile:
    """Every table of a file, and what was left out.

    data: the file's bytes, also gzip or a zip of several; name: its file name, a source of
    guesses; largest [bytes]: limit, also for what it unpacks to (EXPANSION times as much);
    sheet: read only this sheet or member, also a hidden one.
    Raises Refused, and nothing else, where no table can be read.
    """
    content = unpacked(data, name=name, largest=largest)
    if content.container is not Container.ZIP:
        return open_content(content, encoding=encoding, delimiter=delimiter, sheet=sheet)
    opened = open_archive(
        content, lambda inner: open_content(inner, encoding=encoding, delimiter=delimiter)
    )
    return opened if sheet is None else _only(opened, sheet)


def open_content(
    content: Content,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> OpenedFile:
    """Every table of unpacked bytes."""
    if content.container in KINDS:
        return open_workbook(content, sheet)
    if content.container is Container.XML:
        return open_xml(content.data)
    text, code = decode(content.data, encoding)
    if content.container is Container.EDIFACT:
        return open_edifact(text, code)
    if content.container is Container.JSON and (found := open_json(text, code)) is not None:
        return found if sheet is None else _only(found, sheet)
    if is_nem(text):
        return open_nem(text, code)
    return OpenedFile((FilePart("", from_text(text, code, delimiter)),))


def _only(opened: OpenedFile, wanted: str) -> OpenedFile:
    """The parts of one member or of one name."""
    names = [part.name for part in opened.parts]
    chosen = [part for part in opened.parts if wanted in _names(part.name)]
    if not chosen:
        raise rejected(
            "no_such_sheet",
            "Die Tabelle „{wanted}“ gibt es nicht; vorhanden: {join}.",
            "There is no table “{wanted}”; there are: {join}.",
            wanted=wanted,
            join=", ".join(names),
        )
    return replace(opened, parts=tuple(chosen))


def _names(name: str) -> set[str]:
    member, _, sheet = name.partition(" · ")
    return {name, member, sheet or member, PurePosixPath(member).name}
