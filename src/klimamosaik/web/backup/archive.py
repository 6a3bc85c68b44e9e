"""One archive with a checksum of each of its files: a zip, so that any tool opens it."""

import hashlib
import json
import os
import struct
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from klimamosaik.sources.grid.detected import Progress
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text
from klimamosaik.web.backup.refusals import too_new

MANIFEST = "sicherung.json"
STEP = 1 << 20  # [bytes] read at a time
PACKED = (".parquet", ".gz", ".zip", ".xlsx", ".dump")  # no smaller by packing them again
FORM = 1  # of the archive
UNFINISHED = ".backup-"  # begins the name of a folder beside an archive that is being written
# What reading raises where bytes of a zip are not what they were: what it says of its files may
# then be a packing, a protection or a name that nobody knows.
UNREADABLE = (BadZipFile, KeyError, EOFError, ValueError, RuntimeError, struct.error, zlib.error)


@dataclass(frozen=True)
class Contents:
    """What an archive says of itself."""

    form: int
    version: str  # of the software that wrote it
    made_at: str  # ISO 8601, UTC
    database: str  # "sqlite" or "postgresql"
    data_version: int  # newest delivery in it
    layout: list[list[str]]  # migrations the database has: [app, name]
    files: dict[str, list[Any]]  # name: [bytes, SHA-256]
    settled: int | None = None  # newest delivery among the settled readings; None: it is not said

    @property
    def size(self) -> int:
        """All files together [bytes]."""
        return sum(size for size, _ in self.files.values())


def write(file: Path, members: Iterable[tuple[str, Path]], about: dict[str, Any]) -> Contents:
    """Write an archive that only its owner reads, until it is on the disk.

    members: name in the archive, and where to read it; one that is gone by now is left out.
    """
    files: dict[str, list[Any]] = {}
    with file.open("wb") as out:
        file.chmod(0o600)
        with ZipFile(out, "w", allowZip64=True) as archive:
            for name, path in members:
                if (sums := copied_in(archive, name, path)) is not None:
                    files[name] = sums
            contents = Contents(files=files, form=FORM, **about)
            archive.writestr(MANIFEST, json.dumps(asdict(contents)), ZIP_DEFLATED)
        out.flush()
        os.fsync(out.fileno())
        # what is checked afterwards is read from the disk, not from what is left in memory
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return contents


def copied_in(archive: ZipFile, name: str, path: Path) -> list[Any] | None:
    """Copy one file in; returns its size and checksum, None where it is gone by now."""
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    info = ZipInfo(name)
    info.compress_type = ZIP_STORED if name.endswith(PACKED) else ZIP_DEFLATED
    with source, archive.open(info, "w", force_zip64=True) as out:
        return list(copied(source, out))


def copied(source: IO[bytes], out: IO[bytes] | None) -> tuple[int, str]:
    """Size and SHA-256 of what is copied; without `out` it is only read."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(STEP):
        digest.update(piece)
        size += len(piece)
        if out is not None:
            out.write(piece)
    return size, digest.hexdigest()


def contents_of(file: Path) -> Contents:
    """What an archive says of itself.

    Raises InputRejected for what is no backup of ours, or one of a form we do not know yet.
    """
    try:
        with ZipFile(file) as archive:
            said = json.loads(archive.read(MANIFEST))
        if said["form"] > FORM:
            raise too_new(said["version"])
        # a newer version may say more
        contents = Contents(**{key: said[key] for key in FIELDS if key in said})
        for pairs in (contents.files.values(), contents.layout):
            dict(pairs)  # or it says nothing of ours
        return contents
    except InputRejected:
        raise
    except FileNotFoundError as missing:
        raise rejected(
            "no_backup_there",
            "Die Datei {file} gibt es nicht.",
            "There is no file {file}.",
            file=str(file),
        ) from missing
    except (*UNREADABLE, AttributeError, TypeError, OSError) as error:
        raise damaged(file, MANIFEST) from error


def unpacked(
    file: Path, contents: Contents, folder: Path | None, progress: Progress | None
) -> None:
    """Unpack all files into `folder`, or only read them; each is compared with its checksum.

    Raises InputRejected at the first bad one, and where the archive holds a file it does not list.
    """
    done = 0
    with ZipFile(file) as archive:
        for name, (size, digest) in contents.files.items():
            if (size, digest) != unpack_one(archive, file, name, folder):
                raise damaged(file, name)
            done += size
            if progress is not None:
                progress(done / max(contents.size, 1), CHECKING)
        if unlisted := set(archive.namelist()) - {MANIFEST, *contents.files}:
            raise incomplete(file, min(unlisted))


def unpack_one(archive: ZipFile, file: Path, name: str, folder: Path | None) -> tuple[int, str]:
    """Unpack or read one file; returns its size and checksum."""
    try:
        with archive.open(name) as source:
            if folder is None:
                return copied(source, None)
            target = folder / name
            if not target.resolve().is_relative_to(folder.resolve()):
                raise damaged(file, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                return copied(source, out)
    except UNREADABLE as error:
        raise damaged(file, name) from error
    except OSError as error:
        if folder is not None:
            raise
        raise damaged(file, name) from error


def damaged(file: Path, name: str) -> InputRejected:
    """The refusal of an archive that cannot be trusted."""
    return rejected(
        "backup_damaged",
        "Die Sicherung {file} ist beschädigt oder keine von Klimamosaik (zuerst bei {name}). Es "
        "wurde nichts geändert; bitte nehmen Sie eine andere.",
        "The backup {file} is damaged or none of Klimamosaik (first at {name}). Nothing was "
        "changed; please take another one.",
        file=str(file),
        name=name,
    )


def incomplete(file: Path, what: str) -> InputRejected:
    """The refusal of an archive whose own list leaves out what belongs to it."""
    return rejected(
        "backup_incomplete",
        "Die Sicherung {file} ist nicht vollständig: In ihrem Verzeichnis fehlt {what}. Es wurde "
        "nichts geändert; bitte nehmen Sie eine andere.",
        "The backup {file} is not complete: its own list leaves out {what}. Nothing was changed; "
        "please take another one.",
        file=str(file),
        what=what,
    )


FIELDS = tuple(each.name for each in fields(Contents))
CHECKING = Text("Prüfsummen vergleichen", "comparing checksums")
