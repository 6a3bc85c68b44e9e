"""What looks wrong in readings: unit jumps, values far outside, gaps, negative use."""

import numpy as np
import polars as pl

from klimamosaik.signals.unit_factors import UnitFactor, factors_of
from klimamosaik.signals.unit_jumps import Rates, unit_jumps
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.series.levels import doubt_one_meter
from klimamosaik.sources.tables.series.odddays import doubt_days
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

TOGETHER = 1000  # series looked at side by side
FAR = 8.0  # times the ninth decile
ENOUGH = 12  # values to know what is usual


def suspect(
    long: pl.DataFrame,
    channels: tuple[Channel, ...],
    carriers: dict[int, Carrier | None],
    warned: SheetProblems,
) -> None:
    """Add warnings. long: row, series, start, end, value; sorted by series and start."""
    if not len(long):
        return
    names = {channel.number: channel.name for channel in channels}
    jumped = _jumps(long, names, carriers, warned)
    far = _far_outside(without(long, jumped), names, warned)
    _negative(long, names, carriers, warned)
    doubt_one_meter(long, names, warned)
    doubt_days(without(long, far | jumped), names, warned)


def without(long: pl.DataFrame, numbers: set[int]) -> pl.DataFrame:
    """The readings of all other series."""
    return long.filter(~pl.col("series").is_in(list(numbers))) if numbers else long


def _jumps(
    long: pl.DataFrame,
    names: dict[int, str],
    carriers: dict[int, Carrier | None],
    warned: SheetProblems,
) -> set[int]:
    months = _months(long)
    jumped = set()
    every = months["series"].unique(maintain_order=True)
    for carrier in dict.fromkeys(carriers.get(number) for number in every):
        alike = every.filter([carriers.get(number) is carrier for number in every])
        for begin in range(0, len(alike), TOGETHER):
            part = months.filter(pl.col("series").is_in(alike[begin : begin + TOGETHER].implode()))
            jumped |= _jumps_of(part, carrier, names, warned)
    return jumped


def _months(long: pl.DataFrame) -> pl.DataFrame:
    """Mean rates of months: series, month, rate, row, and place counted from the first one."""
    months = by_few_series(long, _monthly).sort("series", "month")
    number = 12 * pl.col("month").dt.year() + pl.col("month").dt.month()
    return months.with_columns(place=number - number.min().over("series"))


def _monthly(long: pl.DataFrame) -> pl.DataFrame:
    """The same without place, in any order."""
    hours = (pl.col("end") - pl.col("start")).dt.total_microseconds() / 3.6e9
    month = pl.col("start").dt.offset_by("12h").dt.truncate("1mo").alias("month")
    used = long.filter(pl.col("value") > 0).group_by("series", month)
    return used.agg(rate=(pl.col("value") / hours).mean(), row=pl.col("row").min())


def _jumps_of(
    part: pl.DataFrame, carrier: Carrier | None, names: dict[int, str], warned: SheetProblems
) -> set[int]:
    """Name the jumps of series of one carrier; returns which they are."""
    factors = factors_of(carrier)
    series = part["series"].unique(maintain_order=True)
    first = part.filter(pl.col("place") == 0)["month"].dt.month().to_numpy().astype(np.int64) - 1
    heats = carrier is not None and carrier.heats
    found = unit_jumps(_side_by_side(part), factors, first=first if heats else None)
    places = np.flatnonzero(found.at >= 0).tolist()
    for place in places:
        after = (pl.col("series") == series[place]) & (pl.col("place") >= found.at[place])
        factor = factors[int(found.known[place])]
        _say_jump(
            names[series[place]], part.filter(after), float(found.ratio[place]), factor, warned
        )
    return {int(series[place]) for place in places}


