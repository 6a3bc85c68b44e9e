"""Balances as documents of plain values, for JSON."""

from math import fsum

from klimamosaik.balance.kernel.cell import Cell, DefaultStep
from klimamosaik.balance.kernel.change import BalanceCause, BalanceChange
from klimamosaik.balance.kernel.comparison import PublishedComparison
from klimamosaik.balance.kernel.composition import LABEL, Balance, BalanceLine, sum_known_by
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.heat import LocalHeat
from klimamosaik.balance.kernel.questions import ESTIMATE
from klimamosaik.balance.kernel.variants import Variant
from klimamosaik.balance.kernel.verdict import Reason
from klimamosaik.balance.queries.balances import FoundBalance
from klimamosaik.balance.queries.published_comparison import CitySeries
from klimamosaik.sources.statistics.folder import StatisticsFile
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

REFUSED_LABEL = Text(
    "„{label}“ wird nur bei vollständigen Daten der geforderten Datengüte und mit amtlichen "
    "Faktoren vergeben.",
    "“{label}” is given only for complete data of the grades asked for and with official factors.",
).format(label=LABEL)


@document
def balance_document(found: FoundBalance) -> Document:
    """One balance: cells, totals, per head, grade, verdict, reasons, outliers, sources."""
    balance = found.balance
    return {
        "ags": found.ags,
        "name": found.name,
        "synthetic": found.synthetic,
        "year": balance.year,
        "kind": ESTIMATE if found.estimated else None,
        "own_values": found.own,
        "population": balance.population,
        "complete": balance.total is not None,
        "asked_items": len(balance.asked),
        "missing_items": len(balance.missing),
        "carried_share": balance.carried,
        "totals": totals_document(balance),
        "per_head": per_head_document(balance),
        "sectors": [sector_document(found, sector) for sector in Sector],
        "grade": balance.quality,
        "verdict": balance.verdict,
        "verdict_text": balance.verdict.text,
        "label": balance.label,
        "label_refused": None if balance.label else REFUSED_LABEL,
        "reasons": [reason_document(reason) for reason in balance.reasons],
        "cells": [cell_document(balance, line) for line in balance.lines],
        "variants": [variant_document(variant) for variant in found.variants],
        "local_generation": [
            {"plant": p.plant, "energy_mwh": p.energy, "installed_kw": p.capacity}
            for p in found.plants
        ],
        "outliers": found.outliers,
        "compared_with_published": [comparison_document(one) for one in found.comparisons],
        "published_series": [series_document(series) for series in found.series],
        "district_heat": heat_document(found.heat) if found.heat else None,
        "why_it_differs": found.why,
        "factors": factor_documents(found),
        "sources": [source_document(file) for file in found.files],
        "notes": found.notes,
    }


def totals_document(balance: Balance) -> Document:
    """Sums of the year [MWh, t]; where items or factors miss, what is known is named apart."""
    partial, total = balance.partial, balance.total
    return {
        "energy_mwh": None if partial else balance.energy,
        "emissions_t": total,
        "entered_energy_mwh": balance.energy if partial else None,
        "entered_emissions_t": balance.emissions if total is None else None,
        **ends("mwh", None if partial else balance.energy_range()),
        **ends("t", None if total is None else balance.emissions_range()),
        "confidence": balance.uncertainty.confidence if balance.uncertainty else None,
        "energy_without_factor_mwh": fsum(n.cell.known for n in balance.without_factor),
    }


def per_head_document(balance: Balance) -> Document:
    """Energy [MWh] and emissions [t] of one inhabitant; none where there is no total."""
    return {
        "energy_mwh": None if balance.partial else balance.per_head(balance.energy),
        "emissions_t": None if balance.total is None else balance.per_head(balance.total),
    }


def reason_document(reason: Reason) -> Document:
    """One reason of the verdict."""
    return {
        "code": reason.code,
        "text": reason.text,
        "rule_broken": reason.broken,
        "sector": reason.sector,
        "carrier": reason.carrier,
        "mode": reason.mode,
    }


def variant_document(variant: Variant) -> Document:
    """One variant under its own name."""
    return {
        "code": variant.code,
        "name": variant.name,
        "energy_mwh": variant.energy,
        "emissions_t": variant.emissions,
        "because": variant.because,
    }


def comparison_document(one: PublishedComparison) -> Document:
    """A published figure beside ours."""
    return {
        "quantity": one.published.quantity,
        "published": one.published.value,
        "ours": one.ours,
        "unit": one.published.unit,
        "difference_percent": one.percent,
        "text": one.text,
        "source": one.published.source,
    }


