"""A pathway as a document of plain values, for JSON."""

from collections.abc import Sequence
from math import expm1

from klimamosaik.pathway.kernel.contribution import YearContribution
from klimamosaik.pathway.kernel.sensitivity import START, Influence
from klimamosaik.pathway.kernel.simulation import TargetProbability
from klimamosaik.pathway.models import ExpectedEffect, Scope
from klimamosaik.pathway.projection import PathwayProjection, projection_of
from klimamosaik.pathway.queries.headline import Headline, headline_of
from klimamosaik.pathway.queries.heads import per_head_document
from klimamosaik.pathway.queries.measure_wording import inside_balance, not_counted_text
from klimamosaik.pathway.queries.pathways import MeasureOutlook, Pathway
from klimamosaik.pathway.queries.required_reduction import Goal
from klimamosaik.pathway.queries.start import Start
from klimamosaik.pathway.queries.undecided import undecided_of
from klimamosaik.pathway.queries.wording import CHANCE, COUNTED, need_text
from klimamosaik.pathway.trends import UseTrend
from klimamosaik.terms.document import Document, document, ranged
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.tonnes_range import tonnes_document


@document
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
        "notes": [COUNTED, CHANCE],
        "measures": [measure_document(one, whole) for one in whole.known],
        "targets": [target_document(pathway) for pathway in found],
        "trend": trend_document(whole.start, whole.chance) if whole.start else None,
        "need_t": whole.need_t,
        "gap": tonnes_document(whole.chance.gap) if whole.chance else None,
        "per_head": per_head_document(whole),
        "undecided": [stone_document(stone) for stone in undecided_of(whole)],
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
        "need": need_text(pathway),
        "missing": [
            {"code": complaint.code, "text": complaint.text} for complaint in pathway.complaints
        ],
        "in_target_year": [stone_document(stone) for stone in pathway.stones],
        "per_head": per_head_document(pathway),
        "gap": tonnes_document(pathway.chance.gap) if pathway.chance else None,
        "probability": pathway.probability,
        **way_documents(pathway),
    }


def stone_document(stone: YearContribution) -> Document:
    """What a measure brings in the target's year, or would."""
    return {
        "measure": stone.name,
        "state": stone.state,
        "field": stone.field,
        **tonnes_document(stone.tonnes),
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
                "gap": tonnes_document(stand.chance.gap) if stand.chance else None,
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
            **tonnes_document(way.budget.spending.spent, "spent_"),
            "probability": way.budget.spending.probability if pathway.measured_up else None,
            "source": way.budget.source,
        },
        "sensitivity": [
            {
                "what": swing.name,
                "kind": kind_of(swing.influence),
                "low_t": swing.influence.at_lowest,
                "high_t": swing.influence.at_highest,
                "share_of_variance": swing.influence.share,
                "rank_correlation": swing.influence.rank_correlation,
            }
            for swing in way.swings
        ],
    }


def course_document(way: PathwayProjection) -> Document:
    """Emissions by year [t CO2e/a]: known years, by the trend alone, and with measures."""
    return {
        "confidence": way.alone[0].confidence,
        "known": [
            {"year": point.year, "emissions_t": point.emissions_t}
            for point in (*way.past, way.start)
        ],
        "same_method": way.joined,
        "years": [int(year) for year in way.years],
        "trend": years_document(way.alone),
        "with_measures": years_document(way.planned),
        "needed_t": list(way.needed),
    }


def years_document(years: Sequence[Estimate]) -> Document:
    """Mean and range of each year."""
    return {
        "mean_t": [each.mean for each in years],
        "low_t": [each.low for each in years],
        "high_t": [each.high for each in years],
    }


def goal_document(goal: Goal) -> Document:
    """The target itself."""
    return {
        "scope": goal.scope,
        "year": goal.year,
        "kind": goal.kind,
        "limit_t_per_head": goal.per_head_t,
        "by_law": goal.by_law,
        "source": goal.source,
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
        "source": start.source,
        "in_target_year": tonnes_document(chance.trend) if chance else None,
        "slopes": [slope_document(one) for one in start.trends],
        "because": start.reasons,
    }


def slope_document(one: UseTrend) -> Document:
    """One trend: change a year as a share, its 90 % range, what it rests on."""
    yearly, own = one.trend.yearly, one.trend.own
    return {
        "use": one.use,
        "yearly_change": yearly.mean,
        "low": yearly.low,
        "high": yearly.high,
        "confidence": yearly.confidence,
        "own_years": list(own.years) if own else [],
        "own_yearly_change": expm1(own.change) if own else None,
        "weight_of_own_years": one.trend.weight,
        "usual_yearly_change": expm1(one.usual.usual.change),
        "usual_source": one.usual.source,
        "status": one.usual.status,
        "because": one.because,
    }


def measure_document(one: MeasureOutlook, pathway: Pathway) -> Document:
    """One measure: measured, expected, believed, each as tonnes a year at full strength."""
    headline = headline_of(one)
    believed = tonnes_document(one.belief.estimate()) if one.belief else None
    return {
        "measure": one.measure.name,
        "phase": one.measure.phase,
        "start": str(one.measure.start) if one.measure.start else None,
        "end": str(one.measure.end) if one.measure.end else None,
        "begins": one.begins,
        "field": one.field,
        "scope": one.scope,
        "counted": one.counted,
        "why_not": not_counted_text(one),
        "measured": measured_document(one),
        "expected": expected_document(one.expected) if one.expected else None,
        "headline": headline and headline_document(headline),
        **(believed or dict.fromkeys(("mean_t", "low_t", "high_t"))),
        "believed": one.belief
        and {
            **(believed or {}),
            "deviation_t": one.belief.deviation,
            "weight_of_evidence": one.belief.weight,
        },
        "inside_start_year": inside_balance(one, pathway),
    }


def expected_document(expected: ExpectedEffect) -> Document:
    """What a person entered."""
    return {
        "low_t": expected.low_t,
        "likely_t": expected.likely_t,
        "high_t": expected.high_t,
        "reasoning": expected.reasoning,
    }


def headline_document(headline: Headline) -> Document:
    """The measure's one figure."""
    return {"basis": headline.basis, **ranged(headline.tonnes, "t_co2e_a_year", "t")}


def measured_document(one: MeasureOutlook) -> Document | None:
    """What meters say, as the balance counts and as direct emissions; None: nothing yet."""
    if one.measured is None or one.saved_energy is None:
        return None
    return {
        **tonnes_document(one.measured),
        "confidence": one.measured.confidence,
        "counted_as": "CO2e with upstream chains",
        "factors": one.factors,
        "saved_kwh": one.saved_energy.mean,
        "direct": tonnes_document(one.direct) if one.direct else None,
        "verdict": one.verdict,
        "distinguishable_from_zero": one.laid,
        "days": one.days,
        "data_version": one.data_version,
    }


def kind_of(influence: Influence) -> str:
    """What kind of input moves the emissions."""
    if influence.code == START:
        return START
    return "trend" if influence.trend else "measure"
