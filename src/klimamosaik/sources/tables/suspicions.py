"""What looks wrong in readings: unit jumps, values far outside, gaps, negative use."""

import numpy as np
import numpy.typing as npt
import polars as pl

from klimamosaik.sources.tables.channels import Channel
from klimamosaik.sources.tables.complaints import Complaints
from klimamosaik.sources.tables.levels import doubt_one_meter
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, decimal

FACTORS = {
    10.0: Text("Kommastelle oder Zählerfaktor", "decimal place or meter factor"),
    35.3: Text("Kubikfuß und m³", "cubic feet and m³"),
    100.0: Text("Kommastelle oder Wandlerfaktor", "decimal place or transformer ratio"),
    1000.0: Text("kWh und MWh oder l und m³", "kWh and MWh, or l and m³"),
}
NEAR = 0.30  # most a jump's natural logarithm may differ from that of one of these factors
Rates = npt.NDArray[np.float64]
YEAR = 12  # months
MONTHS_BEFORE_AND_AFTER = 3
FAR = 8.0  # times the ninth decile
ENOUGH = 12  # values to know what is usual


def suspect(
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    carriers: dict[int, Carrier | None],
    warned: Complaints,
) -> None:
    """Add warnings. long: row, series, start, end, value; sorted by series and start."""
    if not len(long):
        return
    names = {channel.number: channel.name for channel in channels}
    jumped = _jumps(long, names, warned)
    _far_outside(long.filter(~pl.col("series").is_in(list(jumped))), names, warned)
    _negative(long, names, carriers, warned)
    doubt_one_meter(long, names, warned)


def _jumps(long: pl.DataFrame, names: dict[int, str], warned: Complaints) -> set[int]:
    hours = (pl.col("end") - pl.col("start")).dt.total_microseconds() / 3.6e9
    months = (
        long.filter(pl.col("value") > 0)
        .group_by("series", pl.col("start").dt.offset_by("12h").dt.truncate("1mo").alias("month"))
        .agg(rate=(pl.col("value") / hours).mean(), row=pl.col("row").min())
        .sort("series", "month")
    )
    jumped = set()
    for key, part in months.partition_by("series", as_dict=True, maintain_order=True).items():
        every = part.select(
            pl.date_range(pl.col("month").min(), pl.col("month").max(), "1mo").alias("month")
        )
        full = every.join(part.with_columns(pl.col("month").dt.date()), on="month", how="left")
        found = unit_jump(full["rate"].fill_null(np.nan).to_numpy())
        if found is not None:
            at, factor, known = found
            jumped.add(int(key[0]))
            _say_jump(names[int(key[0])], full, at, factor, known, warned)
    return jumped


def unit_jump(rates: Rates) -> tuple[int, float, float] | None:
    """Find a lasting change of level by a factor that units explain.

    rates: positive mean rates of consecutive months, NaN where unknown. Returns (index of the
    first month after, ratio after / before, the known factor) or None. Where there is a year
    before, each month is compared with the same month of that year; otherwise the medians of
    both sides are.
    """
    logs = np.log(rates)
    best: tuple[float, int, float, float] | None = None
    for at in range(MONTHS_BEFORE_AND_AFTER, len(logs) - MONTHS_BEFORE_AND_AFTER + 1):
        change = _against_last_year(logs, at) if at >= YEAR else _against_before(logs, at)
        if change is None:
            continue
        known = min(FACTORS, key=lambda factor: abs(abs(change) - np.log(factor)))
        off = abs(abs(change) - np.log(known))
        if off <= NEAR and (best is None or off < best[0]):
            best = (float(off), at, float(np.exp(change)), known)
    return best[1:] if best else None


def _against_last_year(logs: Rates, at: int) -> float | None:
    """Median change against the same months a year before, where all of them agree."""
    changes = (logs[at : at + YEAR] - logs[at - YEAR : at][: len(logs) - at])[:YEAR]
    changes = changes[np.isfinite(changes)]
    if len(changes) < MONTHS_BEFORE_AND_AFTER or not np.isfinite(logs[at]):
        return None
    change = float(np.median(changes))
    agree = np.abs(changes - change) < 0.5
    earlier = logs[max(YEAR, at - YEAR) : at] - logs[max(0, at - 2 * YEAR) : at - YEAR]
    earlier = earlier[np.isfinite(earlier)]
    quiet = not len(earlier) or float(np.mean(np.abs(earlier) < 0.5 * abs(change))) >= 0.9
    last_quiet = not len(earlier) or abs(float(earlier[-1])) < 0.5 * abs(change)
    first = abs(float(changes[0]) - change) < 0.5
    return change if float(np.mean(agree)) >= 0.9 and quiet and last_quiet and first else None


