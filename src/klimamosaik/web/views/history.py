"""Who changed what, when, and what it was before: of the municipality and of one measure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.utils.text import capfirst

from klimamosaik.measures.models import Measure
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.authors import NOBODY
from klimamosaik.records.entries import EntrySource, sources_of_measure, sources_of_town
from klimamosaik.records.entry_pages import EntrySearch, page_of
from klimamosaik.records.history import KINDS
from klimamosaik.records.history_position import HistoryPlace, place_in
from klimamosaik.records.language import translate
from klimamosaik.records.paging import LONGEST, WORDS, asked
from klimamosaik.web.history_sources import kinds_beside, sources_beside

PLACE, KIND, BY = "vor", "was", "wer"  # in the address


@dataclass(frozen=True)
class KindChoice:
    """A kind of thing one can look at alone."""

    code: str  # in the address
    text: str
    sources: tuple[str, ...]


@municipality_page(Role.READER)
def history(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The newest changes and deliveries, or those that follow the place in the address."""
    sources = {**sources_of_town(municipality.pk), **sources_beside(municipality)}
    return shown(request, sources, municipality.pk, {})


@municipality_page(Role.READER)
def measure_history(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """The same of one measure and all that hangs on it."""
    measure = get_object_or_404(Measure, pk=pk, municipality=municipality)
    place = f"{municipality.pk} {pk}"
    return shown(request, sources_of_measure(pk), place, {"measure": measure})


def shown(
    request: HttpRequest,
    sources: Mapping[str, EntrySource],
    place: str,
    more: Mapping[str, object],
) -> HttpResponse:
    """A page of the history, of what is looked for. place: whose history it is."""
    choices = kinds_in(sources)
    kind = next((each for each in choices if each.code == request.GET.get(KIND)), None)
    looked = EntrySearch(words=asked(request), by=request.GET.get(BY, "").strip()[:LONGEST])
    chosen = {name: sources[name] for name in kind.sources} if kind else sources
    found = page_of(chosen, place_in(request.GET.get(PLACE, "")), looked, place)
    page = {
        "page": found,
        "older": address_of(looked, kind, found.older) if found.older else None,
        "looked": looked,
        "choices": choices,
        "kind": kind,
        "nobody": NOBODY,
        "some": bool(looked.words or looked.by or kind),
    }
    return render(request, "history.html", page | dict(more))


def address_of(looked: EntrySearch, kind: KindChoice | None, place: HistoryPlace) -> str:
    """How the address of older entries ends; what was looked for stays."""
    told = {WORDS: looked.words, BY: looked.by, KIND: kind.code if kind else ""}
    return urlencode({**{name: said for name, said in told.items() if said}, PLACE: place.address})


def kinds_in(sources: Iterable[str]) -> tuple[KindChoice, ...]:
    """The kinds these sources tell of, by name."""
    own = {kind.model._meta.label_lower: kind.text for kind in KINDS.values()}
    found = [
        KindChoice(name, capfirst(translate(own[name])), (name,)) for name in sources if name in own
    ]
    found += [
        KindChoice(names[0], translate(text), names)
        for text, names in kinds_beside().items()
        if set(names) <= set(sources)
    ]
    return tuple(sorted(found, key=lambda each: each.text.casefold()))
