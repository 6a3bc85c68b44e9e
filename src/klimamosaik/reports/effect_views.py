"""Pages on what a measure brought: the answer, and the way back to the readings."""

from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language

from klimamosaik.drawing.use_over_time import use_pictures
from klimamosaik.evidence.models import MeasuredEffect
from klimamosaik.evidence.queries.data_status import status_of_measure
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries import rights_on, state_of
from klimamosaik.measures.queries.costs_corrected import costs_corrected
from klimamosaik.measures.queries.side_effects import side_effects
from klimamosaik.mosaic.queries.own_stones import OwnStones
from klimamosaik.mosaic.queries.walls import stones_of_measure
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.reports.effect_document import effect_document
from klimamosaik.reports.effect_sum import effect_sum
from klimamosaik.reports.effect_why import why
from klimamosaik.reports.planned_measure import cost_said, planned_page
from klimamosaik.reports.queries.effects import effect_page
from klimamosaik.reports.queries.footprint import sensor_footprint
from klimamosaik.streams.queries.sources import own_use


@municipality_page(Role.READER)
def effect(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Was hat es gebracht? Before the first day: was soll es bringen?"""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    today = timezone.localdate()
    stones = own_tonnes(measure)
    state = state_of(measure=measure, today=today)
    rights = rights_on(visit=visited(request), measure=measure)
    own = own_use(municipality=municipality, now=timezone.now())
    known: dict[str, object] = {
        "measure": measure,
        "footprint": sensor_footprint(measure=measure, own=own),
        "stones": stones,
        "cost": cost_said(state, begun=state.begun),
        "costs_changed": costs_corrected([measure]),
        "may_edit_measure": rights.whole,
    }
    if not state.begun:
        known |= {"page": planned_page(state=state)}
        return render(request, "reports/planned.html", known)
    known |= {"beside": side_effects(measure=measure, newest=state.newest)}
    page = effect_page(measure)
    if page is None:
        awaited = known | {"stand": status_of_measure(measure)}
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
    known |= {"page": page, "charts": charts, "stand": page.stand}
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
    today, language = timezone.localdate(), get_language() or "de"
    return JsonResponse(effect_document(measure, own_tonnes(measure), today, language))
