"""The button that undoes what was just done."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.measures.models import Measure
from klimamosaik.measures.queries import MeasureRights, rights_on
from klimamosaik.people.access import includes, municipality_page, visited
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify, notify_rejection
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import translate
from klimamosaik.records.undoing import undo
from klimamosaik.records.withdrawal import UNDOABLE, undoable_act
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

BACK = Text("Rückgängig gemacht: Es gilt wieder, was vorher da war.", "Undone: as it was before.")
FORGOTTEN = Text(
    "Das lässt sich von hier nicht mehr rückgängig machen. Das Änderungsprotokoll kennt es noch.",
    "This can no longer be undone from here. The history still knows it.",
)


@require_POST
@municipality_page(Role.READER)
def undone(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """Undo what this session did; who may do it may undo it."""
    acts = request.session.get(UNDOABLE, [])
    found = undoable_act(acts, request.POST.get("act", ""))
    if found is None:
        messages.error(request, translate(FORGOTTEN))
        return redirect("town", ags=municipality.ags)
    kept, act = found
    refuse_others(request, municipality, kept)
    try:
        undo(act=act, by=current_user(request), at=timezone.now())
    except InputRejected as refusal:
        notify_rejection(request, refusal)
    else:
        notify(request, BACK)
    request.session[UNDOABLE] = [each for each in acts if each is not kept]
    return redirect(kept["back"])


def refuse_others(request: HttpRequest, municipality: Municipality, kept: dict[str, Any]) -> None:
    """403 for who has a smaller role now than when it was done, and for another municipality."""
    visit = visited(request)
    here = kept.get("ags") == municipality.ags
    if not here or visit is None or not includes(visit.role, Role(kept["role"])):
        raise PermissionDenied
    if "measure" in kept:
        measure = get_object_or_404(Measure, pk=kept["measure"], municipality=municipality)
        then = MeasureRights(*kept["rights"])
        if not rights_on(visit=visit, measure=measure).include(then):
            raise PermissionDenied
