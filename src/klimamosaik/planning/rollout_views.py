"""The page from a pilot to all comparable places."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from klimamosaik.evidence.queries.data_status import status_of_measure
from klimamosaik.measures.models import CostLine, Measure
from klimamosaik.pathway.queries.grade import grade_of
from klimamosaik.pathway.queries.wording import both
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Building, Municipality
from klimamosaik.planning.assumptions import assumed
from klimamosaik.planning.money import money_of
from klimamosaik.planning.rollout import (
    PilotPlace,
    RolledOut,
    Where,
    comparable,
    pilot_place,
    rolled_out,
)
from klimamosaik.planning.steering import town_pathway
from klimamosaik.records.checkbox_list import Ticks
from klimamosaik.records.forms import complain
from klimamosaik.records.language import said
from klimamosaik.records.number_fields import NumberField, WholeNumberField
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.figure import Verdict
from klimamosaik.terms.text import Text
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.terms.tonnes_range import tonnes_range

MOST_PLACES = 100_000


class RollOutForm(forms.Form):
    """Where to, at what cost, and how much places differ."""

    buildings = forms.ModelMultipleChoiceField(
        label=said("Vergleichbare Gebäude", "Comparable buildings"),
        help_text=said("Gleiche Art wie beim Piloten.", "Same kind as the pilot's."),
        queryset=Building.objects.none(), required=False, widget=Ticks,
    )  # fmt: skip
    count = WholeNumberField(
        label=said("Weitere Orte wie der Pilot, Anzahl", "More places like the pilot, number"),
        required=False, min_value=0, max_value=MOST_PLACES,
    )  # fmt: skip
    cost = NumberField(
        label=said("Kosten je Ort, Euro", "Cost per place, EUR"),
        required=False, min_value=0,
    )  # fmt: skip
    spread = NumberField(
        label=said(
            "Wie verschieden sind Orte? Prozent der Wirkung",
            "How much do places differ? Per cent of the effect",
        ),
        help_text=said(
            "Standardabweichung zwischen Orten. Leer: aus drei oder mehr Piloten geschätzt.",
            "Standard deviation between places. Empty: estimated from three or more pilots.",
        ),
        required=False, min_value=0, max_value=500,
    )  # fmt: skip
    others = forms.ModelMultipleChoiceField(
        label=said("Weitere Piloten derselben Art", "Further pilots of the same kind"),
        queryset=Measure.objects.none(), required=False, widget=Ticks,
    )  # fmt: skip

    def __init__(
        self, *args: Any, buildings: Sequence[Building], others: Sequence[Measure], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen, measures = self.fields["buildings"], self.fields["others"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        assert isinstance(measures, forms.ModelMultipleChoiceField)
        chosen.queryset = Building.objects.filter(pk__in=[each.pk for each in buildings])
        measures.queryset = Measure.objects.filter(pk__in=[each.pk for each in others])

    @property
    def where(self) -> Where:
        """What was asked."""
        given = self.cleaned_data
        spread = given["spread"]
        return Where(
            buildings=tuple(given["buildings"]),
            count=given["count"] or 0,
            spread=None if spread is None else spread / 100,
            cost=given["cost"],
        )


@municipality_page(Role.READER)
def rollout(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Übertragung auf andere Gebäude"""
    pathway = town_pathway(municipality=municipality, at=timezone.now())
    known = {one.measure.pk: one for one in pathway.known}
    if pk not in known:
        raise Http404
    page: dict[str, Any] = {
        "measure": known[pk].measure,
        "grade": grade_of(known[pk]),
        "stand": status_of_measure(known[pk].measure),
    }
    if known[pk].measured is None:
        return render(request, "planning/rollout.html", page)
    pilot = pilot_place(known[pk])
    others = [one.measure for one in pathway.known if one.measured and one.measure.pk != pk]
    form = RollOutForm(
        request.GET or None,
        buildings=comparable(pilot, municipality),
        others=others,
        initial=proposed(pilot),
    )
    page |= {"form": form, "pilot": pilot, "seen": seen_text(pilot)}
    if form.is_valid():
        chosen = [pilot_place(known[each.pk]) for each in form.cleaned_data["others"]]
        try:
            found = rolled_out([pilot, *chosen], form.where)
        except InputRejected as refusal:
            complain(form, refusal)
        else:
            page |= {"headline": headline(found), "texts": texts(found, form.where)}
    return render(request, "planning/rollout.html", page)


