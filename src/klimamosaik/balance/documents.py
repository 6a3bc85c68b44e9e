"""Balances as documents of plain values, for JSON."""

from dataclasses import asdict
from math import fsum
from typing import Any

import numpy as np

from klimamosaik.balance.kernel import outliers
from klimamosaik.balance.kernel.change import Cause, Change
from klimamosaik.balance.kernel.comparison import Comparison
from klimamosaik.balance.kernel.composition import LABEL, Line
from klimamosaik.balance.kernel.first_balance import ESTIMATE, FirstBalances
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.keys import KEYS
from klimamosaik.balance.kernel.nation import PLACES
from klimamosaik.balance.kernel.variants import Variant
from klimamosaik.balance.kernel.verdict import Reason
from klimamosaik.balance.queries import Estimates, FoundBalance, factors
from klimamosaik.sources.statistics.folder import SourceFile
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.text import Text

Document = dict[str, Any]
REFUSED_LABEL = Text(
    f"„{LABEL}“ wird nur bei vollständigen Daten der geforderten Güte und mit amtlichen Faktoren "
    "vergeben.",
    f"“{LABEL}” is given only for complete data of the grades asked for and with official factors.",
)


def balance_document(found: FoundBalance) -> Document:
    """One balance: cells, totals, per head, grade, verdict, reasons, outliers, sources."""
    balance = found.balance
    return {
        "ags": found.ags,
        "name": found.name,
        "year": balance.year,
        "kind": asdict(ESTIMATE) if found.estimated else None,
        "population": balance.population,
        "totals": {
            "energy_mwh": balance.energy,
            "emissions_t": balance.emissions,
            "energy_without_factor_mwh": fsum(n.cell.known for n in balance.without_factor),
        },
        "per_head": {
            "energy_mwh": balance.per_head(balance.energy),
            "emissions_t": balance.per_head(balance.emissions),
        },
        "sectors": [sector_document(found, sector) for sector in Sector],
        "data_quality": balance.quality,
        "verdict": balance.verdict.value,
        "verdict_text": asdict(balance.verdict.text),
        "label": balance.label,
        "label_refused": None if balance.label else asdict(REFUSED_LABEL),
        "reasons": [reason_document(reason) for reason in balance.reasons],
        "cells": [cell_document(line) for line in balance.lines],
        "variants": [variant_document(variant) for variant in found.variants],
        "local_generation": [
            {"plant": p.plant, "energy_mwh": p.energy, "installed_kw": p.capacity}
            for p in found.plants
        ],
        "outliers": [outlier_document(outlier) for outlier in found.outliers],
        "compared_with_published": [comparison_document(one) for one in found.comparisons],
        "why_it_differs": [asdict(text) for text in found.why],
        "factors": factor_documents(found),
        "sources": [source_document(file) for file in found.files],
        "notes": [asdict(note) for note in found.notes],
    }


def reason_document(reason: Reason) -> Document:
    """One reason of the verdict."""
    return {
        "code": reason.code,
        "text": asdict(reason.text),
        "rule_broken": reason.broken,
        "sector": reason.sector.value if reason.sector else None,
        "carrier": reason.carrier.value if reason.carrier else None,
    }


def variant_document(variant: Variant) -> Document:
    """One variant under its own name."""
    return {
        "code": variant.code,
        "name": asdict(variant.name),
        "energy_mwh": variant.energy,
        "emissions_t": variant.emissions,
        "because": asdict(variant.because),
    }


def comparison_document(one: Comparison) -> Document:
    """A published figure beside ours."""
    return {
        "quantity": one.published.quantity.value,
        "published": one.published.value,
        "ours": one.ours,
        "unit": one.published.unit,
        "difference_percent": one.percent,
        "text": asdict(one.text),
        "source": one.published.source,
    }


def sector_document(found: FoundBalance, sector: Sector) -> Document:
    """The totals of one sector."""
    balance = found.balance
    energy, emissions = balance.sector_energy(sector), balance.sector_emissions(sector)
    return {
        "sector": sector.value,
        "name": asdict(sector.text),
        "energy_mwh": energy,
        "emissions_t": emissions,
        "energy_mwh_per_head": None if energy is None else balance.per_head(energy),
        "emissions_t_per_head": None if emissions is None else balance.per_head(emissions),
    }


def cell_document(line: Line) -> Document:
    """One cell: what is in force, from where, since when."""
    cell = line.cell
    return {
        "sector": cell.sector.value,
        "carrier": cell.carrier.value,
        "state": cell.state.value,
        "energy_mwh": cell.energy,
        "emissions_t": line.emissions,
        "grade": cell.grade.value if cell.grade else None,
        "counted_grade": cell.counted_grade.value if cell.counted_grade else None,
        "source": cell.source or None,
        "since": cell.since.isoformat() if cell.since else None,
        "by": cell.by or None,
        "note": asdict(cell.note) if cell.note else None,
        "steps": [
            {
                "activity": step.activity,
                "key": asdict(step.key),
                "share": step.share,
                "national_mwh": step.national,
                "energy_mwh": step.energy,
                "source": step.source,
            }
            for step in cell.steps
        ],
    }


