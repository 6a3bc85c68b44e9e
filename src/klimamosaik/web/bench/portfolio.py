"""Choosing among two hundred measures over fifteen years."""

import time
from collections.abc import Iterator

import numpy as np

from klimamosaik.planning.kernel.candidate import Means, MeasureCandidate
from klimamosaik.planning.kernel.portfolio import choose
from klimamosaik.terms.estimate import Estimate
from klimamosaik.web.bench.figure import Speed

MEASURES, YEARS = 200, 15
MONEY = 0.35  # share of all cost there is money for
STAFF = 6_000.0  # [d/a]
RUNNING = 0.02  # [1/a] of the investment


def invented_candidates(*, running: bool) -> tuple[MeasureCandidate, ...]:
    """Measures of very different sizes, some needing another before."""
    dice = np.random.default_rng(3)
    found = []
    for place in range(MEASURES):
        tonnes, work = float(dice.lognormal(6, 1)), int(dice.integers(1, 4))
        yearly = tonnes * float(dice.uniform(200, 3000)) / work
        found.append(
            MeasureCandidate(
                f"m{place}",
                Estimate(tonnes, tonnes * float(dice.uniform(0.4, 0.9)), tonnes),
                (yearly,) * work,
                (float(dice.uniform(10, 300)),) * work,
                (f"m{place - 7}",) if place % 20 == 19 else (),
                running=RUNNING * yearly * work if running else 0.0,
            )
        )
    return tuple(found)


def portfolio() -> Iterator[Speed]:
    """Find a plan within a hundredth of the best, without and with cost that runs on."""
    for running in (False, True):
        candidates = invented_candidates(running=running)
        money = sum(sum(each.cost) for each in candidates) / YEARS * MONEY
        means = Means(np.full(YEARS, money), np.full(YEARS, STAFF))
        begun = time.perf_counter()
        plan = choose(candidates=candidates, means=means)
        spent = time.perf_counter() - begun
        kind = ", with running cost" if running else ""
        yield Speed(f"plan: {MEASURES} measures x {YEARS} years{kind}", spent, "s", "10 s")
        short = 100 * (plan.bound - plan.tonnes) / plan.tonnes
        yield Speed("  at most so far from the best plan", short, "%", "1 %")
