"""Invented meters whose saving is known, made by code: what was used, and what would have been.

The values are those of the small cases that misled the engine; the seed draws another year.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.evidence.kernel.question import BASELINE_DAYS, EffectQuery
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series, Times
from klimamosaik.terms.carrier import Carrier

Day = np.datetime64
FIRST, START, END = Day("2020-01-01"), Day("2023-01-01"), Day("2024-01-01")
DAYS: Times = np.arange(FIRST, END)
AFTER: Flags = DAYS >= START
YEARS = range(2020, 2024)


@dataclass(frozen=True)
class Case:
    """A meter beside its weather, and what it would have used had nothing been done."""

    carrier: Carrier
    temperature: Numbers  # [degC] of `DAYS`
    use: Numbers  # [kWh] of `DAYS`
    truth: Numbers  # [kWh] without the measure

    @property
    def saved(self) -> float:
        """What was truly saved in the year after the start [kWh]."""
        return float((self.truth - self.use)[AFTER].sum())

    @property
    def size(self) -> float:
        """The size of use in the year before the start [kWh]."""
        return float(np.abs(self.truth[(DAYS < START) & (DAYS >= START - BASELINE_DAYS)]).sum())

    def question(self, *, years: int = 1, **more: object) -> EffectQuery:
        """The question of the year 2023, with so many years of readings before it."""
        kept = START - years * BASELINE_DAYS <= DAYS
        asked: dict[str, object] = {
            "energy": Series.of_days(DAYS[kept], self.use[kept]),
            "weather": Series.of_days(DAYS, self.temperature),
            "carrier": self.carrier,
            "baseline_start": START - BASELINE_DAYS,
            "baseline_end": START,
            "start": START,
            "end": END,
            "country": "DE",
        }
        return EffectQuery(**(asked | more))  # type: ignore[arg-type]


def temperatures(seed: int) -> Numbers:
    """Daily means [degC] about a German year, with weather that lasts some days."""
    rng = np.random.default_rng(1_000 + seed)
    lasting = np.zeros(len(DAYS))
    for place in range(1, len(DAYS)):
        lasting[place] = 0.75 * lasting[place - 1] + rng.normal(0, 2.4)
    return np.asarray(10 - 9 * np.cos(turns(15)) + lasting)


def turns(peak: float) -> Numbers:
    """Place in the year [rad], 0 on the day `peak` of the year."""
    at = (DAYS - DAYS.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.float64)
    return np.asarray(2 * np.pi * (at - peak) / 365.25)


def workdays() -> Flags:
    """Monday to Friday."""
    flags: Flags = (DAYS.astype(np.int64) + 3) % 7 < 5
    return flags


def in_season(first: str, last: str) -> Flags:
    """Days of every year from `first` up to `last`, "05-03"."""
    flags = np.zeros(len(DAYS), np.bool_)
    for year in YEARS:
        flags |= (Day(f"{year}-{first}") <= DAYS) & (Day(f"{year}-{last}") > DAYS)
    return flags


def case(carrier: Carrier, temperature: Numbers, truth: Numbers, *, cut: float) -> Case:
    """A meter that uses less by the part `cut` from the start on."""
    return Case(carrier, temperature, np.where(AFTER, truth * (1 - cut), truth), truth)


def pool(
    seed: int,
    *,
    cut: float = 0.1,
    ratio: float = 10.0,
    season: tuple[str, str] = ("05-03", "09-17"),
) -> Case:
    """An open-air pool: 90 kWh a day, `ratio` times as much while it is open."""
    scatter = 1 + np.random.default_rng(seed).normal(0, 0.08, len(DAYS))
    use = np.where(in_season(*season), 90.0 * ratio, 90.0) * scatter
    return case(Carrier.ELECTRICITY, temperatures(seed), use, cut=cut)


def net_meter(seed: int, *, saved: float = 30.0, sun: float = 360.0) -> Case:
    """A net meter with much sun on the roof; `saved` kWh a day less from the start on."""
    rng = np.random.default_rng(seed)
    share = 1 + 0.35 * (rng.beta(2, 2, len(DAYS)) - 0.5) * 2
    light = sun * 0.5 * (1 - 0.85 * np.cos(turns(-10))) * share
    use = 310 + 20 * np.cos(turns(15)) + rng.normal(0, 10, len(DAYS)) - light
    return Case(Carrier.ELECTRICITY, temperatures(seed), np.where(AFTER, use - saved, use), use)


def street_light(seed: int, *, cut: float) -> Case:
    """Street lights: longer nights, fewer lamps at weekends; LED from the start on."""
    scatter = 1 + np.random.default_rng(seed).normal(0, 0.05, len(DAYS))
    use = (270 + 160 * np.cos(turns(5))) * np.where(workdays(), 1.15, 0.7) * scatter
    return case(Carrier.ELECTRICITY, temperatures(seed), use, cut=cut)


def heating(
    seed: int,
    *,
    cut: float,
    base: float = 35.0,
    slope: float = 21.0,
    carrier: Carrier = Carrier.GAS,
) -> Case:
    """A boiler: hot water all year, heating below 15 degC, less at weekends."""
    temperature = temperatures(seed)
    scatter = 1 + np.random.default_rng(seed).normal(0, 0.06, len(DAYS))
    warmth = slope * np.maximum(15 - temperature, 0) * np.where(workdays(), 1, 0.85)
    return case(carrier, temperature, (base + warmth) * scatter, cut=cut)


def office(seed: int, *, cut: float, level: float = 300.0) -> Case:
    """Electricity of a town hall: less at weekends, a little more in winter."""
    scatter = 1 + np.random.default_rng(seed).normal(0, 0.05, len(DAYS))
    use = level * np.where(workdays(), 1.15, 0.6) * (1 + 0.12 * np.cos(turns(15))) * scatter
    return case(Carrier.ELECTRICITY, temperatures(seed), use, cut=cut)
