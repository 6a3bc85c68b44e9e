"""A pathway as a document of plain values, for JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from klimamosaik.pathway.kernel.simulation import Chance
from klimamosaik.pathway.need import NO_TREND, Goal, Start
from klimamosaik.pathway.queries import Known, Pathway
from klimamosaik.terms.text import Text

Document = dict[str, Any]
DIRECT = Text(
    "Gemessene Wirkungen sind direkte CO2-Emissionen, die Bilanz CO2e mit Vorketten; beide stehen "
    "hier ohne Umrechnung nebeneinander, gemessene Steine sind dadurch eher zu klein.",
    "Measured effects are direct CO2 emissions, the balance is CO2e with upstream chains; both "
    "stand here side by side unconverted, so measured stones are too small rather than too large.",
)
CHANCE = Text(
    "Wahrscheinlichkeit: Anteil von 10.000 Ziehungen, in denen das Ziel erreicht wird. Gezogen "
    "wird die Wirkung der Maßnahmen; die Bilanz gilt als sicher.",
    "Probability: the share of 10,000 draws in which the target is met. Drawn are the effects of "
    "the measures; the balance is taken as certain.",
)


def pathways_document(found: Sequence[Pathway]) -> Document:
    """All targets of a municipality, each with need, measures, gap and probability."""
    town = found[0].municipality
    return {
        "ags": town.ags,
        "name": town.name,
        "synthetic": town.synthetic,
        "notes": [asdict(DIRECT), asdict(CHANCE)],
        "measures": [measure_document(one) for one in found[0].known],
        "targets": [target_document(pathway) for pathway in found],
    }


def target_document(pathway: Pathway) -> Document:
    """One target."""
    goal = pathway.goal
    return {
        **goal_document(goal),
        "limit_t": pathway.limit_t,
        "trend": trend_document(pathway.start) if pathway.start else None,
        "need_t": pathway.need_t,
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
        "probability": pathway.chance.probability if pathway.chance else None,
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


def trend_document(start: Start) -> Document:
    """Where the way begins and what is known of its course."""
    return {
        "year": start.year,
        "emissions_t": start.emissions_t,
        "uses_t": {use.code: use.emissions_t for use in start.uses},
        "estimated": start.estimated,
        "entered_by_hand": start.by_hand,
        "source": asdict(start.source),
        "yearly_change": None,
        "because": asdict(NO_TREND),
    }


def gap_document(chance: Chance) -> Document:
    """What is above the limit in the target's year, with its 90 % range."""
    return {"mean_t": chance.gap_mean, "low_t": chance.gap_low, "high_t": chance.gap_high}


def measure_document(one: Known) -> Document:
    """One measure: measured, expected, believed, each as tonnes a year at full strength."""
    measured, expected, belief = one.measured, one.expected, one.belief
    return {
        "measure": one.measure.name,
        "start": str(one.measure.start) if one.measure.start else None,
        "end": str(one.measure.end) if one.measure.end else None,
        "field": one.field.value,
        "measured": measured
        and {
            "mean_t": measured.evidence.mean,
            "low_t": measured.evidence.low,
            "high_t": measured.evidence.high,
            "confidence": measured.evidence.confidence,
            "distinguishable_from_zero": measured.claimed,
            "days": measured.days,
            "data_version": measured.data_version,
        },
        "expected": expected
        and {
            "low_t": expected.low_t,
            "likely_t": expected.likely_t,
            "high_t": expected.high_t,
            "reasoning": expected.reasoning,
        },
        "believed": belief
        and {
            "mean_t": belief.mean,
            "deviation_t": belief.deviation,
            "weight_of_evidence": belief.weight,
        },
    }
