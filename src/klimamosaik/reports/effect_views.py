"""Pages on what a measure brought: the answer, and the way back to the readings."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from klimamosaik.drawing.use_over_time import use_pictures
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.evidence.queries.stand import stand_of_measure
from klimamosaik.measures.models import Happened, Measure
from klimamosaik.measures.queries import rights_on, state_of
from klimamosaik.measures.queries.side_effects import SideEffect, side_effects
from klimamosaik.mosaic.queries.own_stones import OwnStones
from klimamosaik.mosaic.queries.walls import stones_of_measure
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.reports.effect_sum import effect_sum
from klimamosaik.reports.effect_why import why
from klimamosaik.reports.planned import begun, cost_said, planned_page
from klimamosaik.reports.queries.effects import EffectPage, effect_page
from klimamosaik.reports.queries.footprint import sensor_footprint
from klimamosaik.terms.figure import GateVerdict, Verdict


@municipality_page(Role.READER)
def effect(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Was hat es gebracht? Before the first day: was soll es bringen?"""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    today = timezone.localdate()
    stones = own_tonnes(measure)
    state = state_of(measure=measure, today=today)
    rights = rights_on(visit=visited(request), measure=measure)
    known: dict[str, object] = {
        "stones": stones,
        "cost": cost_said(state, begun=state.begun),
        "may_edit_measure": rights.whole,
    }
    if not state.begun:
        known |= {"page": planned_page(state=state)}
        return render(request, "reports/planned.html", known)
    known |= {"measure": measure, "beside": side_effects(measure=measure, newest=state.newest)}
    page = effect_page(measure)
    if page is None:
        awaited = known | {"stand": stand_of_measure(measure)}
        return render(request, "reports/effect_awaited.html", awaited)
    language = reader_language()
    charts = [
        (
            part,
            use_pictures(part.months, start=measure.start, language=language, name=f"use-{place}"),
        )
        for place, part in enumerate(page.parts)
        if measure.start
    ]
    footprint = sensor_footprint(measure=measure, at=timezone.now())
    known |= {"page": page, "charts": charts, "stand": page.stand, "footprint": footprint}
    return render(request, "reports/effect.html", known)


def own_tonnes(measure: Measure) -> OwnStones:
    """The measure's one figure, its steps and stones, in the reader's language."""
    return stones_of_measure(measure=measure, language=reader_language(), at=timezone.now())


@municipality_page(Role.READER)
def effect_why(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Warum? Everything one meter's effect stands on, down to its readings."""
    effect = get_object_or_404(
        MeasuredEffect.objects.select_related("assessment__measure", "meter_point__building"),
        pk=pk,
        assessment__measure__municipality=municipality,
        meter_point__in=MeterPoint.objects.counting(),
    )
    found = why(
        effect=effect,
        month=asked_day(f"{request.GET.get('monat', '')}-01"),
        day=asked_day(request.GET.get("tag", "")),
    )
    newest = newest_assessment(effect.assessment.measure)
    known = {
        "why": found,
        "effect": effect,
        "newer": newest if newest != effect.assessment else None,
        "summed": effect_sum(effect),
    }
    return render(request, "reports/effect_why.html", known)


def asked_day(text: str) -> date | None:
    """2024-03-01 as a day; anything else asks for none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@municipality_page(Role.READER)
def effect_json(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The figures of the page for machines; unknown is null."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    tonnes = tonnes_document(own_tonnes(measure))
    if not begun(measure, timezone.localdate()):
        return JsonResponse(without_figures(measure, begun=False) | tonnes)
    page = effect_page(measure)
    beside = {"side_effects": [beside_document(one) for one in side_effects(measure=measure)]}
    if page is None:
        stand = stand_of_measure(measure).as_record()
        return JsonResponse(without_figures(measure, begun=True) | tonnes | beside | stand)
    document = effect_document(measure, page)
    return JsonResponse(tonnes | beside | page.stand.as_record() | document)


def effect_document(measure: Measure, page: EffectPage) -> dict[str, object]:
    """The figures of an effect for machines."""
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
        "warnings": [warning.in_(get_language() or "de") for warning in page.warnings],
        "sentences": [sentence.in_(get_language() or "de") for sentence in page.sentences],
    }


def beside_document(one: SideEffect) -> dict[str, object]:
    """What changed beside energy, for machines; unknown is null."""
    row, newest = one.indicator, one.newest
    return {
        "indicator": row.name,
        "subject": row.subject,
        "unit": row.unit,
        "before": row.start_value,
        "value": newest.value if newest else None,
        "day": newest.day if newest else None,
        "source": newest.source.in_(get_language() or "de") if newest else None,
        "wanted": row.wanted_value,
        "bound": row.bound or None,
        "turn": one.turn.value,
    }


def tonnes_document(found: OwnStones) -> dict[str, object]:
    """The measure's one figure for machines; unknown is null."""
    told, language = found.headline, get_language() or "de"
    return {
        "t_co2e_a_year": told.tonnes.mean if told else None,
        "low_t": told.tonnes.low if told else None,
        "high_t": told.tonnes.high if told else None,
        "t_basis": told.basis.value if told else None,
        "t_steps": [step.in_(language) for step in found.steps],
    }


def without_figures(measure: Measure, *, begun: bool) -> dict[str, object]:
    """A measure of which nothing is measured or judged yet: before its first day, or awaited."""
    unknown = (
        "end", "saved_kwh", "saved_percent", "low_percent", "high_percent", "low_kwh", "high_kwh",
        "expected_kwh", "measured_kwh", "saved_eur", "low_eur", "high_eur",
        "data_version", "method_version", "computed_at",
    )  # fmt: skip
    return {
        "municipality": measure.municipality_id,
        "synthetic": measure.municipality.synthetic,
        "measure": measure.name,
        "start": measure.start,
        "begun": begun,
        "verdict": Verdict.NOT_DECIDABLE,
        "gate": GateVerdict.OPEN,
        "sentences": [],
    } | dict.fromkeys(unknown)
