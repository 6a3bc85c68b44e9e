"""Shares of the nation: each municipality's part of every key, and of mixtures of keys."""

import numpy as np

from klimamosaik.balance.kernel.key_facts import Mix
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, MIXED, POWER_KEYS, Key
from klimamosaik.sources.statistics.municipalities import Floats

USUAL = Mix()


def shares(amounts: Floats, totals: Floats, coverage: Floats, mix: Mix = USUAL) -> Floats:
    """Share of the nation by each key: [municipality, KEYS], each column adding up to 1.

    `amounts` [municipality, KEYS], `totals` [KEYS] of the nation, `coverage` [BRANCH_KEYS] 0..1:
    the part of a branch's fuel that emission trade sees. A key nobody in the nation has any of
    falls back to inhabitants.
    """
    found = amounts / np.where(totals > 0, totals, 1.0)
    nobody = ~(totals > 0) & np.array([key not in MIXED for key in KEYS])
    found[:, nobody] = of(found, Key.POPULATION)[:, None]
    spread_industry(found, coverage, mix)
    return found


def of(found: Floats, key: Key) -> Floats:
    """The shares by one key: a copy, [municipality]."""
    return found[:, KEYS.index(key)].copy()


def spread_industry(found: Floats, coverage: Floats, mix: Mix) -> None:
    """Shares of each branch's fuels, and of its electricity and bought heat, put into `found`.

    Plants in emission trade show where fuel is burnt, not where electricity is used: a mill with a
    power station of its own buys little. What they do not show goes by employees of producing
    trades, and the fewer plants a branch has, the less one of them speaks for it.
    """
    unseen = of(found, Key.PRODUCING)
    seen = np.where(mix.complete(), 1.0, coverage * mix.trust())
    for i, (fuel, power) in enumerate(zip(BRANCH_KEYS, POWER_KEYS, strict=True)):
        plants = of(found, fuel)
        for key, weight in ((fuel, seen[i]), (power, mix.power_by_plants * seen[i])):
            found[:, KEYS.index(key)] = weight * plants + (1.0 - weight) * unseen
