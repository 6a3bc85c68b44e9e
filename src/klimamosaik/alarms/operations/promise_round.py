"""The round that looks at promises every few seconds: it loads nothing that reads readings."""

import socket
from datetime import datetime, timedelta

from klimamosaik.alarms.models import SignOfLife, TroubleRule
from klimamosaik.alarms.operations.downtime import WATCH, begin_anew, stood_still
from klimamosaik.alarms.operations.promises import RULES, broken_promises
from klimamosaik.alarms.operations.signs_of_life import alive
from klimamosaik.alarms.operations.trouble_states import keep_troubles
from klimamosaik.records.exclusive_work import LockedTask, alone

WATCHING = LockedTask("watching")
EVERY = timedelta(seconds=60)  # a sign of life of the work that looks
FORGOTTEN = timedelta(days=7)  # a process that is gone so long does not come back


def watch(*, at: datetime, works: bool) -> tuple[int, int]:
    """Begin and end troubles of promises and processes; how many began and ended.

    works: it is the work that looks all the time, which says so; a time in which it did not is told
    once it is back. A look in passing says nothing of that, and tells that nobody works. Another
    process that looks just now is not disturbed.
    """
    with alone(WATCHING) as free:
        if not free:  # on another machine; both live
            if works:
                alive(name=WATCH, every=EVERY, at=at)
            return 0, 0
        forget_signs(at)
        found = [*broken_promises(now=at), *stood_still(now=at, back=works)]
        changed = keep_troubles(found, rules=(*RULES, TroubleRule.SOFTWARE_DOWN), at=at)
        if works:
            begin_anew(now=at)
            alive(name=WATCH, every=EVERY, at=at)
        return changed


def forget_signs(at: datetime) -> None:
    """Processes that are gone for good are no trouble; that of this machine which looks stays."""
    gone = SignOfLife.objects.filter(at__lt=at - FORGOTTEN)
    gone.exclude(name=WATCH, host=socket.gethostname()).delete()
