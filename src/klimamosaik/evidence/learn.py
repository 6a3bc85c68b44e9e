"""Learn the drift of use from readings of buildings without a measure.

    python -m klimamosaik.evidence.learn READINGS --weather FILE... [-o drift.yaml]

READINGS: CSV (plain or gzip) with columns building, carrier, date, use [kWh per day].
Weather: CSVs whose first column is a date or time and whose second is a temperature [degC].
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, Horizon
from klimamosaik.evidence.kernel.ranges.placebo import Placebos
from klimamosaik.evidence.kernel.regression.days_expected import Days
from klimamosaik.evidence.kernel.series import Numbers
from klimamosaik.evidence.pairs import YearPairs, prior_of, read_days, year_pairs
from klimamosaik.evidence.priors import Priors, write_priors
from klimamosaik.terms.carrier import Carrier

METHODS = (BaselineMethod.DAILY, BaselineMethod.CALTRACK_DAILY, BaselineMethod.BILLS)
HORIZONS = (30, 60, 90, 180, 365)  # [d]
COVERED = 0.9  # 1, quantile that compares horizons
NOTE = (
    "Spread of 'savings' found in pairs of full years without a measure, by carrier and method;"
    " years begin in January, April, July and October. Left out: pairs that touch 2020"
    " (pandemic), years with more than a tenth of the days missing, and pairs whose use changes"
    " by more than a factor of three (another unit or use). Bills: the same days summed to months."
)


def learn(data: Days, method: BaselineMethod) -> DriftPrior:
    """Learn the prior of a carrier and method from full years."""
    pairs = year_pairs(data, method)
    prior = prior_of(pairs)
    horizons = _horizons(data, method, prior, pairs)
    return replace(prior, horizons=horizons, shared=_shared(pairs, prior))


def _ratios(pairs: Placebos, prior: DriftPrior) -> Numbers:
    return pairs.change / np.hypot(pairs.noise, prior.spread(pairs.unrest))


def _horizons(
    data: Days, method: BaselineMethod, prior: DriftPrior, pairs: YearPairs
) -> tuple[Horizon, ...]:
    """Compare shorter reporting periods, begun in each season, with a full year."""
    if (
        method is BaselineMethod.BILLS
    ):  # too few bills in a part of a year; days show it is no narrower
        return prior.horizons
    parts = [year_pairs(data, method, length=length) for length in HORIZONS[:-1]]
    sizes = [
        float(np.quantile(np.abs(_ratios(each.found, prior)), COVERED)) for each in (*parts, pairs)
    ]
    return tuple(
        Horizon(float(n), max(size / sizes[-1], 1.0))
        for n, size in zip(HORIZONS, sizes, strict=True)
    )


def _shared(pairs: YearPairs, prior: DriftPrior) -> float:
    """Part of the drift that meters of the same year have in common: mean product of pairs."""
    ratios = np.clip(_ratios(pairs.found, prior), -3, 3)
    products, count = 0.0, 0
    for start in np.unique(pairs.start):
        row = ratios[pairs.start == start]
        products += float(row.sum() ** 2 - (row**2).sum())
        count += len(row) * (len(row) - 1)
    return float(np.clip(products / max(count, 1) / np.mean(ratios**2), 0, 1))


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn the priors and write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--weather", type=Path, nargs="+", required=True)
    parser.add_argument("--output", "-o", type=Path)
    parser.add_argument(
        "--method", nargs="+", type=BaselineMethod, choices=METHODS, default=METHODS
    )
    parser.add_argument("--source", default="not stated")
    parser.add_argument("--licence", default="not stated")
    given = parser.parse_args(arguments)
    priors = []
    for carrier in (Carrier.ELECTRICITY, Carrier.GAS):
        data = read_days(given.readings, given.weather, carrier)
        for method in given.method:
            priors.append(learn(data, method))
    if given.output:
        today = date.today()  # noqa: DTZ011
        learnt = Priors(given.source, given.licence, today, NOTE, tuple(priors))
        write_priors(learnt, given.output)


if __name__ == "__main__":
    main()
