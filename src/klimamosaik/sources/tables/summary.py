"""Per series: first, last, count, gaps and sum, as a person checks them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from klimamosaik.sources.grid.spans import IRREGULAR, iso
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.preview import SeriesPreview
from klimamosaik.sources.tables.series.doubled_hour import hours_given_once, warn_given_once
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

CALENDAR = (  # days at least, at most
    (28, 31, "P1M"), (59, 62, "P2M"), (88, 92, "P3M"), (181, 184, "P6M"), (364, 366, "P1Y"),
)  # fmt: skip
DAY = 86_400_000_000  # microseconds
SHIFT = 3_600_000_000  # days of 23 and 25 hours


def summarise(found: Converted, warned: SheetProblems) -> tuple[SeriesPreview, ...]:
    """Describe each series that has readings, and warn of gaps that nothing explains."""
    stats = _stats(found.frame)
    once = hours_given_once(found.frame) if found.when.zone_assumed else {}
    warn_given_once(once, warned)
    previews = []
    for channel in found.channels:
        stat = stats.get(channel.number)
        if stat is None:
            continue
        preview = _preview(channel, found, stat)
        previews.append(preview)
        if preview.gaps and preview.gaps * len(stats) != sum(once.values()):
            _say_gaps(preview, warned)
    return tuple(previews)


def recounted(
    series: Sequence[SeriesPreview], readings: pl.DataFrame, names: Collection[str]
) -> tuple[SeriesPreview, ...]:
    """The series with these names as the readings that are left tell; those without any go.

    readings: series (name), start, end, value, sorted by series and start.
    """
    left = readings.with_columns(pl.col("series").cast(pl.String)).filter(
        pl.col("series").is_in(list(names))
    )
    stats = {record["series"]: record for record in _stats_of(left).to_dicts()}
    return tuple(
        _recounted(each, stats[each.name]) if each.name in stats else each
        for each in series
        if each.name not in names or each.name in stats
    )


def _recounted(each: SeriesPreview, stat: dict[str, Any]) -> SeriesPreview:
    usual = float(stat["usual"] or 0)
    gaps = 0 if each.spacing == IRREGULAR else round(float(stat["hole"] or 0) / usual)
    return replace(
        each, first=stat["first"], last=stat["last"], count=stat["count"],
        total=float(stat["total"]), gaps=gaps,
    )  # fmt: skip


def _stats(frame: pl.DataFrame) -> dict[int, dict[str, object]]:
    table = by_few_series(frame, _stats_of)
    return {int(record["series"]): record for record in table.to_dicts()}


def _stats_of(frame: pl.DataFrame) -> pl.DataFrame:
    length = (pl.col("end") - pl.col("start")).dt.total_microseconds()
    hole = (pl.col("start") - pl.col("end").shift().over("series")).dt.total_microseconds()
    return (
        frame.with_columns(length=length, hole=hole)
        .group_by("series")
        .agg(
            first=pl.col("start").min(),
            last=pl.col("end").max(),
            count=pl.len(),
            total=pl.col("value").sum(),
            usual=pl.col("length").median(),
            shortest=pl.col("length").min(),
            longest=pl.col("length").max(),
            hole=pl.col("hole").filter(pl.col("hole") > 0).sum(),
        )
    )


def spacing_of(usual: float, shortest: float, longest: float) -> str:
    """Name the spacing of intervals by their lengths in microseconds."""
    for least, most, name in CALENDAR:
        if least * DAY - SHIFT <= shortest and longest <= most * DAY + SHIFT:
            return name
    if shortest >= DAY - SHIFT and longest <= DAY + SHIFT:
        return "P1D"
    if usual and shortest == longest:
        return iso(int(usual))
    return IRREGULAR


def _preview(channel: Channel, found: Converted, stat: dict[str, object]) -> SeriesPreview:
    plan = found.conversions[channel.number]
    usual = float(stat["usual"] or 0)  # type: ignore[arg-type]
    spacing = spacing_of(usual, stat["shortest"], stat["longest"])  # type: ignore[arg-type]
    gaps = 0 if spacing == IRREGULAR else round(float(stat["hole"] or 0) / usual)  # type: ignore[arg-type]
    return SeriesPreview(
        name=channel.name,
        carrier=plan.carrier,
        unit=plan.unit,
        spacing=spacing,
        first=stat["first"],  # type: ignore[arg-type]
        last=stat["last"],  # type: ignore[arg-type]
        count=int(stat["count"]),  # type: ignore[call-overload]
        gaps=gaps,
        total=float(stat["total"]),  # type: ignore[arg-type]
        source_unit=plan.source_unit,
        why=plan.why,
        building=channel.building,
        meter=channel.meter,
        counter=channel.number in found.counters,
        direction=channel.direction or Direction.DRAWN,
    )


def _say_gaps(preview: SeriesPreview, warned: SheetProblems) -> None:
    expected = preview.count + preview.gaps
    warned.add(
        "gaps",
        Text(
            "{name}: {gaps:Wert fehlt|Werte fehlen}, von {expected:n} zwischen dem ersten und dem "
            "letzten. Was fehlt, bleibt unbekannt, nicht null.",
            "{name}: {gaps:value is|values are} missing, of {expected:n} between the first and the "
            "last. What is missing stays unknown, not zero.",
        ).format(name=preview.name, gaps=preview.gaps, expected=expected),
    )
