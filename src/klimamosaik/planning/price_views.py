"""The page on what a tonne costs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.drawing.scale import Pictures
from klimamosaik.evidence.queries.data_status import status_of_measures
from klimamosaik.measures.queries.costs_corrected import costs_corrected
from klimamosaik.pathway.queries.heads import heads_on
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.places.queries.heads import Heads
from klimamosaik.planning.assumptions import assumed
from klimamosaik.planning.forms import LifeForm
from klimamosaik.planning.pictures import price_pictures
from klimamosaik.planning.price import Abatement, Priced, abatement_of
from klimamosaik.planning.price_wording import (
    headline,
    mean_texts,
    per_head_text,
    steps_said,
    worth,
)
from klimamosaik.planning.steering import town_pathway
from klimamosaik.records.language import reader_language
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.document import Document, document, plain
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PriceAssumptions:
    """Assumptions of a page."""

    interest: float  # [%/a]
    life: float | None  # [a]


def asked_in(form: LifeForm) -> PriceAssumptions:
    """What the form says, else what is assumed."""
    if not form.is_bound or not form.is_valid():
        return PriceAssumptions(assumed("interest").percent, None)
    return PriceAssumptions(form.cleaned_data["interest"], form.cleaned_data["life"])


def form_for(request: HttpRequest) -> LifeForm:
    """The form as it was sent, or with what is assumed."""
    if "interest" in request.GET:
        return LifeForm(request.GET)
    return LifeForm(initial={"interest": assumed("interest").percent})


def found_for(
    request: HttpRequest, municipality: Municipality, asked: PriceAssumptions
) -> tuple[Abatement, Heads | None]:
    """The curve under the assumptions asked for, and the people it is divided by."""
    now = timezone.now()
    pathway = town_pathway(municipality=municipality, at=now)
    found = abatement_of(
        pathway=pathway,
        today=local_day(now),
        interest=asked.interest / 100,
        life=asked.life,
    )
    return found, heads_on(pathway)


@municipality_page(Role.READER)
def abatement(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Was kostet eine Tonne?"""
    form = form_for(request)
    asked = asked_in(form)
    known: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "stand": status_of_measures(municipality),
    }
    try:
        found, heads = found_for(request, municipality, asked)
    except InputRejected as refusal:
        texts = [complaint.text for complaint in refusal.complaints]
        return render(request, "planning/abatement.html", known | {"texts": texts})
    known |= {
        "found": found,
        "headline": headline(found),
        "groups": groups_of(found),
        "means": mean_texts(found),
        "per_head": per_head_text(found, heads),
        "costs_changed": costs_corrected([one.measure for one in found.all_steps]),
    }
    return render(request, "planning/abatement.html", known)


@municipality_page(Role.READER)
def abatement_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The curve for machines; unknown is null."""
    asked = asked_in(form_for(request))
    try:
        found, heads = found_for(request, municipality, asked)
    except InputRejected as refusal:
        return JsonResponse(
            {"refused": plain([one.text for one in refusal.complaints])}, status=409
        )
    stand = status_of_measures(municipality).as_record()
    return JsonResponse(abatement_document(municipality, asked, found, heads) | stand)


@document
def abatement_document(
    municipality: Municipality, asked: PriceAssumptions, found: Abatement, heads: Heads | None
) -> Document:
    """Each step of the curve with its price, what failed, and what is not in it."""
    return {
        "municipality": municipality.ags,
        "synthetic": municipality.synthetic,
        "interest_percent": asked.interest,
        "assumed_life_years": asked.life,
        "steps": [
            {
                "measure": one.measure.name,
                "evidence": one.grade,
                "t_co2e_a_year": one.step.tonnes.mean,
                "headline_t": one.headline_t,
                "eur_per_t": one.step.euro_per_tonne,
                "eur_per_t_low": one.step.cheapest,
                "eur_per_t_high": one.step.dearest,
                "saved_eur_a_year": one.saved_eur,
                "saved_eur_known_from": one.basis,
            }
            for one in found.all_steps
        ],
        "failed": [
            {
                "measure": one.measure.name,
                "reason": one.reason,
                "spent_eur": one.spent,
                "t_co2e_a_year": one.tonnes,
            }
            for one in found.failed
        ],
        "means": {"saving_known": found.mean, "saving_not_known": found.gross_mean},
        "per_head": head_document(found, heads),
        "left_out": [{"measure": one.name, "reason": one.reason} for one in found.left_out],
    }


def head_document(found: Abatement, heads: Heads | None) -> Document | None:
    """Tonnes and cost of all steps per head a year; None where nobody knows how many live here."""
    if heads is None:
        return None
    return {
        "kg_co2e_a_year": heads.per(1000 * sum(one.step.tonnes.mean for one in found.all_steps)),
        "eur_a_year": heads.per(sum(one.step.cost for one in found.all_steps)),
        **heads.as_record(),
    }


@dataclass(frozen=True)
class Group:
    """Measures that can be compared with each other."""

    title: Text
    lines: list[tuple[Priced, Text]]  # with what the price means
    pictures: Pictures


def groups_of(found: Abatement) -> list[Group]:
    """Those whose saved money is known, then the others; empty ones are left out."""
    given = (("net", NET_TITLE, found.steps), ("gross", GROSS_TITLE, found.gross))
    return [
        Group(
            title,
            [(one, worth(one)) for one in steps],
            price_pictures(steps, said=steps_said(steps), language=reader_language(), name=name),
        )
        for name, title, steps in given
        if steps
    ]


NET_TITLE = Text("Gesparte Energiekosten abgezogen", "Saved energy cost taken off")
GROSS_TITLE = Text(
    "Für sich: Ersparnis bei den Energiekosten nicht eingetragen",
    "Apart: saving of energy cost not entered",
)
