"""Who came with a one-time password chooses their own before anything else."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from klimamosaik.records.language import said

NEW_PASSWORD = "new_password"  # in the session: a one-time password is to be replaced


def ask_for_new(form: BaseForm) -> None:
    """Name the two fields of Django's forms that a new password is typed into."""
    first, again = form.fields["new_password1"], form.fields["new_password2"]
    first.label = said("Neues Passwort", "New password")
    first.help_text = said("mindestens zehn Zeichen", "at least ten characters")
    again.label = said("Neues Passwort, noch einmal", "Once more")
    again.help_text = ""  # Django's says no more


class NewPasswordFirst:
    """Middleware: who came with a one-time password sees nothing before choosing their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get(NEW_PASSWORD):
            allowed = {reverse(name) for name in ("account", "logout", "set_language")}
            if request.path not in allowed:
                return redirect("account")
        return self.get_response(request)
