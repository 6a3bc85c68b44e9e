"""Input outlives its session: carried through the log-in page, then kept in the new session.

A stranger leaves nothing with us: until somebody is logged in, the input travels in the log-in
page itself.
"""

from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils import timezone

from klimamosaik.records.unsaved_input import KeptInput, shown_again

KEPT = "kept_input"  # in the session
FIELD = "kept"  # in the log-in page
WAITS = timedelta(hours=1)
DISCARD = "verwerfen"  # in the address: forget it
GONE, NOT_ALLOWED = 404, 403


def asked_to_log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; what was sent comes along and stands in its form afterwards."""
    kept = KeptInput.of(request) if request.method == "POST" else None
    if kept is None:
        return redirect_to_login(request.get_full_path())
    asked = copy(request)
    asked.method, asked.GET = "GET", QueryDict(urlencode({"next": kept.path}))
    asked.POST = QueryDict()  # nothing of it is meant for the log-in
    asked.kept_input = kept  # type: ignore[attr-defined]
    page: HttpResponse = resolve(reverse("login")).func(asked)
    page.status_code = NOT_ALLOWED
    return page


def given_back(request: HttpRequest, reason: str) -> HttpResponse | None:
    """The form with its input, where it was open for too long; None where another site sent it.

    Browsers say where a form comes from: without that, or with another site, it is not ours.
    """
    ours = "HTTP_ORIGIN" in request.META and not reason.startswith("Origin checking failed")
    if not (ours and is_of_office(request)):
        return None
    if not request.user.is_authenticated:
        return asked_to_log_in(request)
    kept = KeptInput.of(request)
    if kept is None:
        return None
    keep(request, kept)
    return redirect(kept.path)


def keep(request: HttpRequest, kept: KeptInput) -> None:
    """Keep input in the session of somebody who is logged in."""
    request.session[KEPT] = {"text": kept.text, "at": timezone.now().isoformat()}


@receiver(user_logged_in)
def keep_carried(request: HttpRequest, **_: Any) -> None:
    """What came along with the log-in waits in the new session.

    Wherever the log-in ends: a page between must carry the field on.
    """
    if request.method == "POST":
        keep_typed(request, request.POST.get(FIELD, ""))


def keep_typed(request: HttpRequest, text: str) -> None:
    """Keep what came along as text; nothing where it is no input of ours."""
    kept = KeptInput.read(text)
    if kept is not None:
        keep(request, kept)


def waiting_input(request: HttpRequest) -> KeptInput | None:
    """The input that waits in the session; None where there is none, or it waited too long."""
    record = request.session.get(KEPT)
    if record is None:
        return None
    if timezone.now() - datetime.fromisoformat(record["at"]) > WAITS:
        del request.session[KEPT]
        return None
    return KeptInput.read(record["text"])


class InputShownAgain:
    """Middleware: the page whose form could not be stored shows it as it was filled in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        kept = waiting_input(request)
        here = kept is not None and kept.path.partition("?")[0] == request.path
        if kept is not None and here and request.method == "GET" and DISCARD not in request.GET:
            return self.shown(request, kept)
        if here:
            request.session.pop(KEPT, None)
        page = self.get_response(request)
        gone, refused = page.status_code == GONE, refused_by_role(request, page)
        lost = (gone or refused) and request.method == "POST" and is_of_office(request)
        typed = KeptInput.of(request) if lost else None
        return page if typed is None else kept_page(request, typed, gone=gone, refused=refused)

    def shown(self, request: HttpRequest, kept: KeptInput) -> HttpResponse:
        """The page with its form filled in; where no form shows it, the input by itself."""
        with shown_again(kept) as waiting:
            request.shown_again = waiting  # type: ignore[attr-defined]
            page = self.get_response(request)
        if waiting.used or page.status_code == NOT_ALLOWED:
            return page
        return kept_page(request, kept, gone=page.status_code == GONE)


def refused_by_role(request: HttpRequest, page: HttpResponse) -> bool:
    """True where the role does not allow it; never for what another site sent in one's name."""
    ours = getattr(request, "csrf_processing_done", False)  # as Django notes a form of our own
    return page.status_code == NOT_ALLOWED and ours and request.user.is_authenticated


def kept_page(
    request: HttpRequest, kept: KeptInput, *, gone: bool, refused: bool = False
) -> HttpResponse:
    """What was typed, on a page of its own.

    gone: what it was about is not there any more; refused: the role does not allow it (any more).
    """
    known = {"kept": kept, "gone": gone or refused, "refused": refused}
    status = NOT_ALLOWED if refused else GONE if gone else 200
    return render(request, "people/kept_input.html", known, status=status)


def is_of_office(request: HttpRequest) -> bool:
    """True for a page of a municipality for people who log in."""
    found = request.resolver_match
    return found is not None and bool(getattr(found.func, "of_office", False))