def proposed(pilot: PilotPlace) -> dict[str, Any]:
    """What the form shows first: the pilot's own cost per place, and the assumed spread."""
    money = money_of(pilot.measure, list(CostLine.objects.filter(measure=pilot.measure)))
    cost = money.total / max(len(pilot.buildings), 1) if money else None
    return {"spread": assumed("spread").percent, "cost": cost}


def seen_text(pilot: PilotPlace) -> Text:
    """What was measured at the pilot."""
    assert pilot.known.measured is not None
    figure = tonnes_range(pilot.known.measured)
    places = ", ".join(building.name for building in pilot.buildings)
    return Text(
        "Gemessen an {places}: {figure} t CO₂e im Jahr.",
        "Measured at {places}: {figure} t CO₂e a year.",
    ).format(places=places, figure=figure)


def headline(found: RolledOut) -> Text:
    """Places, tonnes and their range."""
    result, many = found.tonnes, both(found.places)
    mean, low, high = (
        tonnes(each, beside=result.mean) for each in (result.mean, result.low, result.high)
    )
    return Text(
        "An {many} Orten: {mean} t CO₂e im Jahr, mit 90 % Sicherheit zwischen {low} und {high}",
        "At {many} places: {mean} t CO₂e a year, with 90 % confidence between {low} and {high}",
    ).format(many=many, mean=mean, low=low, high=high)


def texts(found: RolledOut, where: Where) -> tuple[Text, ...]:
    """Energy, cost, and everything it assumes."""
    return (*figures(found), *assumptions(found, where))


def figures(found: RolledOut) -> list[Text]:
    """Energy and money."""
    energy = both(found.kwh / 1000)
    lines = [
        Text("Das sind etwa {energy} MWh im Jahr.", "That is about {energy} MWh a year.").format(
            energy=energy
        )
    ]
    if found.cost is None:
        lines.append(Text("Kosten: nicht bekannt.", "Cost: not known."))
    else:
        cost = both(found.cost)
        lines.append(
            Text("Kosten: {cost} Euro einmalig.", "Cost: {cost} € once.").format(cost=cost)
        )
    if found.saved_eur is not None:
        saved = both(found.saved_eur)
        lines.append(
            Text(
                "Gespart würden etwa {saved} Euro im Jahr, zu den Preisen des Piloten.",
                "About {saved} € a year would be saved, at the pilot's prices.",
            ).format(saved=saved)
        )
    if found.tonnes.verdict is not Verdict.SAVED:
        lines.append(
            Text(
                "Die Spanne reicht bis null oder darunter: Ob es sich anderswo lohnt, ist damit "
                "noch nicht gezeigt. Ein weiterer Pilot engt sie ein.",
                "The range reaches zero or below: that it pays elsewhere has not been shown yet. "
                "Another pilot narrows it.",
            )
        )
    return lines


def assumptions(found: RolledOut, where: Where) -> list[Text]:
    """What must hold for the figures to hold."""
    size = (
        Text("je Quadratmeter Nutzfläche", "per square metre of usable area")
        if found.by_area
        else Text("je Ort, gleich groß wie beim Piloten", "per place, as large as the pilot's")
    )
    percent = both(100 * (where.spread or 0))
    spread = (
        Text(
            "Angenommen: Orte unterscheiden sich um {percent} % der Wirkung (Standardabweichung). "
            "Das hat niemand gemessen.",
            "Assumed: places differ by {percent} % of the effect (standard deviation). Nobody has "
            "measured that.",
        ).format(percent=percent)
        if where.spread is not None
        else Text(
            "Wie verschieden Orte sind, ist aus {pilots} Piloten geschätzt.",
            "How much places differ is estimated from {pilots} pilots.",
        ).format(pilots=found.pilots)
    )
    return [
        Text("Gerechnet {size}.", "Computed {size}.").format(size=size),
        spread,
        Text(
            "Die Orte müssen dem Piloten gleichen: Nutzung, Technik, Energieträger, Betrieb. "
            "Piloten stehen oft an den besten Stellen; das ist nicht abgezogen.",
            "The places must be like the pilot: use, technology, carrier, operation. Pilots often "
            "stand in the best places; that is not taken off.",
        ),
    ]
