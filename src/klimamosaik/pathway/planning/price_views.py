"""The page on what a tonne costs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.stand import stand_of_measures
from klimamosaik.pathway.drawn.scale import Size
from klimamosaik.pathway.planning.assumptions import assumed
from klimamosaik.pathway.planning.forms import LifeForm
from klimamosaik.pathway.planning.price import Abatement, Priced, abatement_of
from klimamosaik.pathway.planning.price_drawn import price_svg
from klimamosaik.pathway.planning.steering import town_pathway
from klimamosaik.pathway.way_page import Pictures
from klimamosaik.pathway.wording import both
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Municipality, Role
from klimamosaik.places.speaking import reading
from klimamosaik.terms.complaint import Refused
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Asked:
    """Assumptions of a page."""

    interest: float  # [%/a]
    life: float | None  # [a]


def asked_in(form: LifeForm) -> Asked:
    """What the form says, else what is assumed."""
    if not form.is_bound or not form.is_valid():
        return Asked(assumed("interest").percent, None)
    return Asked(form.cleaned_data["interest"], form.cleaned_data["life"])


def form_for(request: HttpRequest) -> LifeForm:
    """The form as it was sent, or with what is assumed."""
    if "interest" in request.GET:
        return LifeForm(request.GET)
    return LifeForm(initial={"interest": assumed("interest").percent})


def found_for(request: HttpRequest, municipality: Municipality, asked: Asked) -> Abatement:
    """The curve under the assumptions asked for."""
    now = timezone.now()
    return abatement_of(
        pathway=town_pathway(municipality=municipality, at=now),
        today=now.astimezone(LOCAL).date(),
        interest=asked.interest / 100,
        life=asked.life,
    )


@municipality_page(Role.READER)
def abatement(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Was kostet eine Tonne?"""
    form = form_for(request)
    asked = asked_in(form)
    known: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "stand": stand_of_measures(municipality),
    }
    try:
        found = found_for(request, municipality, asked)
    except Refused as refusal:
        texts = [complaint.text for complaint in refusal.complaints]
        return render(request, "planning/abatement.html", known | {"texts": texts})
    known |= {
        "found": found,
        "headline": headline(found),
        "lines": [(one, worth(one)) for one in found.steps],
        "pictures": pictures(found) if found.steps else None,
    }
    return render(request, "planning/abatement.html", known)


@municipality_page(Role.READER)
def abatement_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The curve for machines; unknown is null."""
    asked = asked_in(form_for(request))
    try:
        found = found_for(request, municipality, asked)
    except Refused as refusal:
        texts = [{"de": one.text.de, "en": one.text.en} for one in refusal.complaints]
        return JsonResponse({"refused": texts}, status=409)
    return JsonResponse(
        {
            "municipality": municipality.ags,
            "synthetic": municipality.synthetic,
            "interest_percent": asked.interest,
            "assumed_life_years": asked.life,
            "steps": [
                {
                    "measure": one.measure.name,
                    "evidence": one.grade.value,
                    "t_co2e_a_year": one.step.tonnes,
                    "eur_per_t": one.step.euro_per_tonne,
                    "eur_per_t_low": one.step.low_price,
                    "eur_per_t_high": one.step.high_price,
                    "saved_eur_a_year": one.saved_eur,
                }
                for one in found.steps
            ],
            "left_out": [
                {"measure": one.name, "reason": {"de": one.reason.de, "en": one.reason.en}}
                for one in found.left_out
            ],
        }
        | stand_of_measures(municipality).as_record()
    )


def pictures(found: Abatement) -> Pictures:
    """The curve for a broad page and for a phone."""
    broad, narrow = (
        price_svg(
            found.steps,
            said=headline(found),
            size=size,
            language=reading(),
            ident=f"price-{size.value}",
        )
        for size in Size
    )
    return Pictures(broad, narrow)


def headline(found: Abatement) -> Text:
    """What is cheapest, what is dearest."""
    if not found.steps:
        return Text("Noch hat keine Tonne einen Preis", "No tonne has a price yet")
    cheapest, dearest = found.steps[0], found.steps[-1]
    low, high = price_text(cheapest), price_text(dearest)
    if len(found.steps) == 1:
        return Text(f"Eine Tonne CO2e kostet {low.de}", f"A tonne of CO2e costs {low.en}")
    return Text(
        f"Eine Tonne CO2e kostet zwischen {low.de} und {high.de}",
        f"A tonne of CO2e costs between {low.en} and {high.en}",
    )


def price_text(one: Priced) -> Text:
    """The price of a tonne, rounded to whole euros."""
    price = both(one.step.euro_per_tonne)
    return Text(f"{price.de.replace('-', '−')} Euro", f"{price.en.replace('-', '−')} EUR")


def worth(one: Priced) -> Text:
    """What a price means in words."""
    if one.step.euro_per_tonne < 0:
        return GAIN
    return COSTS if one.saved_eur is not None else COSTS_WITHOUT_SAVINGS


GAIN = Text("spart mehr Geld, als sie kostet", "saves more money than it costs")
COSTS = Text("gesparte Energiekosten abgezogen", "saved energy cost taken off")
COSTS_WITHOUT_SAVINGS = Text(
    "ohne gesparte Energiekosten: die kennt noch niemand",
    "without saved energy cost: nobody knows it yet",
)
