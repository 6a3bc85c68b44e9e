"""The pages of the very first start: which municipality it is for, and who comes in first."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from klimamosaik.people.first_start import forget_setup_token, may_set_up
from klimamosaik.people.forms import SetUpForm, TownForm
from klimamosaik.people.operations import set_up
from klimamosaik.places.queries.gazetteer.checks import refuse_unknown_town
from klimamosaik.places.queries.gazetteer.searching import towns_called
from klimamosaik.records.forms import complain, stored
from klimamosaik.terms.complaint import InputRejected


@sensitive_post_parameters("password")
def setup(request: HttpRequest) -> HttpResponse:
    """Create the first person and their municipality."""
    if get_user_model().objects.exists():
        return redirect("start")
    token = request.POST.get("token") or request.GET.get("token", "")
    if not may_set_up(token=token, data=settings.DATA_DIR):
        return render(request, "people/setup_elsewhere.html", status=403)
    words = asked_for(request)
    if words is None:
        return town_page(request, TownForm(initial={"token": token}))
    found = towns_called(words=words)
    try:
        refuse_unknown_town(found)
    except InputRejected as refusal:
        asked = TownForm({"search": words, "token": token})
        complain(asked, refusal)
        return town_page(request, asked)
    known = {"token": token, "search": words}
    form = SetUpForm(request.POST or None, initial=known, found=found)
    if stored(form, lambda: login(request, made_from(form.cleaned_data))):
        forget_setup_token(settings.DATA_DIR)
        return redirect("start")
    return render(request, "people/setup.html", {"form": form, "found": found, "token": token})


def town_page(request: HttpRequest, form: TownForm) -> HttpResponse:
    """The first page, which asks for the municipality alone."""
    return render(request, "people/setup_town.html", {"form": form})


def asked_for(request: HttpRequest) -> str | None:
    """The name or key that was typed; None before anybody typed one."""
    sent = request.POST or request.GET
    return sent.get("search") or sent.get("ags") or ("" if "search" in sent else None)


def made_from(given: dict[str, Any]) -> User:
    """The first person, as the form says."""
    return set_up(
        ags=given["ags"],
        municipality=given.get("municipality", ""),
        username=given["username"],
        password=given["password"],
        sure=given.get("sure", False),
    )
