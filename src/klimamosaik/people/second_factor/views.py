"""Pages of the second factor: asked for at log-in, set up and turned off at one's account."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from klimamosaik.people.kept_input import keep_typed
from klimamosaik.people.log_in.limited_tries import OwnPasswordForm
from klimamosaik.people.log_in.pending import forget_pending, pending, welcome
from klimamosaik.people.requests import current_user, notify
from klimamosaik.people.second_factor.codes import app_code, spelled_secret
from klimamosaik.people.second_factor.forms import CodeForm, FactorForm
from klimamosaik.people.second_factor.operations import confirm, take_away_factor
from klimamosaik.people.second_factor.queries import has_factor, must_have_factor
from klimamosaik.people.second_factor.recovery import codes_left, new_recovery_codes
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text

WRONG_CODE = said(
    "Der Code stimmt nicht. Geht die Uhr des Telefons richtig?",
    "The code is not right. Is the phone's clock right?",
)


@sensitive_post_parameters("code")
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """The second step of a log-in: the password was right, now the code."""
    waiting = pending(request)
    if waiting is None:
        return redirect("login")
    form = CodeForm(request.POST or None, request=request, user=waiting.user)
    if form.is_valid():
        forget_pending(request)
        page = welcome(request, waiting.user, to=waiting.to, backend=waiting.backend)
        keep_typed(request, waiting.typed)
        return page
    return render(request, "people/second_factor/code.html", {"form": form})


@login_required
@sensitive_post_parameters("code", "password")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set it up, get new recovery codes, or turn it off."""
    user = current_user(request)
    if not user.has_usable_password():
        return redirect("account")
    return change_factor(request) if has_factor(user=user) else set_up_factor(request)


def set_up_factor(request: HttpRequest) -> HttpResponse:
    """Show the secret a phone is to learn; a code of it turns the factor on."""
    user = current_user(request)
    form = FactorForm(request.POST or None, request=request, user=user)
    if form.is_valid():
        codes = confirm(device=form.device, code=form.cleaned_data["code"], at=timezone.now())
        if codes is not None:
            return shown_once(request, codes)
        form.add_error("code", WRONG_CODE)
    page = {
        "form": form,
        "picture": app_code(form.device),
        "link": form.device.config_url,
        "secret": spelled_secret(form.device),
        "must": must_have_factor(user=user),
    }
    return render(request, "people/second_factor/set_up.html", page)


def change_factor(request: HttpRequest) -> HttpResponse:
    """New recovery codes, or no factor any more: with the password, for either."""
    user = current_user(request)
    form = OwnPasswordForm(request.POST or None, request=request, user=user)
    must = must_have_factor(user=user)
    if form.is_valid():
        if request.POST.get("do") == "codes":
            return shown_once(request, new_recovery_codes(user))
        if request.POST.get("do") == "off":
            take_away_factor(user=user, by=user)
            notify(request, Text("Der zweite Faktor ist aus.", "The second factor is off."))
            return redirect("second_factor" if must else "account")
    page: dict[str, Any] = {"form": form, "left": codes_left(user), "must": must}
    return render(request, "people/second_factor/on.html", page | {"factor": user.second_factor})


def shown_once(request: HttpRequest, codes: tuple[str, ...]) -> HttpResponse:
    """The recovery codes, this once only."""
    return render(request, "people/second_factor/codes.html", {"codes": codes})
