"""What a process does to hold little memory while it waits, and to be quick at once."""

import atexit
import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from klimamosaik.records.memory_cache import forget_all

SELDOM = (10_000, 10, 10)  # new objects before a look for garbage, then looks of each depth


@contextmanager
def loading() -> Iterator[None]:
    """Load the programme without looking for garbage in it, then or later.

    What is loaded stays. To go through its 300,000 objects again and again takes two fifths of
    the time in which the first pages are made. So does what is held
    for pages, which a large town's page has looked through three times at Python's own pace.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(*SELDOM)
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
