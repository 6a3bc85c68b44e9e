"""Where one lands."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from klimamosaik.places.access import municipality_page
from klimamosaik.places.models import Municipality, Role
from klimamosaik.places.queries import municipalities_of


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
    return render(request, "town.html", {})
