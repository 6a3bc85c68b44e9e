"""The effect at one meter as its page shows it: figures, months, customary ways of computing."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.measures.models import Measure
from klimamosaik.observations.queries.curves import monthly
from klimamosaik.reports.effect_sentences import money
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text

MOST_MONTHS = 36  # shown of a meter that counts no use
SPAN = Text("{low} … {high}", "{low} … {high}")
ASKED = frozenset({"use_changed", "unit_jump", "unit_or_saving", "zeros_as_missing"})
FORMS = {
    "raw": Text("wie gemessen", "as metered"),
    "gradtagzahl": Text("nach Gradtagzahl G20/15 (VDI 3807)", "by degree days G20/15 (VDI 3807)"),
    "klimafaktor": Text("mit Klimafaktor (DWD)", "with climate factor (DWD)"),
    "regression": Text("im Normaljahr nach Regression", "in a normal year by regression"),
}


@dataclass(frozen=True)
class EffectMonth:
    """One month of the chart as figures."""

    first: date
    expected: float | None  # [kWh]
    measured: float | None  # [kWh]
    before: bool  # part of the baseline
    estimated: int = 0  # of its values, of days or bills

    @property
    def difference(self) -> float | None:
        """Expected minus measured [kWh], of the whole kilowatt-hours printed beside it."""
        if self.expected is None or self.measured is None:
            return None
        return round(self.expected) - round(self.measured)


@dataclass(frozen=True)
class Customary:
    """Use before and after in one customary form [kWh]."""

    name: Text
    before: float | None
    after: float | None

    @property
    def change_percent(self) -> float | None:
        """Change of use [%], negative where it fell."""
        if not self.before or self.after is None:
            return None
        return 100 * (self.after / self.before - 1)


@dataclass(frozen=True)
class Counted:
    """What a meter counted in a whole month."""

    first: date
    kwh: float


@dataclass(frozen=True)
class MeterPart:
    """The effect at one meter point."""

    effect: MeasuredEffect
    carrier: Text
    verdict: Text
    months: tuple[EffectMonth, ...]
    warnings: tuple[Text, ...]
    customary: tuple[Customary, ...]
    counted: tuple[Counted, ...] = ()  # of a meter that counts no use, newest last

    @property
    def direction(self) -> Text | None:
        """Which way its energy flows, where that is not simply drawn."""
        point = self.effect.meter_point
        drawn = point is None or point.direction == Direction.DRAWN
        return None if point is None or drawn else point.direction_text

    @property
    def saved(self) -> Text | None:
        """What was saved, as the sentences round it; None where nothing can be said."""
        found = self.effect.estimate
        return found.carried(found.mean) if found else None

    @property
    def span(self) -> Text | None:
        """The range of what was saved, rounded alike."""
        found = self.effect.estimate
        return (
            SPAN.format(low=found.carried(found.low), high=found.carried(found.high))
            if found
            else None
        )

    @property
    def noise(self) -> Text | None:
        """Half the width the scatter of readings alone gives, rounded alike."""
        found, noise = self.effect.estimate, self.effect.noise_kwh
        return found.carried(noise) if found and noise is not None else None

    @property
    def drift(self) -> Text | None:
        """Half the width that use changes by from year to year, rounded alike."""
        found = self.effect.estimate
        return found.carried(found.drift) if found else None

    @property
    def share(self) -> Text | None:
        """The share of use with the verdict; None where nothing is claimed."""
        return self.effect.share_said if self.effect.claims else None

    @property
    def money(self) -> Text | None:
        """What it is worth; None where nothing is claimed, or no price is known."""
        worth = self.effect.worth
        return money(worth) if self.effect.claims and worth is not None else None

    @property
    def asks(self) -> bool:
        """True where somebody should say what happened at the meter."""
        return any(warning["code"] in ASKED for warning in self.effect.warnings)


def meter_part(effect: MeasuredEffect, measure: Measure) -> MeterPart:
    """One meter's part with its months."""
    return MeterPart(
        effect=effect,
        carrier=Carrier(effect.carrier).text,
        verdict=effect.said.text,
        months=months_at(effect, measure),
        warnings=effect.warned,
        customary=customary(effect.side_by_side),
        counted=() if effect.counts else counted_by(effect),
    )


def months_at(effect: MeasuredEffect, measure: Measure) -> tuple[EffectMonth, ...]:
    """The months of one meter."""
    return months_of(effect.course, measure.installation_start or measure.start or date.max)


def counted_by(effect: MeasuredEffect) -> tuple[Counted, ...]:
    """Whole months of a meter nothing is claimed of, without any expectation beside them."""
    if effect.datastream is None:
        return ()
    months = monthly(datastreams=[effect.datastream]).sort("month").tail(MOST_MONTHS)
    return tuple(Counted(month, kwh) for month, kwh in months.select("month", "value").rows())


def customary(found: dict[str, dict[str, float | None]]) -> tuple[Customary, ...]:
    """The customary figures that could be computed, each under its name."""
    if not found:
        return ()
    rows = [Customary(name, found["before"][k], found["after"][k]) for k, name in FORMS.items()]
    return tuple(row for row in rows if row.before is not None or row.after is not None)


def months_of(course: dict[str, list[object]], baseline_end: date) -> tuple[EffectMonth, ...]:
    """Sum the course by calendar month; days known on one side only count on neither."""
    if not course:
        return ()
    days = np.array(course["days"], dtype="datetime64[D]")
    expected = np.array(course["expected"], dtype=np.float64)
    measured = np.array(course["measured"], dtype=np.float64)
    months = days.astype("datetime64[M]")
    guessed = np.isin(days, np.array(course.get("estimated", []), dtype="datetime64[D]"))
    found = []
    for month in np.arange(months.min(), months.max() + 1):
        here = (months == month) & np.isfinite(expected) & np.isfinite(measured)
        first = month.astype("datetime64[D]").astype(object)
        sums = [float(side[here].sum()) if here.any() else None for side in (expected, measured)]
        marked = int((here & guessed).sum())
        found.append(EffectMonth(first, sums[0], sums[1], first < baseline_end, marked))
    return tuple(found)
