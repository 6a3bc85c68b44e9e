"""The page of a balance."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from klimamosaik.balance.documents import REFUSED_LABEL, balance_document
from klimamosaik.balance.forms import VariantForm
from klimamosaik.balance.kernel.composition import LABEL
from klimamosaik.balance.page import page_of
from klimamosaik.balance.queries.balances import balance_of, grid_of, years_of
from klimamosaik.balance.weather import climate_factor_of
from klimamosaik.balance.years import year_or_404
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.terms.years import possible_year


@municipality_page(Role.READER)
def newest(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest balance there is, or the one asked for; without any, what to do."""
    asked = possible_year(request.GET.get("jahr", ""))
    if asked is not None:
        return redirect("balance_year", ags=municipality.ags, year=asked)
    years = years_of(ags=municipality.ags)
    if not years:
        return not_yet(request, years=(), year=None)
    return shown(request, municipality, years[-1])


@municipality_page(Role.READER)
def balance(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """The balance of one year."""
    return shown(request, municipality, year_or_404(year))


def shown(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """A year's balance; where nothing is known of it, how to begin."""
    years = years_of(ags=municipality.ags)
    if year not in years:
        return not_yet(request, years=years, year=year)
    form = VariantForm(request.GET if "klimafaktor" in request.GET else None)
    factor, share = form.asked()
    own = factor is None
    if own:
        factor = climate_factor_of(town=municipality, year=year)
    found = balance_of(ags=municipality.ags, year=year, climate_factor=factor, heating_share=share)
    page = {
        "page": page_of(found, reader_language()),
        "years": years,
        "year": year,
        "form": form,
        "from_station": own and factor is not None,
        "label": LABEL,
        "refused_label": REFUSED_LABEL,
    }
    return render(request, "balance/balance.html", page)


def not_yet(request: HttpRequest, *, years: Sequence[int], year: int | None) -> HttpResponse:
    """How to begin: with the year that was asked for, else with the last one that is over."""
    entry_year = year or localdate().year - 1
    return render(
        request, "balance/none.html", {"years": years, "year": year, "entry_year": entry_year}
    )


@municipality_page(Role.READER)
def balance_json(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """The same figures for machines; unknown is null."""
    found = grid_of(ags=municipality.ags, year=year_or_404(year))
    return JsonResponse(balance_document(found))
