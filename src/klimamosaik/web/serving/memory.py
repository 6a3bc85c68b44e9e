"""What a process that mostly waits does to hold little memory meanwhile."""

import ctypes
import gc
import os
import sys
from contextlib import suppress

from klimamosaik.records.held import forget_all

ALLOCATOR, SYSTEM = "PYTHONMALLOC", "malloc"


def begin_thrifty(module: str) -> None:
    """Begin anew, under the same number, with the memory of the system instead of Python's own.

    Python's own is a little quicker, and keeps whole regions as long as anything in them lives:
    after a round of work a large town held 80 MB that nobody needed.
    """
    if os.environ.get(ALLOCATOR) != SYSTEM:
        os.environ[ALLOCATOR] = SYSTEM
        os.execv(sys.executable, [sys.executable, "-P", "-m", module, *sys.argv[1:]])


def give_back() -> None:
    """Forget what was held for the next question, and hand memory back to the system."""
    forget_all()
    gc.collect()
    with suppress(OSError, AttributeError):  # other systems do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
