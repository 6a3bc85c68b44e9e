"""Learn the drift of use from readings of buildings without a measure, and check it.

    python -m klimamosaik.evidence.learn READINGS --weather FILE... [-o drift.yaml] [--check]

READINGS: CSV (plain or gzip) with columns building, carrier, date, use [kWh per day].
Weather: CSVs whose first column is a date or time and whose second is a temperature [degC].
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from klimamosaik.evidence.kernel.calibrate import Learnt, fit_prior
from klimamosaik.evidence.kernel.day_types import NO_HOLIDAYS, likely_calendars
from klimamosaik.evidence.kernel.days import all_days, without_cold_zeros
from klimamosaik.evidence.kernel.days_expected import Days, best_calendars
from klimamosaik.evidence.kernel.drift import DriftPrior, Horizon
from klimamosaik.evidence.kernel.placebo import Placebos, complete, joined, placebos
from klimamosaik.evidence.kernel.question import Method
from klimamosaik.evidence.kernel.series import Flags, Numbers, Times
from klimamosaik.evidence.priors import Priors, write_priors
from klimamosaik.terms.carrier import Carrier

METHODS = (Method.DAILY, Method.CALTRACK_DAILY)
PANDEMIC = (np.datetime64("2020-01-01", "D"), np.datetime64("2021-01-01", "D"))
HORIZONS = (30, 60, 90, 180, 365)  # [d]
COVERED = 0.9  # 1, quantile that compares horizons
ORDERS = 4  # orders in which the buildings are left out
PARTS = 9  # parts of the buildings, each left out once in an order


@dataclass(frozen=True)
class YearPairs:
    """Placebos of one carrier and method, with the year of each baseline."""

    found: Placebos
    year: Numbers  # shape (k,)


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


def year_pairs(data: Days, method: Method, *, length: int = 365, month: int = 1) -> YearPairs:
    """Every baseline year from `month` on and the `length` days after it, but for the pandemic.

    Years that touch the pandemic are left out: closed buildings are no drift of use.
    """
    found, years = [], []
    for year in np.unique(data.days.astype("datetime64[Y]")):
        start = (year.astype("datetime64[M]") + (month - 1)).astype("datetime64[D]")
        middle = (year.astype("datetime64[M]") + (month + 11)).astype("datetime64[D]")
        end = middle + np.timedelta64(length, "D")
        if start < data.days[0] or end > data.days[-1] + 2 or _touches_pandemic(start, end):
            continue
        pairs = _pairs(data, method, data.flags(start, middle), data.flags(middle, end))
        found.append(pairs)
        years.append(np.full(len(pairs.change), int(str(year))))
    return YearPairs(joined(found), np.concatenate([np.empty(0), *years]))


def _touches_pandemic(start: np.datetime64, end: np.datetime64) -> bool:
    return bool(start < PANDEMIC[1] and end > PANDEMIC[0])


def _pairs(data: Days, method: Method, baseline: Flags, reporting: Flags) -> Placebos:
    """Placebos of each meter under the calendar its own baseline speaks for."""
    kept = np.flatnonzero(complete(data.use[:, baseline]))
    tried = likely_calendars(None, None) if method is Method.DAILY else (NO_HOLIDAYS,)
    part = Days(data.days, data.use[kept], data.temperature, data.carrier)
    best = best_calendars(part, baseline, tried)
    parts = []
    for calendar in np.unique(best):
        meters = kept[best == calendar]
        some = Days(data.days, data.use[meters], data.temperature, data.carrier)
        pairs = placebos(
            some, baseline=baseline, reporting=reporting, calendar=tried[calendar], method=method
        )
        parts.append(replace(pairs, meter=meters[pairs.meter.astype(np.int64)]))
    return joined(parts)


def learn(data: Days, method: Method) -> tuple[DriftPrior, YearPairs]:
    """Learn the prior of a carrier and method from full calendar years."""
    pairs = year_pairs(data, method)
    prior = fit_prior(
        Learnt.of(pairs.found),
        carrier=data.carrier.value,
        method=method.value,
        horizons=(Horizon(365.0, 1.0),),
        shared=0.0,
    )
    horizons, shared = _horizons(data, method, prior), _shared(pairs, prior)
    return replace(prior, horizons=horizons, shared=shared), pairs


def _ratios(pairs: Placebos, prior: DriftPrior) -> Numbers:
    return pairs.change / np.hypot(pairs.noise, prior.spread(pairs.unrest))


def _horizons(data: Days, method: Method, prior: DriftPrior) -> tuple[Horizon, ...]:
    """Compare shorter reporting periods, begun in each season, with a full year."""
    sizes = []
    for length in HORIZONS:
        parts = [year_pairs(data, method, length=length, month=m).found for m in (1, 4, 7, 10)]
        ratios = np.abs(_ratios(joined(parts), prior))
        sizes.append(float(np.quantile(ratios, COVERED)))
    return tuple(
        Horizon(float(n), max(size / sizes[-1], 1.0))
        for n, size in zip(HORIZONS, sizes, strict=True)
    )


def _shared(pairs: YearPairs, prior: DriftPrior) -> float:
    """Part of the drift that meters of the same year have in common: mean product of pairs."""
    ratios = np.clip(_ratios(pairs.found, prior), -3, 3)
    products, count = 0.0, 0
    for year in np.unique(pairs.year):
        row = ratios[pairs.year == year]
        products += float(row.sum() ** 2 - (row**2).sum())
        count += len(row) * (len(row) - 1)
    return float(np.clip(products / max(count, 1) / np.mean(ratios**2), 0, 1))


@dataclass(frozen=True)
class Checked:
    """How the range does on buildings the prior was not learnt from."""

    carrier: Carrier
    method: Method
    confidence: float  # 0..1, stated
    pairs: int
    meters: int
    cvrmse: float  # 1, median error of predicting the next year
    covered: float  # 0..1, part of the pairs whose range holds the truth, zero
    half_width: float  # 1, median over use

    def __str__(self) -> str:
        return (
            f"{self.carrier.value} {self.method.value}: {self.pairs} year pairs of {self.meters}"
            f" meters; predicting the next year CVRMSE {self.cvrmse:.3f} (median); on buildings"
            f" left out the {self.confidence:.0%} range covers {self.covered:.1%}, median half"
            f" width {self.half_width:.1%}"
        )


def check(
    pairs: YearPairs, carrier: Carrier, method: Method, *, confidence: float = 0.9
) -> Checked:
    """Learn without a ninth of the buildings, test on it; all of them in turn, in four orders."""
    every = Learnt.of(pairs.found)
    covered, widths = [], []
    for seed in range(ORDERS):
        order = np.random.default_rng(seed).permutation(np.unique(every.meter))
        for part in np.array_split(order, PARTS):
            out = np.isin(every.meter, part)
            prior = fit_prior(
                every.where(~out),
                carrier=carrier.value,
                method=method.value,
                horizons=(Horizon(365.0, 1.0),),
                shared=0.0,
            )
            unseen = every.where(out)
            width = prior.half_width(unseen.noise, prior.spread(unseen.unrest), confidence)
            covered.append(np.abs(unseen.change) <= width)
            widths.append(width)
    return Checked(
        carrier=carrier,
        method=method,
        confidence=confidence,
        pairs=len(every.change),
        meters=len(np.unique(every.meter)),
        cvrmse=float(np.median(pairs.found.cvrmse)),
        covered=float(np.concatenate(covered).mean()),
        half_width=float(np.median(np.concatenate(widths))),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, say how well, and write the priors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--weather", type=Path, nargs="+", required=True)
    parser.add_argument("--output", "-o", type=Path)
    parser.add_argument("--source", default="not stated")
    parser.add_argument("--licence", default="not stated")
    parser.add_argument("--check", action="store_true", help="test on buildings left out")
    given = parser.parse_args(arguments)
    priors = []
    for carrier in (Carrier.ELECTRICITY, Carrier.GAS):
        data = read_days(given.readings, given.weather, carrier)
        for method in METHODS:
            prior, pairs = learn(data, method)
            priors.append(prior)
            if given.check:
                print(check(pairs, carrier, method))
    if given.output:
        note = (
            "Spread of 'savings' found in pairs of full years without a measure, by carrier and"
            " method. Left out: pairs that touch 2020 (pandemic), years with more"
            " than a tenth of the days missing, and pairs whose use changes by a factor outside"
            " 0.6..1.67 (change of unit or use, which the verdict 'not decidable' names)."
        )
        write_priors(
            Priors(given.source, given.licence, date.today(), note, tuple(priors)),  # noqa: DTZ011
            given.output,
        )


if __name__ == "__main__":
    main()
