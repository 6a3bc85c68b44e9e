"""What goes wrong, in one shape (RFC 9457): what, where, what is allowed, what to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request

from klimamosaik.terms.text import LANGUAGES, Language, Text
from klimamosaik.terms.text_enum import TextEnum

LANGUAGE = "sprache"  # the parameter that asks for a language, as pages of figures call it
MEDIA_TYPE = "application/problem+json"
ROOT = "/api/v1/"
LONGEST = 60  # characters of what was sent that an answer repeats


class ProblemKind(TextEnum):
    """Kinds of problems; each is explained on the reference page."""

    NO_ADDRESS = "no-such-address", Text("Diese Adresse gibt es nicht.", "No such address.")
    NOT_PUBLIC = "not-public", Text("Hier ist nichts veröffentlicht.", "Nothing is public here.")
    TAKEN_BACK = (
        "taken-back",
        Text("Das ist nicht mehr öffentlich.", "This is no longer public."),
    )
    NO_PLACE = (
        "no-place",
        Text("Dazu ist kein Ort veröffentlicht.", "No place is public of this."),
    )
    METHOD = "read-only", Text("Hier kann nur gelesen werden.", "This can only be read.")
    VALUE = "wrong-value", Text("Ein Wert passt nicht.", "A value does not fit.")
    PARAMETER = (
        "unknown-parameter",
        Text("Einen Parameter gibt es hier nicht.", "There is no such parameter here."),
    )
    CURSOR = (
        "stale-cursor",
        Text("Diese Fortsetzung gilt nicht (mehr).", "This cursor does not hold (any more)."),
    )
    TOO_MANY = "too-many", Text("Zu viele Anfragen.", "Too many requests.")
    BROKEN = (
        "broken",
        Text("Da ist bei uns etwas schiefgegangen.", "Something went wrong on our side."),
    )

    @property
    def status(self) -> int:
        """The status it is answered with."""
        return STATUS.get(self, 400)


STATUS = {
    ProblemKind.NO_ADDRESS: 404,
    ProblemKind.NOT_PUBLIC: 404,
    ProblemKind.NO_PLACE: 404,
    ProblemKind.TAKEN_BACK: 410,
    ProblemKind.METHOD: 405,
    ProblemKind.TOO_MANY: 429,
    ProblemKind.BROKEN: 500,
}


@dataclass(frozen=True)
class RequestFault:
    """One thing that is wrong with a request."""

    where: str  # "query.von", "path", "method"
    what: Text
    allowed: Text
    todo: Text


class ApiRefused(Exception):
    """A request that is not answered, and why."""

    def __init__(self, kind: ProblemKind, *faults: RequestFault) -> None:
        super().__init__(kind.value)
        self.kind, self.faults = kind, faults


def found(value: object) -> str:
    """What was sent, short enough to be repeated."""
    text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def asked_language(request: HttpRequest) -> str:
    """The language a request asks for: by its parameter, else by its header."""
    named = request.GET.get(LANGUAGE)
    return named if named in LANGUAGES else get_language_from_request(request)


def language_of(request: HttpRequest) -> Language:
    """The language in which words among the data are answered."""
    return "en" if asked_language(request).startswith("en") else "de"


def problem_response(
    request: HttpRequest, kind: ProblemKind, faults: Sequence[RequestFault]
) -> HttpResponse:
    """The answer to a request that cannot be served, in the language it asks for."""
    language = asked_language(request)
    body = {
        "type": f"{ROOT}#{kind.value}",
        "title": kind.text.in_(language),
        "status": kind.status,
        "detail": " ".join(each.what.in_(language) for each in faults),
        "instance": request.path,
        "errors": [
            {
                "where": each.where,
                "what": each.what.in_(language),
                "allowed": each.allowed.in_(language),
                "todo": each.todo.in_(language),
            }
            for each in faults
        ],
    }
    answer = HttpResponse(json.dumps(body, ensure_ascii=False), MEDIA_TYPE, kind.status)
    answer["Content-Language"] = language
    answer["Vary"] = "Accept-Language"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
