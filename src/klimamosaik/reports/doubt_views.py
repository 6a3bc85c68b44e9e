"""The page where a person says in which unit odd values are, or that they are right, and back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from klimamosaik.observations.queries.confirmations import months_in_words
from klimamosaik.observations.queries.curves import curves
from klimamosaik.observations.queries.resolution import finest
from klimamosaik.observations.queries.revisions import meter_named
from klimamosaik.observations.queries.states import states
from klimamosaik.people.access import municipality_page
from klimamosaik.people.models import Role
from klimamosaik.people.requests import current_user, notify, notify_rejection
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.records.language import translate
from klimamosaik.records.undoing import noting
from klimamosaik.records.withdrawal import PageBefore, WithdrawalQuestion, ask_first, offer_undo
from klimamosaik.reports.confirming import confirm, said_right, take_back
from klimamosaik.reports.doubts import doubts_of
from klimamosaik.reports.queries.doubtful import Doubtful, doubtful_of, take_as
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

RIGHT = "right"  # the answer that the values are right as they are


@municipality_page(Role.READER)
def doubtful(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """What is odd about a meter's values, what each unit would make of them, and the choice."""
    point = counting_point(municipality, pk)
    found = doubt_about(point)
    held = finest(states(municipality=municipality, now=timezone.now()))
    ids = [state.datastream for state in held if state.meter_point == point.pk]
    course = next(iter(curves(datastreams=ids).values()), ())
    page = {
        "point": point,
        "found": found,
        "span": months_in_words(found.start, found.end) if found else None,
        "curve": course,
        "said": said_right(point),
    }
    return render(request, "reports/doubtful.html", page)


def counting_point(municipality: Municipality, pk: int) -> MeterPoint:
    """A meter of the municipality that counts as use."""
    points = MeterPoint.objects.counting().select_related("building__municipality")
    return get_object_or_404(points, pk=pk, building__municipality=municipality)


def doubt_about(point: MeterPoint) -> Doubtful | None:
    """What is in doubt of it; None where nothing is."""
    months = doubts_of(points=[point]).get(point.pk)
    return doubtful_of(point, months) if months else None


@require_POST
@municipality_page(Role.EDITOR)
def settle(request: HttpRequest, municipality: Municipality, pk: int) -> HttpResponse:
    """Convert the values, or let them count as they are."""
    point = counting_point(municipality, pk)
    found = doubt_about(point)
    answer = request.POST.get("unit", "")
    if found is None:
        notify(request, NOTHING)
    elif answer == RIGHT:
        with noting() as act:
            confirm(doubtful=found, by=current_user(request), at=timezone.now())
        offer_undo(request, CONFIRMED, act, back=reverse("meters", args=[municipality.ags]))
    else:
        try:
            delivery = take_as(
                doubtful=found, unit=answer, by=current_user(request), at=timezone.now()
            )
            notify(request, CONVERTED.format(count=delivery.changed, seq=delivery.seq))
        except InputRejected as refusal:
            notify_rejection(request, refusal)
            return redirect("doubtful", ags=municipality.ags, pk=pk)
    return redirect("meters", ags=municipality.ags)


@municipality_page(Role.EDITOR)
def taken_back(
    request: HttpRequest, municipality: Municipality, pk: int, said_id: int
) -> HttpResponse:
    """Ask, then let values that were called right be in doubt again."""
    point = counting_point(municipality, pk)
    found = next((each for each in said_right(point) if each.said.pk == said_id), None)
    address = reverse("doubtful", args=[municipality.ags, pk])
    if found is None:
        messages.error(request, translate(GONE))
        return redirect(address)
    by = current_user(request)
    return ask_first(
        request,
        WithdrawalQuestion(QUESTION, WHAT.format(span=found.span), found.then, IN_DOUBT, TAKE_BACK),
        lambda: take_back(said=found.said, by=by, at=timezone.now()),
        before=PageBefore(meter_named(point), address),
    )


QUESTION = Text("Die Bestätigung zurücknehmen?", "Take the confirmation back?")
WHAT = Text("Werte von {span} als richtig bestätigt", "values of {span} confirmed as right")
TAKE_BACK = Text("Zurücknehmen", "Take it back")
IN_DOUBT = Text(
    "Die Bestätigung ist zurückgenommen. Was auffällt, zählt erst wieder mit, wenn es geklärt ist.",
    "The confirmation is taken back. What is odd counts again only once it is settled.",
)
GONE = Text(
    "Diese Bestätigung gilt nicht mehr: Sie wurde schon zurückgenommen.",
    "This confirmation no longer holds: it was taken back already.",
)
NOTHING = Text("Hier ist nichts zu klären.", "There is nothing to settle here.")
CONFIRMED = Text("Die Werte zählen jetzt, wie sie sind.", "The values count now as they are.")
CONVERTED = Text(
    "{count:n} Werte sind umgerechnet (Datenversion {seq}). Unter „Dateien“ lässt es sich "
    "zurücknehmen.",
    "{count:n} values are converted (data version {seq}). It can be taken back under “Files”.",
)
