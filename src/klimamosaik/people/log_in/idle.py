"""A visit ends: after a while without a click, and after two weeks in any case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.records.language import translate
from klimamosaik.terms.text import Text

BEGAN, SEEN = "visit_began", "visit_seen"  # in the session: seconds since 1970
LONGEST = timedelta(days=14)
NOTED_EVERY = timedelta(minutes=5)  # looking at pages would write each time otherwise
IDLE = Text(
    "Sie waren länger nicht da und wurden abgemeldet. Bitte melden Sie sich noch einmal an.",
    "You were away for a while and have been logged out. Please log in again.",
)
LONG = Text(
    "Sie waren zwei Wochen lang angemeldet. Bitte melden Sie sich noch einmal an.",
    "You have been logged in for two weeks. Please log in again.",
)


class VisitsEnd:
    """Middleware: ends the visit of who was away, and says so on the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY in request.session:
            now = timezone.now()
            why = ended(request.session, now)
            if why is None:
                note(request.session, now)
            else:
                logout(request)
                messages.info(request, translate(why))
        return self.get_response(request)


def ended(session: Any, now: datetime) -> Text | None:
    """Why a visit is over; None where it goes on."""
    away = now.timestamp() - session.get(SEEN, now.timestamp())
    lasted = now.timestamp() - session.get(BEGAN, now.timestamp())
    if away > 60 * settings.IDLE_MINUTES:
        return IDLE
    return LONG if lasted > LONGEST.total_seconds() else None


def note(session: Any, now: datetime) -> None:
    """Note that the person is there, not at each click."""
    every = min(NOTED_EVERY.total_seconds(), 60 * settings.IDLE_MINUTES / 10)
    session.setdefault(BEGAN, now.timestamp())
    if now.timestamp() - session.get(SEEN, 0) >= every:
        session[SEEN] = now.timestamp()


@receiver(user_logged_in, dispatch_uid="visit_began")
def begin(request: HttpRequest, **_: Any) -> None:
    """A visit begins; those that have run out are swept away."""
    now = timezone.now()
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    Session.objects.filter(expire_date__lt=now).delete()
