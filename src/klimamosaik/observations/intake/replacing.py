"""Which known readings a file would correct, seen before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from klimamosaik.observations.intake.bills import bill_of, point_of
from klimamosaik.observations.intake.matching import Match, RegisterLookup
from klimamosaik.observations.intake.placing import streams_of
from klimamosaik.observations.queries import readings as queries
from klimamosaik.observations.queries.bills import standing_bills
from klimamosaik.observations.queries.revised_bills import both_of
from klimamosaik.observations.queries.revisions import ROWS, RevisedReading, meter_named, when
from klimamosaik.observations.store.merging import ALIKE
from klimamosaik.sources.tables import CostRow, SeriesPreview
from klimamosaik.terms.reading import INSTANT
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Replacing:
    """Readings of a series that are known with other values."""

    series: str  # name in the file
    unit: str
    count: int
    before: float  # sum of what is known of them [unit]
    now: float  # sum of what the file says [unit]
    rows: tuple[RevisedReading, ...] = ()  # the first few, one by one

    @property
    def share(self) -> float:
        """How far the sums differ, of what is known; infinite where that is nothing."""
        return abs(self.now - self.before) / abs(self.before) if self.before else float("inf")

    @property
    def text(self) -> Text:
        """The correction in a few words."""
        return CORRECTS.format(count=self.count, before=self.before, now=self.now, unit=self.unit)


CORRECTS = Text(
    "berichtigt {count:bekannten Wert|bekannte Werte}: {before:n} → {now:n} {unit}",
    "corrects {count:known value|known values}: {before:n} → {now:n} {unit}",
)


def replacing(
    series: Sequence[SeriesPreview], matches: Sequence[Match], file: pl.DataFrame
) -> tuple[Replacing, ...]:
    """What the file says differently of meters that are known; series without any are left out.

    file: READINGS of the preview; its series are names.
    """
    streams = known_streams(series, matches)
    if not streams or file.is_empty():
        return ()
    names = pl.DataFrame(
        {"series": list(streams), "datastream": list(streams.values())},
        schema={"series": pl.String, "datastream": pl.Int64},
    )
    told = file.select(pl.col("series").cast(pl.String), "start", "value").join(names, on="series")
    if told.is_empty():
        return ()
    known = queries.readings(
        datastreams=list(streams.values()),
        start=told["start"].min(),  # type: ignore[arg-type]
        end=None,
    ).select(pl.col("datastream").cast(pl.Int64), "start", "end", before="value")
    both = told.join(known, on=["datastream", "start"], how="inner")
    apart = (pl.col("value") - pl.col("before")).abs() > ALIKE * pl.col("before").abs()
    rows = both.filter(apart).sort("start")
    sums = rows.group_by("series").agg(pl.len(), pl.sum("before"), pl.sum("value"))
    units = {each.name: each.unit for each in series}
    found = {
        name: Replacing(name, units[name], n, was, now, first_rows(rows, name, units[name]))
        for name, n, was, now in sums.iter_rows()
    }
    return tuple(found[each.name] for each in series if each.name in found)


def first_rows(rows: pl.DataFrame, series: str, unit: str) -> tuple[RevisedReading, ...]:
    """The first few readings of a series that would be corrected."""
    chosen = rows.filter(pl.col("series") == series).head(ROWS)
    times = chosen.with_columns(pl.col("start", "end").cast(INSTANT).to_physical())
    return tuple(
        RevisedReading(when(start, end), before, now, unit)
        for start, end, before, now in times.select("start", "end", "before", "value").rows()
    )


@dataclass(frozen=True)
class ReplacedBill:
    """A bill that is known with another amount or quantity."""

    where: Text  # the meter
    start: date
    end: date  # the first day after
    before: Text
    now: Text


def replaced_bills(
    rows: Sequence[CostRow], matches: Sequence[Match], known: RegisterLookup
) -> tuple[ReplacedBill, ...]:
    """The bills of a file that say otherwise what is known of the same meter and days."""
    if not rows:
        return ()
    held = {point.pk: point for points in known.points.values() for point in points}
    points = {one.series: held[one.meter_point_id] for one in matches if one.meter_point_id in held}
    told = [
        bill_of(row, point, None)
        for row in rows
        if (point := point_of(row, points=points, known=known)) is not None
    ]
    standing = standing_bills({bill.meter_point_id for bill in told})
    found = []
    for bill in told:
        before = standing.get((bill.meter_point_id, bill.start, bill.end))
        if before and (before.amount, before.quantity) != (bill.amount, bill.quantity):
            was, now = both_of(before, bill)
            found.append(
                ReplacedBill(meter_named(bill.meter_point), bill.start, bill.end, was, now)
            )
    return tuple(found)


def known_streams(series: Sequence[SeriesPreview], matches: Sequence[Match]) -> dict[str, int]:
    """Name of a series -> the datastream its readings would go to; new ones are left out."""
    wanted = {
        (one.meter_point_id, "" if each.spacing == "irregular" else each.spacing): each.name
        for each, one in zip(series, matches, strict=True)
        if one.meter_point_id is not None
    }
    points = [point for point, _ in wanted if point is not None]
    found = {}
    for (point, _), streams in streams_of(points).items():
        for stream in streams:
            name = wanted.get((point, stream.spacing))
            if name is not None:
                found[name] = stream.pk
    return found
