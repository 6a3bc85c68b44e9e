"""Whether the values of a series come from two meters in turn: two levels, changed all the time."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.few_series import few_series
from klimamosaik.terms.text import Text

ENOUGH = 24  # values
AROUND = 15  # neighbouring values whose mean the season and growth are taken off by
APART = np.log(2.0)  # least distance of the two levels
TIGHT = 0.2  # most a level may spread, as a share of the distance between them
BETWEEN = 0.05  # most values halfway between the levels, where a single meter has its most
RARER = 0.25  # least share of the rarer level
SWITCHES = 0.4  # least share of steps from one level to the other; weekends change 2 of 7 steps
PIECES, PIECE = 20, 1_000  # of a long series so many rows each are looked at
Values = npt.NDArray[np.float64]


def doubt_one_meter(long: pl.DataFrame, names: dict[int, str], warned: SheetProblems) -> None:
    """Warn of series that jump between two levels. long: series, value; in order of time."""
    for number, values in series_apart(long):
        levels = two_levels(values.to_numpy().astype(np.float64))
        if levels is not None:
            name, times = names[number], f"{levels:.0f}"
            warned.add(
                "two_meters",
                Text(
                    "{name}: Die Werte springen fast von Zeile zu Zeile zwischen zwei Höhen (etwa "
                    "{times} zu 1). Vielleicht stehen zwei Zähler in einer Spalte; dann bitte "
                    "eine Spalte mit der Zählernummer ergänzen.",
                    "{name}: the values jump between two levels (about {times} to 1) nearly from "
                    "row to row. There may be two meters in one column; if so, please add a "
                    "column with the meter number.",
                ).format(name=name, times=times),
            )


def series_apart(long: pl.DataFrame) -> Iterator[tuple[int, pl.Series]]:
    """Number and values of each series."""
    for some in few_series(long.select("series", "value")):
        parts = some.partition_by("series", as_dict=True, maintain_order=True)
        yield from ((int(key[0]), part["value"]) for key, part in parts.items())


def two_levels(values: Values) -> float | None:
    """The ratio of two levels between which values in order of time, shape (n,), jump.

    None where they do not, or where too few are known. Slow changes (seasons, a counter's
    growth) do not matter, nor do levels that last: days and nights, weeks and weekends.
    """
    known = values[np.isfinite(values) & (values > 0)]
    if len(known) < max(ENOUGH, 0.9 * len(values)):
        return None
    logs = np.log(in_pieces(known))
    window = np.ones(AROUND)
    usual = np.convolve(logs, window, "same") / np.convolve(np.ones(len(logs)), window, "same")
    off = logs - usual
    high = off > 0
    if min(high.mean(), 1 - high.mean()) < RARER or np.mean(high[1:] != high[:-1]) < SWITCHES:
        return None
    tops, bottoms = off[high], off[~high]
    apart = float(np.median(tops) - np.median(bottoms))
    spread = max(float(np.median(np.abs(part - np.median(part)))) for part in (tops, bottoms))
    middle = (float(np.median(tops)) + float(np.median(bottoms))) / 2
    between = float(np.mean(np.abs(off - middle) < 0.15 * apart))
    if apart < APART or spread > TIGHT * apart or between > BETWEEN:
        return None
    return float(np.exp(apart))


def in_pieces(values: Values) -> Values:
    """All of a short series, evenly spread pieces of a long one: neighbours stay neighbours."""
    if len(values) <= PIECES * PIECE:
        return values
    starts = np.linspace(0, len(values) - PIECE, PIECES).astype(int)
    return np.concatenate([values[at : at + PIECE] for at in starts])
