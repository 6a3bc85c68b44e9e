"""Pages of the mosaic: the wall and its target."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.evidence.stand import stand_of_measures
from klimamosaik.pathway.documents import pathways_document
from klimamosaik.pathway.forms import TargetForm
from klimamosaik.pathway.models import Target
from klimamosaik.pathway.operations import set_target
from klimamosaik.pathway.page import poster
from klimamosaik.pathway.queries import pathways_of, wall_of
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Municipality, Role
from klimamosaik.places.speaking import complain, reading
from klimamosaik.terms.complaint import Refused


def asked_year(text: str) -> int | None:
    """The year asked for; anything that is no year asks for none."""
    return int(text) if text.isdecimal() and len(text) == 4 else None


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
            year=asked_year(request.GET.get("jahr", "")),
            at=timezone.now(),
        )
        if found.need_t is None or found.need_t <= 0:
            raise Http404
        year = asked_year(request.GET.get("stand", ""))
        drawn = poster(pathway=found, language=reading(), year=year)
    except Refused as refusal:
        raise Http404 from refusal
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="mosaik-{municipality.ags}.svg"'
    return answer


@municipality_page(Role.READER)
def pathway_json(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The figures of the page for machines; unknown is null."""
    found = pathways_of(municipality=municipality, at=timezone.now())
    return JsonResponse(pathways_document(found) | stand_of_measures(municipality).as_record())


@municipality_page(Role.EDITOR)
def target(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Enter what the council decided; the same scope and year replaces what was there."""
    form = TargetForm(request.POST or None, instance=Target(municipality=municipality))
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            set_target(target=form.instance, by=request.user)
        except Refused as refusal:
            complain(form, refusal)
        else:
            return redirect("mosaic", ags=municipality.ags)
    return render(request, "pathway/target_form.html", {"form": form})
