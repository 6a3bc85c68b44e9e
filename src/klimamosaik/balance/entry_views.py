"""Entering values: the grid of a year, and one item with why it says what it says."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.balance.entry_preview import EntryPreview, preview_entries
from klimamosaik.balance.forms import SourceFields, WishForm, written
from klimamosaik.balance.grid_page import asked_in_grid, grid_page
from klimamosaik.balance.item_page import item_page
from klimamosaik.balance.kernel.grid import BY_CODE, Item
from klimamosaik.balance.operations import carry_out
from klimamosaik.balance.queries.balances import grid_of
from klimamosaik.balance.years import possible_year
from klimamosaik.people.access import includes, municipality_page, role_in
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language, translate
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text

STORED = Text("Gespeichert: {n} Werte.", "Stored: {n} values.")
NOTHING = Text("Es war nichts zu ändern.", "There was nothing to change.")


@municipality_page(Role.READER)
def grid(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """All items of a year, to look at and to fill."""
    found = grid_of(ags=municipality.ags, year=possible_year(year))
    if request.method != "POST":
        page = {
            "page": grid_page(found, {}, reader_language()),
            "form": SourceFields(),
            "year": year,
        }
        return render(request, "balance/grid.html", page)
    may_change(request, municipality)
    form = SourceFields(request.POST)
    form.is_valid()
    wishes, complaints = asked_in_grid(request.POST, found, form, reader_language())
    foreseen = preview_entries(ags=municipality.ags, wishes=wishes)
    told = (*complaints, *foreseen.complaints)
    if told or not foreseen.differences:
        page = {
            "page": grid_page(found, request.POST, reader_language()),
            "form": form,
            "year": year,
            "complaints": told or (Problem("nothing", NOTHING),),
        }
        return render(request, "balance/grid.html", page)
    if request.POST.get("do") == "store":
        return stored(request, municipality, foreseen, year)
    return looked_at(request, foreseen, year)


@municipality_page(Role.READER)
def item(request: HttpRequest, municipality: Municipality, year: int, code: str) -> HttpResponse:
    """Why an item says what it says, what it said before, and the form to change it."""
    asked = item_of(code)
    found = grid_of(ags=municipality.ags, year=possible_year(year))
    page = item_page(found, asked)
    if request.method != "POST":
        form = WishForm(initial=written(page.cell))
        return render(request, "balance/item.html", {"page": page, "form": form, "year": year})
    may_change(request, municipality)
    form = WishForm(request.POST)
    if form.is_valid():
        foreseen = preview_entries(ags=municipality.ags, wishes=[form.wish(year, asked)])
        complain(form, foreseen.complaints)
        if foreseen.storable and request.POST.get("do") == "store":
            return stored(request, municipality, foreseen, year)
        if foreseen.storable:
            return looked_at(request, foreseen, year)
        if not foreseen.complaints:
            form.add_error(None, translate(NOTHING))
    return render(request, "balance/item.html", {"page": page, "form": form, "year": year})


def item_of(code: str) -> Item:
    """The item an address names; 404 for what cannot be."""
    found = BY_CODE.get(code)
    if found is None or not found.possible:
        raise Http404
    return found


def may_change(request: HttpRequest, municipality: Municipality) -> None:
    """Readers look, editors change."""
    held = role_in(request.user, municipality)
    if held is None or not includes(held, Role.EDITOR):
        raise PermissionDenied


def looked_at(request: HttpRequest, foreseen: EntryPreview, year: int) -> HttpResponse:
    """What would change, with what was given kept for the next step."""
    left_out = ("csrfmiddlewaretoken", "do")
    kept = [(name, value) for name, value in request.POST.items() if name not in left_out and value]
    emptied = [(name, "") for name, value in request.POST.items() if not value]
    page = {"foreseen": foreseen, "kept": kept + emptied, "year": year}
    return render(request, "balance/foreseen.html", page)


def stored(
    request: HttpRequest, municipality: Municipality, foreseen: EntryPreview, year: int
) -> HttpResponse:
    """Carry it out and go back to the grid; what another person hindered meanwhile is told."""
    try:
        changed = carry_out(
            municipality=municipality,
            wishes=foreseen.wishes,
            by=current_user(request),
            at=timezone.now(),
        )
    except InputRejected as refusal:
        for complaint in refusal.complaints:
            messages.error(request, translate(complaint.text))
    else:
        messages.success(request, translate(STORED.format(n=changed)))
    return redirect("balance_grid", ags=municipality.ags, year=year)


def complain(form: forms.Form, complaints: tuple[Problem, ...]) -> None:
    """Put what cannot be beside the field it is about."""
    for complaint in complaints:
        field = "source" if "source" in complaint.code else "energy"
        form.add_error(field, translate(complaint.text))
