"""A meter told to be inconspicuous among many is found to be so when it is looked at alone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimamosaik.evidence.kernel.checks.cleaning import clean_energy
from klimamosaik.evidence.kernel.checks.inconspicuous import inconspicuous
from klimamosaik.evidence.kernel.checks.inspection import inspections
from klimamosaik.evidence.kernel.question import BaselineMethod, EffectQuery
from klimamosaik.evidence.kernel.series import Flags, Numbers, Series
from klimamosaik.evidence.kernel.suspicion import counter, suspicions
from klimamosaik.terms.carrier import Carrier
from tests.evidence.test_truths import BEFORE, DAYS, ask, heating, temperatures

TEMPERATURE = temperatures()
PLAIN = 200 + heating(TEMPERATURE, seed=1)  # no day is five times its neighbours
ODD: dict[str, Callable[[Numbers, int], Numbers]] = {
    "nothing": lambda use, at: use,
    "gap": lambda use, at: put(use, at, np.nan),
    "zero": lambda use, at: put(use, at, 0.0),
    "below zero": lambda use, at: put(use, at, -3.0),
    "infinite": lambda use, at: put(use, at, np.inf),
    "spike": lambda use, at: put(use, at, 400 * use[at]),
    "five times": lambda use, at: put(use, at, 6 * use[at]),
    "stuck": lambda use, at: np.where(near(at, 21), use[at], use),
    "nearly stuck": lambda use, at: np.where(near(at, 20), use[at], use),
    "steps": lambda use, at: 100.0 * np.maximum(np.round(use / 100), 1),
    "constant": lambda use, at: np.full(use.shape, use[at]),
    "counter": lambda use, at: np.cumsum(use),
}


def put(use: Numbers, at: int, value: float) -> Numbers:
    changed = use.copy()
    changed[at] = value
    return changed


def near(at: int, days: int) -> Flags:
    places = np.arange(len(DAYS))
    found: Flags = (places >= at) & (places < at + days)
    return found


def asked(use: Numbers, carrier: Carrier) -> EffectQuery:
    return replace(ask(use, TEMPERATURE, BaselineMethod.DAILY), carrier=carrier)


@pytest.mark.parametrize("carrier", [Carrier.HEAT, Carrier.ELECTRICITY])
@pytest.mark.parametrize("kind", sorted(set(ODD) - {"nothing", "nearly stuck", "five times"}))
def test_what_is_odd_is_looked_at(kind: str, carrier: Carrier) -> None:
    use = ODD[kind](PLAIN, 100)
    assert inconspicuous([asked(use, carrier)]) == [None]


@pytest.mark.parametrize("carrier", [Carrier.HEAT, Carrier.ELECTRICITY])
@pytest.mark.parametrize("kind", ["nothing", "nearly stuck"])
def test_what_is_not_is_told_with_what_its_inspection_hangs_on(kind: str, carrier: Carrier) -> None:
    use = ODD[kind](PLAIN, 100)
    found = inconspicuous([asked(use, carrier), asked(PLAIN, carrier)])
    assert found[0] is not None
    other = inconspicuous([replace(asked(PLAIN, carrier), start=BEFORE + 40)])
    assert other != found[:1]


def test_only_of_electricity_a_day_of_five_times_its_neighbours_is_odd() -> None:
    use = ODD["five times"](PLAIN, int(np.argmin(PLAIN)))
    [heat], [power] = (inconspicuous([asked(use, c)]) for c in (Carrier.HEAT, Carrier.ELECTRICITY))
    assert heat is not None
    assert power is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(ODD)), st.integers(0, len(DAYS) - 22)), max_size=2),
    st.sampled_from([Carrier.HEAT, Carrier.ELECTRICITY]),
)
def test_nothing_is_left_out_or_doubted_of_what_is_inconspicuous(
    odd: list[tuple[str, int]], carrier: Carrier
) -> None:
    use = PLAIN
    for kind, at in odd:
        use = ODD[kind](use, at)
    question = asked(use, carrier)
    if inconspicuous([question]) == [None]:
        return
    weather = Series.of_days(DAYS, TEMPERATURE)
    cleaned = clean_energy(question.energy, carrier, weather)
    assert cleaned.warnings == ()
    np.testing.assert_array_equal(cleaned.series.values, use)
    spanned = question.energy.between(question.baseline_start, question.end)
    assert suspicions(spanned, carrier) == ()
    assert counter(question.energy) is None


def test_many_are_inspected_as_each_is_alone() -> None:
    uses = [heating(TEMPERATURE, seed=seed) for seed in range(3)] + [ODD["gap"](PLAIN, 9)]
    questions = [asked(use, Carrier.HEAT) for use in uses]
    for question, together in zip(questions, inspections(questions), strict=True):
        alone = inspections([question])[0]
        assert together.cautions == alone.cautions
        assert together.blocking == alone.blocking
        assert (together.before, together.after) == (alone.before, alone.after)
        np.testing.assert_array_equal(together.question.energy.values, question.energy.values)
