"""A pathway as a document of plain values, for JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from math import expm1
from typing import Any

from klimamosaik.pathway.kernel.sensitivity import START, Influence
from klimamosaik.pathway.kernel.simulation import Band, TargetProbability
from klimamosaik.pathway.models import Scope
from klimamosaik.pathway.projection import PathwayProjection, projection_of
from klimamosaik.pathway.queries.headline import headline_of
from klimamosaik.pathway.queries.measured import Measured
from klimamosaik.pathway.queries.pathways import MeasureOutlook, Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.pathway.queries.start import Start
from klimamosaik.pathway.queries.wording import (
    CHANCE,
    COUNTED,
    inside_balance,
    need_text,
    not_counted_text,
)
from klimamosaik.pathway.trends import UseTrend

Document = dict[str, Any]


def pathways_document(found: Sequence[Pathway]) -> Document:
    """All targets of a municipality, each with need, measures, gap and probability.

    Trend, need, gap and probability beside the targets are those of the whole town's last one.
    """
    town = found[0].municipality
    whole = max(found, key=lambda one: (one.goal.scope is Scope.TOWN, one.goal.year))
    return {
        "ags": town.ags,
        "name": town.name,
        "synthetic": town.synthetic,
        "notes": [asdict(COUNTED), asdict(CHANCE)],
        "measures": [measure_document(one, whole) for one in whole.known],
        "targets": [target_document(pathway) for pathway in found],
        "trend": trend_document(whole.start, whole.chance) if whole.start else None,
        "need_t": whole.need_t,
        "gap": gap_document(whole.chance) if whole.chance else None,
        "probability": whole.probability,
    }


def target_document(pathway: Pathway) -> Document:
    """One target."""
    goal = pathway.goal
    return {
        **goal_document(goal),
        "limit_t": pathway.limit_t,
        "trend": trend_document(pathway.start, pathway.chance) if pathway.start else None,
        "need_t": pathway.need_t,
        "need": asdict(need_text(pathway)),
        "missing": [
            {"code": complaint.code, "text": asdict(complaint.text)}
            for complaint in pathway.complaints
        ],
        "in_target_year": [
            {
                "measure": stone.name,
                "state": stone.state.value,
                "field": stone.field.value,
                "mean_t": stone.mean_t,
                "low_t": stone.low_t,
                "high_t": stone.high_t,
            }
            for stone in pathway.stones
        ],
        "gap": gap_document(pathway.chance) if pathway.chance else None,
        "probability": pathway.probability,
        **way_documents(pathway),
    }


def way_documents(pathway: Pathway) -> Document:
    """Course by year, milestones, remaining budget and sensitivity; none without a start."""
    way = projection_of(pathway)
    if way is None:
        return {"course": None, "milestones": [], "budget": None, "sensitivity": []}
    return {
        "course": course_document(way),
        "milestones": [
            {
                "year": stand.milestone.year,
                "reduction_percent": stand.milestone.reduction,
                "base_year": stand.milestone.base_year,
                "base_t": stand.milestone.base_t,
                "limit_t": stand.milestone.limit_t,
                "source": stand.milestone.source,
                "gap": gap_document(stand.chance) if stand.chance else None,
                "probability": stand.chance.probability
                if stand.chance and pathway.measured_up
                else None,
            }
            for stand in way.milestones
        ],
        "budget": {
            "from": way.budget.first,
            "until": way.budget.spending.until,
            "allowed_t": way.budget.spending.allowed,
            "straight_line": way.budget.straight,
            "spent_mean_t": way.budget.spending.mean,
            "spent_low_t": way.budget.spending.low,
            "spent_high_t": way.budget.spending.high,
            "probability": way.budget.spending.probability if pathway.measured_up else None,
            "source": asdict(way.budget.source),
        },
        "sensitivity": [
            {
                "what": asdict(swing.name),
                "kind": kind_of(swing.influence),
                "low_t": swing.influence.low_t,
                "high_t": swing.influence.high_t,
                "share_of_variance": swing.influence.share,
                "rank_correlation": swing.influence.rank_correlation,
            }
            for swing in way.swings
        ],
    }


def course_document(way: PathwayProjection) -> Document:
    """Emissions by year [t CO2e/a]: known years, by the trend alone, and with measures."""
    return {
        "confidence": way.alone.confidence,
        "known": [
            {"year": point.year, "emissions_t": point.emissions_t}
            for point in (*way.past, way.start)
        ],
        "same_method": way.joined,
        "years": [int(year) for year in way.years],
        "trend": band_document(way.alone),
        "with_measures": band_document(way.planned),
    }


def band_document(band: Band) -> Document:
    """Mean and range of each year."""
    return {
        "mean_t": [float(value) for value in band.mean],
        "low_t": [float(value) for value in band.low],
        "high_t": [float(value) for value in band.high],
    }


def goal_document(goal: Goal) -> Document:
    """The target itself."""
    return {
        "scope": goal.scope.value,
        "year": goal.year,
        "kind": goal.kind.value,
        "limit_t_per_head": goal.per_head_t,
        "by_law": goal.by_law,
        "source": asdict(goal.source),
    }


def trend_document(start: Start, chance: TargetProbability | None) -> Document:
    """Where the way begins, and how it would go on without measures, with the reasons."""
    return {
        "year": start.year,
        "emissions_t": start.emissions_t,
        "low_t": start.range.low if start.range else None,
        "high_t": start.range.high if start.range else None,
        "confidence": start.range.confidence if start.range else None,
        "uses_t": {use.code: use.emissions_t for use in start.uses},
        "estimated": start.estimated,
        "entered_by_hand": start.by_hand,
        "source": asdict(start.source),
        "in_target_year": chance
        and {
            "mean_t": chance.trend_mean,
            "low_t": chance.trend_low,
            "high_t": chance.trend_high,
        },
        "slopes": [slope_document(one) for one in start.trends],
        "because": [asdict(text) for text in start.reasons],
    }


def slope_document(one: UseTrend) -> Document:
    """One trend: change a year as a share, its 90 % range, what it rests on."""
    low, high = one.trend.ends(0.9)
    own = one.trend.own
    return {
        "use": one.use,
        "yearly_change": one.trend.yearly,
        "low": low,
        "high": high,
        "confidence": 0.9,
        "own_years": list(own.years) if own else [],
        "own_yearly_change": expm1(own.change) if own else None,
        "weight_of_own_years": one.trend.weight,
        "usual_yearly_change": expm1(one.usual.usual.change),
        "usual_source": asdict(one.usual.source),
        "status": one.usual.status,
        "because": asdict(one.because),
    }


def gap_document(chance: TargetProbability) -> Document:
    """What is above the limit in the target's year, with its 90 % range."""
    return {"mean_t": chance.gap_mean, "low_t": chance.gap_low, "high_t": chance.gap_high}


