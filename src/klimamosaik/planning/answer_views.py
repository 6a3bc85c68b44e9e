"""The page that answers the leading question."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.stand import stand_of_measures
from klimamosaik.pathway.queries.wording import both
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.planning.price_wording import mean_texts
from klimamosaik.planning.queries.answer import JointEffect, answer_document, answer_of
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
        "stand": stand_of_measures(municipality),
    }
    return render(request, "planning/answer.html", known)


@municipality_page(Role.READER)
def answer_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures for machines."""
    found = answer_of(municipality=municipality, at=timezone.now())
    return JsonResponse(answer_document(found) | stand_of_measures(municipality).as_record())


def headline(found: JointEffect) -> Text:
    """x measures, y MWh, z t."""
    if not found.lines:
        return Text("Noch gibt es keine Maßnahmen", "There are no measures yet")
    count, seen = len(found.lines), found.measured.count
    several = Text(
        "Eine Maßnahme" if count == 1 else f"{count} Maßnahmen",
        "One measure" if count == 1 else f"{count} measures",
    )
    if not seen:
        return Text(
            "{several}, noch von keiner ist eine Wirkung nachgewiesen",
            "{several}, no effect of any is shown yet",
        ).format(several=several)
    energy, mass = both(abs(found.saved_mwh)), tonnes(abs(found.measured.tonnes.mean))
    less = Text("weniger", "less") if found.measured.tonnes.mean >= 0 else Text("mehr", "more")
    return Text(
        "{several}, {seen} davon mit gemessener Wirkung: {energy} MWh und {mass} t CO₂e im Jahr "
        "{less}",
        "{several}, {seen} with a measured effect: {energy} MWh and {mass} t CO₂e a year {less}",
    ).format(several=several, seen=seen, energy=energy, mass=mass, less=less)


def sentences(found: JointEffect) -> tuple[Text, ...]:
    """Range, expectation, price and per head."""
    return (*measured_texts(found), *expected_texts(found), *price_texts(found), *head_texts(found))


def measured_texts(found: JointEffect) -> tuple[Text, ...]:
    """The range of what is measured."""
    if not found.measured.count:
        return ()
    seen = found.measured.tonnes
    low, high = (tonnes(end, beside=seen.mean) for end in (seen.low, seen.high))
    return (
        Text(
            "Gemessen: {low} bis {high} t im Jahr; zusammengezählt ist nur, was sich von null "
            "unterscheidet.",
            "Measured: {low} to {high} t a year; only what is distinguishable from zero is added "
            "up.",
        ).format(low=low, high=high),
    )


def expected_texts(found: JointEffect) -> tuple[Text, ...]:
    """What is expected besides."""
    if not found.expected.count:
        return ()
    hoped, count = replace(found.expected.tonnes, unit="t"), found.expected.count
    return (
        Text(
            "Erwartet, noch nicht gemessen: {hoped} aus {count} weiteren, "
            "jede für sich; was sich überschneidet, ist hier nicht abgezogen.",
            "Expected, not yet measured: {hoped} from {count} more, each by "
            "itself; overlaps are not taken off here.",
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
        return (
            Text(
                "Je Kopf: nicht bekannt, die Einwohnerzahl fehlt.",
                "Per head: not known, the population is missing.",
            ),
        )
    energy, mass, heads = both(kwh, 1), both(kg, 1), both(people.inhabitants)
    return (
        Text(
            "Je Kopf sind das {energy} kWh und {mass} kg CO₂e im Jahr ({heads} Einwohner, {year}).",
            "Per head this is {energy} kWh and {mass} kg CO₂e a year ({heads} inhabitants, "
            "{year}).",
        ).format(energy=energy, mass=mass, heads=heads, year=people.year),
    )


NO_PRICE = Text(
    "Was eine Tonne kostet, ist nicht bekannt: Kosten oder Nutzungsdauer fehlen.",
    "What a tonne costs is not known: cost or life are missing.",
)
