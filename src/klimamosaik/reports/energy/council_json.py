"""What a council asks for, as JSON: measures with their ranges, decisions, buildings by money."""

from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.ranking import ranking
from klimamosaik.reports.kernel.register_inputs import MeasureResult
from klimamosaik.terms.document import Document
from klimamosaik.terms.estimate import Estimate


def council(report: EnergyReport) -> Document:
    """Measures and decisions; nothing where they are not told."""
    given = report.given.council
    if given is None:
        return {}
    return {
        "measures": [measure(each) for each in given.measures],
        "measures_not_measured": list(given.unmeasured),
        "measures_planned": given.planned,
        "decisions": list(given.decisions),
    }


def measure(told: MeasureResult) -> Document:
    """One measure as its own page tells it; extra use is a negative saving."""
    return {
        "id": told.id,
        "name": told.name,
        "first_day": told.first_day,
        "last_day": told.last_day,
        "verdict": str(told.verdict),
        "saved_kwh": spread(told.saved),
        "worth_eur": spread(told.worth),
        "said": told.said,
        "data_version": told.data_version,
    }


def spread(estimate: Estimate | None) -> Document | None:
    """A figure with the ends of its range; null where nothing is known or claimed."""
    if estimate is None:
        return None
    return {
        "mean": estimate.mean,
        "low": estimate.low,
        "high": estimate.high,
        "confidence": estimate.confidence,
    }


def ranked(report: EnergyReport) -> Document:
    """The buildings by cost, else by energy, the largest first."""
    found = ranking(report)
    cost = found.subject is UseSubject.COST
    return {
        "by": "cost_energy_eur" if cost else "energy_kwh",
        "buildings": [
            {
                "id": row.building.id,
                "value": row.amount.value,
                "share": row.share,
                "change_since_first_year": row.change.amount if row.change else None,
            }
            for row in found.rows
        ],
    }