def measure_document(one: MeasureOutlook, pathway: Pathway) -> Document:
    """One measure: measured, expected, believed, each as tonnes a year at full strength."""
    measured, expected, belief = one.measured, one.expected, one.belief
    why, headline = not_counted_text(one), headline_of(one)
    low, high = belief.ends(0.9) if belief else (None, None)
    return {
        "measure": one.measure.name,
        "phase": one.measure.phase,
        "start": str(one.measure.start) if one.measure.start else None,
        "end": str(one.measure.end) if one.measure.end else None,
        "begins": one.begins,
        "field": one.field.value,
        "scope": one.scope.value,
        "counted": one.counted,
        "why_not": asdict(why) if why else None,
        "measured": measured_document(measured) if measured else None,
        "expected": expected
        and {
            "low_t": expected.low_t,
            "likely_t": expected.likely_t,
            "high_t": expected.high_t,
            "reasoning": expected.reasoning,
        },
        "headline": headline
        and {
            "basis": headline.basis.value,
            "t_co2e_a_year": headline.mean,
            "low_t": headline.low,
            "high_t": headline.high,
        },
        "mean_t": belief.mean if belief else None,
        "low_t": low,
        "high_t": high,
        "believed": belief
        and {
            "mean_t": belief.mean,
            "low_t": low,
            "high_t": high,
            "deviation_t": belief.deviation,
            "weight_of_evidence": belief.weight,
        },
        "inside_start_year": inside_balance(one, pathway),
    }


def measured_document(measured: Measured) -> Document:
    """What meters say, as the balance counts and as direct emissions."""
    evidence, direct = measured.evidence, measured.direct
    return {
        "mean_t": evidence.mean,
        "low_t": evidence.low,
        "high_t": evidence.high,
        "confidence": evidence.confidence,
        "counted_as": "CO2e with upstream chains",
        "factors": [asdict(text) for text in measured.factors],
        "saved_kwh": measured.saved_kwh,
        "direct": direct and {"mean_t": direct.mean, "low_t": direct.low, "high_t": direct.high},
        "verdict": measured.verdict.value,
        "distinguishable_from_zero": measured.claimed,
        "days": measured.days,
        "data_version": measured.data_version,
    }


def kind_of(influence: Influence) -> str:
    """What kind of input moves the emissions."""
    if influence.code == START:
        return START
    return "trend" if influence.trend else "measure"
