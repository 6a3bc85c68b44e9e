"""What the bytes are, judged by content, never by the file's name; compressed files unpacked."""

import gzip
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

from klimamosaik.sources.grid.encoding import decode
from klimamosaik.sources.grid.limits import EXPANSION
from klimamosaik.sources.grid.local_file import FileData, LocalFile
from klimamosaik.sources.grid.refusals import (
    SAVE_AS_XLSX,
    XLSX_ADVICE,
    damaged,
    not_a_table,
    not_read,
    password,
    too_large,
)
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

STEP = 1_000_000  # bytes unpacked at a time
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GZIP = b"\x1f\x8b"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK"
HEAD = 20_000  # bytes that show what a text is


@dataclass(frozen=True)
class FileHead:
    """What tells the format of a file."""

    data: bytes  # its first bytes, which give it away
    members: frozenset[str]  # of a zip archive, "/" between folders

    @property
    def is_zip(self) -> bool:
        """True for archives, and for workbooks, which are archives."""
        return self.data.startswith(ZIP)

    @property
    def is_text(self) -> bool:
        """True for whatever is no archive and no older Office document."""
        return not (self.is_zip or self.data.startswith(OLE))

    @cached_property
    def text(self) -> str:
        """Its first characters, without blanks before them; "" where it is no text."""
        if not self.is_text:
            return ""
        try:
            return decode(self.data[:HEAD])[0].lstrip("\ufeff \t\n")
        except InputRejected:
            return ""


@dataclass(frozen=True)
class Content:
    """Unpacked bytes."""

    held: FileData
    name: str  # file name without .gz
    largest: int = 2**62  # bytes; what is wrapped in it may unpack to no more
    members: frozenset[str] = frozenset()  # of a zip archive

    @property
    def data(self) -> bytes:
        """All of them."""
        return bytes(self.held)

    @cached_property
    def head(self) -> FileHead:
        """What tells its format."""
        return FileHead(self.held[:HEAD], self.members)


def unpacked(data: FileData, *, name: str, largest: int) -> Content:
    """Recognise what a file is and undo gzip; raise InputRejected for what holds no table."""
    if len(data) > largest:
        raise too_large(len(data), largest)
    whole = largest * EXPANSION
    if isinstance(data, LocalFile):
        if not data[: len(OLE)].startswith((GZIP, ZIP, OLE)):
            _refuse_foreign(data[:HEAD])
            return Content(data, name, whole)
        data = bytes(data)
    if data.startswith(GZIP):
        data, name = gunzip(data, largest=whole), re.sub(r"(?i)\.gz$", "", name)
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise rejected(
            "empty_file",
            "Die Datei ist leer. Bitte die Tabelle noch einmal exportieren.",
            "The file is empty. Please export the table again.",
        )
    _refuse_foreign(data)
    members = _members(data, name, whole) if data.startswith(ZIP) else frozenset()
    return Content(data, name, whole, members)


def gunzip(data: bytes, *, largest: int) -> bytes:
    """Unpack gzip, all members of it, up to `largest` bytes; raise InputRejected otherwise."""
    plain = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            while step := packed.read(STEP):
                plain.write(step)
                if plain.tell() > largest:
                    raise too_large(plain.tell(), largest)
    except EOFError as error:
        raise rejected(
            "broken_gzip",
            "Die gepackte Datei (.gz) bricht mittendrin ab. Bitte noch einmal herunterladen.",
            "The compressed file (.gz) ends too early. Please download it again.",
        ) from error
    except (zlib.error, OSError) as error:
        raise rejected(
            "broken_gzip",
            "Die gepackte Datei (.gz) ist beschädigt. Bitte noch einmal herunterladen.",
            "The compressed file (.gz) is damaged. Please download it again.",
        ) from error
    return plain.getvalue()


def open_zip(data: bytes, *, largest: int) -> zipfile.ZipFile:
    """Open a zip whose members say to unpack to no more than `largest` bytes in all.

    What they say is not believed: `members.stream` counts again.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        said = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged() from error
    if said > largest:
        raise too_large(said, largest)
    return archive


def _refuse_foreign(data: bytes) -> None:
    """Raise InputRejected for what is known to hold no table, or only behind a password."""
    if data.startswith(OLE) and ENCRYPTED_STREAM in data:
        raise password()
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").lstrip().encode()
    lowered = head.lower()
    for codes, what, do in FOREIGN:
        if lowered.startswith(codes):
            raise not_a_table(what, do)


def _members(data: bytes, name: str, largest: int) -> frozenset[str]:
    """What an archive holds; raises InputRejected where that shows a document that is not read."""
    if name.lower().endswith(".xlsb"):
        raise not_read(*DOCUMENTS[-1][1:])
    archive = open_zip(data, largest=largest)
    names = frozenset(member.replace("\\", "/") for member in archive.namelist())
    for member, what, do in DOCUMENTS:
        if any(each.startswith(member) for each in names):
            raise not_read(what, do)
    return names


UNPACK = Text(
    "Bitte entpacken und die Dateien hochladen.", "Please unpack it and upload the files."
)
FOREIGN: tuple[tuple[tuple[bytes, ...], Text, Text | None], ...] = (
    ((b"%pdf",), Text("PDF", "PDF"), None),
    (
        (b"mime-version:",),
        Text("eine gespeicherte Webseite (MHTML)", "a saved web page (MHTML)"),
        XLSX_ADVICE,
    ),
    (
        (b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm\x00", b"ii*\x00", b"mm\x00*"),
        Text("ein Bild", "an image"),
        None,
    ),
    ((b"par1",), Text("Parquet", "Parquet"), None),
    ((b"7z\xbc\xaf", b"rar!"), Text("ein Archiv (7z oder rar)", "an archive (7z or rar)"), UNPACK),
    ((b"{\\rtf",), Text("ein Textdokument (RTF)", "a text document (RTF)"), None),
)
DOCUMENTS = (  # first member that gives it away
    ("word/", Text("ein Word-Dokument", "a Word document"), None),
    ("ppt/", Text("eine PowerPoint-Datei", "a PowerPoint file"), None),
    ("Index/Document.iwa", Text("eine Numbers-Datei von Apple", "a Numbers file of Apple"), None),
    (
        "xl/workbook.bin",
        Text("eine binäre Excel-Arbeitsmappe (.xlsb)", "a binary Excel workbook (.xlsb)"),
        SAVE_AS_XLSX,
    ),
)
