"""A file of this machine that is read where it lies, as it is too large to be held."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

LARGE = 50_000_000  # [bytes] from which on a file is not held
STEP = 16_000_000  # [bytes] read at a time


@dataclass(frozen=True)
class LocalFile:
    """The bytes of a file, as `bytes` are asked for them."""

    path: Path

    @cached_property
    def _size(self) -> int:
        return self.path.stat().st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, asked: slice) -> bytes:
        begin, end, _ = asked.indices(len(self))
        with self.path.open("rb") as file:
            return os.pread(file.fileno(), max(end - begin, 0), begin)

    def __bytes__(self) -> bytes:
        return self.path.read_bytes()


FileData = bytes | LocalFile


def data_of(path: Path) -> FileData:
    """The bytes of a file, held where they are not many."""
    large = LocalFile(path)
    return large if len(large) > LARGE else path.read_bytes()


def pieces(data: FileData) -> Iterator[bytes]:
    """The bytes a few at a time."""
    for begin in range(0, len(data), STEP):
        yield data[begin : begin + STEP]


def digest_of(data: FileData) -> str:
    """SHA-256 of a file."""
    found = sha256()
    for piece in pieces(data):
        found.update(piece)
    return found.hexdigest()


def whole_lines(data: FileData) -> Iterator[bytes]:
    """The bytes a few at a time, cut at the ends of lines."""
    rest = b""
    for piece in pieces(data):
        lines = rest + piece
        end = lines.rfind(b"\n") + 1
        if end:
            yield lines[:end]
        rest = lines[end:]
    if rest:
        yield rest
