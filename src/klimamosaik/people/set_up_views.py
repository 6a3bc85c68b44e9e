"""The page of the very first start."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from klimamosaik.people.first_start import forget_setup_token, may_set_up
from klimamosaik.people.forms import SetUpForm
from klimamosaik.people.operations import set_up
from klimamosaik.records.forms import stored


@sensitive_post_parameters("password")
def setup(request: HttpRequest) -> HttpResponse:
    """Create the first person and their municipality."""
    if get_user_model().objects.exists():
        return redirect("start")
    token = request.POST.get("token") or request.GET.get("token", "")
    if not may_set_up(token=token, data=settings.DATA_DIR):
        return render(request, "people/setup_elsewhere.html", status=403)
    form = SetUpForm(request.POST or None, initial={"token": token})
    if stored(form, lambda: login(request, made_from(form.cleaned_data))):
        forget_setup_token(settings.DATA_DIR)
        return redirect("start")
    return render(request, "people/setup.html", {"form": form})


def made_from(given: dict[str, Any]) -> User:
    """The first person, as the form says."""
    return set_up(
        ags=given["ags"],
        municipality=given["municipality"],
        username=given["username"],
        password=given["password"],
        sure=given.get("sure", False),
    )
