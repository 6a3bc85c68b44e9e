"""Where one lands."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from klimamosaik.observations.states import states
from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Municipality, Role
from klimamosaik.places.queries import municipalities_of
from klimamosaik.web.overview import overview
from klimamosaik.web.today import steps


def start(request: HttpRequest) -> HttpResponse:
    """Lead on: to set-up, to log-in, to one's municipality, or to the choice of several."""
    if not request.user.is_authenticated:
        return redirect("login" if get_user_model().objects.exists() else "setup")
    towns = municipalities_of(user=request.user)
    if len(towns) == 1:
        return redirect("town", ags=towns[0].ags)
    return render(request, "towns.html", {"towns": towns})


@municipality_page(Role.READER)
def town(request: HttpRequest, municipality: Municipality) -> HttpResponse:
    """The municipality at a glance: one number, one picture, the next thing to do."""
    now = timezone.now()
    found = states(municipality=municipality, now=now)
    due = list(steps(municipality=municipality, states=found, now=now))
    page = {
        "overview": overview(found),
        "next": due[0] if due else None,
        "later": due[1:],
        "meters": len(found),
    }
    return render(request, "town.html", page)
