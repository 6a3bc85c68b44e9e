"""The answer to a question asked of bills and monthly readings, with its noise."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel import noise
from klimamosaik.evidence.kernel.degrees import bill_degrees
from klimamosaik.evidence.kernel.expectation import AdjustedBaseline, ModelShape
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.regression.bills import bills_grid, fit_bills
from klimamosaik.evidence.kernel.regression.change_point import KINDS, ChangePoints
from klimamosaik.evidence.kernel.series import DAY, Flags, Numbers, Times
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

MOST_CORRELATED = 0.5  # 1, twelve bills cannot tell more; the drift speaks for the rest
MIDDLE_DAYS = 200  # [d] half of the longest bill that is one
LEAST_FREEDOM = 3  # residual degrees of freedom below which no scatter can be told


@dataclass(frozen=True)
class Bills:
    """Bills with their degree days, shapes (n,) and (n, g)."""

    starts: Times  # [datetime64[D]]
    days: Numbers  # [d]
    use: Numbers  # [kWh], nan where missing
    heating: Numbers  # [K] mean of the bill at each balance point
    cooling: Numbers | None  # [K]

    @property
    def known(self) -> Flags:
        """Bills with both use and weather, shape (n,)."""
        flags: Flags = np.isfinite(self.use) & np.isfinite(self.heating.sum(axis=1))
        return flags

    @property
    def middles(self) -> Times:
        """Middle of each bill [datetime64[D]], shape (n,)."""
        middles: Times = self.starts + (self.days / 2).astype("timedelta64[D]")
        return middles

    def where(self, kept: Flags) -> "Bills":
        """Keep the bills flagged in `kept`, shape (n,)."""
        cooling = None if self.cooling is None else self.cooling[kept]
        return Bills(
            self.starts[kept], self.days[kept], self.use[kept], self.heating[kept], cooling
        )

    def columns(self, points: ChangePoints, grid: Numbers) -> Numbers:
        """Sums [d], [K d], [K d] each coefficient of the model stands for, shape (n, 1..3)."""
        chosen = [self.days]
        if points.heats[0]:
            chosen.append(self.days * self.heating[:, _at(grid, points.heating_balance[0])])
        if points.cools[0] and self.cooling is not None:
            chosen.append(self.days * self.cooling[:, _at(grid, points.cooling_balance[0])])
        return np.stack(chosen, axis=1)


def _at(grid: Numbers, point: float) -> int:
    return int(np.abs(grid - point).argmin())


def expect_bills(question: EffectQuery) -> AdjustedBaseline:
    """Answer `question` from bills that end by the end of their side.

    A bill belongs to the baseline if its middle does: a year of months has 365 or 366 days.
    Raises InputRejected where no bill with weather is left on a side.
    """
    grid = bills_grid()
    early = question.baseline_start - np.timedelta64(MIDDLE_DAYS, "D")
    base = _bills(question, early, question.baseline_end, grid)
    base = base.where(base.middles >= question.baseline_start)
    reported = _bills(question, question.start, question.end, grid)
    for side, bills in (("before", base), ("after", reported)):
        if not bills.known.any():
            raise _nothing(side)
    points = fit_bills((base.use / base.days)[None], base.days, base.heating, base.cooling, grid)
    coefficients = _coefficients(points)
    fitted = base.columns(points, grid) @ coefficients
    expected = reported.columns(points, grid) @ coefficients
    both = reported.known
    residuals = np.where(base.known, base.use - fitted, np.nan)
    return AdjustedBaseline(
        method=BaselineMethod.BILLS,
        model=_shape(points),
        days=reported.starts,
        expected=np.where(both, expected, np.nan),
        measured=np.where(both, reported.use, np.nan),
        cvrmse=_cvrmse(base, residuals),
        noise_kwh=_noise(base, reported, residuals, points, grid),
        days_used=int(base.days[base.known].sum()),
        residual_days=base.starts[base.known],
        residuals=residuals[base.known],
        fitted=fitted[base.known],
        lasting=reported.days,
        residual_lasting=base.days[base.known],
    )


def _bills(
    question: EffectQuery, since: np.datetime64, until: np.datetime64, grid: Numbers
) -> Bills:
    """Bills that start and end in time: a bill across the date belongs to neither side."""
    series = question.energy.between(since, until)
    days = np.rint(series.seconds / DAY)
    ends = series.days + days.astype("timedelta64[D]")
    whole = (ends <= until) & (days > 0)
    starts, ends, days = series.days[whole], ends[whole], days[whole]
    cools = not question.carrier.heats
    station = question.station
    return Bills(
        starts=starts,
        days=days,
        use=np.where(np.isfinite(series.values), series.values, np.nan)[whole],
        heating=bill_degrees(starts, ends, question.weather, grid, station=station),
        cooling=bill_degrees(starts, ends, question.weather, grid, cooling=True, station=station)
        if cools
        else None,
    )


def _nothing(side: str) -> Exception:
    return rejected(
        f"no_bills_{side}",
        "{side} gibt es keinen ganzen Abrechnungszeitraum mit Verbrauch und Wetter; bitte "
        "Rechnungen oder Wetter dieses Zeitraums ergänzen.",
        "{side} there is no whole bill with both use and weather; please add bills or weather of "
        "that time.",
        side=SIDES[side],
    )


SIDES = {
    "before": Text("Vor der Maßnahme", "Before the measure"),
    "after": Text("Nach der Maßnahme", "After the measure"),
}


def _coefficients(points: ChangePoints) -> Numbers:
    values = [float(points.base[0])]
    if points.heats[0]:
        values.append(float(points.heating[0]))
    if points.cools[0]:
        values.append(float(points.cooling[0]))
    return np.array(values)


def _shape(points: ChangePoints) -> ModelShape:
    kind = int(points.kind[0])
    names = [("base", "kWh/d")]
    balance = []
    if points.heats[0]:
        names.append(("heating", "kWh/(d K)"))
        balance.append(float(points.heating_balance[0]))
    if points.cools[0]:
        names.append(("cooling", "kWh/(d K)"))
        balance.append(float(points.cooling_balance[0]))
    values = tuple(_coefficients(points).tolist())
    return ModelShape(KINDS[kind] if kind >= 0 else "none", tuple(balance), tuple(names), values)


def _cvrmse(base: Bills, residuals: Numbers) -> float:
    """Root mean square residual per day, weighted by days, over the mean; nan without use."""
    known = base.known
    days = base.days[known]
    mean = abs(float(base.use[known].sum() / days.sum()))
    square = float((residuals[known] ** 2 / days).sum() / days.sum())
    return float(np.sqrt(square) / mean) if mean > 0 else float("nan")


def _noise(
    base: Bills, reported: Bills, residuals: Numbers, points: ChangePoints, grid: Numbers
) -> float:
    """One standard deviation of the summed difference [kWh]; inf where it cannot be told.

    s² v (D + x' (X'WX)^-1 x) for D reported days, x the summed columns: the textbook variance
    of a prediction by weighted least squares, v = (1 + rho)/(1 - rho), and the wider tails of
    Student's t by (f/(f - 2)) for f degrees of freedom.
    """
    known, both = base.known, reported.known
    columns = base.columns(points, grid)[known] / base.days[known, None]
    freedom = int(known.sum()) - columns.shape[1] - len(_shape(points).balance_points)
    if freedom < LEAST_FREEDOM:
        return float("inf")
    squares = float((residuals[known] ** 2 / base.days[known]).sum()) / freedom
    lasting = float(noise.lag_one((residuals / base.days)[None])[0])
    rho = min(max(lasting, 0.0), MOST_CORRELATED)
    asked = reported.columns(points, grid)[both].sum(axis=0)
    normal = columns.T @ (columns * base.days[known, None])
    spread = float(reported.days[both].sum() + asked @ np.linalg.pinv(normal) @ asked)
    variance = squares * (1 + rho) / (1 - rho) * spread * freedom / (freedom - 2)
    return float(np.sqrt(variance))
