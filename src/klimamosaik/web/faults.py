"""What goes wrong, said in plain words."""

import sys

from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from klimamosaik.observations.store.full_disk import FULL_DISK, means_full_disk
from klimamosaik.people.kept_input import given_back
from klimamosaik.terms.text import Text

BAD_REQUEST = Text("Diese Anfrage war nicht zu verstehen.", "This request could not be understood.")
BAD_REQUEST_MORE = Text(
    "Vielleicht war das Formular zu groß oder unvollständig. Gehen Sie zurück und versuchen Sie "
    "es noch einmal.",
    "The form may have been too large or incomplete. Go back and try once more.",
)
NOT_ALLOWED = Text("Dafür fehlt Ihnen die Rolle.", "Your role does not allow this.")
NOT_ALLOWED_MORE = Text(
    "Wer Ihre Gemeinde hier verwaltet, kann Ihnen eine andere Rolle geben.",
    "Whoever manages your municipality here can give you another role.",
)
NOT_FOUND = Text("Diese Seite gibt es nicht.", "There is no such page.")
NOT_FOUND_MORE = Text(
    "Vielleicht ist die Adresse vertippt, oder was dort stand, heißt jetzt anders.",
    "The address may be mistyped, or what stood there has another name now.",
)
BROKEN = Text("Da ist bei uns etwas schiefgegangen.", "Something went wrong on our side.")
BROKEN_MORE = Text(
    "Was gespeichert war, ist gespeichert geblieben. Der Fehler steht im Protokoll des Servers.",
    "Whatever was stored is still stored. The error is in the server's log.",
)
STALE_FORM = Text(
    "Das Formular war zu lange offen oder kam von einer anderen Seite.",
    "The form was open for too long or came from another page.",
)
STALE_FORM_MORE = Text(
    "Gehen Sie zurück, laden Sie die Seite neu und senden Sie es noch einmal. Cookies dieser "
    "Seite müssen erlaubt sein.",
    "Go back, reload the page and send it again. Cookies of this site must be allowed.",
)


def fault(request: HttpRequest, status: int, headline: Text, more: Text) -> HttpResponse:
    """A calm page about a fault."""
    page = {"headline": headline, "more": more, "status": status}
    return render(request, "fault.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return fault(request, 400, BAD_REQUEST, BAD_REQUEST_MORE)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return fault(request, 403, NOT_ALLOWED, NOT_ALLOWED_MORE)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return fault(request, 404, NOT_FOUND, NOT_FOUND_MORE)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500; where the database is gone, too, as to somebody nobody knows."""
    error = sys.exception()
    full = error is not None and means_full_disk(error)
    more = FULL_DISK.text if full else BROKEN_MORE
    try:
        return fault(request, 500, BROKEN, more)
    except DatabaseError:
        return fault(forgotten(request), 500, BROKEN, more)


def forgotten(request: HttpRequest) -> HttpRequest:
    """The request without a person, whom only the database knows."""
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    vars(request).pop("_messages", None)
    vars(request).pop("visit", None)
    return request


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a form of ours that was open for too long back with its input; else answer 403."""
    return given_back(request, reason) or fault(request, 403, STALE_FORM, STALE_FORM_MORE)
