"""Whether settling has anything to do: asked each minute, so it loads nothing that settles."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from klimamosaik.observations.operations.gathering import TOGETHER, waiting
from klimamosaik.observations.store import version
from klimamosaik.terms.period import local_day


def settling_stand(at: datetime) -> tuple[object, ...]:
    """Equal as long as settling once more would do nothing: once a day it tidies up anyway."""
    known = version.current()
    gathers = waiting().filter(at__lt=at - TOGETHER).exists()
    return known.newest, known.settled, gathers, log_mark(), local_day(at).isoformat()


def log_mark() -> tuple[int, int] | None:
    """Another one as soon as anybody commits to the table, or it is exchanged; None: it is gone."""
    try:
        log = (Path(settings.READINGS_DIR) / "_delta_log").stat()
    except OSError:
        return None
    return log.st_ino, log.st_mtime_ns
