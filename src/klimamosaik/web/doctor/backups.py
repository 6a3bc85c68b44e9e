"""What the backups say: whether there are any, how old, and whether the next one has room."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text
from klimamosaik.web.backup import aside
from klimamosaik.web.backup.daily import newest_in
from klimamosaik.web.backup.last import LastBackup, last_backup
from klimamosaik.web.doctor.finding import DoctorFinding, ill, odd, well

OLD_BY_HAND = timedelta(days=7)
OLD_BY_ITSELF = timedelta(hours=36)  # a day, and time to notice
ROOM = 3  # times the last archive: the next one, and the database copied beside it


def backups(now: datetime) -> Iterator[DoctorFinding]:
    """When the last backup was made, and where the next one goes."""
    last = last_backup()
    yield age(last, now)
    if settings.BACKUP is None:
        yield odd(
            "backup_by_hand",
            Text(
                "Es wird nicht von selbst gesichert: KLIMAMOSAIK_BACKUP nennt den Ordner dafür.",
                "No backups are made by themselves: KLIMAMOSAIK_BACKUP names the folder for them.",
            ),
        )
    else:
        yield from folder(settings.BACKUP, last, now)


def age(last: LastBackup | None, now: datetime) -> DoctorFinding:
    """How old the newest backup is."""
    if last is None:
        return odd(
            "no_backup",
            Text(
                "Es wurde noch nie gesichert: klimamosaik backup DATEI",
                "There was no backup yet: klimamosaik backup FILE",
            ),
        )
    make = odd if is_old(last, now) else well
    return make(
        "backup",
        Text(
            "Letzte Sicherung {at:time}, {size:.1n} MB: {file}",
            "Last backup {at:time}, {size:.1n} MB: {file}",
        ).format(at=last.at.astimezone(LOCAL), size=last.megabytes, file=str(last.file)),
    )


def is_old(last: LastBackup, now: datetime) -> bool:
    """True where the next one should have been made by now."""
    return now - last.at > (OLD_BY_ITSELF if settings.BACKUP else OLD_BY_HAND)


def folder(place: Path, last: LastBackup | None, now: datetime) -> Iterator[DoctorFinding]:
    """Whether the folder of daily backups is there, holds one, and has room."""
    if not place.is_dir():
        yield ill(
            "backup_folder",
            Text(
                "Den Ordner {folder} für Sicherungen (KLIMAMOSAIK_BACKUP) gibt es nicht: ist das "
                "Laufwerk eingehängt?",
                "There is no folder {folder} for backups (KLIMAMOSAIK_BACKUP): is the disk "
                "mounted?",
            ).format(folder=str(place)),
        )
        return
    if last is not None and newest_in(place, now) is None:
        yield odd("backup_folder_empty", EMPTY.format(folder=str(place)))
    free = shutil.disk_usage(place).free
    make = ill if last is not None and free < ROOM * last.size else well
    yield make("backup_room", FREE.format(folder=str(place), free=free / 1e9))


def put_aside(now: datetime) -> Iterator[DoctorFinding]:
    """What a restore left beside the data, and until when it stays."""
    for moment, place in sorted(aside.put_aside(Path(settings.DATA_DIR)).items()):
        until = moment + timedelta(days=settings.BACKUP_DAYS)
        size = sum(each.stat().st_size for each in place.rglob("*") if each.is_file())
        said = {"folder": str(place), "size": size / 1e9, "until": until.astimezone(LOCAL)}
        make = odd if until < now else well
        yield make("put_aside", LEFT.format(**said))


LEFT = Text(
    "{folder} ist, was vor einer Wiederherstellung da war ({size:.1n} GB): die erste Sicherung "
    "nach dem {until:short} entfernt es.",
    "{folder} is what was there before a restore ({size:.1n} GB): the first backup after "
    "{until:short} removes it.",
)
EMPTY = Text(
    "Im Ordner {folder} für Sicherungen liegt keine: die nächste macht klimamosaik serve von "
    "selbst.",
    "The folder {folder} for backups holds none: klimamosaik serve makes the next one by itself.",
)
FREE = Text(
    "Für Sicherungen in {folder} sind {free:.1n} GB frei.",
    "For backups in {folder} {free:.1n} GB are free.",
)
