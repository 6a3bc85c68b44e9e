"""A folder is looked through: what is new in it is stored, asked about, or said to be refused."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from klimamosaik.observations.models import Delivery
from klimamosaik.observations.operations.file_arrivals import (
    answered_since,
    changed_by,
    checksum,
    delivered_before,
    take_in_file,
)
from klimamosaik.sources.sensorthings.asking import SourceUnreachable
from klimamosaik.streams.counts.operations import take_in_counts
from klimamosaik.streams.mirror.rounds import Spare
from klimamosaik.streams.models import DataSource, FileOutcome, SourceSeries, TakenFile
from klimamosaik.streams.source_state import heard, stored
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text, joined

SETTLED = 5.0  # [s] a file was not written to: who copies it has finished
DEEP = 3  # folders below the one named
PARTLY = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~")


@dataclass(frozen=True)
class FolderFile:
    """A file as it lies there."""

    path: Path
    name: str  # from the folder on
    size: int  # [bytes]
    changed: int  # [ns]


def watch(source: DataSource, *, now: datetime, spare: Spare) -> bool:
    """Look a folder through; True where there is more than there was time for.

    Raises SourceUnreachable where the folder cannot be read.
    """
    known = {each.name: each for each in source.files.all()}
    for file in files_in(Path(source.address)):
        row = known.get(file.name)
        if row is not None and not due_again(row, file):
            continue
        take(source, file, now)
        if not spare():
            return True
    heard(source, at=now)
    return False


def files_in(folder: Path) -> list[FolderFile]:
    """The files that are there and finished, the oldest first: corrections come after."""
    if not folder.is_dir():
        raise SourceUnreachable(NO_FOLDER.format(folder=folder))
    try:
        found = list(finished(folder, folder, DEEP))
    except OSError as error:
        raise SourceUnreachable(
            NOT_READABLE.format(folder=folder, why=error.strerror or "?")
        ) from error
    return sorted(found, key=lambda each: (each.changed, each.name))


def finished(folder: Path, root: Path, deep: int) -> Iterator[FolderFile]:
    """The files below a folder that nobody writes to; links are not followed."""
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.endswith(PARTLY) or path.is_symlink():
            continue
        if path.is_dir():
            if deep:
                yield from finished(path, root, deep - 1)
            continue
        try:
            facts = path.stat()
        except FileNotFoundError:  # it has just gone
            continue
        if time.time() - facts.st_mtime >= SETTLED:
            name = path.relative_to(root).as_posix()
            yield FolderFile(path, name, facts.st_size, facts.st_mtime_ns)


def due_again(row: TakenFile, file: FolderFile) -> bool:
    """True where a file changed, or waits for an answer that may have been given since."""
    if (row.size, row.changed) != (file.size, file.changed):
        return True
    if row.outcome != FileOutcome.ASKS:
        return False
    town = row.source.municipality
    before = delivered_before(municipality=town, sha=row.sha256)
    return before is not None or answered_since(municipality=town, at=row.seen_at)


def take(source: DataSource, file: FolderFile, now: datetime) -> None:
    """Take one file and note what became of it."""
    try:
        data = file.path.read_bytes()
    except OSError as error:
        note(source, file, "", FileOutcome.REFUSED, GONE.format(why=error.strerror or "?"), now)
        return
    sha = checksum(data)
    if source.options.get("counts"):
        take_counts(source, file, data, sha, now)
        return
    before = delivered_before(municipality=source.municipality, sha=sha)
    if before is not None:
        told = KNOWN.format(name=before.name, day=before.at.date())
        note(source, file, sha, FileOutcome.KNOWN, told, now, before)
        return
    name = file.name.rpartition("/")[2]
    try:
        brought = take_in_file(
            municipality=source.municipality, data=data, name=name, by_name=source.name, at=now
        )
    except InputRejected as refusal:
        note(source, file, sha, FileOutcome.REFUSED, refusal.complaints[0].text, now)
        return
    if brought.delivery is None:
        note(source, file, sha, FileOutcome.ASKS, brought.questions[0].text, now)
        return
    told = STORED.format(new=brought.new, changed=brought.changed)
    note(source, file, sha, FileOutcome.STORED, told, now, brought.delivery)
    connect(source, brought.delivery, now)


def take_counts(source: DataSource, file: FolderFile, data: bytes, sha: str, now: datetime) -> None:
    """Take one file of counting stations: its values are counts, and nothing is asked of them."""
    name = file.name.rpartition("/")[2]
    try:
        counted = take_in_counts(source=source, data=data, name=name, at=now)
    except InputRejected as refusal:
        note(source, file, sha, FileOutcome.REFUSED, refusal.complaints[0].text, now)
        return
    told = COUNTED.format(readings=counted.readings, series=counted.series)
    note(source, file, sha, FileOutcome.STORED, joined([told, *counted.notes], " "), now)
    stored(source, at=now)


def bytes_of(row: TakenFile) -> bytes:
    """A file that was seen, as it lies there now. Raises InputRejected where it is gone."""
    listed = {each.name: each for each in files_in(Path(row.source.address))}
    try:
        return listed[row.name].path.read_bytes()
    except (KeyError, OSError) as error:
        raise InputRejected([Problem("file_gone", GONE_NOW.format(name=row.name))]) from error


def note(
    source: DataSource,
    file: FolderFile,
    sha: str,
    outcome: FileOutcome,
    told: Text,
    now: datetime,
    delivery: Delivery | None = None,
) -> None:
    """Note what became of a file, in the place of what was noted of it before."""
    TakenFile.objects.update_or_create(
        source=source,
        name=file.name[:500],
        defaults={
            "size": file.size,
            "changed": file.changed,
            "sha256": sha,
            "outcome": outcome,
            "told": dict(told.both()),
            "delivery": delivery,
            "seen_at": now,
        },
    )


def connect(source: DataSource, delivery: Delivery, now: datetime) -> None:
    """The series that a file brought belong to the source from now on."""
    for stream in changed_by(delivery):
        SourceSeries.objects.update_or_create(
            source=source,
            key=f"datastream {stream.pk}",
            defaults={"datastream": stream, "last_seen": now},
            create_defaults={
                "datastream": stream,
                "about": {"name": stream.name, "unit": stream.unit, "place": None},
                "first_seen": now,
                "last_seen": now,
            },
        )
    stored(source, at=now)


NO_FOLDER = Text(
    "Der Ordner „{folder}“ ist nicht da.",
    "The folder “{folder}” is not there.",
)
NOT_READABLE = Text(
    "Der Ordner „{folder}“ ist nicht zu lesen ({why}).",
    "The folder “{folder}” cannot be read ({why}).",
)
GONE = Text(
    "Die Datei ist nicht zu lesen ({why}).",
    "The file cannot be read ({why}).",
)
GONE_NOW = Text(
    "„{name}“ liegt nicht mehr in dem Ordner.",
    "“{name}” lies in the folder no longer.",
)
KNOWN = Text(
    "Schon da: mit „{name}“ am {day:short} gekommen.",
    "Here already: came with “{name}” on {day:short}.",
)
COUNTED = Text(
    "{readings:Wert|Werte} von {series:Zählstelle|Zählstellen}.",
    "{readings:value|values} of {series:counting station|counting stations}.",
)
STORED = Text(
    "{new:neuer Wert|neue Werte}, {changed:berichtigter|berichtigte}.",
    "{new:new value|new values}, {changed:corrected|corrected}.",
)
