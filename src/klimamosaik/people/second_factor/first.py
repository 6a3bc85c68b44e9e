"""Where a second factor is wanted, it is set up before anything else."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from klimamosaik.people.requests import current_user
from klimamosaik.people.second_factor.queries import factor_missing

MEANWHILE = ("account", "second_factor", "logout", "set_language")


class SecondFactorFirst:
    """Middleware: who must have a second factor and has none sees nothing before setting it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return redirect("second_factor") if self.in_the_way(request) else self.get_response(request)

    def in_the_way(self, request: HttpRequest) -> bool:
        """True where this page has to wait."""
        if settings.SECOND_FACTOR == "off" or SESSION_KEY not in request.session:
            return False
        if request.path in {reverse(name) for name in MEANWHILE}:
            return False
        return request.user.is_authenticated and factor_missing(user=current_user(request))
