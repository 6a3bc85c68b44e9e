"""What longer readings of the same meter say of the same time, seen before storing.

A meter has a series for each spacing, and the finest tells its months: days of another meter
would take the place of all its monthly values. It is asked once, when a meter's first values of
a spacing come. Longer readings take no place: a bill that says otherwise is a doubt about both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from klimamosaik.observations.intake.matching import SAME_NAME, Match
from klimamosaik.observations.intake.placing import streams_of
from klimamosaik.observations.queries import readings as queries
from klimamosaik.sources.tables import SeriesPreview
from klimamosaik.terms.reading import READING
from klimamosaik.terms.text import Text

TOGETHER = 50  # meters whose readings are in memory at a time
WHOLE = 0.99  # share of a longer reading's time that shorter ones must tell of
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class OtherSpacing:
    """What a file and the known longer readings say of the same time."""

    series: str  # name in the file
    unit: str
    before: float  # [unit] what is known
    now: float  # [unit] what the file says
    may_be_new: bool  # the file names a meter, and only its building tells which it is

    @property
    def share(self) -> float:
        """How far the sums differ, of what is known; infinite where that is nothing."""
        return abs(self.now - self.before) / abs(self.before) if self.before else float("inf")

    @property
    def text(self) -> Text:
        """Both sums in a few words."""
        return SUMS.format(before=self.before, now=self.now, unit=self.unit)


SUMS = Text(
    "für dieselbe Zeit {before:n} {unit} gespeichert, {now:n} {unit} in der Datei",
    "for the same time {before:n} {unit} are stored, {now:n} {unit} in the file",
)


def other_spacings(
    series: Sequence[SeriesPreview], matches: Sequence[Match], file: pl.DataFrame
) -> tuple[OtherSpacing, ...]:
    """Series of known meters whose time longer readings tell of, too; the others are left out.

    file: READINGS of the preview; its series are names.
    """
    placed = {one.meter_point_id: (each, one) for each, one in zip(series, matches, strict=True)}
    streams = streams_of([pk for pk in placed if pk is not None])
    beside = {
        point: [each.pk for each in known]
        for (point, _), known in streams.items()
        if spacing_of(placed[point][0]) not in {each.spacing for each in known}
    }
    asked = [point for point, others in beside.items() if others]
    found = []
    for begin in range(0, len(asked), TOGETHER):
        some = {point: beside[point] for point in asked[begin : begin + TOGETHER]}
        names = [placed[point][0].name for point in some]
        rows = file.filter(pl.col("series").cast(pl.String).is_in(names))
        told = by_series(rows, "series")
        known = by_series(known_of([pk for pks in some.values() for pk in pks], rows), "datastream")
        for point, pks in some.items():
            each, one = placed[point]
            sums = compared(told.get(each.name), [known[pk] for pk in pks if pk in known])
            if sums is not None:
                new = one.why == SAME_NAME and bool(each.meter)
                found.append(OtherSpacing(each.name, each.unit, *sums, may_be_new=new))
    return tuple(found)


def spacing_of(series: SeriesPreview) -> str:
    """The spacing as it is stored."""
    return "" if series.spacing == "irregular" else series.spacing


def by_series(rows: pl.DataFrame, name: str) -> dict[object, pl.DataFrame]:
    """The known values of each series, by its name or number, sorted by time."""
    parts = rows.drop_nulls("value").sort("start").partition_by(name, as_dict=True)
    return {key: part for (key,), part in parts.items()}


def known_of(datastreams: Sequence[int], told: pl.DataFrame) -> pl.DataFrame:
    """What is known of these series within the time the file tells of."""
    if told.is_empty():
        return pl.DataFrame(schema={"datastream": pl.Int64, **READING})
    return queries.readings(
        datastreams=datastreams,
        start=told["start"].min(),  # type: ignore[arg-type]
        end=told["end"].max(),  # type: ignore[arg-type]
    )


def compared(
    told: pl.DataFrame | None, others: Sequence[pl.DataFrame]
) -> tuple[float, float] | None:
    """What is known and what the file says of the time both tell of; None where there is none."""
    sums = (sums_of_both(known, told) for known in others if told is not None)
    return next((each for each in sums if any(each)), None)


def sums_of_both(known: pl.DataFrame, told: pl.DataFrame) -> tuple[float, float]:
    """Both sums over the longer known readings whose time the file tells of whole; else zeros.

    Both: start, end, value; sorted, no value unknown.
    """
    return sums_within(known, told) if longest_of(known) > longest_of(told) else (0.0, 0.0)


def longest_of(rows: pl.DataFrame) -> float:
    """How long a reading usually is [s]."""
    return float((rows["end"] - rows["start"]).dt.total_seconds().median() or 0)  # type: ignore[arg-type]


def sums_within(long: pl.DataFrame, short: pl.DataFrame) -> tuple[float, float]:
    """The sum of the longer readings that are told of whole, and that of the shorter in them."""
    starts, ends, amounts = columns_of(long)
    begins, closes, values = columns_of(short)
    total = np.concatenate([[0.0], np.cumsum(values)])
    spent = np.concatenate([[0.0], np.cumsum(closes - begins)])
    first = np.searchsorted(begins, starts, "left")
    last = np.maximum(np.searchsorted(closes, ends, "right"), first)
    whole = (spent[last] - spent[first]) >= WHOLE * (ends - starts)
    whole &= ends > starts
    return float(amounts[whole].sum()), float((total[last] - total[first])[whole].sum())


def columns_of(rows: pl.DataFrame) -> tuple[Numbers, Numbers, Numbers]:
    """Starts and ends [µs since 1970] and values, each of shape (n,)."""
    times = (rows[name].to_physical().cast(pl.Float64).to_numpy() for name in ("start", "end"))
    start, end = times
    return start, end, rows["value"].to_numpy()
