"""What a process does to hold little memory while it waits, and to be quick at once."""

import atexit
import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

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


@contextmanager
def loading() -> Iterator[None]:
    """Load the programme without looking for garbage in it, then or later.

    What is loaded stays. To go through its 300,000 objects again and again takes two fifths of
    the time in which the first pages are made.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        atexit.register(gc.unfreeze)  # some libraries complain of what is not taken away at the end


def give_back() -> None:
    """Forget what was held for the next question, and hand memory back to the system."""
    forget_all()
    trim()


def trim() -> None:
    """Hand memory back to the system that nothing is in."""
    gc.collect()
    with suppress(OSError, AttributeError):  # other systems do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
