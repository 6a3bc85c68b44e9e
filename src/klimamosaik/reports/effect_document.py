"""What a measure brought, as a document for programs."""

from datetime import date

from klimamosaik.evidence.queries.data_status import status_of_measure
from klimamosaik.measures.models import Happened, Measure
from klimamosaik.measures.queries.side_effects import SideEffect, side_effects
from klimamosaik.mosaic.queries.own_stones import OwnStones
from klimamosaik.reports.planned_measure import begun
from klimamosaik.reports.queries.effects import EffectPage, effect_page
from klimamosaik.terms.document import Document, document
from klimamosaik.terms.figure import GateVerdict, Verdict

UNKNOWN = (
    "end", "saved_kwh", "saved_percent", "low_percent", "high_percent", "low_kwh", "high_kwh",
    "expected_kwh", "measured_kwh", "saved_eur", "low_eur", "high_eur",
    "data_version", "method_version", "computed_at",
)  # fmt: skip


@document
def effect_document(measure: Measure, stones: OwnStones, today: date, language: str) -> Document:
    """The figures of a measure's page; unknown is null."""
    tonnes = tonnes_document(stones, language)
    if not begun(measure, today):
        return without_figures(measure, begun=False) | tonnes
    beside = {
        "side_effects": [
            side_effect_document(one, language) for one in side_effects(measure=measure)
        ]
    }
    page = effect_page(measure)
    if page is None:
        stand = status_of_measure(measure).as_record()
        return without_figures(measure, begun=True) | tonnes | beside | stand
    return tonnes | beside | page.stand.as_record() | figures_document(measure, page, language)


def figures_document(measure: Measure, page: EffectPage, language: str) -> Document:
    """What was measured, with its ranges."""
    total, share, worth = page.total, page.total.percent, page.worth
    return {
        "municipality": measure.municipality_id,
        "synthetic": measure.municipality.synthetic,
        "measure": measure.name,
        "start": measure.start,
        "begun": True,
        "end": page.assessment.last_day,
        "saved_kwh": total.saved_kwh,
        "saved_percent": total.saved_percent,
        "low_percent": share.low if share else None,
        "high_percent": share.high if share else None,
        "low_kwh": total.low_kwh,
        "high_kwh": total.high_kwh,
        "confidence": total.confidence,
        "verdict": total.verdict,
        "expected_kwh": total.expected_kwh,
        "measured_kwh": total.measured_kwh,
        "saved_eur": total.saved_eur,
        "low_eur": worth.low if worth else None,
        "high_eur": worth.high if worth else None,
        "gate": page.assessment.gate,
        "method_version": page.assessment.method_version,
        "computed_at": page.assessment.at,
        "confirmed": [
            {"meter_point": each.meter_point_id, "what": each.happening, "note": each.note}
            for each in Happened.objects.filter(measure=measure)
        ],
        "warnings": [warning.in_(language) for warning in page.warnings],
        "sentences": [sentence.in_(language) for sentence in page.sentences],
    }


def side_effect_document(one: SideEffect, language: str) -> Document:
    """What changed beside energy."""
    row, newest = one.indicator, one.newest
    return {
        "indicator": row.name,
        "subject": row.subject,
        "unit": row.unit,
        "before": row.start_value,
        "value": newest.value if newest else None,
        "day": newest.day if newest else None,
        "source": newest.source.in_(language) if newest else None,
        "wanted": row.wanted_value,
        "bound": row.bound or None,
        "turn": one.turn,
    }


def tonnes_document(found: OwnStones, language: str) -> Document:
    """The measure's one figure."""
    told = found.headline
    return {
        "t_co2e_a_year": told.tonnes.mean if told else None,
        "low_t": told.tonnes.low if told else None,
        "high_t": told.tonnes.high if told else None,
        "t_basis": told.basis if told else None,
        "t_steps": [step.in_(language) for step in found.steps],
    }


def without_figures(measure: Measure, *, begun: bool) -> Document:
    """A measure of which nothing is measured or judged yet: before its first day, or awaited."""
    return {
        "municipality": measure.municipality_id,
        "synthetic": measure.municipality.synthetic,
        "measure": measure.name,
        "start": measure.start,
        "begun": begun,
        "verdict": Verdict.NOT_DECIDABLE,
        "gate": GateVerdict.OPEN,
        "sentences": [],
    } | dict.fromkeys(UNKNOWN)
