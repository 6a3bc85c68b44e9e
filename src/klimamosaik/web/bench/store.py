"""The store's own figures as speeds."""

from collections.abc import Iterator

from klimamosaik.observations.store import bench
from klimamosaik.web.bench.figure import Speed


def store(readings: int, meters: int) -> Iterator[Speed]:
    """Questions to a store of so many readings, then the days of so many meters as one array."""
    yield from (Speed(*each) for each in bench.large_store(readings))
    yield from (Speed(*each) for each in bench.matrix(meters))
