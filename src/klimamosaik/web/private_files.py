"""What lies in the data folder is read by its owner alone; what is written for others is not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISLNK

OTHERS = 0o077  # all that a group and everybody else may do
_usual = [0o022]  # as this process was started


def keep_private() -> None:
    """From now on files are made for their owner only, folders too."""
    before = os.umask(OTHERS)
    if before != OTHERS:
        _usual[0] = before


@contextmanager
def as_usual() -> Iterator[None]:
    """Meanwhile files are made as the machine is set up to: a report, a page for everybody."""
    before = os.umask(_usual[0])
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> Iterator[Path]:
    """The folder, and whatever in it somebody else on this machine may read or write."""
    for path in (folder, *folder.rglob("*")):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:  # gone meanwhile
            continue
        if mode & OTHERS and not S_ISLNK(mode):
            yield path