def _against_before(logs: Rates, at: int) -> float | None:
    """Change of the medians, where nearly all months lie on their side of the step."""
    before, after = logs[:at], logs[at : at + YEAR]
    before, after = before[np.isfinite(before)], after[np.isfinite(after)]
    if min(len(before), len(after)) < MONTHS_BEFORE_AND_AFTER:
        return None
    change = float(np.median(after) - np.median(before))
    middle = (np.median(before) + np.median(after)) / 2
    sides = np.concatenate([before < middle, after > middle])
    right = float(np.mean(sides if change > 0 else ~sides))
    steep = abs(float(after[0] - before[-1])) > 0.7 * abs(change)
    return change if right >= 0.95 and steep else None


def _say_jump(
    name: str, part: pl.DataFrame, at: int, ratio: float, known: float, warned: Complaints
) -> None:
    when, row = part["month"][at], int(part["row"][at])
    times = ratio if ratio > 1 else 1 / ratio
    up = ("steigt", "rises") if ratio > 1 else ("fällt", "falls")
    why = FACTORS[known]
    warned.add(
        "unit_jump",
        Text(
            f"{name}: Ab {when:%m/%Y} {up[0]} der Verbrauch auf Dauer um etwa das "
            f"{decimal(times, digits=0)}-fache. Das sieht nach einem Wechsel der Einheit aus "
            f"({why.de}), nicht nach Einsparung. Bitte prüfen und getrennt angeben.",
            f"{name}: from {when:%Y-%m} on the use {up[1]} for good by a factor of about "
            f"{decimal(times, digits=0, language='en')}. This looks like a change of unit "
            f"({why.en}), not like a saving. Please check and give the parts separately.",
        ),
        row=row,
    )


def _far_outside(long: pl.DataFrame, names: dict[int, str], warned: Complaints) -> None:
    positive = pl.col("value").filter(pl.col("value") > 0)
    limits = long.group_by("series").agg(
        limit=positive.quantile(0.9) * FAR, enough=positive.count() >= ENOUGH
    )
    far = (
        long.join(limits, on="series", how="left")
        .filter(pl.col("enough") & (pl.col("value").abs() > pl.col("limit")))
        .sort("series", "start")
    )
    for key, part in far.partition_by("series", as_dict=True, maintain_order=True).items():
        row, value, name = int(part["row"][0]), part["value"][0], names[int(key[0])]
        warned.add(
            "far_outside",
            Text(
                f"{name}: {len(part)} Werte liegen weit außerhalb des Üblichen, z. B. "
                f"{decimal(value)} in Zeile {row}. Bitte prüfen.",
                f"{name}: {len(part)} values are far outside the usual, for example "
                f"{decimal(value, language='en')} in row {row}. Please check.",
            ),
            row=row,
        )


def _negative(
    long: pl.DataFrame,
    names: dict[int, str],
    carriers: dict[int, Carrier | None],
    warned: Complaints,
) -> None:
    below = long.filter(pl.col("value") < 0)
    for number, count, row in (
        below.group_by("series", maintain_order=True)
        .agg(pl.len(), pl.col("row").first())
        .iter_rows()
    ):
        feed = carriers.get(number) is Carrier.ELECTRICITY
        hint = ("Einspeisung oder Gutschrift?", "Feed-in or credit?") if feed else (
            "Das kann kein Verbrauch sein.", "That cannot be use.",
        )  # fmt: skip
        warned.add(
            "negative_use",
            Text(
                f"{names[number]}: {count} negative Werte, der erste in Zeile {row}. {hint[0]} "
                "Bitte prüfen.",
                f"{names[number]}: {count} negative values, the first in row {row}. {hint[1]} "
                "Please check.",
            ),
            row=int(row),
        )
