"""Quantiles are those of scipy.stats, and nobody who serves pages loads that."""

import numpy as np
import pytest
from scipy import stats

from klimamosaik.terms.quantiles import normal_quantile, student_quantile

SHARES = np.concatenate([np.linspace(0.001, 0.999, 333), [0.5, 0.95, 0.975, 1e-9]])


def test_the_normal_distribution() -> None:
    found = [normal_quantile(share) for share in SHARES]
    assert found == pytest.approx(stats.norm.ppf(SHARES), rel=2e-15, abs=1e-16)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4.5, 30, 1000])
def test_students_distribution(freedom: float) -> None:
    assert np.array_equal(student_quantile(SHARES, freedom), stats.t.ppf(SHARES, freedom))
    assert float(student_quantile(0.975, freedom)) == float(stats.t.ppf(0.975, freedom))
