"""What a list of readings is narrowed to and sorted by, as far as the scan has to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

Rule = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class ReadingChoice:
    """Which readings are wanted, and in which order."""

    keep: Rule | None = None  # of a piece (STORED), those that are wanted; None: all
    start: datetime | None = None  # only readings that start in [start, end) can be wanted
    end: datetime | None = None
    datastreams: frozenset[int] | None = None  # only readings of these can be; None: of any
    by_time: bool = False  # in the order of time; else by number
    newest_first: bool = False
    sort: Rule | None = None  # any other order; None: one of these two