def _side_by_side(months: pl.DataFrame) -> Rates:
    """The rates of months as an array, a row a series and a column a month from its first on."""
    row = months["series"].rle_id().to_numpy()
    place = months["place"].to_numpy()
    rates = np.full((row[-1] + 1, place.max() + 1), np.nan)
    rates[row, place] = months["rate"].to_numpy()
    return rates


def _say_jump(
    name: str, after: pl.DataFrame, ratio: float, factor: UnitFactor, warned: SheetProblems
) -> None:
    """Name a jump. after: the months behind it."""
    when, row = after["month"][0], int(after["row"][0])
    said = SAVED_OR_UNIT if factor.savable and ratio < 1 else ROSE if ratio > 1 else FELL
    warned.add(
        "unit_jump",
        said.format(name=name, when=when.date(), times=max(ratio, 1 / ratio), why=factor.units),
        row=row,
    )


ROSE = Text(
    "{name}: Ab {when:month} steigt der Verbrauch auf Dauer um etwa das {times:n}-fache. Das sieht"
    " nach einem Wechsel der Einheit aus ({why}). Bitte prüfen und getrennt angeben.",
    "{name}: from {when:month} on the use rises for good by a factor of about {times:n}. This"
    " looks like a change of unit ({why}). Please check and give the parts separately.",
)
FELL = Text(
    "{name}: Ab {when:month} fällt der Verbrauch auf Dauer um etwa das {times:n}-fache. Das sieht"
    " nach einem Wechsel der Einheit aus ({why}), nicht nach Einsparung. Bitte prüfen und getrennt"
    " angeben.",
    "{name}: from {when:month} on the use falls for good by a factor of about {times:n}. This"
    " looks like a change of unit ({why}), not like a saving. Please check and give the parts"
    " separately.",
)
SAVED_OR_UNIT = Text(
    "{name}: Ab {when:month} fällt der Verbrauch auf Dauer um etwa das {times:n}-fache. So viel"
    " kann eine Maßnahme sparen, so sieht aber auch ein Wechsel der Einheit aus ({why}). Bitte"
    " prüfen.",
    "{name}: from {when:month} on the use falls for good by a factor of about {times:n}. A measure"
    " may save as much, but a change of unit looks like that, too ({why}). Please check.",
)


def _far_outside(long: pl.DataFrame, names: dict[int, str], warned: SheetProblems) -> set[int]:
    """Name values far outside; returns the series that have any."""
    far = by_few_series(long, _far).sort("series", "start")
    parts = far.partition_by("series", as_dict=True, maintain_order=True)
    for key, part in parts.items():
        row, value, name = int(part["row"][0]), part["value"][0], names[int(key[0])]
        warned.add(
            "far_outside",
            Text(
                "{name}: {count} Werte liegen weit außerhalb des Üblichen, z. B. {value:n} in "
                "Zeile {row}. Bitte prüfen.",
                "{name}: {count} values are far outside the usual, for example {value:n} in row "
                "{row}. Please check.",
            ).format(name=name, count=len(part), value=value, row=row),
            row=row,
        )
    return {int(key[0]) for key in parts}


def _far(long: pl.DataFrame) -> pl.DataFrame:
    """The readings far outside what is usual in their series."""
    positive = pl.col("value").filter(pl.col("value") > 0)
    limits = long.group_by("series").agg(
        limit=positive.quantile(0.9) * FAR, enough=positive.count() >= ENOUGH
    )
    outside = pl.col("enough") & (pl.col("value").abs() > pl.col("limit"))
    return long.join(limits, on="series", how="left").filter(outside)


def _negative(
    long: pl.DataFrame,
    names: dict[int, str],
    carriers: dict[int, Carrier | None],
    warned: SheetProblems,
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
                "{name}: {count:negativer Wert|negative Werte}, zuerst in Zeile "
                "{row}. {hint} Bitte prüfen.",
                "{name}: {count:negative value|negative values}, first in row {row}. "
                "{hint} Please check.",
            ).format(name=names[number], count=count, row=row, hint=Text(*hint)),
            row=int(row),
        )
