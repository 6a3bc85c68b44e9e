"""Columns that hold other columns: totals, total use beside what is drawn, sub-meters."""

import re
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt
import polars as pl

from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.sums.same import AGREE, NEAR, CountedSeries
from klimamosaik.terms.carrier import Carrier

WHOLE = re.compile(
    r"(?i)\b(?:gesamt|total|totaal|totale|global\w*|haupt(?:zähler|verbrauch)|main|\w*summe|subtotal|"
    r"whole|overall|insgesamt|alles)\b|\bgesamt(?:verbrauch|strom|energie|menge|bezug|leistung|wärme|"
    r"gas|wasser|zähler|anlage|gebäude)|\btotal[_ ]|[Σ∑]"
)
PART = re.compile(
    r"(?i)\bdavon\b|of which|unterz|sub-?meter|hvac|lüftung|ventilation|beleuchtung|lighting|"
    r"\blicht|klima|kälte|cooling|chiller|wärmepumpe|heat ?pump|küche|kitchen|server|aufzug|lift\b|"
    r"elevator|ladesäule|ladepunkt|wallbox|\bb?ev\b|zappi|eddi\b|e-?auto|elektroauto|charg|steckdose|plug|equipment|appliance|heizstab|"
    r"boiler|\bpump|\bfan\b|\bahu\b|warmwasser|hot ?water|\bdhw\b|\bit\b|werkstatt|\bheizung"
)
SHARE = re.compile(r"(?i)^\W*(?:\w+-)?anteile?\b|^share of\b")
FROM_GRID = re.compile(
    r"(?i)bezug|bezogen|import|\bnetz|grid|drawn|afname|soutir|prelev|\ba\+|\+a\b|supply|r[ée]seau"
)
Values = npt.NDArray[np.float64]


class Holds(Enum):
    """What one column has to do with others of its rows."""

    SUM = "sum"  # it is their sum
    MORE = "more"  # never less than their sum
    LESS = "less"  # never more than their sum: a subtotal of some of them
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class WholeColumn:
    """A column that may hold others."""

    whole: CountedSeries
    parts: list[CountedSeries]
    holds: Holds
    technical: bool  # the others are named as parts: "davon", "HVAC", "Unterzähler"


def wholes(frame: pl.DataFrame, series: list[CountedSeries]) -> list[WholeColumn]:
    """Columns named as totals beside other columns of the same rows and carrier."""
    found = []
    for members in _beside_each_other(series).values():
        drawn = [each for each in members if each.direction.counts]
        whole = [each for each in drawn if _is_whole(each)] or _from_grid(drawn)
        whole = whole or _of_shares(drawn)
        parts = [each for each in drawn if each not in whole]
        if parts:
            headers = [one.channel.column.header for one in parts]
            technical = all(PART.search(each) or SHARE.search(each) for each in headers)
            found += [
                WholeColumn(each, parts, holding(frame, each, parts), technical) for each in whole
            ]
    return found


def _from_grid(drawn: list[CountedSeries]) -> list[CountedSeries]:
    """What is drawn from the grid, where all else beside it are named as parts: a wallbox."""
    grid = [each for each in drawn if FROM_GRID.search(each.channel.column.header)]
    others = [each for each in drawn if each not in grid]
    parts = [each for each in others if PART.search(each.channel.column.header)]
    return grid if len(grid) == 1 and len(parts) == len(others) else []


def _of_shares(drawn: list[CountedSeries]) -> list[CountedSeries]:
    """The only column that is no share, where all others are: "Anteil Heizung [kWh]"."""
    whole = [each for each in drawn if not SHARE.search(each.channel.column.header)]
    return whole if len(whole) == 1 < len(drawn) else []


def _is_whole(each: CountedSeries) -> bool:
    header = each.channel.column.header
    return is_whole(header) and not PART.search(header)


def is_whole(header: str) -> bool:
    """True where a header speaks of a total; a Gesamtschule is none."""
    ends = vocabulary().place_ends
    words = re.findall(r"[^\W_]+", header.lower())
    return bool(WHOLE.search(" ".join(word for word in words if not ends.fullmatch(word))))


def _beside_each_other(
    series: list[CountedSeries],
) -> dict[tuple[int, Carrier | None], list[CountedSeries]]:
    """Series of the same rows (one row, several columns) and carrier."""
    found: dict[tuple[int, Carrier | None], list[CountedSeries]] = defaultdict(list)
    for each in series:
        found[each.channel.group, each.plan.carrier].append(each)
    return found


