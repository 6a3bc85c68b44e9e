"""Readers that go wrong, in a module that a process apart can import."""

import os
import time


def dying(data: bytes, **named: object) -> None:
    """End the process as a reader does that runs out of memory."""
    del data, named
    os.abort()


def sleeping(data: bytes, **named: object) -> None:
    """Never end."""
    del data, named
    time.sleep(60)
