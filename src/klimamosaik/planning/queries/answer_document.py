"""The leading question in numbers, for machines; unknown is null."""

from klimamosaik.planning.price import Abatement
from klimamosaik.planning.queries.answer import JointEffect, MeasureSum
from klimamosaik.terms.document import Document, document, ranged
from klimamosaik.terms.estimate import Estimate


@document
def answer_document(found: JointEffect) -> Document:
    """The figures for machines; unknown is null."""
    return {
        "municipality": found.municipality.ags,
        "synthetic": found.municipality.synthetic,
        "measures": len(found.lines),
        "stopped": found.stopped,
        "measured": sum_document(found.measured) | energy_document(found.energy),
        "expected": sum_document(found.expected),
        "target": target_document(found),
        "worse": [
            {"measure": line.measure.name} | size_document(line.tonnes) for line in found.worse
        ],
        "kinds": [kind.document for kind in found.kinds],
        "saved_time": [each.document for each in found.saved_time],
        "eur_per_t": found.euro_per_t,
        **prices_document(found.abatement),
        "per_head": {
            "kwh_a_year": found.kwh_per_head,
            "kg_co2e_a_year": found.kg_per_head,
            "inhabitants": found.population.inhabitants if found.population else None,
            "year": found.population.year if found.population else None,
        },
        "lines": [
            {
                "measure": line.measure.name,
                "evidence": line.grade,
                **energy_document(line.energy),
                **size_document(line.tonnes),
                "eur_per_t": line.euro_per_t,
                "saving_known": None if line.euro_per_t is None else not line.gross,
            }
            for line in found.lines
        ],
    }


def prices_document(found: Abatement | None) -> Document:
    """How many measures are behind the mean, the money that failed, and the group apart."""
    return {
        "priced_measures": found.mean.count if found else 0,
        "eur_per_t_without_failed": found.mean.alone if found else None,
        "failed_measures": found.mean.failed if found else 0,
        "failed_eur": found.mean.spent if found else 0.0,
        "eur_per_t_saving_not_known": found.gross_mean.eur_per_t if found else None,
        "saving_not_known_measures": found.gross_mean.count if found else 0,
    }


def sum_document(found: MeasureSum) -> Document:
    """A sum for machines."""
    return {"measures": found.count} | size_document(found.tonnes)


def size_document(size: Estimate | None) -> Document:
    """Tonnes a year with their range."""
    return ranged(size, "t_co2e_a_year", "t")


def energy_document(energy: Estimate | None) -> Document:
    """Megawatt-hours a year with their range."""
    return ranged(energy, "saved_mwh_a_year", "mwh")


def target_document(found: JointEffect) -> Document:
    """What part of the reduction needed by the target's year is measured."""
    share = ranged(found.share_of_target, "share_percent", "percent")
    return {"year": found.target_year, "need_t": found.need_t} | share
