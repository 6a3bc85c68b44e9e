"""Pairs of neighbouring years without a measure, from files of daily readings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.checks.standstill import standing_still
from klimamosaik.evidence.kernel.days import all_days, without_cold_zeros
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.ranges.bill_placebo import bill_placebo, monthly
from klimamosaik.evidence.kernel.ranges.calibrate import fit_prior
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior
from klimamosaik.evidence.kernel.ranges.placebo import (
    Placebos,
    complete,
    joined,
    placebos,
    touches_pandemic,
)
from klimamosaik.evidence.kernel.regression.daily import Tuning
from klimamosaik.evidence.kernel.regression.day_types import NO_HOLIDAYS, likely_calendars
from klimamosaik.evidence.kernel.regression.days_expected import Days, best_calendars
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Times
from klimamosaik.terms.carrier import Carrier

SEASONS = (1, 4, 7, 10)  # months in which the years of a pair begin
APART, APART_HEAT = 0.4, 0.25  # 1, see `DriftPrior.apart`: these held most with least width
SLACK = 2  # [d] readings may end so much before the pair does


@dataclass(frozen=True)
class YearPairs:
    """Placebos of one carrier and method, with the first day of each baseline."""

    carrier: Carrier
    method: BaselineMethod
    found: Placebos
    start: Times  # [datetime64[D]] shape (k,)

    def where(self, kept: Flags) -> "YearPairs":
        """Keep some pairs."""
        return replace(self, found=self.found.where(kept), start=self.start[kept])


def prior_of(pairs: YearPairs) -> DriftPrior:
    """The prior that pairs of all four seasons teach; for full years, nothing shared."""
    return fit_prior(
        pairs.found,
        start=pairs.start,
        carrier=pairs.carrier.value,
        method=pairs.method.value,
        apart=APART_HEAT if pairs.carrier.heats else APART,
    )


def read_days(readings: Path, weather: Sequence[Path], carrier: Carrier) -> Days:
    """Read the meters of a carrier over the days the weather covers."""
    days, temperature = _temperature(weather)
    table = pl.read_csv(readings, schema_overrides={"use": pl.Float64}, try_parse_dates=True)
    table = table.filter(pl.col("carrier") == carrier.value)
    use = []
    for _, rows in sorted(table.group_by("building")):
        at = (rows["date"].to_numpy().astype("datetime64[D]") - days[0]).astype(np.int64)
        inside = (at >= 0) & (at < len(days))
        row = np.full(len(days), np.nan)
        row[at[inside]] = rows["use"].to_numpy()[inside]
        use.append(_gaps(row, days, temperature, carrier))
    return Days(days, np.array(use), temperature, carrier)


def _gaps(use: Numbers, days: Times, temperature: Numbers, carrier: Carrier) -> Numbers:
    """Turn zeros that stand for missing values into gaps."""
    if carrier.zero_is_missing:
        return np.where(use == 0, np.nan, use)
    meter, weather = Series.of_days(days, use), Series.of_days(days, temperature)
    use = np.where(standing_still(meter, weather), np.nan, use)
    for year in np.unique(days.astype("datetime64[Y]")):
        one = days.astype("datetime64[Y]") == year
        use[one] = without_cold_zeros(use[one], temperature[one])[0]
    return use


def _temperature(weather: Sequence[Path]) -> tuple[Times, Numbers]:
    parts = [pl.read_csv(path, columns=[0, 1]) for path in weather]
    table = pl.concat([part.rename(dict(zip(part.columns, "tv", strict=True))) for part in parts])
    daily = table.group_by(pl.col("t").str.slice(0, 10).str.to_date()).agg(pl.col("v").mean())
    at = daily["t"].to_numpy().astype("datetime64[D]")
    days = all_days(at.min(), at.max() + 1)
    temperature = np.full(len(days), np.nan)
    temperature[(at - days[0]).astype(np.int64)] = daily["v"].to_numpy()
    return days, temperature


def year_pairs(
    data: Days,
    method: BaselineMethod,
    *,
    length: int = 365,
    months: Sequence[int] = SEASONS,
    tuning: Tuning | None = None,
) -> YearPairs:
    """Every year that begins in one of `months` and the `length` days [d] after it.

    Years that touch the pandemic are left out. tuning: of the daily model, else as shipped.
    """
    found, starts = [], []
    for start, middle in _years(data.days, months):
        end = middle + np.timedelta64(length, "D")
        if end > data.days[-1] + SLACK or touches_pandemic(start, end):
            continue
        if method is BaselineMethod.BILLS:
            pairs = _bill_pairs(data, start, middle)
        else:
            sides = data.flags(start, middle), data.flags(middle, end)
            pairs = _pairs(data, method, *sides, tuning)
        found.append(pairs)
        starts.append(np.full(len(pairs.change), start))
    first = np.concatenate([np.empty(0, "datetime64[D]"), *starts])
    return YearPairs(data.carrier, method, joined(found), first)


def _years(days: Times, months: Sequence[int]) -> list[tuple[np.datetime64, np.datetime64]]:
    """First day of every year that begins in one of `months`, and of the year after it."""
    firsts = np.unique(days.astype("datetime64[M]"))
    chosen = [first for first in firsts if int(first.astype(np.int64)) % 12 + 1 in months]
    both = [(f.astype("datetime64[D]"), (f + 12).astype("datetime64[D]")) for f in chosen]
    return [years for years in both if years[0] >= days[0]]


def _pairs(
    data: Days, method: BaselineMethod, baseline: Flags, reporting: Flags, tuning: Tuning | None
) -> Placebos:
    """Placebos of each meter under the calendar its own baseline speaks for."""
    kept = np.flatnonzero(complete(data.use[:, baseline]))
    tried = likely_calendars(None, None) if method is BaselineMethod.DAILY else (NO_HOLIDAYS,)
    part = Days(data.days, data.use[kept], data.temperature, data.carrier)
    best = best_calendars(part, baseline, tried)
    parts = []
    for calendar in np.unique(best):
        meters = kept[best == calendar]
        pairs = placebos(
            Days(data.days, data.use[meters], data.temperature, data.carrier),
            baseline=baseline,
            reporting=reporting,
            calendar=tried[calendar],
            method=method,
            tuning=tuning,
        )
        parts.append(replace(pairs, meter=meters[pairs.meter.astype(np.int64)]))
    return joined(parts)


def _bill_pairs(data: Days, start: np.datetime64, middle: np.datetime64) -> Placebos:
    """Placebos of each meter's months."""
    end = (middle.astype("datetime64[M]") + 12).astype("datetime64[D]")
    both = data.flags(start, end)
    weather = Series.of_days(data.days[both], data.temperature[both])
    parts = []
    for number, use in enumerate(data.use[:, both]):
        question = EffectQuery(
            energy=monthly(Series.of_days(data.days[both], use)),
            weather=weather,
            carrier=data.carrier,
            baseline_start=start,
            baseline_end=middle,
            start=middle,
            end=end,
            method=BaselineMethod.BILLS,
        )
        pair = bill_placebo(question)
        parts.append(replace(pair, meter=np.full(len(pair.change), float(number))))
    return joined(parts)
