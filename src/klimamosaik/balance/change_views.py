"""Why did it change; and what that question needs: prices, and plants of the heat grid."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from klimamosaik.balance.change_page import SUBJECTS, change_page
from klimamosaik.balance.entry_views import may_change
from klimamosaik.balance.forms import PlantForm, PriceForm
from klimamosaik.balance.kernel.change import BalanceSubject
from klimamosaik.balance.models import EnergyPrice, Plant
from klimamosaik.balance.operations import put_plant, put_price
from klimamosaik.balance.queries.balances import change_between, grid_of, years_of
from klimamosaik.balance.years import year_or_404
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import RecordForm, stored
from klimamosaik.records.history import KINDS
from klimamosaik.records.withdrawal import Dropping, PageBefore, drop_page
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number
from klimamosaik.terms.years import possible_year


@municipality_page(Role.READER)
def change(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Energy, cost or emissions between two years there are balances for."""
    years = years_of(ags=municipality.ags)
    page: dict[str, Any] = {"years": years, "subjects": SUBJECTS.items()}
    if len(years) < 2:
        return render(request, "balance/change.html", page)
    second = possible_year(request.GET.get("bis", "")) or years[-1]
    first = possible_year(request.GET.get("von", "")) or next(
        (year for year in reversed(years) if year < second), years[0]
    )
    wanted = request.GET.get("was", "")
    subject = BalanceSubject(wanted) if wanted in list(BalanceSubject) else BalanceSubject.EMISSIONS
    page |= {"first": first, "second": second, "subject": subject}
    if first in years and second in years and first != second:
        found = change_between(ags=municipality.ags, first=first, second=second, subject=subject)
        page["page"] = change_page(found, first, second)
    return render(request, "balance/change.html", page)


@municipality_page(Role.READER)
def plants(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """Plants of the district heat grid, whose factor follows from what they burn."""
    rows = Plant.objects.filter(municipality=municipality, year=year_or_404(year))
    new = Plant(municipality=municipality, year=year)
    form = PlantForm(request.POST if "name" in request.POST else None, instance=new)
    if request.method == "POST" and "remove" in request.POST:
        return dropped(request, municipality, rows, PageBefore(HEAT_PLANTS, request.path))
    if request.method == "POST" and changed(request, municipality, form):
        return redirect("balance_plants", ags=municipality.ags, year=year)
    found = grid_of(ags=municipality.ags, year=year)
    page = {"rows": rows, "form": form, "year": year, "heat": found.heat}
    return render(request, "balance/plants.html", page)


@municipality_page(Role.READER)
def prices(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """What carriers cost in a year."""
    rows = EnergyPrice.objects.filter(municipality=municipality, year=year_or_404(year))
    new = EnergyPrice(municipality=municipality, year=year)
    form = PriceForm(request.POST if "value" in request.POST else None, instance=new)
    if request.method == "POST" and "remove" in request.POST:
        return dropped(request, municipality, rows, PageBefore(PRICES, request.path))
    if request.method == "POST" and changed(request, municipality, form):
        return redirect("balance_prices", ags=municipality.ags, year=year)
    page = {"rows": rows, "form": form, "year": year, "years": years_of(ags=municipality.ags)}
    return render(request, "balance/prices.html", page)


def dropped(
    request: HttpRequest,
    municipality: Municipality,
    rows: "QuerySet[Plant] | QuerySet[EnergyPrice]",
    before: PageBefore,
) -> HttpResponse:
    """Ask, then take a plant or a price away."""
    may_change(request, municipality)
    row: Any = get_object_or_404(rows, pk=whole_number(request.POST["remove"]))
    return drop_page(request, row, DROPPING, before=before, by=current_user(request))


HEAT_PLANTS, PRICES = Text("Heizwerke", "Heat plants"), Text("Preise", "Prices")
NAMED = Text("{kind}: {name}", "{kind}: {name}")
DROPPING = Dropping(
    None,
    Text("Das entfernen?", "Remove this?"),
    lambda row: NAMED.format(kind=KINDS[type(row)].text, name=str(row)),
    Text(
        "Die Bilanz dieses Jahres rechnet ohne es. Das Änderungsprotokoll behält es.",
        "The balance of this year goes on without it. The history keeps it.",
    ),
    Text("Entfernt.", "Removed."),
    Text("Entfernen", "Remove"),
)


def changed(request: HttpRequest, municipality: Municipality, form: RecordForm) -> bool:
    """Put what the form says; False where it has to be looked at again."""
    may_change(request, municipality)
    row, user, at = form.instance, current_user(request), timezone.now()
    if isinstance(row, Plant):
        return stored(form, lambda: put_plant(plant=row, by=user, at=at))
    return stored(form, lambda: put_price(price=row, by=user, at=at))
