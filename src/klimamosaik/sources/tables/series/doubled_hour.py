"""The hour that local clocks show twice in autumn, and a file without offsets tells once.

Whoever counts by the clock on the wall adds the second pass to the first or writes over it; a file
without offset cannot say which. So the hour is named: its readings may be those of two hours.
"""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.series.clocks import last_sunday
from klimamosaik.terms.text import Text

HOUR = timedelta(hours=1)
OCTOBER = 10


def hours_given_once(readings: pl.DataFrame) -> dict[datetime, int]:
    """First passes of doubled hours that a file tells once, with the readings missing after each.

    readings: series, start and end (UTC) of intervals up to an hour that were taken for local
    time because nothing says otherwise. Between 2 and 3 o'clock local time on the last Sunday of
    October there is something, in the hour after nothing, and before and after both.
    """
    if readings.is_empty():
        return {}
    years = readings["start"].dt.year().unique().sort().to_list()
    found = {}
    for year in years:
        first = doubled_hour(year)
        second = first + HOUR
        starts = readings.filter(
            pl.col("start").is_between(first - HOUR, second + HOUR),
            pl.col("end") - pl.col("start") <= pl.lit(HOUR),
        )["start"]
        before, there, after = (
            int(starts.is_between(begin, begin + HOUR, closed="left").sum())
            for begin in (first - HOUR, first, second)
        )
        if before and there and not after and (starts == second + HOUR).any():
            found[first] = there
    return found


def doubled_hour(year: int) -> datetime:
    """When the hour that comes twice begins the first time: 2 o'clock summer time, in UTC."""
    day: date = last_sunday(year, OCTOBER)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def warn_given_once(hours: dict[datetime, int], warned: SheetProblems) -> None:
    """Name each such hour."""
    for first in hours:
        warned.add("hour_told_once", TOLD_ONCE.format(day=first.date()))


TOLD_ONCE = Text(
    "Am {day:short} gibt es die Stunde von 2 bis 3 Uhr zweimal, in der Datei aber nur einmal: "
    "zusammengezählt oder verloren, oder ihre Uhr kennt keine Sommerzeit. Die Werte stehen in der "
    "ersten, die zweite bleibt unbekannt.",
    "On {day:short} the hour from 2 to 3 o'clock comes twice, but only once in the file: added "
    "up or lost, or its clock knows no summer time. The values stand in the first, the second "
    "stays unknown.",
)
