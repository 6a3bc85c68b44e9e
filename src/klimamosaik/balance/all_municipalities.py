"""The balances of all municipalities at once, as plain values for JSON."""

import numpy as np

from klimamosaik.balance.documents import source_document
from klimamosaik.balance.estimates import Estimates, first_balances
from klimamosaik.balance.kernel import outliers
from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.first_balance import FirstBalances
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.keys import KEYS
from klimamosaik.balance.kernel.nation import PLACES, SPREAD
from klimamosaik.balance.kernel.questions import ESTIMATE
from klimamosaik.balance.kernel.uncertainty import SumParts
from klimamosaik.balance.kernel.verdict import Conformity
from klimamosaik.balance.queries.balances import (
    FoundBalance,
    balance_of,
    factors,
    towns_with_entries,
)
from klimamosaik.balance.residual_ranges import uncertainty
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.text import Text

GRADE_D = Text(
    "Strom, Gas und Fernwärme sind nationale Kennzahlen (Datengüte D)",
    "electricity, gas and district heat are national key figures (grade D)",
)


@document
def everywhere_document(*, year: int) -> Document | None:
    """Every municipality of a year: estimates, and its own balance where it entered something.

    None where there are neither statistics nor entries. The national sums are those of the
    estimates, which add up to the national figures; own values do not change them.
    """
    estimates = first_balances(year=year)
    own = [balance_of(ags=ags, year=year) for ags in towns_with_entries(year=year)]
    if estimates is None and not own:
        return None
    rows = estimate_rows(estimates) if estimates else {}
    rows |= {found.ags: own_row(found) for found in own}
    return {
        "year": year,
        "kind": ESTIMATE,
        "verdict": Conformity.NON_CONFORMANT if estimates else None,
        "verdict_because": GRADE_D.en if estimates else None,
        "with_own_values": len(own),
        "national": national_document(estimates.found) if estimates else None,
        "municipalities": [rows[ags] for ags in sorted(rows)],
        "sources": [source_document(file) for file in estimates.files] if estimates else [],
        "notes": estimates.notes if estimates else [],
    }


def estimate_rows(estimates: Estimates) -> dict[str, Document]:
    """One row for each municipality there are statistics for, by key."""
    found = estimates.found
    sectors = {s: [i for i, place in enumerate(PLACES) if place[0] is s] for s in Sector}
    by_sector = {
        s: found.energy[:, places].sum(axis=1)
        for s, places in sectors.items()
        if s is not Sector.MUNICIPAL
    }
    energy = found.energy.sum(axis=1)
    total = np.nansum(found.emissions(factors()), axis=1)
    # All is grade D, which counts 0, but for transport, whose national defaults count as B, and
    # for industry published by district, which is C.
    graded = DataGrade.B.weight * by_sector[Sector.TRANSPORT]
    graded += DataGrade.C.weight * (found.by_item * found.from_district).sum(axis=1)
    quality = graded / np.where(energy > 0, energy, 1.0)
    codes = outlier_codes(found)
    low, high = emission_ranges(found)
    return {
        str(ags): {
            "ags": str(ags),
            "name": str(found.places.name[i]),
            "population": int(found.places.population[i]),
            "own_values": 0,
            "energy_mwh": round(float(energy[i]), 3),
            "emissions_t": round(float(total[i]), 3),
            "low_t": round(float(low[i]), 3),
            "high_t": round(float(high[i]), 3),
            "complete": True,
            "emissions_t_per_head": per_head(total[i], found.places.population[i]),
            "energy_mwh_by_sector": {
                s.value: round(float(values[i]), 3) for s, values in by_sector.items()
            },
            "grade": round(float(quality[i]), 4),
            "verdict": Conformity.NON_CONFORMANT,
            "outliers": codes[i],
        }
        for i, ags in enumerate(found.places.ags)
    }


def emission_ranges(found: FirstBalances) -> tuple[Floats, Floats]:
    """Low and high end of every municipality's emissions [t CO2e], as its page has them."""
    unsure, table = uncertainty(), factors()
    factor = [table.find(item.sector, item.carrier, found.nation.year) for item in SPREAD]
    grams = np.array([(each.value or 0.0) if each else 0.0 for each in factor]) / 1e3
    energy = found.by_item
    own = np.array([unsure.part(item.carrier, item.mode) for item in SPREAD])
    industry = np.array([item.sector is Sector.INDUSTRY for item in SPREAD])
    published = found.from_district & found.cities[:, None]
    doubted = np.where(industry, found.doubts[:, None], 1.0)
    parts = SumParts(
        sectors=tuple(item.sector for item in SPREAD),
        values=energy * grams,
        mosts=found.mosts(energy) * grams,
        own=np.where(published, unsure.published, own),
        shared=np.where(published, 0.0, doubted),
    )
    return unsure.ranges(parts, found.places.population)


def own_row(found: FoundBalance) -> Document:
    """A municipality with values of its own."""
    balance = found.balance
    total = balance.total
    off = None if total is None else balance.emissions_range()
    sums = {sector: balance.sector_energy(sector) for sector in Sector}
    return {
        "ags": found.ags,
        "name": found.name,
        "population": balance.population,
        "own_values": found.own,
        "energy_mwh": None if balance.partial else round(balance.energy, 3),
        "emissions_t": None if total is None else round(total, 3),
        "low_t": round(off.low, 3) if off else None,
        "high_t": round(off.high, 3) if off else None,
        "complete": total is not None,
        "emissions_t_per_head": None if total is None else per_head(total, balance.population or 0),
        "energy_mwh_by_sector": {
            sector.value: round(value, 3) for sector, value in sums.items() if value is not None
        },
        "grade": None if balance.quality is None else round(balance.quality, 4),
        "verdict": balance.verdict,
        "outliers": [f"{outlier.code}:{outlier.what}" for outlier in found.outliers],
    }


def per_head(amount: float, people: float) -> float | None:
    """An amount per inhabitant; None without any."""
    return round(float(amount / people), 4) if people else None


def national_document(found: FirstBalances) -> Document:
    """Sums over the municipalities beside the national figures they were spread from."""
    spread = found.nation.spreading().sum(axis=0)
    there = [i for i, value in enumerate(spread) if value]
    return {
        "energy_mwh": float(spread.sum()),
        "emissions_t": float(np.nansum(found.emissions(factors()))),
        "cells": [
            {
                "sector": PLACES[i][0],
                "carrier": PLACES[i][1],
                "national_mwh": float(spread[i]),
                "sum_of_municipalities_mwh": float(found.energy[:, i].sum()),
            }
            for i in there
        ],
        "left_out": [
            {
                "activity": row.activity,
                "carrier": row.carrier,
                "energy_mwh": row.energy,
                "reason": row.reason,
            }
            for row in found.nation.left_out
        ],
    }


def outlier_codes(found: FirstBalances) -> list[list[str]]:
    """For each municipality, what is unlike others: code and what it is about."""
    far = found.far()
    single = outliers.is_concentrated(found.own_shares) > 0
    codes: list[list[str]] = [[] for _ in range(len(found.places))]
    for row, column in zip(*np.nonzero(far), strict=True):
        codes[row].append(f"unlike_its_kind:{outliers.INDICATORS[column].value}")
    for row, column in zip(*np.nonzero(single), strict=True):
        codes[row].append(f"concentrated:{KEYS[column].value}")
    for row in np.flatnonzero(found.low):
        codes[row].append("low_industry:industry")
    for row, ags in enumerate(found.places.ags):
        if str(ags) in found.airports:
            codes[row].append("airport:kerosene")
    return codes
