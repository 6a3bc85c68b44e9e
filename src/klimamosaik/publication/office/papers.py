"""A measure for the council's paper: picture, sentences, range and source, published or not."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.every import BY_SUFFIX
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.published import (
    NoLongerPublic,
    NotPublic,
    PublicItem,
    preview_of,
    published_in,
)
from klimamosaik.publication.queries.registered import key_of
from klimamosaik.records.addresses import absolute
from klimamosaik.records.language import reader_language
from klimamosaik.terms.text import Text

ENDINGS = ("pdf", "docx", "txt")
NOT_YET = Text(
    "Noch nicht veröffentlicht: Die genannte Adresse gilt erst danach.",
    "Not published yet: the address named holds only afterwards.",
)


@municipality_page(Role.READER)
def paper(request: HttpRequest, municipality: Municipality, pk: int, ending: str) -> HttpResponse:
    """The same file strangers take from the figure's page, once it is published."""
    get_object_or_404(Measure, pk=pk, municipality=municipality)
    if ending not in ENDINGS:
        raise Http404
    now, item = timezone.now(), PublicItem(PublishedKind.MEASURE, str(pk))
    figure = public_figure(Known(preview_of(municipality, [item], now), now), key_of(pk))
    if not answered(municipality.ags, item):
        figure = replace(figure, notes=(*figure.notes, NOT_YET))
    asked, kind = FigureAsked(figure, reader_language(), absolute(request)), BY_SUFFIX[f".{ending}"]
    response = HttpResponse(kind.make(asked), content_type=kind.media)
    response["Content-Disposition"] = f'inline; filename="{asked.name}{kind.suffix}"'
    return response


def answered(ags: str, item: PublicItem) -> bool:
    """True where strangers see it now."""
    try:
        return published_in(ags).has(item.kind, item.subject)
    except (NotPublic, NoLongerPublic):
        return False
