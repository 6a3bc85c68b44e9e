"""Who came with a one-time password chooses their own before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

NEW_PASSWORD = "new_password"  # in the session: a one-time password is to be replaced


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
