"""The background begins anew, small, once it has nothing left to do.

What it loaded for its work, and what that left in memory, no library gives back: 100 MB. It goes on
under the same number and keeps its sign of life, so nobody sees it go, and it loads what reads
readings only when there are some to read. What it has dealt with it remembers (`dealt_with`).
"""

import logging
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from klimamosaik.web.background_progress import DealtWith

QUIET = 60.0  # [s] with nothing to do, then it begins anew
LONG = 600.0  # [s] instead, where it had work again as soon as this after it had begun anew
LARGE = "polars"  # whatever works on readings loads it
PROCESSES = "klimamosaik.processes.operations"

logger = logging.getLogger("klimamosaik.background")


@dataclass
class QuietTime:
    """How long nothing was to be done, of a process that has loaded what it works with."""

    anew: bool  # it has begun anew before
    clock: Callable[[], float] = time.monotonic
    begun: float = field(init=False)  # [s]
    since: float = field(init=False)  # [s] when something was last dealt with
    large: float | None = None  # [s] when it was first seen to have loaded it; None: it has not

    def __post_init__(self) -> None:
        self.begun = self.since = self.clock()

    def dealt(self) -> None:
        """Note that something was dealt with."""
        self.since = self.clock()

    def over(self) -> bool:
        """True where it is time to begin anew.

        Where work comes every few minutes, loading all of it again and again would be work, too.
        """
        now = self.clock()
        if self.large is None and LARGE in sys.modules:
            self.large = now
        if self.large is None:
            return False
        often = self.anew and self.large - self.begun < LONG
        return now - self.since >= (LONG if often else QUIET)


def nothing_left(seen: DealtWith) -> bool:
    """True where a process that begins now would have nothing to do; quick to ask."""
    from django.utils import timezone

    from klimamosaik.alarms.operations.reading_progress import anything_unmarked
    from klimamosaik.evidence.queries.news import anything_new, news_of_each
    from klimamosaik.observations.queries.settling import settling_stand
    from klimamosaik.observations.queries.versions import data_version
    from klimamosaik.publication.queries.public_version import public_version

    now = timezone.now()
    return (
        seen.effects == anything_new()
        and seen.meters == (data_version(), now.date().isoformat())
        and seen.settled == settling_stand(now)
        and seen.years == news_of_each()
        and seen.public == repr(public_version(now))
        and not anything_unmarked()
    )


def begin_anew(sign: IO[str], told: Namespace) -> None:
    """Go on as a new program under the same number, with the sign of life held all the while."""
    words = ["-P", "-m", "klimamosaik.web.background", "--parent", str(told.parent)]
    words += ["--cluster", told.cluster, "--sign", str(sign.fileno())]
    end_processes()
    os.set_inheritable(sign.fileno(), True)
    try:
        os.execv(sys.executable, [sys.executable, *words])
    except OSError:  # no memory, or the programme is being exchanged
        logger.exception("the background could not begin anew; it goes on")
        os.set_inheritable(sign.fileno(), False)


def end_processes() -> None:
    """End the processes apart that wait for work: nobody would be left to see their end."""
    if PROCESSES in sys.modules:
        sys.modules[PROCESSES].end_all()


def held_before(number: int) -> IO[str]:
    """The sign of life that was held when this process began anew; no child of it inherits it."""
    os.set_inheritable(number, False)
    return os.fdopen(number, "a")
