"""What goes wrong where pages are set, in a module that a process apart can import."""

import os
import time


def dying(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
    """End the process as the system does where memory runs out."""
    del files, asked
    os.abort()


def hanging(files: dict[str, bytes], asked: dict[str, object]) -> bytes:
    """Never end."""
    del files, asked
    time.sleep(60)
    return b""
