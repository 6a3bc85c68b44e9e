"""The page on what a measure is expected to bring: tonnes, energy, money."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries import rights_on
from klimamosaik.pathway.forms import ExpectationForm
from klimamosaik.pathway.operations import expect
from klimamosaik.pathway.queries.saving import proposal_for
from klimamosaik.people.access import municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.answers import answer
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.language import said
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text


@municipality_page(Role.READER)
def expectation(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Write down what a measure is expected to bring; a price is proposed where one is asked."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    if not rights_on(visit=visited(request), measure=measure).whole:
        raise PermissionDenied
    if request.POST.get("do") == "propose":
        return proposed(request, measure)
    form = ExpectationForm(request.POST or None, measure=measure)

    def expected() -> object:
        return expect(
            measure=measure,
            effect=form.effect,
            field=Field(form.cleaned_data["field"]),
            scope=form.whose,
            saving=form.saving,
            reasoning=form.cleaned_data["reasoning"],
            by=current_user(request),
        )

    if stored(form, expected):
        tell_done(request, Deed.EXPECTED, SAVED.format(name=measure.name))
        return redirect("mosaic", ags=municipality.ags)
    return shown(request, measure, form)


def proposed(request: HttpRequest, measure: Measure) -> HttpResponse:
    """The form as it was sent, with the money its energy would be worth; nothing is stored."""
    form = ExpectationForm(request.POST, measure=measure)
    form.is_valid()
    mwh, field = form.cleaned_data.get("saved_mwh"), form.cleaned_data.get("field")
    if mwh is None:
        form.add_error("saved_mwh", said("Erst die Energie im Jahr.", "First the energy a year."))
        return shown(request, measure, form)
    form.errors.clear()  # nobody asked for it to be stored yet
    found = proposal_for(measure, Field(field or Field.HEAT), mwh)
    if found is None:
        return shown(request, measure, form, NO_PRICE)
    answer(form, "saved_eur", [f"{found.saved_eur:.0f}"])
    text = PROPOSED.format(mwh=mwh, price=found.price.source, eur=found.saved_eur)
    return shown(request, measure, form, text)


def shown(
    request: HttpRequest, measure: Measure, form: ExpectationForm, told: Text | None = None
) -> HttpResponse:
    """The page with its form, and what is told of a proposal."""
    page = {"form": form, "measure": measure, "told": told}
    return render(request, "pathway/expectation_form.html", page)


SAVED = Text(
    "Die erwartete Minderung von „{name}“ ist gespeichert.",
    "The expected reduction of “{name}” is saved.",
)
PROPOSED = Text(
    "Vorschlag, noch nicht gespeichert: {mwh} MWh mal {price} sind {eur:n} Euro im Jahr.",
    "A proposal, not saved yet: {mwh} MWh times {price} are {eur:n} € a year.",
)
NO_PRICE = Text(
    "Für einen Vorschlag fehlt der Preis: Es ist keine passende Rechnung mit Menge bekannt. Bitte "
    "tragen Sie den Betrag selbst ein, oder lassen Sie das Feld leer.",
    "The price for a proposal is missing: no fitting bill with a quantity is known. Please enter "
    "the amount yourself, or leave the field empty.",
)
