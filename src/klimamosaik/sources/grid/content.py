"""What the bytes are, judged by content, never by the file's name; compressed files unpacked."""

import io
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.terms.complaint import Refused, refuse

EXPANSION = 10  # a compressed file may unpack to this many times the limit for uploads
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class Container(StrEnum):
    """How a table is wrapped."""

    TEXT = "csv"
    JSON = "json"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


@dataclass(frozen=True)
class Content:
    """Unpacked bytes and what they are."""

    container: Container
    data: bytes
    name: str  # file name without .gz


def unpack(data: bytes, *, name: str, largest: int) -> Content:
    """Recognise the container and undo gzip; raise Refused for what is not a table."""
    if len(data) > largest:
        raise too_large(len(data), largest)
    if data.startswith(b"\x1f\x8b"):
        data, name = gunzip(data, largest=largest * EXPANSION), name.removesuffix(".gz")
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise refuse(
            "empty_file",
            "Die Datei ist leer. Bitte die Tabelle noch einmal exportieren.",
            "The file is empty. Please export the table again.",
        )
    return Content(_container(data, largest), data, name)


def gunzip(data: bytes, *, largest: int) -> bytes:
    """Unpack gzip up to `largest` bytes; raise Refused when broken or larger."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, largest + 1)
    except zlib.error as error:
        raise refuse(
            "broken_gzip",
            "Die gepackte Datei (.gz) ist beschädigt. Bitte noch einmal herunterladen.",
            "The compressed file (.gz) is damaged. Please download it again.",
        ) from error
    if len(plain) > largest:
        raise too_large(len(plain), largest)
    if not unpacker.eof:
        raise refuse(
            "broken_gzip",
            "Die gepackte Datei (.gz) bricht mittendrin ab. Bitte noch einmal herunterladen.",
            "The compressed file (.gz) ends too early. Please download it again.",
        )
    return plain


def open_zip(data: bytes, *, largest: int) -> zipfile.ZipFile:
    """Open a zip whose members unpack to no more than `largest` bytes in all."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged() from error
    if unpacked > largest:
        raise too_large(unpacked, largest)
    return archive


def damaged() -> Refused:
    """The sentence for a workbook or archive that cannot be opened."""
    return refuse(
        "broken_file",
        "Die Datei ist beschädigt oder unvollständig. "
        "Bitte neu speichern oder als CSV exportieren.",
        "The file is damaged or incomplete. Please save it again or export it as CSV.",
    )


def too_large(found: int, largest: int) -> Refused:
    """The sentence for too many bytes."""
    found_mb, largest_mb = f"{found / 1e6:.0f}", f"{largest / 1e6:.0f}"
    return refuse(
        "file_too_large",
        f"Die Datei hat (entpackt) {found_mb} MB, erlaubt sind {largest_mb} MB. "
        "Bitte nach Jahren oder Gebäuden aufteilen.",
        f"The file has {found_mb} MB (unpacked), {largest_mb} MB are allowed. "
        "Please split it by year or building.",
    )


def _container(data: bytes, largest: int) -> Container:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith(b"PK"):
        return _zip(data, largest)
    for found, codes in FOREIGN.items():
        if head.lower().startswith(codes):
            raise _foreign(found)
    if head[:1] in (b"[", b"{"):
        return Container.JSON
    return Container.TEXT


def _ole(data: bytes) -> Container:
    if ENCRYPTED_STREAM in data:
        raise refuse(
            "encrypted_workbook",
            "Die Excel-Datei ist mit einem Kennwort geschützt. Bitte ohne Kennwort speichern.",
            "The Excel file is protected by a password. Please save it without one.",
        )
    return Container.XLS


def _zip(data: bytes, largest: int) -> Container:
    names = open_zip(data, largest=largest * EXPANSION).namelist()
    if any(name.startswith("xl/") for name in names):
        return Container.XLSX
    if "content.xml" in names:
        return Container.ODS
    raise refuse(
        "archive",
        "Das ist ein ZIP-Archiv, keine Tabelle. Bitte entpacken und die Dateien einzeln hochladen.",
        "This is a zip archive, not a table. Please unpack it and upload the files one by one.",
    )


FOREIGN = {
    "PDF": (b"%pdf",),
    "HTML": (b"<!doctype html", b"<html"),
    "XML": (b"<?xml",),
    "image": (b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm\x00", b"ii*\x00", b"mm\x00*"),
    "Parquet": (b"par1",),
    "archive": (b"7z\xbc\xaf", b"rar!"),
}
GERMAN = {"image": "ein Bild", "archive": "ein Archiv"}


def _foreign(found: str) -> Refused:
    return refuse(
        "not_a_table",
        f"Das ist {GERMAN.get(found, found)}, keine Tabelle. "
        "Bitte aus dem Programm, das die Zahlen enthält, als CSV oder Excel exportieren.",
        f"This is {'an ' if found[0] in 'ai' else ''}{found}, not a table. "
        "Please export CSV or Excel from the program that holds the figures.",
    )