def holding(frame: pl.DataFrame, whole: CountedSeries, parts: list[CountedSeries]) -> Holds:
    """Compare a series with the sum of others where all of them are known."""
    both = _beside_sum(frame, whole, parts)
    if both.is_empty():
        return Holds.UNCLEAR
    off = (pl.col("value") - pl.col("parts")).abs()
    near = off <= NEAR * pl.max_horizontal(pl.col("value").abs(), pl.col("parts").abs())
    full = both.filter(pl.col("known") == len(parts))
    if len(full) and float(full.select(near.mean()).item() or 0) >= AGREE:
        return Holds.SUM
    more = both.select((pl.col("value") >= pl.col("parts") * (1 - NEAR)).mean()).item()
    if float(more or 0) >= AGREE:
        return Holds.MORE
    less = full.select((pl.col("value") <= pl.col("parts") * (1 + NEAR)).mean()).item()
    subtotal = re.search(r"(?i)zwischen|teil|sub", whole.channel.column.header)
    return Holds.LESS if subtotal and float(less or 0) >= AGREE else Holds.UNCLEAR


def sum_exactly(
    frame: pl.DataFrame, whole: CountedSeries, parts: list[CountedSeries], *, least: int
) -> bool:
    """True where a series is the sum of others in each of at least so many rows, not all zero."""
    both = _beside_sum(frame, whole, parts).filter(pl.col("known") == len(parts))
    if len(both) < least or not float(both["value"].abs().sum()):
        return False
    numbers = [one.channel.number for one in parts]
    return bool(both.select(_near(pl.col("parts")).all()).item()) and not _in_step(frame, numbers)


def _beside_sum(
    frame: pl.DataFrame, whole: CountedSeries, parts: list[CountedSeries]
) -> pl.DataFrame:
    """The readings of a series, each with the sum of its parts and how many of them are known."""
    numbers = [one.channel.number for one in parts]
    of = ("start", "end")
    members = frame.filter(pl.col("series").is_in(numbers)).group_by(of)
    summed = members.agg(pl.col("value").sum().alias("parts"), pl.len().alias("known"))
    return frame.filter(pl.col("series") == whole.channel.number).join(summed, on=of, how="inner")


def _near(parts: pl.Expr) -> pl.Expr:
    """True where a value is this sum of its parts."""
    value = pl.col("value")
    return (value - parts).abs() <= EXACT * value.abs().clip(lower_bound=1e-9)


def perhaps_sums(frame: pl.DataFrame, series: list[CountedSeries]) -> list[CountedSeries]:
    """Those that are the sum of all others wherever a few hundred rows tell: seldom any."""
    first = frame.filter(pl.col("series") == series[0].channel.number).select("start", "end")
    some = first.gather_every(max(1, len(first) // SOME_ROWS))
    numbers = {each.channel.number: each for each in series}
    members = pl.col("series").is_in(list(numbers))
    rows = by_few_series(
        frame, lambda part: part.filter(members).join(some, on=("start", "end"), how="semi")
    )
    full = rows.filter(pl.len().over("start", "end") == len(series))
    others = pl.col("value").sum().over("start", "end") - pl.col("value")
    off = full.filter(~_near(others))["series"].unique().to_list()
    return [each for number, each in numbers.items() if number not in off]


def _in_step(frame: pl.DataFrame, numbers: list[int]) -> bool:
    """True where all series move in step: then one of them is a sum of others by any chance."""
    wide = frame.filter(pl.col("series").is_in(numbers)).pivot(
        "series", index=["start", "end"], values="value", aggregate_function="first"
    )
    first, *others = [wide[name].cast(pl.Float64).to_numpy() for name in wide.columns[2:]]
    return all(_proportional(first, other) for other in others)


def _proportional(first: Values, other: Values) -> bool:
    known = np.isfinite(first) & np.isfinite(other) & (first != 0)
    ratio = other[known] / first[known]
    return not len(ratio) or bool(ratio.std() <= STEP * abs(ratio.mean()))


SOME_ROWS = 200  # enough to see that a column is no sum
STEP = 0.01  # relative spread of the ratio of two series that move in step
EXACT = 0.002  # relative difference that rounding explains


def said_either_way(series: CountedSeries) -> bool:
    """True for electricity called "Lieferung" or "delivered", which is drawn here, fed in there."""
    return _silent_and_named(series, vocabulary().either_way)


def perhaps_stored(series: CountedSeries) -> bool:
    """True for electricity of "Speicher 5": a battery, or a building that is called so."""
    return _silent_and_named(series, vocabulary().perhaps_stored)


def _silent_and_named(series: CountedSeries, words: re.Pattern[str]) -> bool:
    if series.plan.carrier not in (None, Carrier.ELECTRICITY):
        return False
    header = series.channel.column.header.lower()
    return series.channel.direction is None and bool(words.search(header))
