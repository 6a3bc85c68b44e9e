"""The store's own figures as speeds."""

from collections.abc import Callable, Iterator

from klimamosaik.observations.store import bench
from klimamosaik.web.bench.figure import Speed

Progress = Callable[[float], None]


def store(readings: int, meters: int, progress: Progress) -> Iterator[Speed]:
    """Questions to a store of so many readings, then the days of so many meters as one array."""
    found = bench.large_store(readings=readings, progress=progress)
    size = f"over {found.readings:,} readings"
    yield Speed(f"one meter's last week {size}", found.last_week, "ms", "20 ms")
    yield Speed("  the same, first question of a process", found.last_week_first, "ms")
    yield Speed(f"the city's daily curve of a year {size}", found.city_year, "ms", "50 ms")
    yield Speed(f"the city's daily curve of all years {size}", found.city_all, "ms", "50 ms")
    yield Speed(f"list of all {found.meters:,} meters", found.states, "ms")
    yield Speed("settled readings on disk", found.disk, "MB")
    days = bench.matrix_speed(meters=meters)
    name = f"{days.days:,} days of {days.meters:,} meters read as one array"
    yield Speed(name, days.read, "s", "20 s with effects")
