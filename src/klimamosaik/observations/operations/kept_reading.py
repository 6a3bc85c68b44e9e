"""What a reader made of a waiting file, so that no file is read twice for the same question."""

import pickle
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from klimamosaik import __version__

LARGEST = 20_000_000  # [bytes] of a file; what a larger one holds would fill the disk
MOST = 2  # answers a file: as it is, and as it was corrected the last time


@dataclass(frozen=True)
class KeptReading:
    """The answers of readers to one waiting file, beside it."""

    file: Path  # the waiting file

    def found(self, key: str) -> Any:
        """What was read with these corrections; None where nothing was or it is not whole."""
        try:
            return pickle.loads(self._path(key).read_bytes())
        except Exception:  # a file cut off by a full disk fails in as many ways as pickle has
            return None

    def keep(self, key: str, answer: Any) -> None:
        """Put an answer aside, where there is room to; the oldest ones go."""
        with suppress(OSError):
            self._path(key).write_bytes(pickle.dumps(answer))
            held = sorted(self.file.parent.glob(f"{self.file.stem}.read-*"), key=_age)
            for path in held[:-MOST]:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self.file.with_suffix(f".read-{key}")


def key_of(function: Callable[..., Any], data: bytes, told: dict[str, Any]) -> str:
    """What an answer is kept under: the reader, its version, the file's digest, the corrections."""
    asked = (__version__, function.__module__, function.__qualname__, sorted(told.items()))
    return sha256(repr(asked).encode() + sha256(data).digest()).hexdigest()[:24]


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
