"""What goes wrong, said in plain words."""

import logging
import sys
from copy import copy
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import get_language

from klimamosaik.people.kept_input import given_back
from klimamosaik.publication.public.api.problems import (
    ROOT,
    ProblemKind,
    RequestFault,
    problem_response,
)
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.damage import known_cause
from klimamosaik.records.runs import current_id
from klimamosaik.sensorthings import refusals
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text, joined

logger = logging.getLogger("klimamosaik.faults")

BAD_REQUEST = Text("Diese Anfrage war nicht zu verstehen.", "This request could not be understood.")
BAD_REQUEST_MORE = Text(
    "Vielleicht war das Formular zu groß oder unvollständig. Gehen Sie zurück und versuchen Sie "
    "es noch einmal.",
    "The form may have been too large or incomplete. Go back and try once more.",
)
LIMITS = Text(
    "Auf einmal gehen höchstens {files} Dateien, deren Namen nicht länger als 250 Zeichen sind. "
    "Gehen Sie zurück und versuchen Sie es mit weniger, oder packen Sie die Dateien in ein "
    "ZIP-Archiv.",
    "At most {files} files go at once, with names of 250 characters at most. Go back and try "
    "fewer, or pack the files into a ZIP archive.",
).format(files=settings.DATA_UPLOAD_MAX_NUMBER_FILES)
NO_PAGE = Text("Hier steht keine Seite.", "There is no page here.")
NO_PAGE_MORE = Text(
    "Diese Adresse nimmt nur Formulare an. Bitte öffnen Sie die Seite, auf der das Formular steht, "
    "und senden Sie es von dort.",
    "This address only takes forms. Please open the page with the form and send it from there.",
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
MENTION = Text(
    "Kennung dieses Fehlers: {id}. Wer den Server betreut, findet ihn darunter im Protokoll.",
    "Id of this error: {id}. Whoever looks after the server finds it by that in the log.",
)
NOTHING = Text("–", "–")
STALE_FORM = Text(
    "Das Formular war zu lange offen oder kam von einer anderen Seite.",
    "The form was open for too long or came from another page.",
)
STALE_FORM_MORE = Text(
    "Öffnen Sie die Seite mit dem Formular neu und senden Sie es von dort. Cookies dieser Seite "
    "müssen erlaubt sein.",
    "Open the page with the form anew and send it from there. Cookies of this site must be "
    "allowed.",
)


def fault(request: HttpRequest, status: int, headline: Text, more: Text) -> HttpResponse:
    """A calm page about a fault."""
    page: dict[str, Any] = {"headline": headline, "more": more, "status": status}
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        cause = known_cause(sys.exception())
        page |= {"id": current_id(), "command": cause.command if cause else None}
    return render(request, "fault.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400; of files, with what is allowed."""
    of_files = (request.content_type or "").startswith("multipart/")
    return fault(request, 400, BAD_REQUEST, LIMITS if of_files else BAD_REQUEST_MORE)


def no_page(request: HttpRequest) -> HttpResponse:
    """Answer 405."""
    return fault(request, 405, NO_PAGE, NO_PAGE_MORE)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return fault(request, 403, NOT_ALLOWED, NOT_ALLOWED_MORE)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return fault(request, 404, NOT_FOUND, NOT_FOUND_MORE)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer 500, in the form that was asked for, with the id under which the log speaks of it.

    It needs neither the database nor who asks: whatever is broken, there is a page that says so.
    """
    more = reason(sys.exception())
    told = programs_answer(request, more)
    if told is not None:
        return told
    for asked in (request, forgotten(copy(request))):
        try:
            return fault(asked, 500, BROKEN, more)
        except DatabaseError:
            continue
        except Exception:
            logger.warning("the page about a fault failed, too", exc_info=True)
    words = joined((BROKEN, more, MENTION.format(id=current_id())), " ")
    return HttpResponse(escape(words.in_(get_language() or "de")), status=500)


def reason(error: BaseException | None) -> Text:
    """What is known of the cause, and what to do."""
    if isinstance(error, InputRejected):  # by a door behind the page: what stands there is told
        return joined((each.text for each in error.complaints), " ")
    cause = known_cause(error)
    return cause.text if cause else BROKEN_MORE


def programs_answer(request: HttpRequest, more: Text) -> HttpResponse | None:
    """The answer to a program, in the shape of its interface; None where people read pages."""
    todo = MENTION.format(id=current_id())
    if request.path_info.startswith(SENSORS):
        return refusals.refusal_response(request, 500, joined((BROKEN, more, todo), " "))
    if request.path_info.startswith(ROOT) and request.path_info != ROOT:
        why = RequestFault("server", joined((BROKEN, more), " "), NOTHING, todo)
        return problem_response(request, ProblemKind.BROKEN, [why])
    return None


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
