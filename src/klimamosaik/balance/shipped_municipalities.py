"""Key figures of the municipalities that ship with the product."""

from functools import cache
from typing import Any

import numpy as np

from klimamosaik.balance.kernel.first_balance import FirstBalances, estimate
from klimamosaik.balance.kernel.keys import KEYS
from klimamosaik.balance.kernel.loaded_inputs import LoadedFigures
from klimamosaik.balance.kernel.outliers import AREA_TYPES, INDICATORS, Peers
from klimamosaik.balance.queries.national import airports, facts, key_facts, nation
from klimamosaik.sources.statistics.folder import StatisticsFile
from klimamosaik.sources.statistics.municipalities import Branch, Municipalities

PLANTS = "plant_emissions"


@cache
def shipped_estimate() -> FirstBalances:
    """First balances of the shipped municipalities, without anything imported."""
    return shipped_with(None)


def shipped_with(known: LoadedFigures | None) -> FirstBalances:
    """First balances of the shipped municipalities with what a town loaded."""
    content = facts("key_figures.yaml")
    totals = np.array([float(content["nation"]["keys"].get(key.value, 0.0)) for key in KEYS])
    spread = content["nation"]["peers"]
    peers = Peers(
        *(
            np.array(
                [[float(spread[kind][i.value][part]) for i in INDICATORS] for kind in AREA_TYPES]
            )
            for part in ("median", "spread")
        )
    )
    return estimate(
        nation(content["year"]),
        shipped_places(),
        key_facts(),
        airports=airports(),
        totals=totals,
        peers=peers,
        known=known,
    )


@cache
def shipped_places() -> Municipalities:
    """The shipped key figures as arrays."""
    rows = sorted(facts("key_figures.yaml")["municipalities"], key=lambda row: str(row["ags"]))
    columns: dict[str, Any] = {}
    for name in rows[0]:
        if name == PLANTS:
            values = [[float(row[name].get(branch.value, 0)) for branch in Branch] for row in rows]
            columns[name] = np.array(values)
        elif name in ("ags", "name"):
            columns[name] = np.array([row[name] for row in rows])
        else:
            columns[name] = np.array([row[name] for row in rows], dtype=np.float64)
    return Municipalities(**columns)


@cache
def shipped_sources() -> tuple[StatisticsFile, ...]:
    """Where the shipped key figures are from."""
    content = facts("key_figures.yaml")
    return tuple(
        StatisticsFile(source["name"], source["year"], source["text"], len(shipped_places()), "")
        for source in content["sources"]
    )
