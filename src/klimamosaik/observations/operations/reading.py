"""Calling a reader: uploads in a process apart with limits, files of this machine right here."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings

from klimamosaik.observations.operations.kept_reading import LARGEST, KeptReading, key_of
from klimamosaik.sources.apart import Limits, apart
from klimamosaik.sources.grid.detected import Progress
from klimamosaik.sources.grid.limits import cells_allowed
from klimamosaik.sources.grid.local_file import FileData, LocalFile

Result = TypeVar("Result")
NO_LIMIT = 2**62  # bytes; the limit for uploads does not bind who reads a file of this machine


def read_with(
    function: Callable[..., Result],
    data: FileData,
    *,
    largest: int | None,
    progress: Progress | None = None,
    kept: KeptReading | None = None,
    **told: Any,
) -> Result:
    """Call a reader of the sources on a file.

    largest [bytes]: limit for uploads; None for a file of this machine. progress: told to readers
    that take long. kept: what readers made of it before, asked first. Raises InputRejected as the
    reader does, and where an upload takes more memory or time than the settings allow.
    """
    named = told if progress is None else {**told, "progress": progress}
    if kept is None or isinstance(data, LocalFile) or len(data) > LARGEST:
        return _read(function, data, largest, named)
    key = key_of(function, data, told)
    known: Result | None = kept.found(key)
    if known is not None:
        return known
    found = _read(function, data, largest, named)
    kept.keep(key, found)
    return found


def _read(
    function: Callable[..., Result], data: FileData, largest: int | None, named: dict[str, Any]
) -> Result:
    if largest is None:
        with cells_allowed(settings.READ_CELLS):
            return function(data, largest=NO_LIMIT, **named)
    return apart(function, data, largest=largest, limits=upload_limits(), **named)


def upload_limits() -> Limits:
    """What reading one upload may take, as set."""
    return Limits(settings.READ_MB, settings.READ_SECONDS, settings.READ_CELLS)


def largest_upload() -> int:
    """Size of the largest upload [bytes]."""
    size: int = settings.UPLOAD_MB * 1_000_000
    return size
