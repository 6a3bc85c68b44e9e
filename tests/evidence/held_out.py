"""How the range does on buildings that taught it nothing: neither penalties nor prior.

    python -m tests.evidence.held_out READINGS --weather FILE... [--nested]

READINGS and weather are those of `klimamosaik.evidence.learn`.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from klimamosaik.evidence.kernel.question import BASELINE_DAYS, BaselineMethod
from klimamosaik.evidence.kernel.ranges.drift import DriftPrior, with_own_years
from klimamosaik.evidence.kernel.ranges.placebo import USUAL
from klimamosaik.evidence.kernel.regression.daily import Tuning
from klimamosaik.evidence.kernel.regression.days_expected import Days, tuning_of
from klimamosaik.evidence.kernel.regression.level import Level
from klimamosaik.evidence.kernel.series import Flags, Numbers, Times
from klimamosaik.evidence.learn import METHODS
from klimamosaik.evidence.pairs import YearPairs, prior_of, read_days, year_pairs
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.estimate import CONFIDENCE

Places = NDArray[np.int64]  # of pairs among others, shape (k,)
ORDERS = 4  # orders in which the buildings are left out
PARTS = 9  # parts of the buildings, each left out once in an order
NEVER = 99  # years of history no meter has
OUTSIDE = 20.0  # 1, what a range pays for missing the truth: 2 over the part outside it at 90 %
CALM = ("calm meters", "middling meters", "restless meters")


@dataclass(frozen=True)
class Judged:
    """Pairs of years and the ranges that buildings left out would have got, shape (k,) each."""

    change: Numbers  # 1, the 'saving' found where nothing was done
    width: Numbers  # 1, half width over use
    cvrmse: Numbers  # 1, of the prediction
    history: Numbers  # own year pairs that were known beforehand
    meter: Numbers  # index
    start: Times  # [datetime64[D]] first day of the baseline
    calm: Numbers  # 1, error of the model in the baseline over use

    def where(self, kept: Flags) -> "Judged":
        """Keep some pairs."""
        return Judged(**{name: getattr(self, name)[kept] for name in self.__dataclass_fields__})

    @property
    def covered(self) -> float:
        """Part of the pairs whose range holds the truth, zero."""
        return float(np.mean(np.abs(self.change) <= self.width))

    @property
    def half_width(self) -> float:
        """Median half width over use [1]."""
        return float(np.median(self.width))

    @property
    def covered_of_a_meter(self) -> float:
        """The same, every meter counted once."""
        held = np.abs(self.change) <= self.width
        return float(np.mean([held[self.meter == each].mean() for each in np.unique(self.meter)]))

    @property
    def score(self) -> float:
        """Mean interval score in per cent of use: width, and 20 times what lies outside a range.

        Smaller is better (Gneiting and Raftery, Journal of the American Statistical Association
        102, 2007, equation 43, at 90 %).
        """
        outside = np.maximum(np.abs(self.change) - self.width, 0)
        return float(100 * np.mean(2 * self.width + OUTSIDE * outside))

    def __str__(self) -> str:
        saved, more = np.mean(self.change > self.width), np.mean(self.change < -self.width)
        return (
            f"{len(self.change) // ORDERS} year pairs of {len(np.unique(self.meter))} meters:"
            f" error of the prediction {np.median(self.cvrmse):.3f}, covered {self.covered:.1%},"
            f" by meter {self.covered_of_a_meter:.1%}"
            f" (wrongly 'saved' {saved:.1%}, 'used more' {more:.1%}),"
            f" half width {self.half_width:.1%}, score {self.score:.1f}"
        )


def judge(pairs: YearPairs, *, confidence: float = CONFIDENCE, history: bool = True) -> Judged:
    """Learn the prior without a ninth of the buildings and judge these, all in turn.

    history: whether the pairs' own earlier years may move their spread.
    """
    parts = [
        _judged(pairs.where(~out), pairs, out, confidence, history)
        for out in _folds(pairs.found.meter)
    ]
    return _joined(parts)


def judge_nested(data: Days, tried: Sequence[Tuning], *, confidence: float = CONFIDENCE) -> Judged:
    """The same, with the penalties of the daily model chosen without these buildings too."""
    found = [year_pairs(data, BaselineMethod.DAILY, tuning=tuning) for tuning in tried]
    shared, kept = _shared(found)
    errors = np.log(
        np.array([pairs.found.cvrmse[at] for pairs, at in zip(found, kept, strict=True)])
    )
    parts = []
    for out in _folds(shared.found.meter):
        best = found[int(np.argmin(errors[:, ~out].mean(axis=1)))]
        unseen = np.isin(best.found.meter, np.unique(shared.found.meter[out]))
        parts.append(_judged(best.where(~unseen), best, unseen, confidence, history=True))
    return _joined(parts)


def penalties_about(data: Days) -> tuple[Tuning, ...]:
    """Choices of the daily model on a grid about the shipped ones."""
    shipped = tuning_of(data.carrier)
    if shipped.level:
        return tuple(
            replace(shipped, level=Level(shipped.level.season * factor, pull=pull))
            for factor in (1 / 2, 1, 2)
            for pull in (100.0, 200.0, 400.0)
        )
    return tuple(
        replace(shipped, season=shipped.season * factor, half_life=half_life, carried=carried)
        for factor in (1 / 3, 1, 3)
        for half_life in (90.0, 180.0, 365.0)
        for carried in (0.25, 0.5, 0.75)
    )


def _folds(meters: Numbers) -> list[Flags]:
    """Pairs of a ninth of the buildings each, in several orders."""
    orders = [np.random.default_rng(n).permutation(np.unique(meters)) for n in range(ORDERS)]
    return [np.isin(meters, part) for order in orders for part in np.array_split(order, PARTS)]


def _shared(found: Sequence[YearPairs]) -> tuple[YearPairs, list[Places]]:
    """The pairs every choice can judge, and their places in each."""
    keys = [pairs.found.meter * 1e6 + pairs.start.astype(np.int64) for pairs in found]
    common = keys[0]
    for each in keys[1:]:
        common = common[np.isin(common, each)]
    places = [np.searchsorted(each, common, sorter=np.argsort(each)) for each in keys]
    places = [np.argsort(each)[at] for each, at in zip(keys, places, strict=True)]
    first = np.zeros(len(keys[0]), np.bool_)
    first[places[0]] = True
    return found[0].where(first), [np.sort(places[0]), *places[1:]]


def _judged(
    known: YearPairs,
    every: YearPairs,
    out: Flags,
    confidence: float,
    history: bool,
) -> Judged:
    prior = prior_of(known)
    unseen = every.where(out)
    count, spread = _spreads(unseen, prior) if history else _alone(unseen, prior)
    found = unseen.found
    width = prior.half_width(found.noise, spread, confidence, unseen.start)
    calm = found.unrest.calm
    return Judged(found.change, width, found.cvrmse, count, found.meter, unseen.start, calm)


def _alone(pairs: YearPairs, prior: DriftPrior) -> tuple[Numbers, Numbers]:
    return np.zeros(len(pairs.start)), prior.spread(pairs.found.unrest)


def _spreads(pairs: YearPairs, prior: DriftPrior) -> tuple[Numbers, Numbers]:
    """How many own pairs each pair had before it, and the spread they lead to."""
    plain = prior.spread(pairs.found.unrest)
    count, spread = np.zeros(len(plain)), plain.copy()
    for at, own in enumerate(_earlier(pairs)):
        count[at] = len(own)
        if len(own):
            earlier = pairs.found.where(own)
            moved = with_own_years(prior, earlier.change, earlier.noise, plain[own])
            one = np.zeros(1, np.int64) + at
            spread[at] = moved.spread(pairs.found.unrest.where(one))[0]
    return count, spread


def _earlier(pairs: YearPairs) -> list[Places]:
    """Places of each meter's earlier pairs, whole years before."""
    day, meter = pairs.start.astype(np.int64), pairs.found.meter
    found = []
    for at in range(len(day)):
        years = (day[at] - day) / (BASELINE_DAYS + 0.25)
        whole = (years > 0.5) & (np.abs(years - np.rint(years)) < 0.02)
        found.append(np.flatnonzero((meter == meter[at]) & whole))
    return found


