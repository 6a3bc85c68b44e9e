"""The page of the very first start."""

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from klimamosaik.people.first_start import forget_setup_token, may_set_up
from klimamosaik.people.forms import SetUpForm
from klimamosaik.people.operations import set_up
from klimamosaik.people.requests import complain
from klimamosaik.terms.complaint import InputRejected


@sensitive_post_parameters("password")
def setup(request: HttpRequest) -> HttpResponse:
    """Create the first person and their municipality."""
    if get_user_model().objects.exists():
        return redirect("start")
    token = request.POST.get("token") or request.GET.get("token", "")
    if not may_set_up(request, token=token, data=settings.DATA_DIR):
        return render(request, "people/setup_elsewhere.html", status=403)
    form = SetUpForm(request.POST or None, initial={"token": token})
    if form.is_valid():
        try:
            user = set_up(
                ags=form.cleaned_data["ags"],
                municipality=form.cleaned_data["municipality"],
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
                sure=form.cleaned_data.get("sure", False),
            )
        except InputRejected as refusal:
            complain(form, refusal)
        else:
            forget_setup_token(settings.DATA_DIR)
            login(request, user)
            return redirect("town", ags=form.cleaned_data["ags"])
    return render(request, "people/setup.html", {"form": form})
