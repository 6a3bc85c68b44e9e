"""What a request says: the reader's language, who it is, a year that can be."""

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from klimamosaik.balance.kernel.wish import YEARS
from klimamosaik.terms.text import Language, Text


def reading() -> Language:
    """The reader's language."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def speak(text: Text) -> str:
    """The sentence in the reader's language."""
    return text.in_(reading())


def person(request: HttpRequest) -> User:
    """Who is logged in; pages on municipalities let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def possible_year(year: int) -> int:
    """The year as it is; 404 for one no balance can be of."""
    if not YEARS[0] <= year <= YEARS[1]:
        raise Http404
    return year


def asked_year(text: str) -> int | None:
    """A year as somebody typed it; None where it is none."""
    usable = text.isascii() and text.isdecimal() and YEARS[0] <= int(text) <= YEARS[1]
    return int(text) if usable else None