def series_document(series: CitySeries) -> Document:
    """What a city published over the years, with what is known of its method."""
    return {
        "code": series.code,
        "method": series.method,
        "doubts": series.doubts,
        "totals_t": [
            {"year": total.year, "value": total.value, "sum_of_parts": total.of_parts}
            for total in series.totals
        ],
    }


def heat_document(heat: LocalHeat) -> Document:
    """The factor of district heat from local plants."""
    return {
        "text": heat.text,
        "g_per_kwh": heat.factor.value,
        "status": heat.factor.status,
        "covered": heat.covered,
        "plants": [
            {
                "name": found.plant.name,
                "fuel": found.plant.fuel,
                "heat_share_of_fuel": found.share,
                "g_per_kwh": found.value,
                "source": found.plant.source,
            }
            for found in heat.plants
        ],
    }


def sector_document(found: FoundBalance, sector: Sector) -> Document:
    """The totals of one sector."""
    balance = found.balance
    energy, emissions = balance.sector_energy(sector), balance.sector_emissions(sector)
    return {
        "sector": sector,
        "name": sector.text,
        "energy_mwh": energy,
        "emissions_t": emissions,
        "quality": sum_known_by(balance.of_sector(sector)),
        **ends("mwh", balance.energy_range(balance.of_sector(sector))),
        **ends("t", balance.emissions_range(balance.of_sector(sector))),
        "energy_mwh_per_head": None if energy is None else balance.per_head(energy),
        "emissions_t_per_head": None if emissions is None else balance.per_head(emissions),
    }


def ends(unit: str, found: Estimate | None) -> Document:
    """Low and high end of a figure; both null where it was entered, or nobody knows anything."""
    return {
        f"low_{unit}": found.low if found else None,
        f"high_{unit}": found.high if found else None,
    }


def cell_document(balance: Balance, line: BalanceLine) -> Document:
    """One cell: what is in force, from where, since when.

    Where statistics say nothing, the energy is null; `counted_mwh` is what the sum holds for it.
    """
    cell = line.cell
    return {
        "sector": cell.sector,
        "carrier": cell.carrier,
        "mode": cell.mode,
        "state": cell.state,
        "energy_mwh": None if cell.unknown else cell.energy,
        "emissions_t": line.told,
        "quality": line.known_by,
        **ends("mwh", balance.energy_range([line])),
        **ends("t", balance.emissions_range([line])),
        "counted_mwh": cell.known,
        "grade": cell.grade,
        "counted_grade": cell.counted_grade,
        "source": cell_source(cell),
        "since": cell.since,
        "by": cell.by or None,
        "note": cell.note,
        "taken_over_years": cell.carried,
        "default_mwh": cell.over.energy if cell.over else None,
        "steps": [step_document(step) for step in cell.steps],
    }


def cell_source(cell: Cell) -> Text | None:
    """Where a cell's value is from: what a person entered, else that it is an estimate."""
    if not cell.source:
        return None
    return ESTIMATE if cell.since is None else Text(cell.source, cell.source)


def step_document(step: DefaultStep) -> Document:
    """A national figure, the share taken of it, and how far both may be trusted."""
    return {
        "activity": step.activity,
        "key": step.key,
        "key_source": step.key_source,
        "key_status": step.key_status,
        "share": step.share,
        "national_mwh": step.national,
        "energy_mwh": step.energy,
        "source": step.source,
        "status": step.status,
    }


def factor_documents(found: FoundBalance) -> list[Document]:
    """Every factor that was applied, once."""
    applied = {line.factor: None for line in found.balance.lines if line.factor}
    return [
        {
            "carrier": factor.carrier,
            "sector": factor.sector,
            "year": factor.year,
            "g_per_kwh": factor.value,
            "status": factor.status,
            "source": factor.source,
        }
        for factor in applied
    ]


def source_document(file: StatisticsFile) -> Document:
    """One source file."""
    return {"table": file.name, "as_of": file.year, "owner": file.owner, "sha256": file.sha256}


@document
def change_document(change: BalanceChange, first: int, second: int) -> Document:
    """Why it changed: each cause, each cell, and what could not be compared."""
    return {
        "first": first,
        "second": second,
        "subject": change.subject,
        "unit": change.subject.unit,
        "before": change.before,
        "after": change.after,
        "change": change.after - change.before,
        "causes": [
            {"cause": cause, "name": cause.text, "amount": change.of_cause(cause)}
            for cause in BalanceCause
            if any(part.cause is cause for part in change.parts)
        ],
        "cells": [
            {
                "sector": part.item.sector,
                "carrier": part.item.carrier,
                "mode": part.item.mode,
                "cause": part.cause,
                "amount": part.amount,
            }
            for part in change.parts
        ],
        "left_out": change.left_out,
        "cautions": change.cautions,
    }
