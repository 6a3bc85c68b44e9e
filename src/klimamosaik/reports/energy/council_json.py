"""What a council asks for, as JSON: measures with their ranges, decisions, buildings by money."""

from typing import Any

from klimamosaik.reports.kernel.figures import EnergyReport, UseSubject
from klimamosaik.reports.kernel.ranking import ranking
from klimamosaik.reports.kernel.registered import DecisionAsked, MeasureTold
from klimamosaik.terms.estimate import Estimate


def council(report: EnergyReport) -> dict[str, Any]:
    """Measures and decisions; nothing where they are not told."""
    given = report.given.council
    if given is None:
        return {}
    return {
        "measures": [measure(each) for each in given.measures],
        "measures_not_measured": list(given.unmeasured),
        "measures_planned": given.planned,
        "decisions": [decision(each) for each in given.decisions],
    }


def measure(told: MeasureTold) -> dict[str, Any]:
    """One measure as its own page tells it; extra use is a negative saving."""
    return {
        "id": told.id,
        "name": told.name,
        "first_day": told.first_day.isoformat() if told.first_day else None,
        "last_day": told.last_day.isoformat() if told.last_day else None,
        "verdict": str(told.verdict),
        "saved_kwh": spread(told.saved),
        "worth_eur": spread(told.worth),
        "said": [text.both() for text in told.said],
        "data_version": told.data_version,
    }


def spread(estimate: Estimate | None) -> dict[str, float] | None:
    """A figure with the ends of its range; null where nothing is known or claimed."""
    if estimate is None:
        return None
    return {
        "mean": estimate.mean,
        "low": estimate.low,
        "high": estimate.high,
        "confidence": estimate.confidence,
    }


def decision(asked: DecisionAsked) -> dict[str, Any]:
    """What is to be decided, and when."""
    return {
        "measure": asked.measure,
        "name": asked.name,
        "what": asked.what.both(),
        "day": asked.day.isoformat() if asked.day else None,
    }


def ranked(report: EnergyReport) -> dict[str, Any]:
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