def _joined(parts: Sequence[Judged]) -> Judged:
    names = Judged.__dataclass_fields__
    return Judged(**{n: np.concatenate([getattr(part, n) for part in parts]) for n in names})


def by_history(judged: Judged) -> list[tuple[str, Judged]]:
    """The pairs by the number of own earlier pairs known; two pairs are three years."""
    named = (("one year before", 0, 0), ("two years", 1, 1), ("three and more", 2, NEVER))
    parts = [
        (name, judged.where((judged.history >= low) & (judged.history <= high)))
        for name, low, high in named
    ]
    return [(name, part) for name, part in parts if len(part.change)]


def without_large(judged: Judged) -> Judged:
    """The pairs but for those whose use changed much without a measure: few that rule the score."""
    ratio = 1 - judged.change
    return judged.where((ratio >= USUAL[0]) & (ratio <= USUAL[1]))


def by_season(judged: Judged) -> list[tuple[str, Judged]]:
    """The pairs by the month their years begin in."""
    months = judged.start.astype("datetime64[M]").astype(np.int64) % 12 + 1
    return [
        (f"from month {month} on", judged.where(months == month)) for month in np.unique(months)
    ]


def by_calm(judged: Judged) -> list[tuple[str, Judged]]:
    """The pairs in thirds by the error of the model in the baseline."""
    third = np.digitize(judged.calm, np.quantile(judged.calm, [1 / 3, 2 / 3]))
    return [(name, judged.where(third == at)) for at, name in enumerate(CALM)]


def tell(data: Days, method: BaselineMethod, pairs: YearPairs, *, nested: bool) -> None:
    """Print how the range does on buildings left out."""
    name = f"{data.carrier.value} {method.value}"
    for known, history in (("one year only", False), ("all history", True)):
        judged = judge(pairs, history=history)
        print(f"{name}, {known}: {judged}")
        print(f"{name}, {known}, without large changes: {without_large(judged)}")
        parts = by_history(judged) if history else []
        for which, part in (*parts, *by_season(judged), *by_calm(judged)):
            print(f"{name}, {known}, {which}: {part}")
    if nested and method is BaselineMethod.DAILY:
        print(f"{name}, penalties chosen without them: {judge_nested(data, penalties_about(data))}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Say of each carrier and method how its range does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--weather", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--method", nargs="+", type=BaselineMethod, choices=METHODS, default=METHODS
    )
    parser.add_argument("--nested", action="store_true", help="leave them out of penalties too")
    given = parser.parse_args(arguments)
    for carrier in (Carrier.ELECTRICITY, Carrier.GAS):
        data = read_days(given.readings, given.weather, carrier)
        for method in given.method:
            tell(data, method, year_pairs(data, method), nested=given.nested)


if __name__ == "__main__":
    main()
