"""One measured speed."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Speed:
    """A figure beside what is aimed at."""

    name: str
    value: float
    unit: str
    aim: str = ""  # what the project wants to reach, in words
    beside: str = ""  # what the least there is takes in the same run, in words

    def as_record(self) -> dict[str, object]:
        """The figure for machines."""
        return asdict(self)


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes once [s]."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def cpu_seconds(work: Callable[[], object]) -> float:
    """How much of all processors the work takes once, with the system's part [s]."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def usual_seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """How long the work usually takes [s]."""
    return median(seconds(work) for _ in range(repeats))
