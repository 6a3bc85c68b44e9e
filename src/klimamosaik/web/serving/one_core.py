"""A process that answers stays on one core of the machine: several cores make it slower.

Only one thread of a Python process works at a time, and each wait for network or disk hands on to
another. Where that one waits on another core, it is woken from afar: with 16 who asked for a
static file, one process on two cores gave 740 answers a second, and 2,660 on one of them.
"""

import os
import threading
from collections.abc import Iterable


def stay_on_one_core(threads: Iterable[threading.Thread], number: int) -> None:
    """Keep threads, and those they start from now on, on one of the cores this one may use.

    number: processes with numbers in a row are on different ones. Not done where the system
    cannot (macOS).
    """
    if not hasattr(os, "sched_setaffinity"):
        return
    allowed = sorted(os.sched_getaffinity(0))
    for each in threads:
        if each.native_id is not None and each.is_alive():
            os.sched_setaffinity(each.native_id, {allowed[number % len(allowed)]})
