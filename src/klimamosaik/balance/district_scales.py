"""What industry's keys are multiplied by in each district, worked out anew from the statistics.

    python -m klimamosaik.balance.district_scales FOLDER

prints the two blocks `scales` and `whole` of `data/districts.yaml`.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from klimamosaik.balance.kernel.districts import (
    GROUPS,
    DistrictScales,
    fitted,
    groups_of,
    wanted,
)
from klimamosaik.balance.kernel.first_balance import estimate
from klimamosaik.balance.kernel.keys import KEYS, Key
from klimamosaik.balance.kernel.nation import Nation
from klimamosaik.balance.queries.national import facts, key_facts, nation
from klimamosaik.sources.statistics.folder import read_folder
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities, Texts

GJ_PER_MWH = 3.6
DIGITS = 4


def scales_of(
    shares: Floats, places: Municipalities, nation: Nation, content: Any
) -> DistrictScales:
    """The scales of all districts with a published figure.

    `shares` [municipality, KEYS] of the whole nation before they are scaled; `content`: what
    `data/districts.yaml` holds.
    """
    districts = np.array([str(key)[:5] for key in places.ags])
    names, place = np.unique(districts, return_inverse=True)
    items = shares @ nation.by_item()
    estimated = np.zeros((len(names), len(GROUPS)))
    np.add.at(estimated, place, groups_of(items))
    told = published(names, content["published"], estimated)
    wished = wanted(estimated, told, np.bincount(place) == 1)
    found = np.round(fitted(shares, nation.by_item(), districts, wished), DIGITS)
    by_district = tuple(
        (str(name), (float(bought), float(burnt)))
        for name, (bought, burnt) in zip(names, found, strict=True)
    )
    return DistrictScales(by_district, sums(shares, DistrictScales(by_district), places))


def published(names: Texts, rows: Any, estimated: Floats) -> Floats:
    """What is published of districts: [district, GROUPS] in MWh; nan where withheld.

    Where electricity and heat are withheld, the estimate of them is taken off the total.
    """
    found = np.full(estimated.shape, np.nan)
    for row, name in enumerate(names):
        whole, part = rows.get(str(name), (None, None))
        if whole is None:
            continue
        energy = whole / GJ_PER_MWH
        bought = estimated[row, 0] if part is None else energy * part / 100.0
        found[row] = (np.nan if part is None else bought, max(energy - bought, 0.0))
    return found


def sums(
    shares: Floats, scales: DistrictScales, places: Municipalities
) -> tuple[tuple[Key, float], ...]:
    """The nation's sum of each of industry's keys once its districts are scaled."""
    by_place = scales.of(places.ags)
    return tuple(
        (key, float((shares[:, KEYS.index(key)] * by_place[:, group]).sum()))
        for group, keys in enumerate(GROUPS)
        for key in keys
    )


def written(scales: DistrictScales) -> str:
    """The blocks as `data/districts.yaml` has them."""
    rows = [f'"{name}": [{bought}, {burnt}]' for name, (bought, burnt) in scales.by_district]
    lines = [", ".join(rows[i : i + 5]) for i in range(0, len(rows), 5)]
    whole = [f"  {key.value}: {value!r}" for key, value in scales.whole]
    return "\n".join(["scales: {", *(f"  {line}," for line in lines), "  }", "whole:", *whole])


def main(folder: Path) -> str:
    """The blocks for the statistics in a folder."""
    places = read_folder(folder).municipalities
    plain = estimate(nation(2021), places, replace(key_facts(), districts=DistrictScales()))
    return written(scales_of(plain.key_shares, places, nation(2021), facts("districts.yaml")))


if __name__ == "__main__":
    print(main(Path(sys.argv[1])))