def factor_documents(found: FoundBalance) -> list[Document]:
    """Every factor that was applied, once."""
    applied = {line.factor: None for line in found.balance.lines if line.factor}
    return [
        {
            "carrier": factor.carrier.value,
            "sector": factor.sector.value if factor.sector else None,
            "year": factor.year,
            "g_per_kwh": factor.value,
            "status": factor.status.value,
            "source": factor.source,
        }
        for factor in applied
    ]


def outlier_document(outlier: outliers.Outlier) -> Document:
    """One outlier."""
    return {
        "code": outlier.code,
        "what": outlier.what,
        "value": outlier.value,
        "typical": outlier.typical,
        "text": asdict(outlier.text),
    }


def source_document(file: SourceFile) -> Document:
    """One source file."""
    return {"table": file.name, "as_of": file.year, "owner": file.owner, "sha256": file.sha256}


def all_documents(estimates: Estimates) -> Document:
    """The first balances of all municipalities, with national totals they add up to."""
    found = estimates.found
    emissions = found.emissions(factors())
    sectors = {s: [i for i, place in enumerate(PLACES) if place[0] is s] for s in Sector}
    by_sector = {s: found.energy[:, places].sum(axis=1) for s, places in sectors.items()}
    energy, total = found.energy.sum(axis=1), np.nansum(emissions, axis=1)
    transport = by_sector[Sector.TRANSPORT]
    quality = 0.5 * transport / np.where(energy > 0, energy, 1.0)  # all D, transport as B
    codes = outlier_codes(found)
    return {
        "year": found.nation.year,
        "kind": asdict(ESTIMATE),
        "verdict": "non-conformant",
        "verdict_because": "electricity, gas and district heat are national key figures (grade D)",
        "national": national_document(found, emissions),
        "municipalities": [
            {
                "ags": str(found.places.ags[i]),
                "name": str(found.places.name[i]),
                "population": int(found.places.population[i]),
                "energy_mwh": round(float(energy[i]), 3),
                "emissions_t": round(float(total[i]), 3),
                "emissions_t_per_head": per_head(total[i], found.places.population[i]),
                "energy_mwh_by_sector": {
                    s.value: round(float(by_sector[s][i]), 3)
                    for s in Sector
                    if s is not Sector.MUNICIPAL
                },
                "data_quality": round(float(quality[i]), 4),
                "outliers": codes[i],
            }
            for i in range(len(found.places))
        ],
        "sources": [source_document(file) for file in estimates.files],
        "notes": [asdict(note) for note in estimates.notes],
    }


def per_head(amount: float, people: float) -> float | None:
    """An amount per inhabitant; None without any."""
    return round(float(amount / people), 4) if people else None


def national_document(found: FirstBalances, emissions: Floats) -> Document:
    """Sums over the municipalities beside the national figures they were spread from."""
    spread = found.nation.spreading().sum(axis=0)
    there = [i for i, value in enumerate(spread) if value]
    return {
        "energy_mwh": float(spread.sum()),
        "emissions_t": float(np.nansum(emissions)),
        "cells": [
            {
                "sector": PLACES[i][0].value,
                "carrier": PLACES[i][1].value,
                "national_mwh": float(spread[i]),
                "sum_of_municipalities_mwh": float(found.energy[:, i].sum()),
            }
            for i in there
        ],
        "left_out": [
            {
                "activity": row.activity,
                "carrier": row.carrier.value,
                "energy_mwh": row.energy,
                "reason": asdict(row.reason),
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
    for row, ags in enumerate(found.places.ags):
        if str(ags) in found.airports:
            codes[row].append("airport:kerosene")
    return codes


def change_document(change: Change, first: int, second: int) -> Document:
    """Why it changed: each cause, each cell, and what could not be compared."""
    return {
        "first": first,
        "second": second,
        "subject": change.subject.value,
        "unit": change.subject.unit,
        "before": change.before,
        "after": change.after,
        "change": change.after - change.before,
        "causes": [
            {"cause": cause.value, "name": asdict(cause.text), "amount": change.of_cause(cause)}
            for cause in Cause
            if any(part.cause is cause for part in change.parts)
        ],
        "cells": [
            {
                "sector": part.sector.value,
                "carrier": part.carrier.value,
                "cause": part.cause.value,
                "amount": part.amount,
            }
            for part in change.parts
        ],
        "left_out": [asdict(text) for text in change.left_out],
        "cautions": [asdict(text) for text in change.cautions],
    }
