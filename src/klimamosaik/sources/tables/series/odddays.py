"""Single days of a meter read by days that are a multiple of the days about them."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import polars as pl

from klimamosaik.signals.odd_days import odd_days
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.few_series import few_series
from klimamosaik.terms.text import Text

SHORTEST, LONGEST = 22, 26  # [h] what a day lasts, the days of the clock change included
SERIES = 2_000  # looked at; more are no file a person reads warnings of


def doubt_days(long: pl.DataFrame, names: dict[int, str], warned: SheetProblems) -> None:
    """Name the first such day of each series. long: row, series, start, end, value."""
    for number, part in islice(by_days(long), SERIES):
        day = part["start"].dt.offset_by("12h").dt.date().to_numpy().astype("datetime64[D]")
        place = (day - day[0]).astype(np.int64)
        values = np.full(int(place[-1]) + 1, np.nan)
        values[place] = part["value"].to_numpy()
        found = np.flatnonzero(odd_days(values))
        if found.size:
            row = int(part["row"][int(np.flatnonzero(place == found[0])[0])])
            warned.add("odd_day", said(names[number], day[0], values, found), row=row)


def by_days(long: pl.DataFrame) -> Iterator[tuple[int, pl.DataFrame]]:
    """Number and readings of each series that is read by days."""
    hours = (pl.col("end") - pl.col("start")).dt.total_hours()
    for some in few_series(long):
        daily = some.filter(hours.is_between(SHORTEST, LONGEST)).sort("series", "start")
        parts = daily.partition_by("series", as_dict=True, maintain_order=True)
        yield from ((int(key[0]), part) for key, part in parts.items())


def said(name: str, first: np.datetime64, values: np.ndarray, found: np.ndarray) -> Text:
    """The first day with its value, and how many there are."""
    at = int(found[0])
    return ODD.format(
        name=name,
        day=(first + at).astype(object),
        value=float(values[at]),
        times=float(values[at] / values[at - 1]),
        count=int(found.size),
    )


ODD = Text(
    "{name}: {count:Tag weicht|Tage weichen} von den Tagen davor und danach um ein Vielfaches ab, "
    "zuerst der {day:short} mit {value:n}, dem {times:n}-Fachen des Tags davor. Bitte prüfen.",
    "{name}: {count:day is|days are} a multiple of the days before and after, the first "
    "{day:short} with {value:n}, {times:n} times the day before. Please check.",
)
