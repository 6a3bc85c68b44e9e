"""What looks wrong in readings: unit jumps, values far outside, gaps, negative use."""

import numpy as np
import polars as pl

from klimamosaik.sources.tables.channels import Channel
from klimamosaik.sources.tables.complaints import Complaints
from klimamosaik.sources.tables.jumps import Rates, unit_jumps
from klimamosaik.sources.tables.levels import doubt_one_meter
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, decimal

FACTORS = {
    10.0: Text("Kommastelle oder Zählerfaktor", "decimal place or meter factor"),
    35.3: Text("Kubikfuß und m³", "cubic feet and m³"),
    100.0: Text("Kommastelle oder Wandlerfaktor", "decimal place or transformer ratio"),
    1000.0: Text("kWh und MWh oder l und m³", "kWh and MWh, or l and m³"),
}
TOGETHER = 1000  # series looked at side by side
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
    number = 12 * pl.col("month").dt.year() + pl.col("month").dt.month()
    months = months.with_columns(place=number - number.min().over("series"))
    jumped = set()
    every = months["series"].unique(maintain_order=True)
    for begin in range(0, len(every), TOGETHER):
        series = every[begin : begin + TOGETHER]
        part = months.filter(pl.col("series").is_in(series.implode()))
        found = unit_jumps(_side_by_side(part), np.array(list(FACTORS)))
        for place in np.flatnonzero(found.at >= 0).tolist():
            at, ratio, known = found.at[place], found.ratio[place], found.known[place]
            jump = part.filter((pl.col("series") == series[place]) & (pl.col("place") >= at))
            _say_jump(names[series[place]], jump, float(ratio), float(known), warned)
            jumped.add(int(series[place]))
    return jumped


def _side_by_side(months: pl.DataFrame) -> Rates:
    """The rates of months as an array, a row a series and a column a month from its first on."""
    row = months["series"].rle_id().to_numpy()
    place = months["place"].to_numpy()
    rates = np.full((row[-1] + 1, place.max() + 1), np.nan)
    rates[row, place] = months["rate"].to_numpy()
    return rates


def _say_jump(
    name: str, after: pl.DataFrame, ratio: float, known: float, warned: Complaints
) -> None:
    """Name a jump. after: the months behind it."""
    when, row = after["month"][0], int(after["row"][0])
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
