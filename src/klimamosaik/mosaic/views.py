"""Pages of the mosaic: the wall and its target."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from klimamosaik.mosaic.page import poster
from klimamosaik.pathway.queries.pathways import wall_of
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import reader_language
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.years import calendar_year


@municipality_page(Role.READER)
def mosaic(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The mosaic is what a municipality opens on."""
    return redirect("town", ags=municipality.ags)


@municipality_page(Role.READER)
def picture(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The wall as a file of its own, for posters."""
    try:
        found = wall_of(
            municipality=municipality,
            year=calendar_year(request.GET.get("jahr", "")),
            at=timezone.now(),
        )
        if found.need_t is None or found.need_t <= 0:
            raise Http404
        year = calendar_year(request.GET.get("stand", ""))
        drawn = poster(pathway=found, language=reader_language(), year=year)
    except InputRejected as refusal:
        raise Http404 from refusal
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="mosaik-{municipality.ags}.svg"'
    return answer
