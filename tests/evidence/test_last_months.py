"""A claim that hangs on the last three months before the measure says so."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.kernel.series import Numbers, Series
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.test_truths import DAYS, START, ask, cut, heating, temperatures

TEMPERATURE = temperatures()
AUTUMN = DAYS.astype("datetime64[M]") >= np.datetime64("2022-10")
AUTUMN &= DAYS < START
CODE = "hangs_on_last_months"


def office() -> Numbers:
    weekday = (DAYS.astype(np.int64) + 3) % 7 < 5
    rng = np.random.default_rng(8)
    return np.asarray((180 + 260 * weekday) * (1 + rng.normal(0, 0.05, len(DAYS))))


def told(use: Numbers, carrier: Carrier = Carrier.HEAT) -> tuple[Verdict, list[str]]:
    effect = effect_of(replace(ask(use, TEMPERATURE), carrier=carrier))
    texts = [each.text.en for each in effect.warnings if each.code == CODE]
    return effect.verdict, texts


@pytest.mark.parametrize(
    ("use", "carrier"), [(heating(TEMPERATURE), Carrier.HEAT), (office(), Carrier.ELECTRICITY)]
)
def test_a_closed_autumn_is_named_where_the_next_year_seems_to_use_more(
    use: Numbers, carrier: Carrier
) -> None:
    verdict, texts = told(np.where(AUTUMN, 0.5 * use, use), carrier)
    assert verdict is Verdict.USED_MORE
    assert len(texts) == 1
    assert "-0 %" not in texts[0]
    found = texts[0].split("it would be ")[1].split(" %")[0]
    assert abs(float(found)) <= 5


@pytest.mark.parametrize("part", [0.25, 0.45, 0.8])
@pytest.mark.parametrize(
    ("use", "carrier"), [(heating(TEMPERATURE), Carrier.HEAT), (office(), Carrier.ELECTRICITY)]
)
def test_a_true_saving_does_not_hang_on_them(use: Numbers, carrier: Carrier, part: float) -> None:
    verdict, texts = told(cut(use, part), carrier)
    assert verdict is Verdict.SAVED
    assert texts == []


def test_what_claims_nothing_needs_no_word() -> None:
    assert told(heating(TEMPERATURE))[1] == []


def test_a_short_baseline_and_other_methods_are_left_as_they_are() -> None:
    use = np.where(AUTUMN, 0.5 * heating(TEMPERATURE), heating(TEMPERATURE))
    caltrack = effect_of(ask(use, TEMPERATURE, BaselineMethod.CALTRACK_DAILY))
    assert CODE not in {each.code for each in caltrack.warnings}
    months = Series.of_days(DAYS, use)
    short = replace(
        ask(use, TEMPERATURE), energy=months, baseline_start=np.datetime64("2022-03-01", "D")
    )
    assert CODE not in {each.code for each in effect_of(short).warnings}
