"""The pathway in draws: emissions per use and year, with everything that is uncertain.

Measures on the same use compound (equation 4): what remains of a use is the product of what each
measure leaves, so that two savings of 50 % leave 25 %, not nothing. A measure counts only for what
it does after the balance's year (equation 5); what it did before is inside the balance already.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klimamosaik.pathway.kernel.course import EmissionTarget, EmissionUse, PathwayMeasure, exposure
from klimamosaik.pathway.kernel.draw_ranges import estimate_of
from klimamosaik.pathway.kernel.posterior import Draws, draw
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.estimate import CONFIDENCE, Estimate
from klimamosaik.terms.text import Text

DRAWS = 10_000
MOST = 0.995  # share of a use a measure can take away; draws beyond are set to it


@dataclass(frozen=True)
class Projection:
    """All draws of a pathway."""

    years: NDArray[np.int64]  # (Y,) from the year after the balance
    balance_year: int
    uses: tuple[EmissionUse, ...]
    measures: tuple[PathwayMeasure, ...]
    baseline: Draws  # (U, D, Y) [t CO2e/a] without measures
    left: Draws  # (U, D, Y) 0..1 share measures leave of each use
    sinks: Draws  # (D, Y) [t CO2e/a]
    logs: Draws  # (D, M) ln(1 - share saved) of each measure; tonnes for sinks
    force: Draws  # (M, Y) strength, less that of the balance's year
    explained: NDArray[np.float64]  # (M,) 0..1 strength inside the balance already
    trends: Draws  # (D, U) deviation of the trend, in standard deviations
    starts: Draws  # (D, U) emissions of the balance's year over their estimate; 1: certain


def simulate(
    *,
    uses: Sequence[EmissionUse],
    measures: Sequence[PathwayMeasure],
    balance_year: int,
    until: int,
    seed: int,
    draws: int = DRAWS,
    unsure: NDArray[np.float64] | None = None,
) -> Projection:
    """Draw the years after the balance up to `until`.

    `unsure` (U, U): covariance of the logarithms of the uses' emissions in the balance's year,
    where they are estimates; None: they are taken as certain. The same `seed` gives the same
    draws. Raises InputRejected for measures on unknown uses and for effects larger than the use
    they act on.
    """
    refuse_nonsense(uses, measures)
    rng = np.random.default_rng(seed)
    years = np.arange(balance_year + 1, until + 1, dtype=np.int64)
    drawn = [draw(measure.belief, draws, rng) for measure in measures]
    strength = np.array(
        [exposure(each.in_force, np.arange(balance_year, until + 1.0)) for each in measures]
    ).reshape(len(measures), len(years) + 1)
    force = (strength[:, 1:] - strength[:, :1]).astype(np.float32)  # (5)
    trends = rng.standard_normal((draws, len(uses)), dtype=np.float32)[:, shared_trends(uses)]
    starts = drawn_starts(uses, unsure, draws, rng)
    logs = all_logged(uses, measures, drawn, starts)
    return Projection(
        years=years,
        balance_year=balance_year,
        uses=tuple(uses),
        measures=tuple(measures),
        baseline=without_measures(uses, trends, years - balance_year) * starts.T[:, :, None],
        left=remaining(uses, measures, logs, force),
        sinks=acting_on(None, measures, logs, force),
        logs=logs,
        force=force,
        explained=strength[:, 0],
        trends=trends,
        starts=starts,
    )


def drawn_starts(
    uses: Sequence[EmissionUse],
    unsure: NDArray[np.float64] | None,
    draws: int,
    rng: np.random.Generator,
) -> Draws:
    """Emissions of the balance's year over their estimate, shape (D, U); their mean is 1."""
    if unsure is None:
        return np.ones((draws, len(uses)), dtype=np.float32)
    middle = np.zeros(len(uses))
    logs = rng.multivariate_normal(middle, unsure, draws, method="eigh", check_valid="ignore")
    return np.asarray(np.exp(logs - np.diag(unsure) / 2), dtype=np.float32)


def all_logged(
    uses: Sequence[EmissionUse],
    measures: Sequence[PathwayMeasure],
    drawn: Sequence[Draws],
    starts: Draws,
) -> Draws:
    """ln(1 - share saved) of each measure, tonnes for sinks: shape (D, M).

    A measure saves tonnes: of a start that is larger than estimated they are a smaller share.
    """
    emitted = {use.code: use.emissions_t * starts[:, place] for place, use in enumerate(uses)}
    logs = np.empty((len(starts), len(measures)), dtype=np.float32, order="F")
    for place, (measure, tonnes) in enumerate(zip(measures, drawn, strict=True)):
        logs[:, place] = tonnes if measure.use is None else logged(tonnes, emitted[measure.use])
    return logs


def shared_trends(uses: Sequence[EmissionUse]) -> list[int]:
    """For each use the place of the first that shares its trend."""
    first: dict[str, int] = {}
    return [first.setdefault(use.trend or use.code, place) for place, use in enumerate(uses)]


def logged(tonnes: Draws, emitted_t: Draws) -> Draws:
    """ln(1 - share saved), shape kept."""
    share = np.minimum(tonnes / emitted_t, np.float32(MOST))
    return np.asarray(np.log1p(-share), dtype=np.float32)


