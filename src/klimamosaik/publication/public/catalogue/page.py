"""The catalogue's pages for people."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.address import absolute
from klimamosaik.publication.public.answering import town_answer
from klimamosaik.publication.public.catalogue.catalogue import whole_root
from klimamosaik.publication.public.catalogue.entries import entries_of
from klimamosaik.publication.public.catalogue.entry import CatalogueEntry
from klimamosaik.publication.public.catalogue.views import FORMS, all_known
from klimamosaik.publication.public.framing import framed
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.terms.text import Language, Text

MACHINES = [(ending, media) for ending, (media, _) in FORMS.items()]


@dataclass(frozen=True)
class EntryRow:
    """A dataset as the page lists it."""

    title: Text
    link: str
    fragment: str
    files: tuple[tuple[str, str], ...]  # name and address


@town_answer
def town_data(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """Every dataset of a municipality with its files."""
    return framed(
        request,
        known,
        language,
        "publication/catalogue/town.html",
        "offene-daten/",
        rows=[row(entry, language) for entry in entries_of(known, absolute(request))],
        root=whole_root(known.town.ags),
        machines=MACHINES,
    )


def row(entry: CatalogueEntry, language: Language) -> EntryRow:
    """A dataset as the page lists it; pages in the reader's language, files as they are."""
    english = language == "en"
    return EntryRow(
        title=entry.title,
        link=f"/en{entry.path}" if english else entry.path,
        fragment=entry.identifier.partition("/")[2],
        files=tuple((file.format.ending.upper(), file.path) for file in entry.files if file.format),
    )


@require_safe
def whole_data(request: HttpRequest, language: Language) -> HttpResponse:
    """Every municipality with its data."""
    with translation.override(language):
        towns = [known.town for known in all_known(timezone.now())]
        links = [(each, page_path(each.ags, "offene-daten/", language)) for each in towns]
        page = {"towns": links, "root": whole_root(), "machines": MACHINES, "language": language}
        return HttpResponse(render_to_string("publication/catalogue/whole.html", page))
