"""Fits and effects of many meters, beside a CalTRACK reference where one is installed.

Machines differ, and so does the same one from hour to hour: a loop of plain Python and one fit by
numpy are measured in the same run, so that the figures can be judged anywhere.
"""

import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from klimamosaik.evidence.engine import effect_of, effects_of
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.change_point import caltrack_grid, fit_change_points
from klimamosaik.evidence.kernel.regression.daily_columns import COLUMNS
from klimamosaik.evidence.kernel.regression.days_expected import Days
from klimamosaik.evidence.kernel.series import Numbers, Series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.bench.figure import Speed, cpu_seconds, usual_seconds
from klimamosaik.web.bench.loop import loop_yardstick

YEARS, METERS_FITTED, ONE_BY_ONE = 3, 1000, 100
FITS, REPEATS = 20, 5
SAVED = 0.3  # 1, part of use that meters save whose effect claims something
FIRST = np.datetime64("2022-01-01", "D")

# Runs in the reference's own environment: it needs older numpy and pandas than this software.
REFERENCE = """
import time, warnings
warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from eemeter import create_caltrack_daily_design_matrix, fit_caltrack_usage_per_day_model
dice = np.random.default_rng(1)
hours = pd.date_range("2022-01-01", periods=366 * 24, freq="H", tz="UTC")
days = pd.date_range("2022-01-01", periods=366, freq="D", tz="UTC")
wave = np.cos(2 * np.pi * (np.arange(len(hours)) / 24 - 200) / 365)
temperature = pd.Series(50 + 20 * wave + 5 * dice.standard_normal(len(hours)), index=hours)
mean = temperature.resample("D").mean().reindex(days).values
spent = []
for meter in range(3):
    use = 100 + 3 * np.maximum(60 - mean, 0) + 8 * dice.standard_normal(366)
    table = pd.DataFrame({"value": use}, index=days)
    table.iloc[-1] = np.nan
    design = create_caltrack_daily_design_matrix(table, temperature)
    begun = time.perf_counter()
    fit_caltrack_usage_per_day_model(design)
    spent.append(time.perf_counter() - begun)
print(sorted(spent)[1])
"""


def invented_days(meters: int, years: int = YEARS) -> Days:
    """Daily heat of so many invented meters under one weather."""
    dice = np.random.default_rng(0)
    days = np.arange(FIRST, FIRST + np.timedelta64(365 * years, "D"))
    number = np.arange(days.size)
    temperature = 10 + 9 * np.cos(2 * np.pi * (number - 200) / 365.25)
    temperature = temperature + 3 * dice.standard_normal(days.size)
    base, slope = dice.uniform(50, 150, (meters, 1)), dice.uniform(5, 30, (meters, 1))
    use: Numbers = base + slope * np.maximum(15 - temperature, 0)
    use = use * (1 + 0.08 * dice.standard_normal(use.shape))
    return Days(days, use, temperature, Carrier.GAS)


def fits(peer: Path | None) -> Iterator[Speed]:
    """Daily fits per meter and core; the reference in the same run."""
    year = invented_days(METERS_FITTED, years=1)
    ours = {}
    for step in (3, 1):
        grid = caltrack_grid(step)
        work = partial(fit_change_points, year.use, year.temperature, grid, cools=True)
        ours[step] = usual_seconds(work) / METERS_FITTED
        yield Speed(f"daily fit in batch, {step} F grid", ours[step] * 1e6, "µs/meter")
    if peer is None:
        return
    theirs = reference_seconds(peer)
    yield Speed("daily fit, eemeter (CalTRACK reference)", theirs * 1e6, "µs/meter")
    yield Speed("times faster than the reference", theirs / ours[3], "", "1,000")


def reference_seconds(peer: Path) -> float:
    """How long the reference takes for one meter [s]."""
    done = subprocess.run(
        [str(peer), "-c", REFERENCE], capture_output=True, text=True, check=True, timeout=600
    )
    return float(done.stdout.split()[-1])


def numpy_yardstick() -> Iterator[Speed]:
    """What numpy needs on this machine for one fit of a year."""
    year = np.random.default_rng(0).standard_normal((365, len(COLUMNS) + 1))
    fit = median(cpu_seconds(partial(numpy_fits, year)) for _ in range(REPEATS)) / FITS
    name = f"yardstick: numpy.linalg.lstsq, 365 days, {len(COLUMNS)} columns: each"
    yield Speed(name, fit * 1e3, "ms CPU")


def numpy_fits(year: Numbers) -> None:
    """Fit the last column by the others, as often as is measured."""
    for _ in range(FITS):
        np.linalg.lstsq(year[:, :-1], year[:, -1], rcond=None)


def effects(meters: int) -> Iterator[Speed]:
    """Effects of many meters from arrays, with every check; and of some of them one by one."""
    yield loop_yardstick()
    yield from numpy_yardstick()
    data = invented_days(meters)
    for method in (BaselineMethod.DAILY, BaselineMethod.CALTRACK_DAILY_3F):
        spent = cpu_seconds(partial(from_arrays, data, method))
        name = f"effects of {meters:,} meters with all checks, {method.value}"
        yield Speed(name, spent, "s CPU", "20 s with reading")
        yield Speed(f"{name}: each", 1e3 * spent / meters, "ms CPU", "0.5 ms")
        some = questions_on(data, method)[:ONE_BY_ONE]
        alone = cpu_seconds(partial(one_by_one, some)) / len(some)
        yield Speed(f"one effect asked alone, {method.value}", 1e3 * alone, "ms CPU")
    claiming = saved(replace(data, use=data.use[:METERS_FITTED]))
    spent = cpu_seconds(partial(from_arrays, claiming, BaselineMethod.DAILY)) / len(claiming.use)
    yield Speed("each daily effect that claims a saving", 1e3 * spent, "ms CPU", "0.5 ms")


def saved(data: Days) -> Days:
    """The same meters with less use in their last year: what they claim is asked once more."""
    last = data.days >= FIRST + np.timedelta64(730, "D")
    return replace(data, use=np.where(last, (1 - SAVED) * data.use, data.use))


def from_arrays(data: Days, method: BaselineMethod) -> None:
    """Ask all of them as a batch and keep none; making the questions counts as well."""
    deque(effects_of(questions_on(data, method)), maxlen=0)


def one_by_one(questions: Sequence[EffectQuery]) -> None:
    """Each asked alone."""
    for question in questions:
        effect_of(question)


def questions_on(data: Days, method: BaselineMethod) -> list[EffectQuery]:
    """What is asked of each meter: a year before the last one, and the last one."""
    start, year = FIRST + np.timedelta64(730, "D"), np.timedelta64(365, "D")
    weather = Series.of_days(data.days, data.temperature)
    return [
        EffectQuery(
            energy=energy,
            weather=weather,
            carrier=data.carrier,
            baseline_start=start - year,
            baseline_end=start,
            start=start,
            end=start + year,
            method=method,
            country="DE",
            subdivision="NI",
        )
        for energy in Series.of_meters(data.days, data.use)
    ]
