"""Pages on what a measure brought: the answer, and the way back to the readings."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from klimamosaik.evidence.meters import NOT_BEGUN
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.newest import newest_assessment
from klimamosaik.evidence.stand import stand_of_measure
from klimamosaik.measures.models import Measure
from klimamosaik.pathway.keeping import stones_of_measure
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import MeterPoint, Municipality, Role
from klimamosaik.publication.charts.course import course_chart
from klimamosaik.publication.effects import EffectPage, effect_page, why


@municipality_page(Role.READER)
def effect(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Was hat es gebracht?"""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    page = effect_page(measure)
    if page is None:
        awaited = {
            "measure": measure,
            "stand": stand_of_measure(measure),
            "not_begun": NOT_BEGUN.text,
        }
        return render(request, "publication/effect_awaited.html", awaited)
    language = get_language() or "de"
    charts = [
        (
            part,
            course_chart(
                part.months,
                installation=measure.installation_start,
                start=measure.start,
                language=language,
            ),
        )
        for part in page.parts
        if measure.start
    ]
    stones = stones_of_measure(
        measure=measure,
        language="en" if language.startswith("en") else "de",
        at=timezone.now(),
    )
    known = {"page": page, "charts": charts, "stones": stones, "stand": page.stand}
    return render(request, "publication/effect.html", known)


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
    }
    return render(request, "publication/effect_why.html", known)


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
    page = effect_page(measure)
    known = {
        "municipality": municipality.ags,
        "synthetic": municipality.synthetic,
        "measure": measure.name,
        "start": measure.start,
    }
    if page is None:
        return JsonResponse(known | UNKNOWN | stand_of_measure(measure).as_record())
    return JsonResponse(known | page.stand.as_record() | effect_document(page))


def effect_document(page: EffectPage) -> dict[str, Any]:
    """The figures of an effect."""
    total = page.total
    return {
        "end": page.assessment.last_day,
        "saved_kwh": total.saved_kwh,
        "saved_percent": total.saved_percent,
        "low_kwh": total.low_kwh,
        "high_kwh": total.high_kwh,
        "confidence": total.confidence,
        "verdict": total.verdict,
        "expected_kwh": total.expected_kwh,
        "measured_kwh": total.measured_kwh,
        "saved_eur": total.saved_eur,
        "saved_tonnes": total.saved_tonnes,
        "gate": page.assessment.gate,
        "method_version": page.assessment.method_version,
        "computed_at": page.assessment.at,
        "sentences": [sentence.in_(get_language() or "de") for sentence in page.sentences],
    }


UNKNOWN: dict[str, Any] = dict.fromkeys(
    (
        "end",
        "saved_kwh",
        "saved_percent",
        "low_kwh",
        "high_kwh",
        "confidence",
        "verdict",
        "expected_kwh",
        "measured_kwh",
        "saved_eur",
        "saved_tonnes",
        "gate",
        "method_version",
        "computed_at",
    )
) | {"sentences": []}  # of an effect that is still to be worked out
