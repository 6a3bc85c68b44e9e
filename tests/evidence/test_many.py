"""Many meters at once get what each gets alone."""

import numpy as np
import pytest

from klimamosaik.evidence.engine import effect_of
from klimamosaik.evidence.kernel.batch import effects_of_many
from klimamosaik.evidence.kernel.day_types import Holidays
from klimamosaik.evidence.kernel.days_expected import Days
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.priors import shipped_priors
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.figure import Verdict
from tests.evidence.test_truths import BEFORE, DAYS, END, START, ask, cut, heating, temperatures


@pytest.mark.parametrize("method", [BaselineMethod.DAILY, BaselineMethod.CALTRACK_DAILY])
def test_a_batch_gives_each_meter_the_effect_it_gets_alone(method: BaselineMethod) -> None:
    temperature = temperatures(milder=1.0)
    parts = (0.0, 0.3, -0.4, 0.6)
    use = np.array([cut(heating(temperature, seed=n), part) for n, part in enumerate(parts)])
    use[0, 10:20] = np.nan
    data = Days(DAYS, use, temperature, Carrier.HEAT)
    many = effects_of_many(
        data,
        baseline=data.flags(BEFORE, START),
        reporting=data.flags(START, END),
        prior=shipped_priors().of(Carrier.HEAT, method),
        calendar=Holidays("DE"),
        method=method,
    )
    for meter, row in enumerate(use):
        alone = effect_of(ask(row, temperature, method))
        assert many.verdict[meter] is alone.verdict
        if alone.saved_kwh is not None:
            assert many.saved_kwh[meter] == pytest.approx(alone.saved_kwh)
            assert many.low_kwh[meter] == pytest.approx(alone.low_kwh)
            assert many.noise_kwh[meter] == pytest.approx(alone.noise_kwh)
    assert list(many.verdict) == [
        Verdict.NOT_DISTINGUISHABLE,
        Verdict.SAVED,
        Verdict.USED_MORE,
        Verdict.SAVED,
    ]


def test_a_meter_with_many_gaps_is_not_decidable() -> None:
    temperature = temperatures()
    use = heating(temperature)[None].copy()
    use[0, 50:120] = np.nan
    data = Days(DAYS, use, temperature, Carrier.HEAT)
    many = effects_of_many(
        data,
        baseline=data.flags(BEFORE, START),
        reporting=data.flags(START, END),
        prior=shipped_priors().of(Carrier.HEAT, BaselineMethod.DAILY),
        calendar=Holidays("DE"),
    )
    assert many.verdict[0] is Verdict.NOT_DECIDABLE
    assert np.isnan(many.saved_kwh[0])
