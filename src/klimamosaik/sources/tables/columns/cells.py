"""What the cells of a column look like, judged by a sample."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, looks_numeric
from klimamosaik.sources.grid.repeated import every
from klimamosaik.sources.grid.time_forms import COUNTED
from klimamosaik.sources.grid.times import choose_forms
from klimamosaik.sources.grid.timetext import month_number

SAMPLE = 300
MOST = 0.6  # share of the cells that must fit what the header says
SURE = 0.9  # share of the cells from which on they speak for themselves
CLOCK = (
    r"(?i)^\d{1,2}:\d{2}(:\d{2}(\.0+)?)?(\s*(-|–|bis)\s*\d{1,2}:\d{2}(:\d{2})?)?"
    r"( ?uhr| ?[ap]\.?m\.?| ?z| ?[+-]\d{2}:?\d{2})?$|^\d{1,2}\.\d{2} ?uhr$|^1899-12-3\d[T ]|^24:00"
    r"|^\d{1,2} ?(-|–|bis) ?\d{1,2} ?(uhr|h)$"
)
PLAIN = r"^-?\d{1,4}[.,]\d{1,3}$"  # no time is written like this


@dataclass(frozen=True)
class Cells:
    """What a sample of a column's cells looks like."""

    sample: pl.Series  # String, without missing ones
    numeric: float  # share
    timed: float  # share read by the best notation with separators
    counted: float  # share read by any notation, also plain numbers
    clock: float  # share of times of day
    months: float  # share of month names or numbers

    @property
    def empty(self) -> bool:
        """True where the column holds nothing."""
        return not len(self.sample)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The different cells, most common first."""
        return tuple(self.sample.value_counts(sort=True)[self.sample.name].to_list())

    @cached_property
    def whole(self) -> pl.Series | None:
        """All cells as whole numbers of at most nine digits; None where one is none."""
        if self.empty or not self.sample.str.contains(r"^\d{1,9}(\.0)?$").all():
            return None
        return self.sample.cast(pl.Float64).cast(pl.Int64)


def look(cells: pl.Series) -> Cells:
    """Describe a column by a sample."""
    some = every(cells, 20 * SAMPLE)
    some = some.filter(~is_missing(some))
    sample = some.gather_every(max(1, len(some) // SAMPLE)).str.strip_chars()
    sample = sample.alias("cell")
    if not len(sample):
        return Cells(sample, 0, 0, 0, 0, 0)
    numeric = share_of(looks_numeric(sample))
    if numeric == 1.0 and sample.str.contains(PLAIN).any():
        clock = share_of(sample.str.contains(CLOCK))
        if clock < SURE:
            return Cells(sample, numeric, 0, 0, 0, 0)
    counted = choose_forms(sample, counted=True)
    timed = [pair for pair in counted if pair[0] not in COUNTED]
    return Cells(
        sample,
        numeric=numeric,
        timed=timed[0][1] if timed else 0.0,
        counted=counted[0][1] if counted else 0.0,
        clock=share_of(sample.str.contains(CLOCK)),
        months=share_of(month_number(sample).is_not_null()),
    )


def share_of(mask: pl.Series) -> float:
    """Share of True."""
    return float(mask.mean() or 0.0)  # type: ignore[arg-type]
