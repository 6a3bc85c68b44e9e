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
from tests.evidence.decided import decided
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
        found, wanted = many.saving[meter], decided(alone)
        assert found is not None
        assert found.verdict is alone.verdict
        for part in ("mean", "low", "high", "noise", "drift"):
            assert getattr(found, part) == pytest.approx(getattr(wanted, part)), part
        assert (found.unit, found.confidence) == (wanted.unit, wanted.confidence)
    assert [saving and saving.verdict for saving in many.saving] == [
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
    assert many.saving == (None,)
