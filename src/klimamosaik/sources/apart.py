"""Reading in a process apart: a file that breaks its reader, or never ends, ends only that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from klimamosaik.processes.operations import WorkerEnded, Workers, limit_memory
from klimamosaik.sources.grid.detected import Progress
from klimamosaik.sources.grid.limits import MOST_CELLS, cells_allowed
from klimamosaik.terms.complaint import InputRejected, Problem, rejected

Result = TypeVar("Result")
READERS = Workers(
    loads=(
        "klimamosaik.sources.tables",
        "klimamosaik.sources.weather",
        "klimamosaik.sources.measure_lists",
    ),
    together=3,  # each may take all the memory that is allowed
    waits=60,
)


@dataclass(frozen=True)
class Limits:
    """What reading one file may take."""

    memory_mb: int = 2000  # beyond what the reader has at its start; Linux only
    seconds: int = 120
    cells: int = MOST_CELLS


@dataclass(frozen=True)
class Refusal:
    """What a reader complains of; it comes back as a result, an exception would lose it."""

    complaints: tuple[Problem, ...]


def apart(
    function: Callable[..., Result],
    *given: Any,
    limits: Limits,
    progress: Progress | None = None,
    **named: Any,
) -> Result:
    """Call a function of a module in a process apart and return what it returns.

    progress: handed to the function where it is given, and told here. Raises InputRejected as the
    function does, and where it takes more memory or time than allowed; WorkFailed where the
    function fails.
    """
    job = (function, limits, *given)
    try:
        found = READERS.do(within, *job, seconds=limits.seconds, progress=progress, **named)
    except WorkerEnded as ended:
        raise (_too_long(limits) if ended.late else _too_much(limits)) from None
    if isinstance(found, Refusal):
        raise InputRejected(found.complaints)
    result: Result = found
    return result


def within(
    function: Callable[..., Result], limits: Limits, *given: Any, **named: Any
) -> Result | Refusal:
    """Call a function within its limits; done in the process apart."""
    limit_memory(limits.memory_mb)
    try:
        with cells_allowed(limits.cells):
            return function(*given, **named)
    except InputRejected as refusal:
        return Refusal(refusal.complaints)
    finally:
        limit_memory(None)


def _too_much(limits: Limits) -> InputRejected:
    mb = limits.memory_mb
    return rejected(
        "too_much_memory",
        "Die Datei braucht zum Lesen mehr als {mb:n} MB Arbeitsspeicher (Einstellung "
        "KLIMAMOSAIK_READ_MB) oder ist beschädigt. Bitte nach Jahren oder Gebäuden aufteilen.",
        "Reading the file takes more than {mb:n} MB of memory (setting KLIMAMOSAIK_READ_MB), or "
        "it is damaged. Please split it by year or building.",
        mb=mb,
    )


def _too_long(limits: Limits) -> InputRejected:
    return rejected(
        "too_much_time",
        "Das Lesen der Datei dauert länger als {seconds} Sekunden (Einstellung "
        "KLIMAMOSAIK_READ_SECONDS). Bitte nach Jahren oder Gebäuden aufteilen.",
        "Reading the file takes longer than {seconds} seconds (setting KLIMAMOSAIK_READ_SECONDS). "
        "Please split it by year or building.",
        seconds=limits.seconds,
    )
