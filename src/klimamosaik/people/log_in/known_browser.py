"""A browser somebody has logged in with before: it has a count of its own.

So nobody who guesses a person's password elsewhere keeps that person out (OWASP: device cookies).
The cookie opens nothing: with it a password is asked for as without.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE, SALT = "known_browser", "klimamosaik.known_browser"
LASTS = timedelta(days=180)
MOST_PEOPLE = 5  # share one browser


@dataclass(frozen=True)
class KnownBrowser:
    """Its own random name, and the numbers of those who logged in with it, the newest last."""

    name: str
    people: tuple[int, ...] = ()

    def knows(self, user: AbstractBaseUser | None) -> bool:
        """True where this person has logged in with it before."""
        return user is not None and user.pk in self.people


def browser_of(request: HttpRequest) -> KnownBrowser:
    """The browser of a request; one nobody knows yet where it shows nothing that is ours."""
    try:
        name, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return KnownBrowser(secrets.token_urlsafe(12))
    return KnownBrowser(name, tuple(people))


def remember_browser(request: HttpRequest, response: HttpResponse, user: AbstractBaseUser) -> None:
    """This person has logged in with this browser."""
    known = browser_of(request)
    people = [*(each for each in known.people if each != user.pk), user.pk][-MOST_PEOPLE:]
    response.set_cookie(
        COOKIE,
        signing.dumps([known.name, people], salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
