"""What a list of readings is narrowed to and sorted by, as far as the scan has to know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from klimamosaik.sensorthings.language.options import PropertyPath, QueryOptions
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.sight import Sight
from klimamosaik.terms.text import Text

NOT_YET = Text("Das kann hier noch nicht gefiltert werden.", "This cannot be filtered here yet.")
Rule = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class ReadingChoice:
    """Which readings are wanted, and in which order."""

    keep: Rule | None = None  # of a piece (STORED), those that are wanted; None: all
    start: datetime | None = None  # only readings that start in [start, end) can be wanted
    end: datetime | None = None
    by_time: bool = False  # in the order of time; else by number
    newest_first: bool = False
    sort: Rule | None = None  # any other order; None: one of these two


def choice_of(options: QueryOptions, sight: Sight) -> ReadingChoice:
    """What options ask for."""
    if options.filter is not None or len(options.orderby) > 1:
        raise SensingRefused(501, NOT_YET)
    first = options.orderby[0] if options.orderby else None
    by_time = first is not None and first.by == PropertyPath(("phenomenonTime",))
    return ReadingChoice(by_time=by_time, newest_first=first.descending if first else False)
