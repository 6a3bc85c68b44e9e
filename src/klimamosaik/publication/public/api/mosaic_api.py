"""The interface itself: its routes, and how it says that something is wrong."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from klimamosaik.publication.public.api.parameters import PARAMETERS
from klimamosaik.publication.public.api.problems import (
    ApiRefused,
    ProblemKind,
    RequestFault,
    found,
    problem_response,
)
from klimamosaik.publication.public.api.routes.balances import balances
from klimamosaik.publication.public.api.routes.buildings import buildings
from klimamosaik.publication.public.api.routes.figures import figures
from klimamosaik.publication.public.api.routes.measures import measures
from klimamosaik.publication.public.api.routes.meters import meters
from klimamosaik.publication.public.api.routes.towns import towns
from klimamosaik.publication.public.api.routing import not_allowed, refuse_strange
from klimamosaik.publication.queries.published import NoLongerPublic, NotPublic
from klimamosaik.records.runs import current_id
from klimamosaik.terms.text import Text

log = logging.getLogger("django.request")
VERSION = "1"
NOTHING = Text("Unter {path} ist nichts veröffentlicht.", "Nothing is public at {path}.")
GONE = Text("{path} wurde von der Gemeinde zurückgenommen.", "{path} was taken back.")
NO_ADDRESS = Text("{path} ist keine Adresse.", "{path} is no address.")
LISTED = Text("was in den Listen steht", "what stands in the lists")
ALL = Text("die Adressen der Beschreibung", "the addresses of the reference")
LOOK = Text(
    "Die Liste ansehen, aus der die Adresse stammt; die oberste ist /api/v1/municipalities.",
    "Look at the list the address is from; the first is /api/v1/municipalities.",
)
READ = Text(
    "Die Beschreibung steht unter /api/v1/. Am Ende steht kein Schrägstrich.",
    "The reference is at /en/api/v1/. There is no slash at the end.",
)
BROKEN = Text("Der Fehler steht im Protokoll, Kennung {id}.", "The error is in the log, id {id}.")
NOTHING_TO_DO = Text("Bitte später noch einmal versuchen.", "Please try once more later.")
NONE = Text("nichts davon liegt an der Anfrage", "nothing of it lies in the request")

interface = NinjaAPI(
    title="Klimamosaik",
    version=VERSION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="interface",
)
for router in (towns, figures, measures, buildings, meters, balances):
    interface.add_router("", router)


def problem(request: HttpRequest, kind: ProblemKind, where: str, *said: Text) -> HttpResponse:
    """One problem with a request."""
    what, allowed, todo = said
    path = found(request.path)
    return problem_response(
        request, kind, [RequestFault(where, what.format(path=path), allowed, todo)]
    )


@interface.exception_handler(NotPublic)
def not_public(request: HttpRequest, error: NotPublic) -> HttpResponse:
    """Answer 404."""
    return problem(request, ProblemKind.NOT_PUBLIC, "path", NOTHING, LISTED, LOOK)


@interface.exception_handler(NoLongerPublic)
def taken_back(request: HttpRequest, error: NoLongerPublic) -> HttpResponse:
    """Answer 410."""
    return problem(request, ProblemKind.TAKEN_BACK, "path", GONE, LISTED, LOOK)


@interface.exception_handler(ApiRefused)
def refused(request: HttpRequest, error: ApiRefused) -> HttpResponse:
    """Answer what a route refused."""
    return problem_response(request, error.kind, error.faults)


@interface.exception_handler(ValidationError)
def wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 400, or 404 where a part of the path is none."""
    names = list(dict.fromkeys(place_of(each) for each in error.errors))
    if any(source == "path" for source, _ in names):
        return no_address(request)
    faults = [not_allowed(name, request.GET.get(name, "")) for _, name in names]
    return problem_response(request, ProblemKind.VALUE, faults)


def place_of(error: dict[str, Any]) -> tuple[str, str]:
    """Where a value stands, and what it is called."""
    source, name, *_ = error["loc"]
    return str(source), str(name if name in PARAMETERS else "cursor")


@interface.exception_handler(Exception)
def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Answer 500 without telling what is inside; the log has it."""
    log.error("%s", request.path, exc_info=error, extra={"status_code": 500, "request": request})
    return problem(
        request, ProblemKind.BROKEN, "server", BROKEN.format(id=current_id()), NONE, NOTHING_TO_DO
    )


def no_address(request: HttpRequest) -> HttpResponse:
    """Answer 404 to an address there is not."""
    return problem(request, ProblemKind.NO_ADDRESS, "path", NO_ADDRESS, ALL, READ)


def refuse_all_but_language(request: HttpRequest) -> HttpResponse | None:
    """The refusal of parameters, where an address takes none but the language."""
    try:
        refuse_strange(request, set())
    except ApiRefused as error:
        return refused(request, error)
    return None
