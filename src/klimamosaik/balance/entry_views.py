"""Entering values: the grid of a year, and one item with why it says what it says."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.balance.concurrent_entries import changed_since, overtaken, typed_in, version_of
from klimamosaik.balance.entry_preview import EntryPreview, preview_entries
from klimamosaik.balance.forms import SourceFields, WishForm, written
from klimamosaik.balance.grid_page import asked_in_grid, grid_page
from klimamosaik.balance.item_page import item_page
from klimamosaik.balance.kernel.grid import BY_CODE, Item
from klimamosaik.balance.models import Entry
from klimamosaik.balance.operations import carry_out, place_of
from klimamosaik.balance.queries.balances import grid_of
from klimamosaik.balance.years import year_or_404
from klimamosaik.people.access import includes, municipality_page, role_in
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.records.done_messages import Deed, tell_done
from klimamosaik.records.forms import stored
from klimamosaik.records.language import reader_language, translate
from klimamosaik.records.undoing import noting
from klimamosaik.records.versions import Watched
from klimamosaik.records.withdrawal import offer_undo
from klimamosaik.terms.complaint import InputRejected, Problem
from klimamosaik.terms.text import Text

STORED = Text("Gespeichert: {n} Werte.", "Stored: {n} values.")
RECKONED = Text(
    "Die Bilanz rechnet jetzt mit den neuen Werten.", "The balance reckons with the new values now."
)
NOTHING = Text("Es war nichts zu ändern.", "There was nothing to change.")


@municipality_page(Role.READER)
def grid(request: HttpRequest, municipality: Municipality, year: int) -> HttpResponse:
    """All items of a year, to look at and to fill."""
    found = grid_of(ags=municipality.ags, year=year_or_404(year))
    page: dict[str, object] = {"year": year, "version": version_of(ags=municipality.ags, year=year)}
    if request.method != "POST":
        page |= {"page": grid_page(found, {}, reader_language()), "form": SourceFields()}
        return render(request, "balance/grid.html", page)
    may_change(request, municipality)
    opened, language = request.POST.get("version", ""), reader_language()
    others = changed_since(ags=municipality.ags, year=year, version=opened, language=language)
    typed = typed_in(request.POST.dict(), others)
    form = SourceFields(request.POST)
    form.is_valid()
    wishes, complaints = asked_in_grid(typed, found, form, language)
    foreseen = preview_entries(ags=municipality.ags, wishes=wishes)
    told = (*overtaken(typed, others), *complaints, *foreseen.complaints)
    if told or not foreseen.differences:
        told = told or (Problem("nothing", NOTHING),)
        page |= {"page": grid_page(found, typed, language), "form": form}
        page |= {"complaints": told, "invalid": True}
        return render(request, "balance/grid.html", page)
    if request.POST.get("do") == "store":
        return carried(request, municipality, foreseen, year)
    return looked_at(request, foreseen, year)


@municipality_page(Role.READER)
def item(request: HttpRequest, municipality: Municipality, year: int, code: str) -> HttpResponse:
    """Why an item says what it says, what it said before, and the form to change it."""
    asked = item_of(code)
    entry = Watched(Entry, place_of(municipality, year, asked))
    seen = entry.version  # before what the form shows is read
    found = grid_of(ags=municipality.ags, year=year_or_404(year))
    page = item_page(found, asked)
    sent = request.POST if request.method == "POST" else None
    form = WishForm(sent, initial=written(page.cell), entry=entry, seen=seen)
    if request.method != "POST":
        return render(request, "balance/item.html", {"page": page, "form": form, "year": year})
    may_change(request, municipality)
    if form.is_valid():
        foreseen = preview_entries(ags=municipality.ags, wishes=[form.wish(year, asked)])
        complain(form, foreseen.complaints)
        store = request.POST.get("do") == "store"
        door = (lambda: carry(request, municipality, foreseen, year)) if store else (lambda: None)
        if foreseen.storable and stored(form, door):
            if store:
                return redirect("balance_grid", ags=municipality.ags, year=year)
            return looked_at(request, foreseen, year)
        if not foreseen.complaints and not form.errors:
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


def carried(
    request: HttpRequest, municipality: Municipality, foreseen: EntryPreview, year: int
) -> HttpResponse:
    """Carry it out and go back to the grid; what another person hindered meanwhile is told."""
    try:
        carry(request, municipality, foreseen, year)
    except InputRejected as refusal:
        notify_rejection(request, refusal)
    return redirect("balance_grid", ags=municipality.ags, year=year)


def carry(
    request: HttpRequest, municipality: Municipality, foreseen: EntryPreview, year: int
) -> None:
    """Carry it out, and say how many values changed. Raises InputRejected."""
    by, at = current_user(request), timezone.now()
    with noting() as act:
        changed = carry_out(municipality=municipality, wishes=foreseen.wishes, by=by, at=at)
    offer_undo(request, STORED.format(n=changed), act, back=request.path)
    tell_done(request, Deed.BALANCE_ENTERED, RECKONED, year)


def complain(form: forms.Form, complaints: tuple[Problem, ...]) -> None:
    """Put what cannot be beside the field it is about."""
    for complaint in complaints:
        field = "source" if "source" in complaint.code else "energy"
        form.add_error(field, translate(complaint.text))
