"""The readings of a meter point in a year: those that are summed, and those that are not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from klimamosaik.observations.queries import readings as observations
from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.kernel.months import Floats, share_out, speaking
from klimamosaik.reports.kernel.parts import Beside, FigurePart
from klimamosaik.reports.kernel.unit_check import Flags
from klimamosaik.reports.metering import (
    FINE,
    LONGEST_READING,
    StreamOfUse,
    day_of,
    local_days,
    series_of,
)
from klimamosaik.terms.period import LOCAL, midnight
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Traced:
    """Readings as parts."""

    counted: list[FigurePart] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)

    def none_counts(self) -> "Traced":
        """The same where none of them is in the figure."""
        if not self.counted:
            return self
        return Traced([], [*self.beside, Beside(UNUSABLE, tuple(self.counted))])


def traced_readings(point: MeterPoint, edges: Floats, due: Floats, doubted: Flags) -> Traced:
    """Each reading (fine ones by month) with what of it is in the sum of the year.

    due: days of each month the building was in use; doubted: months left out, shape (12,).
    """
    found = series_of({point.pk: 0}, edges, None)
    if found is None:
        return Traced()
    heard = speaking(found.sums, found.owner, count=1, edges=edges)
    counted: list[FigurePart] = []
    left: dict[Text, list[FigurePart]] = defaultdict(list)
    for row, stream in enumerate(found.streams):
        reasons = {
            COUNTS: heard[row] & ~doubted & (due > 0),
            DOUBTED: heard[row] & doubted & (due > 0),
            DOUBLED: ~heard[row] & (due > 0),
            NOT_IN_USE: due <= 0,
        }
        for why, months in reasons.items():
            parts = parts_of(stream, found.sums.amount[row], edges, months)
            if why is COUNTS:
                counted += parts
            else:
                left[why] += parts
    beside = [Beside(why, tuple(parts)) for why, parts in left.items() if parts]
    return Traced(sorted(counted, key=lambda part: (part.start, part.end)), beside)


def parts_of(stream: StreamOfUse, amount: Floats, edges: Floats, months: Flags) -> list[FigurePart]:
    """A datastream's readings in these months [12]; only what falls into them is counted."""
    if not months.any():
        return []
    if stream.spacing in FINE:
        return list(fine_parts(stream, amount, edges, months))
    return list(coarse_parts(stream, edges, months))


def fine_parts(
    stream: StreamOfUse, amount: Floats, edges: Floats, months: Flags
) -> Iterator[FigurePart]:
    """One part a month: days and quarters of an hour are too many to list."""
    known = readings_by_local_month(stream, edges)
    for place in np.flatnonzero(months).tolist():
        start, end = day_of(edges[place]), day_of(edges[place + 1])
        if start in known:
            count, seqs = known[start]
            yield FigurePart(start, end, None, float(amount[place]), seqs, count)


def readings_by_local_month(
    stream: StreamOfUse, edges: Floats
) -> dict[date, tuple[int, tuple[int, ...]]]:
    """How many readings each month has, and the deliveries they are from, newest first."""
    rows = observations.readings(
        datastreams=[stream.pk], start=midnight(day_of(edges[0])), end=midnight(day_of(edges[-1]))
    )
    month = pl.col("start").dt.convert_time_zone(LOCAL.key).dt.date().dt.truncate("1mo")
    grouped = rows.group_by(month.alias("month")).agg(pl.len(), pl.col("seq").unique())
    return {
        day: (count, tuple(sorted(seqs, reverse=True))) for day, count, seqs in grouped.iter_rows()
    }


def coarse_parts(stream: StreamOfUse, edges: Floats, months: Flags) -> Iterator[FigurePart]:
    """One part a reading; of one that reaches beyond these months only its share by days."""
    first = day_of(edges[0])
    rows = observations.readings(
        datastreams=[stream.pk],
        start=midnight(first.replace(year=first.year - LONGEST_READING)),
        end=midnight(day_of(edges[-1])),
    )
    start, end = (local_days(rows[name]) for name in ("start", "end"))
    values = rows["value"].to_numpy().astype(np.float64)
    sums = share_out(np.arange(len(values)), start, end, values, count=len(values), edges=edges)
    days = np.where(months, sums.days, 0.0).sum(axis=1)
    counted = np.where(months, sums.amount, 0.0).sum(axis=1)
    for place in np.flatnonzero(days > 0).tolist():
        yield FigurePart(
            day_of(start[place]),
            day_of(np.ceil(end[place])),
            float(values[place]),
            float(counted[place]),
            (int(rows["seq"][place]),),
        )


COUNTS = Text("", "")
DOUBTED = Text(
    "Die Werte weichen um ein Vielfaches ab, vermutlich eine andere Einheit. Sie zählen nicht, "
    "bis jemand sagt, was stimmt.",
    "The values are off by a multiple, probably another unit. They do not count until somebody "
    "says what is right.",
)
DOUBLED = Text(
    "Dieselben Tage zählt schon eine andere Reihe dieses Zählers.",
    "Another series of this meter counts the same days already.",
)
NOT_IN_USE = Text(
    "Das Gebäude war noch nicht oder nicht mehr in Nutzung.", "The building was not in use."
)
UNUSABLE = Text(
    "Die Ablesungen überschneiden sich: Welche gilt, ist nicht zu sagen.",
    "The readings overlap: which one holds cannot be told.",
)
