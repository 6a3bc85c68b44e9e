"""Changes of unit in many meters at once are those found in each alone."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.checks.unit_jump import find_unit_jumps, unit_jumps_of
from klimamosaik.evidence.kernel.series import DAY, Series
from klimamosaik.terms.carrier import Carrier

MONTHS = np.arange("2021-03", "2026-01", dtype="datetime64[M]")
LENGTHS = ((MONTHS + 1).astype("datetime64[D]") - MONTHS.astype("datetime64[D]")).astype(float)


def random_meters(count: int, seed: int) -> np.ndarray:
    """Use [kWh/d] of months with seasons, late begins, early ends, holes, zeros, wrong units."""
    rng = np.random.default_rng(seed)
    season = 1 + rng.uniform(0, 0.9, (count, 1)) * np.cos(np.arange(MONTHS.size) / 6 * np.pi)
    use = rng.uniform(5, 500, (count, 1)) * season * rng.lognormal(0, 0.15, season.shape)
    for row in range(count):
        if rng.random() < 0.5:
            use[row, rng.integers(1, MONTHS.size) :] *= rng.choice([10.0, 1000.0, 0.001, 11.2])
        if rng.random() < 0.5:
            use[row, : rng.integers(0, 40)] = np.nan
        if rng.random() < 0.3:
            use[row, rng.integers(45, MONTHS.size) :] = np.nan
        use[row, rng.random(MONTHS.size) < 0.08] = np.nan
        use[row, rng.random(MONTHS.size) < 0.03] = 0.0
        use[row, rng.integers(40, 45)] = 7.0
    return use


@pytest.mark.parametrize("carrier", [Carrier.GAS, Carrier.ELECTRICITY, Carrier.WATER])
@pytest.mark.parametrize("seed", range(3))
def test_each_row_is_as_it_is_alone(carrier: Carrier, seed: int) -> None:
    use = random_meters(150, seed)
    starts = MONTHS.astype("datetime64[s]")
    alone = [
        unit_jumps_of([Series(starts, starts, LENGTHS * DAY, row * LENGTHS)], carrier)[0]
        for row in use
    ]
    together = find_unit_jumps(use * LENGTHS / LENGTHS, MONTHS, carrier)
    assert together == alone
    assert 10 < sum(jump is not None for jump in alone) < 140
