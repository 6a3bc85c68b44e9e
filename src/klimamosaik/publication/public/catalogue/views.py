"""The catalogue's addresses: pages for people, graphs for machines."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from klimamosaik.publication.public.answering import MISSING, MISSING_MORE, notice_page, town_answer
from klimamosaik.publication.public.catalogue.entries import entries_of
from klimamosaik.publication.public.catalogue.entry import CataloguePage, whole_root
from klimamosaik.publication.public.catalogue.places import places
from klimamosaik.publication.public.sharing import known_everywhere
from klimamosaik.publication.queries.known import Known
from klimamosaik.records.addresses import absolute
from klimamosaik.terms.text import Language
from klimamosaik.terms.whole_number import whole_number

FORMS = {  # by ending: what it is called on the wire, and by the library
    "ttl": ("text/turtle", "turtle"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
}
TURTLE = "ttl"


def page_of(
    knowns: Sequence[Known], address: str, root: str, ending: str, number: int | None = None
) -> CataloguePage:
    """A page of the catalogue of some municipalities; without a number all on one."""
    entries = [entry for known in knowns for entry in entries_of(known, address)]
    changed = [known.published.newest for known in knowns] + [each.modified for each in entries]
    return CataloguePage(
        address=address,
        root=root,
        document=f"{root}catalog.{ending}",
        towns=[known.town for known in knowns],
        entries=entries,
        number=number,
        made=max(changed, default=timezone.now()),
    )


def answered(
    request: HttpRequest, knowns: Sequence[Known], root: str, ending: str | None
) -> HttpResponse:
    """A page of the catalogue in the format asked for, by ending or by Accept."""
    # only here: the library of graphs takes long to load
    from klimamosaik.publication.public.catalogue.catalogue import written

    media = {media: ending for ending, (media, _) in FORMS.items()}
    preferred = request.get_preferred_type(list(media)) if ending is None else None
    chosen = ending or media.get(preferred or "", TURTLE)
    number = whole_number(request.GET.get("page", "1")) or 0
    page = page_of(knowns, absolute(request), root, chosen, number)
    if not 1 <= number <= page.last:
        return notice_page(
            404, MISSING, MISSING_MORE, "de", knowns[0] if len(knowns) == 1 else None
        )
    media_type, form = FORMS[chosen]
    answer = HttpResponse(written(page, form), content_type=f"{media_type}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Vary"] = "Accept"
    return answer


@require_safe
def whole_catalogue(request: HttpRequest, ending: str | None = None) -> HttpResponse:
    """The catalogue of all municipalities."""
    with translation.override("de"):
        return answered(request, known_everywhere(request), whole_root(), ending)


@town_answer
def town_catalogue(
    request: HttpRequest, known: Known, language: Language, ending: str | None = None
) -> HttpResponse:
    """The catalogue of one municipality."""
    return answered(request, [known], whole_root(known.town.ags), ending)


@town_answer
def town_places(request: HttpRequest, known: Known, language: Language) -> HttpResponse:
    """Published buildings on a map."""
    answer = HttpResponse(places(known, absolute(request)), content_type="application/geo+json")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
