"""A zip of several tables: every table a part, what is none is named."""

import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from klimamosaik.sources.grid.content import Content, open_zip, unpacked
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats import format_of
from klimamosaik.sources.grid.limits import EXPANSION
from klimamosaik.sources.grid.members import whole
from klimamosaik.sources.grid.part import FilePart, OpenedFile
from klimamosaik.terms.complaint import InputRejected, Problem, problem, rejected
from klimamosaik.terms.text import Text

MOST_MEMBERS = 500
HIDDEN = ("__MACOSX", ".")  # what systems add beside the files
SHOWN = 5  # reasons, where nothing can be read


def open_archive(content: Content, read: Callable[[Content], OpenedFile]) -> OpenedFile:
    """Read every member that is a table."""
    archive = open_zip(content.data, largest=content.largest)
    members = [member for member in archive.infolist() if member.filename and not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise rejected(
            "too_many_members",
            "Das ZIP-Archiv hat {count} Dateien, erlaubt sind {most_members}. Bitte aufteilen.",
            "The zip archive has {count} files, {most_members} are allowed. Please split it.",
            count=len(members),
            most_members=MOST_MEMBERS,
        )
    parts: list[FilePart] = []
    left_out: list[Detected] = []
    refused: list[tuple[str, Problem]] = []
    cut: list[Detected] = []
    unseen: list[Detected] = []
    for member in members:
        name = _name(member)
        if any(piece.startswith(HIDDEN) for piece in PurePosixPath(name).parts):
            continue
        try:
            opened = _opened(content, member, name, read)
        except InputRejected as refusal:
            refused.append((name, refusal.complaints[0]))
            continue
        parts += [FilePart(_titled(name, part.name), part.grid) for part in opened.parts]
        left_out += [_in_member(name, fact) for fact in opened.left_out]
        cut += [_in_member(name, fact) for fact in opened.cut]
        unseen += [_in_member(name, fact) for fact in opened.unseen]
    if not parts:
        raise _nothing(refused)
    named = (*left_out, *(_not_read(*each) for each in refused))
    return OpenedFile(tuple(parts), named, cut=tuple(cut), unseen=tuple(unseen))


def _opened(
    content: Content, member: zipfile.ZipInfo, name: str, read: Callable[[Content], OpenedFile]
) -> OpenedFile:
    inner = unpacked(
        whole(content.data, member), name=name, largest=max(content.largest // EXPANSION, 1)
    )
    if format_of(inner) is None:
        raise rejected(
            "nested_archive",
            "ein Archiv im Archiv; bitte auspacken und einzeln hochladen.",
            "an archive within the archive; please unpack it and upload it by itself.",
        )
    opened = read(inner)
    if all(part.grid.width < 2 for part in opened.parts):
        raise rejected(
            "one_column",
            "keine Tabelle: nur eine Spalte.",
            "no table: only one column.",
        )
    return opened


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename.replace("\\", "/").lstrip("/")


def _titled(member: str, title: str) -> str:
    return f"{member} · {title}" if title else member


def _in_member(name: str, fact: Detected) -> Detected:
    why = fact.why
    return Detected(
        f"{name}: {fact.value}",
        Text("{name}: {why}", "{name}: {why}").format(name=name, why=why),
    )


def _not_read(name: str, complaint: Problem) -> Detected:
    text = complaint.text
    return Detected(
        name,
        Text("{name} nicht gelesen: {text}", "{name} not read: {text}").format(
            name=name, text=text
        ),
    )


def _nothing(refused: list[tuple[str, Problem]]) -> InputRejected:
    if not refused:
        return rejected(
            "empty_archive",
            "Das ZIP-Archiv enthält keine Dateien. Bitte noch einmal packen.",
            "The zip archive holds no files. Please pack it again.",
        )
    if len(refused) == 1:
        name, complaint = refused[0]
        text = complaint.text
        return rejected(
            complaint.code,
            "{name}: {text}",
            "{name}: {text}",
            name=name,
            text=text,
        )
    shown = refused[:SHOWN]
    return InputRejected(
        [
            problem(
                "no_table_in_archive",
                "Im ZIP-Archiv ist keine Tabelle, die gelesen werden kann ({count} Dateien).",
                "The zip archive holds no table that can be read ({count} files).",
                count=len(refused),
            ),
            *(Problem(c.code, fact.why) for (n, c) in shown for fact in [_not_read(n, c)]),
        ]
    )
