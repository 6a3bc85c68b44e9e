"""Which methods an address takes: told to who asks (OPTIONS), and with each refusal of another."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from klimamosaik.sensorthings.entities.sets import SETS
from klimamosaik.sensorthings.paths import ResourcePath, parsed_path
from klimamosaik.sensorthings.refusals import SensingRefused, refusal_response

READS, ASKS = ("GET", "HEAD"), ("OPTIONS",)
POSTED = ("$batch", "CreateObservations")  # to these nothing but POST goes
ONE, MANY = ("PATCH", "PUT", "DELETE"), ("POST",)
REFERENCES = ("POST", "PUT", "DELETE")


def allowed(path: str) -> Sequence[str]:
    """The methods of an address below the root, whether or not something stands there."""
    if path.strip("/") in POSTED:
        return (*MANY, *ASKS)
    if not path.strip("/"):
        return (*READS, *ASKS)
    try:
        return (*READS, *writing(parsed_path(path)), *ASKS)
    except SensingRefused:
        return (*READS, *ASKS)


def writing(path: ResourcePath) -> Sequence[str]:
    """The methods by which something is written there."""
    if path.ending == "$ref":
        return REFERENCES
    last, *before = reversed(path.steps)
    if path.ending:
        return ()
    if last.id is not None:
        return ONE
    if last.name in SETS:
        return MANY
    single = {each.single for each in SETS.values()}
    return ONE if before and last.name in single else ()


def methods_response(path: str) -> HttpResponse:
    """The answer to OPTIONS."""
    return with_methods(HttpResponse(status=HTTPStatus.NO_CONTENT), path)


def refusal_of_request(request: HttpRequest, path: str, refusal: SensingRefused) -> HttpResponse:
    """The answer that says why; where a method is refused it names those there are."""
    answer = refusal_response(request, refusal.status, refusal.text)
    refused = refusal.status == HTTPStatus.METHOD_NOT_ALLOWED
    return with_methods(answer, path) if refused else answer


def with_methods(answer: HttpResponse, path: str) -> HttpResponse:
    """An answer that names the methods of its address."""
    answer["Allow"] = ", ".join(allowed(path))
    return answer
