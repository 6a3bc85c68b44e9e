"""A saving is brought to a year by the use its days hold, not by their number."""

from itertools import pairwise

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.question import EffectQuery
from klimamosaik.evidence.kernel.series import DAY, Numbers, Series, Times
from klimamosaik.evidence.worth import with_worth
from klimamosaik.terms.carrier import Carrier

DAYS = np.arange(np.datetime64("2022-01-01"), np.datetime64("2026-01-01"))
START = np.datetime64("2024-01-01")
SAVED = 0.2  # part of the heat
TEMPERATURE = 9.5 - 9.5 * np.cos(2 * np.pi * (np.arange(len(DAYS)) - 20) / 365.25)
HEAT = 40.0 * np.maximum(15.0 - TEMPERATURE, 0) + 25.0  # [kWh/d] with hot water
YEAR = float(HEAT[(DAYS >= START) & (np.datetime64("2025-01-01") > DAYS)].sum()) / 366 * 365.25


def use(steady: Numbers) -> Numbers:
    """What the meter counts: a fifth less from the start on, and three per cent of chance."""
    chance = np.random.default_rng(7).normal(1.0, 0.03, len(DAYS))
    return steady * chance * np.where(DAYS >= START, 1 - SAVED, 1.0)


def asked(energy: Series, since: str, until: str, carrier: Carrier = Carrier.GAS) -> Effect:
    """Measured from one day up to another, by the two years before the start."""
    question = EffectQuery(
        energy=energy,
        weather=Series.of_days(DAYS, TEMPERATURE),
        carrier=carrier,
        baseline_start=START - np.timedelta64(365, "D"),
        baseline_end=START,
        start=np.datetime64(since),
        end=np.datetime64(until),
        country="DE",
    )
    return effect_of(question)


def yearly(effect: Effect) -> float:
    """The saving [kWh/a]."""
    assert effect.saving is not None
    assert effect.years_reported is not None
    return effect.saving.mean / effect.years_reported


def monthly(days: Times, values: Numbers) -> Series:
    """The same as a reading a month."""
    months = np.unique(days.astype("datetime64[M]"))
    edges = np.append(months, months[-1] + 1).astype("datetime64[D]")
    starts = edges[:-1].astype("datetime64[s]")
    kept = [values[(days >= since) & (days < until)].sum() for since, until in pairwise(edges)]
    seconds = np.diff(edges).astype(np.float64) * DAY
    return Series(starts, starts, seconds, np.array(kept))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2024-01-01", "2025-01-01"),  # a year
        ("2024-09-01", "2025-06-01"),  # a heating season
        ("2024-01-01", "2025-03-01"),  # a year and the coldest months once more
        ("2024-04-01", "2024-11-01"),  # the warm half
        ("2024-01-01", "2024-01-31"),  # a cold month
    ],
)
def test_heat_saved_is_as_much_a_year_whichever_months_are_reported(since: str, until: str) -> None:
    effect = asked(Series.of_days(DAYS, use(HEAT)), since, until)
    days = (np.datetime64(since) <= DAYS) & (np.datetime64(until) > DAYS)
    assert effect.years_reported == pytest.approx(HEAT[days].sum() / YEAR, rel=0.02)
    assert yearly(effect) == pytest.approx(SAVED * YEAR, rel=0.06)


@pytest.mark.parametrize("since", ["2024-01-01", "2024-06-01"])
def test_monthly_readings_are_brought_to_a_year_by_their_use_as_well(since: str) -> None:
    energy = monthly(DAYS, use(HEAT))
    effect = asked(energy, since, "2025-06-01")
    assert effect.method == "bills"
    assert yearly(effect) == pytest.approx(SAVED * YEAR, rel=0.06)


def test_an_even_use_is_brought_to_a_year_by_the_number_of_days() -> None:
    energy = Series.of_days(DAYS, use(np.full(len(DAYS), 50.0)))
    effect = asked(energy, "2024-02-01", "2024-08-01", Carrier.ELECTRICITY)
    assert effect.years_reported == pytest.approx(effect.days_reported / 365.25, rel=0.02)


def test_a_meter_of_both_directions_is_brought_to_a_year_by_the_number_of_days() -> None:
    sun = 60.0 * np.cos(2 * np.pi * (np.arange(len(DAYS)) - 172) / 365.25)
    energy = Series.of_days(DAYS, use(20.0 - sun))
    effect = asked(energy, "2024-02-01", "2024-08-01", Carrier.ELECTRICITY)
    assert effect.saved_percent is None
    assert effect.years_reported == effect.days_reported / 365.25


def test_summer_days_without_heat_are_not_brought_to_a_year_and_say_so() -> None:
    boiler = Series.of_days(DAYS, use(HEAT - 24.0))
    effect = asked(boiler, "2024-06-01", "2024-08-15")
    assert effect.saving is not None
    assert effect.years_reported is None
    (told,) = [each.text for each in effect.warnings if each.code == "little_of_a_year"]
    assert "75 Tage" in told.de
    assert "ab 5 %" in told.de
    assert "from 5 %" in told.en
    worth = with_worth(effect, carrier=Carrier.GAS, year=2024, price=0.1)
    assert (worth.euros is None, worth.tonnes) == (False, None)


def test_a_gap_in_winter_is_filled_by_winter_days() -> None:
    values = use(HEAT)
    values[(np.datetime64("2024-01-05") <= DAYS) & (np.datetime64("2024-03-01") > DAYS)] = np.nan
    effect = asked(Series.of_days(DAYS, values), "2024-01-01", "2025-01-01")
    assert effect.years_reported == pytest.approx(0.67, abs=0.02)  # of 85 % of the days
    assert yearly(effect) == pytest.approx(SAVED * YEAR, rel=0.06)