def without_measures(uses: Sequence[EmissionUse], trends: Draws, after: NDArray[np.int64]) -> Draws:
    """Emissions by the trend alone, shape (U, D, Y) [t CO2e/a]."""
    found = np.empty((len(uses), len(trends), len(after)), dtype=np.float32)
    time = after.astype(np.float32)
    for place, use in enumerate(uses):
        rate = np.log1p(use.yearly_change) + use.change_deviation * trends[:, place]
        found[place] = np.float32(use.emissions_t) * np.exp(np.outer(rate.astype(np.float32), time))
    return found


def remaining(
    uses: Sequence[EmissionUse], measures: Sequence[PathwayMeasure], logs: Draws, force: Draws
) -> Draws:
    """Share of each use its measures leave: exp of summed logs, shape (U, D, Y). Equation 4."""
    return np.stack([np.exp(acting_on(use.code, measures, logs, force)) for use in uses])


def acting_on(
    use: str | None, measures: Sequence[PathwayMeasure], logs: Draws, force: Draws
) -> Draws:
    """Sum over the measures on one use (or of all sinks) of draw times strength, shape (D, Y)."""
    mine = [place for place, measure in enumerate(measures) if measure.use == use]
    return np.asarray(logs[:, mine] @ force[mine], dtype=np.float32)


def emissions(outlook: Projection, uses: frozenset[str] | None = None) -> Draws:
    """Emissions of a scope with measures, shape (D, Y) [t CO2e/a]; sinks only in the whole."""
    total = np.zeros_like(outlook.sinks)
    for place, use in enumerate(outlook.uses):
        if uses is None or use.code in uses:
            total += outlook.baseline[place] * outlook.left[place]
    return total - outlook.sinks if uses is None else total


def baseline(outlook: Projection, uses: frozenset[str] | None = None) -> Draws:
    """Emissions of a scope by the trend alone, shape (D, Y) [t CO2e/a]."""
    mine = [k for k, use in enumerate(outlook.uses) if uses is None or use.code in uses]
    return np.asarray(outlook.baseline[mine].sum(axis=0), dtype=np.float32)


@dataclass(frozen=True)
class TargetProbability:
    """How likely a target is met and what is missing."""

    target: EmissionTarget
    probability: float  # 0..1 share of draws at or below the limit
    gap: Estimate  # [t CO2e/a] emissions above the limit; negative: below it
    trend: Estimate  # [t CO2e/a] emissions by the trend alone

    @property
    def need(self) -> float:
        """The trend's mean emissions above the limit [t CO2e/a]: 1,000 stones."""
        return self.trend.mean - self.target.limit_t


def target_probability(
    outlook: Projection, target: EmissionTarget, confidence: float = CONFIDENCE
) -> TargetProbability:
    """Look at one target or milestone. Raises InputRejected for a year outside the outlook."""
    column = year_column(outlook, target.year)
    gap = emissions(outlook, target.uses)[:, column] - np.float32(target.limit_t)
    return TargetProbability(
        target=target,
        probability=float(np.mean(gap <= 0)),
        gap=estimate_of(gap, confidence),
        trend=estimate_of(baseline(outlook, target.uses)[:, column], confidence),
    )


def year_column(outlook: Projection, year: int) -> int:
    """Column of a year. Raises InputRejected outside."""
    if not outlook.years[0] <= year <= outlook.years[-1]:
        span = f"{outlook.years[0]}–{outlook.years[-1]}"
        text = Text(
            "Das Jahr {year} liegt außerhalb des Pfads ({span}).",
            "The year {year} lies outside the pathway ({span}).",
        ).format(year=year, span=span)
        raise InputRejected([Problem("year_outside", text)])
    return int(year - outlook.years[0])


def refuse_nonsense(uses: Sequence[EmissionUse], measures: Sequence[PathwayMeasure]) -> None:
    """Raise InputRejected with all measures that cannot act."""
    emitted = {use.code: use.emissions_t for use in uses}
    found = []
    for measure in measures:
        if measure.use is None:
            continue
        if measure.use not in emitted:
            text = Text(
                "Maßnahme {code}: die Anwendung „{use}“ kommt in der Bilanz nicht vor; bitte eine "
                "vorhandene wählen.",
                "Measure {code}: the use “{use}” is not in the balance; please choose one that is.",
            ).format(code=measure.code, use=measure.use)
            found.append(Problem("unknown_use", text))
        elif measure.belief.mean >= emitted[measure.use]:
            text = Text(
                "Maßnahme {code} soll {mean:n} t sparen, ihre Anwendung „{use}“ verursacht nur "
                "{emitted:n} t; bitte Wirkung oder Anwendung prüfen.",
                "Measure {code} is to save {mean:n} t, but its use “{use}” emits only {emitted:n} "
                "t; please check effect or use.",
            ).format(
                code=measure.code,
                mean=measure.belief.mean,
                use=measure.use,
                emitted=emitted[measure.use],
            )
            found.append(Problem("effect_above_use", text))
    if found:
        raise InputRejected(found)
