"""What a meter would have used had nothing changed: the answer every model gives."""

from dataclasses import dataclass
from functools import cached_property

from klimamosaik.evidence.kernel.series import Flags, Numbers, Times, distinct


@dataclass(frozen=True)
class Coefficient:
    """One fitted number of a model."""

    name: str  # e.g. "base", "heating", "cooling", "saturday"
    value: float
    unit: str  # e.g. "kWh/d", "kWh/(d K)", "1"


@dataclass(frozen=True)
class ModelShape:
    """A fitted model as a person can read it."""

    type: str  # "constant" | "heating" | "cooling" | "heating_cooling" | ...
    balance_points: tuple[float, ...]  # [degC] heating first
    terms: tuple[tuple[str, str], ...]  # name and unit of each fitted number
    values: tuple[float, ...]

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """The fitted numbers with their names and units."""
        pairs = zip(self.terms, self.values, strict=True)
        return tuple(Coefficient(name, value, unit) for (name, unit), value in pairs)


@dataclass(frozen=True)
class AdjustedBaseline:
    """Model and meter over the reporting intervals, and how far the sum can be wrong by noise.

    Intervals missing on either side are nan in both rows, so that sums compare like with like.
    """

    method: str  # value of `Method` that computed it
    model: ModelShape
    days: Times  # [datetime64[D]] local day each reporting interval starts on, shape (n,)
    expected: Numbers  # [kWh] per reporting interval, shape (n,)
    measured: Numbers  # [kWh] per reporting interval, shape (n,)
    cvrmse: float  # 1, root mean square residual of the baseline over its mean size
    noise_kwh: float  # [kWh] one standard deviation of the summed difference, without drift
    days_used: int  # [d] days of the baseline the fit stands on
    residual_days: Times  # [datetime64[D]] local day of each baseline interval, shape (m,)
    residuals: Numbers  # [kWh] meter minus model in the baseline, shape (m,)
    fitted: Numbers  # [kWh] model in the baseline, shape (m,)
    level: Numbers | None = None  # [kWh] above that of the baseline's end, shape (m,); None: still
    lasting: Numbers | None = None  # [d] length of reporting intervals; None: a day at most
    residual_lasting: Numbers | None = None  # [d] the same of the baseline's, shape (m,)
    reported: float | None = None  # [d] the days of the counted intervals where they are known

    @cached_property
    def counted(self) -> Flags:
        """Reporting intervals that both sides know, shape (n,)."""
        known: Flags = (self.expected == self.expected) & (self.measured == self.measured)
        return known

    @property
    def reported_days(self) -> float:
        """Local days the counted intervals fall on; bills count their full length."""
        if self.reported is not None:
            return self.reported
        if self.lasting is not None:
            return float(self.lasting[self.counted].sum())
        return float(len(distinct(self.days[self.counted])[0]))
