"""What a process does to hold little memory while it waits, and to be quick at once."""

import atexit
import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from klimamosaik.records.memory_cache import forget_all

SELDOM = (10_000, 10, 10)  # new objects before a look for garbage, then looks of each depth


@contextmanager
def unwatched() -> Iterator[None]:
    """Meanwhile nobody looks for garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def loading() -> Iterator[None]:
    """Load the programme without looking for garbage in it, then or later.

    What is loaded stays. To go through its 300,000 objects again and again takes two fifths of
    the time in which the first pages are made. So does what is held
    for pages, which a large town's page has looked through three times at Python's own pace.
    """
    with unwatched():
        try:
            yield
        finally:
            gc.freeze()
            gc.set_threshold(*SELDOM)
            atexit.register(gc.unfreeze)  # some libraries complain of what is left at the end


def give_back() -> None:
    """Forget what was held for the next question, and hand memory back to the system."""
    forget_all()
    trim()


def set_aside() -> None:
    """Look through all there is for garbage, then leave what stays out of later looks.

    Garbage in cycles among it is found by the next call only, so this is done where much was made
    that is kept, once a day.
    """
    gc.unfreeze()
    trim()
    gc.freeze()


def tidy() -> None:
    """Look for garbage where much is new: in a moment nobody waits, as a look stops all threads.

    Left to Python, one of some twenty pages made anew after a change had to wait for it.
    """
    if gc.isenabled() and any(gc.get_count()[1:]):  # counts of looks at what is new
        gc.collect()


def trim() -> None:
    """Hand memory back to the system that nothing is in."""
    gc.collect()
    with suppress(OSError, AttributeError):  # other systems do it by themselves
        ctypes.CDLL(None).malloc_trim(0)
