"""A backup each day by itself: when it is due, what it is called, which older ones are kept."""

import re
import shutil
import time
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.period import LOCAL
from klimamosaik.web.backup.archive import UNFINISHED

STAMP = "%Y-%m-%dT%H%M%SZ"
DAY = timedelta(days=1)


def due_now(folder: Path, now: datetime) -> bool:
    """True where it is time for the backup of a day; where the folder is gone it fails and says so.

    The archives themselves are looked at: one that somebody took away is made anew.
    """
    return not folder.is_dir() or is_due(now, newest_in(folder, now), settings.BACKUP_HOUR)


def newest_in(folder: Path, now: datetime) -> datetime | None:
    """The moment of the newest archive; one from the future, of a wrong clock, is none."""
    return max((each for each in archives(folder) if each <= now + DAY), default=None)


def back_up_today(folder: Path, *, at: datetime) -> Path:
    """Make the backup of a day; older ones go only once this one was read again.

    Raises InputRejected where the folder is gone or takes nothing, or its disk is full.
    """
    from klimamosaik.web.backup.operations import back_up  # it loads what reads readings

    refuse_missing_folder(folder)
    sweep(folder)
    made = folder / name_of(at)
    back_up(made, replace=True)
    held = archives(folder)
    for moment in held.keys() - kept(held, settings.BACKUP_DAYS, settings.BACKUP_WEEKS):
        held[moment].unlink(missing_ok=True)
    return made


def is_due(now: datetime, last: datetime | None, hour: int) -> bool:
    """True where no backup is as new as the last time the hour struck in Germany, or none is there.

    One from the future, of a clock that was wrong, counts for nothing.
    """
    here = now.astimezone(LOCAL)
    struck = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    if struck > here:
        struck -= DAY  # by the calendar, also where a day has 23 or 25 hours
    return last is None or last > now + DAY or last.astimezone(LOCAL) < struck


def name_of(at: datetime, after: str = "") -> str:
    """What the archive of a moment is called; two installations may share a folder."""
    return f"{whose()}-{at.astimezone(UTC):{STAMP}}{after}.zip"


def whose() -> str:
    """What archives of this installation begin with."""
    return settings.PUBLIC_NAME or "klimamosaik"


def archives(folder: Path) -> dict[datetime, Path]:
    """The archives in the folder that were made by themselves, by their moment."""
    mine = re.compile(re.escape(whose()) + r"-(\d{4}-\d\d-\d\dT\d{6}Z)\.zip")
    found = ((mine.fullmatch(path.name), path) for path in folder.iterdir())
    return {
        datetime.strptime(match[1], STAMP).replace(tzinfo=UTC): path
        for match, path in found
        if match
    }


def kept(moments: Iterable[datetime], days: int, weeks: int) -> set[datetime]:
    """The newest of each of the last `days` days and of the last `weeks` weeks that have one."""
    newest = sorted(moments, reverse=True)
    by_week: Callable[[datetime], Hashable] = lambda each: each.isocalendar()[:2]  # noqa: E731
    return newest_of(newest, datetime.date, days) | newest_of(newest, by_week, weeks)


def newest_of(
    newest: Iterable[datetime], part: Callable[[datetime], Hashable], count: int
) -> set[datetime]:
    """The first of each of the first `count` parts of time, as they are by the clock in Germany."""
    first: dict[Hashable, datetime] = {}
    for moment in newest:
        first.setdefault(part(moment.astimezone(LOCAL)), moment)
    return set(list(first.values())[:count])


def sweep(folder: Path) -> None:
    """Take away what a backup left that was killed, once none can be at it any more."""
    for path in folder.glob(f"{UNFINISHED}*"):
        if time.time() - path.stat().st_mtime > DAY.total_seconds():
            shutil.rmtree(path, ignore_errors=True)


def refuse_missing_folder(folder: Path) -> None:
    """Refuse a folder that is not there: one made anew would lie on the wrong disk."""
    if not folder.is_dir():
        raise rejected(
            "backup_folder_gone",
            "Den Ordner {folder} für Sicherungen (KLIMAMOSAIK_BACKUP) gibt es nicht: ist das "
            "Laufwerk eingehängt? Es wird nicht gesichert, bis er da ist.",
            "There is no folder {folder} for backups (KLIMAMOSAIK_BACKUP): is the disk mounted? "
            "Nothing is backed up until it is there.",
            folder=str(folder),
        )
