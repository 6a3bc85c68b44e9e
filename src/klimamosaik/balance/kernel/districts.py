"""Industry of districts: what the estimates are multiplied by where its energy is published.

The table of manufacturing counts all energy of works of twenty people and more in a district, also
what refineries and chemistry use as raw material. So electricity and bought heat are taken as
published, fuels only as far as they are no more than estimated; of what lies above, so much as the
nation has left, and nothing beyond twice the estimate.
"""

from dataclasses import dataclass

import numpy as np

from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, POWER_KEYS, Key
from klimamosaik.balance.kernel.nation import SPREAD
from klimamosaik.sources.statistics.municipalities import Flags, Floats, Municipalities, Texts

LEAST = 0.1  # of an estimate: works of fewer than twenty people are not in the table
MOST_BOUGHT = 4.0  # of an estimate: beyond stands one works, and nobody knows in which town of many
MOST_BURNT = 2.0  # of an estimate: beyond lie raw material and refining
STEPS = 100  # of fitting; the last ones move no scale by a ten-thousandth
BOUGHT = (BalanceCarrier.ELECTRICITY, BalanceCarrier.HEAT)
GROUPS = (POWER_KEYS, BRANCH_KEYS)  # electricity and bought heat, fuels


@dataclass(frozen=True)
class DistrictScales:
    """What industry's keys are multiplied by: of electricity and bought heat, of fuels."""

    by_district: tuple[tuple[str, tuple[float, float]], ...] = ()
    whole: tuple[tuple[Key, float], ...] = ()  # the nation's sum of each key after that
    told: frozenset[str] = frozenset()  # districts with a published figure; the others share

    def of(self, ags: Texts) -> Floats:
        """The scales of every municipality: [municipality, GROUPS]; 1 where none is known."""
        known = dict(self.by_district)
        return np.array([known.get(str(key)[:5], (1.0, 1.0)) for key in ags]).reshape(-1, 2)

    def published(self, ags: Texts) -> Flags:
        """Whether a municipality is an independent city with a figure of its own."""
        cities = [str(key).endswith("000") and str(key)[:5] in self.told for key in ags]
        return np.array(cities, dtype=np.bool)


def in_districts(
    shares: Floats, places: Municipalities, scales: DistrictScales, *, all_there: bool
) -> Floats:
    """Shares [municipality, KEYS] with industry as published by district, each column adding to 1.

    `all_there`: the nation's municipalities are all here; else its sums come with the scales.
    """
    if not scales.by_district:
        return shares
    found, by_place, whole = shares.copy(), scales.of(places.ags), dict(scales.whole)
    for group, keys in enumerate(GROUPS):
        for key in keys:
            column = KEYS.index(key)
            times = found[:, column] * by_place[:, group]
            total = float(times.sum()) if all_there else whole[key]
            found[:, column] = times / (total if total > 0.0 else 1.0)
    return found


def wanted(estimated: Floats, published: Floats, cities: Flags) -> Floats:
    """What districts' industry is to be: [district, GROUPS] in MWh, adding up to `estimated`.

    `estimated` and `published` [district, GROUPS] MWh; nan where nothing is published; `cities`:
    districts of one municipality.
    """
    power, fuel = estimated.T
    most = np.where(cities, np.inf, MOST_BOUGHT)
    bought = np.clip(published[:, 0], LEAST * power, most * power)
    bought = np.where(np.isnan(bought), power, bought)
    burnt = np.where(np.isnan(published[:, 1]), fuel, published[:, 1])
    low = np.clip(burnt, LEAST * fuel, fuel)
    above = np.clip(burnt, fuel, MOST_BURNT * fuel) - fuel
    left = (fuel.sum() - low.sum()) / above.sum() if above.any() else 0.0
    found = np.stack([bought, low + np.clip(left, 0.0, 1.0) * above], axis=1)
    return np.asarray(found * estimated.sum(axis=0) / found.sum(axis=0))


def fitted(shares: Floats, energy: Floats, districts: Texts, wished: Floats) -> Floats:
    """Scales [district, GROUPS] that bring districts to `wished`, carriers adding up to the nation.

    `shares` [municipality, KEYS]; `energy` [KEYS, SPREAD] MWh of the nation by key; `districts`
    [municipality], in the order of `np.unique`. Proportional fitting, step by step.
    """
    _, place = np.unique(districts, return_inverse=True)
    scales = np.ones(wished.shape)
    for group, keys in enumerate(GROUPS):
        columns = [KEYS.index(key) for key in keys]
        amounts = energy[columns].sum(axis=1)
        for _ in range(STEPS):
            times = shares[:, columns] * scales[place, group][:, None]
            mine = (times / times.sum(axis=0)) @ amounts
            got = np.bincount(place, weights=mine, minlength=len(wished))
            scales[:, group] *= wished[:, group] / np.where(got > 0.0, got, np.inf)
    return scales


def groups_of(items: Floats) -> Floats:
    """Industry's electricity and heat, and its fuels: [municipality, GROUPS] of [.., SPREAD]."""
    industry = np.array([item.sector is Sector.INDUSTRY for item in SPREAD])
    bought = industry & np.array([item.carrier in BOUGHT for item in SPREAD])
    found = [items[:, bought].sum(axis=1), items[:, industry & ~bought].sum(axis=1)]
    return np.stack(found, axis=1)
