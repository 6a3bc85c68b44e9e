"""The page that answers the leading question."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.measures.models import Experience
from klimamosaik.measures.queries import measured_by_others
from klimamosaik.pathway.queries.wording import both
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.heads import UNKNOWN
from klimamosaik.planning.price_wording import mean_texts
from klimamosaik.planning.queries.answer import JointEffect, answer_of
from klimamosaik.planning.queries.answer_document import answer_document
from klimamosaik.planning.queries.answer_wording import (
    headline,
    kinds_notes,
    share_said,
    worse_said,
)
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes


@municipality_page(Role.READER)
def answer(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Was bringen alle Maßnahmen zusammen?"""
    found = answer_of(municipality=municipality, at=timezone.now())
    known = {
        "answer": found,
        "headline": headline(found),
        "texts": sentences(found),
        "kinds": [kind for kind in found.kinds if kind.measured],
        "kinds_told": kinds_notes(found.kinds),
        "elsewhere": () if found.measured.count else measured_by_others(municipality=municipality),
        "stand": status_of_measures(municipality),
    }
    return render(request, "planning/answer.html", known)


@municipality_page(Role.READER)
def answer_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures for machines."""
    found = answer_of(municipality=municipality, at=timezone.now())
    elsewhere = [] if found.measured.count else measured_by_others(municipality=municipality)
    document = answer_document(found) | {
        "elsewhere": [experience_document(one) for one in elsewhere]
    }
    return JsonResponse(document | status_of_measures(municipality).as_record())


def experience_document(one: Experience) -> dict[str, object]:
    """What another municipality measured, for machines; unknown is null."""
    return {
        "municipality": one.town,
        "measure": one.measure,
        "day": one.day,
        "saved_kwh": one.saved_kwh,
        "low_kwh": one.low_kwh,
        "high_kwh": one.high_kwh,
        "saved_percent": one.saved_percent,
        "verdict": one.verdict or None,
        "source": one.source,
    }


def sentences(found: JointEffect) -> tuple[Text, ...]:
    """Range and share of the target, what got worse, expectation, price, per head, staff time."""
    return (
        *measured_texts(found),
        *share_said(found),
        *worse_said(found),
        *expected_texts(found),
        *price_texts(found),
        *head_texts(found),
        *(each.said for each in found.saved_time),
    )


def measured_texts(found: JointEffect) -> tuple[Text, ...]:
    """The range of what is measured."""
    if not found.measured.count:
        return ()
    energy, seen = found.energy, found.measured.tonnes
    low, high = (tonnes(end, beside=seen.mean) for end in (seen.low, seen.high))
    return (MEASURED.format(least=energy.low, most=energy.high, low=low, high=high),)


def expected_texts(found: JointEffect) -> tuple[Text, ...]:
    """What is expected besides."""
    if not found.expected.count:
        return ()
    hoped, count = replace(found.expected.tonnes, unit="t"), found.expected.count
    return (
        Text(
            "Erwartet, noch nicht gemessen: {hoped} aus "
            "{count:weiteren Maßnahme|weiteren Maßnahmen, jede für sich}; was sich "
            "überschneidet, ist hier nicht abgezogen.",
            "Expected, not yet measured: {hoped} from {count:more measure|more measures, each by "
            "itself}; overlaps are not taken off here.",
        ).format(hoped=hoped, count=count),
    )


def price_texts(found: JointEffect) -> tuple[Text, ...]:
    """What a tonne costs on average."""
    if found.complaints:
        return tuple(complaint.text for complaint in found.complaints)
    texts = mean_texts(found.abatement) if found.abatement else ()
    return texts or (NO_PRICE,)


def head_texts(found: JointEffect) -> tuple[Text, ...]:
    """Per head, with the population used."""
    people, kwh, kg = found.population, found.kwh_per_head, found.kg_per_head
    if people is None or kwh is None or kg is None:
        return (UNKNOWN,)
    energy, mass = both(kwh, 1), both(kg, 1)
    return (
        Text(
            "Je Kopf sind das {energy} kWh und {mass} kg CO₂e im Jahr ({people}).",
            "Per head this is {energy} kWh and {mass} kg CO₂e a year ({people}).",
        ).format(energy=energy, mass=mass, people=people.said),
    )


NO_PRICE = Text(
    "Was eine Tonne kostet, ist nicht bekannt: Kosten oder Nutzungsdauer fehlen.",
    "What a tonne costs is not known: cost or life are missing.",
)
MEASURED = Text(
    "Gemessen: {least:n} bis {most:n} MWh und {low} bis {high} t im Jahr; zusammengezählt ist nur, "
    "was sich von null unterscheidet.",
    "Measured: {least:n} to {most:n} MWh and {low} to {high} t a year; only what is "
    "distinguishable from zero is added up.",
)
