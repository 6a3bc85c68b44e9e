"""What two processes tell each other: notes by a pipe, what is large by a file beside it.

A pipe holds 64 kB, a long message would wait thousands of times for the other side: a note says
only the size of what lies in the file.
"""

import mmap
import os
import pickle
import sys
import tempfile
from typing import IO, Any


def file_beside() -> int:
    """A file without a name, in memory where the system has such."""
    if sys.platform == "linux":
        return os.memfd_create("klimamosaik")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def put(beside: int, content: Any) -> int:
    """Put something into the file beside the pipes; returns its size [bytes]."""
    os.lseek(beside, 0, os.SEEK_SET)
    with os.fdopen(os.dup(beside), "wb") as file:
        pickle.dump(content, file, protocol=5)
        return file.tell()


def take(beside: int, size: int) -> Any:
    """Take out what is in the file beside the pipes."""
    with mmap.mmap(beside, size, access=mmap.ACCESS_READ) as content:
        found = pickle.loads(content)
    os.ftruncate(beside, 0)
    return found


def tell(pipe: IO[bytes], note: Any) -> None:
    """Say something small."""
    pickle.dump(note, pipe)
    pipe.flush()


def next_note(pipe: IO[bytes]) -> Any:
    """The next note; None where there is nobody left to tell one."""
    try:
        return pickle.load(pipe)
    except (EOFError, pickle.UnpicklingError):
        return None
