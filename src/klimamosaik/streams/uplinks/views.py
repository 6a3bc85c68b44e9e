"""The address a network server pushes to."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from klimamosaik.sources.lorawan.envelope import LARGEST, too_large
from klimamosaik.streams.uplinks.answers import UplinkOutcome
from klimamosaik.streams.uplinks.operations import take_uplink
from klimamosaik.streams.uplinks.push import may_push, source_of
from klimamosaik.terms.text import Text
from klimamosaik.terms.whole_number import whole_number

POST = Text("Hierhin wird mit POST gesendet.", "Messages are sent here by POST.")
STRANGER = Text(
    "Der Zugangsschlüssel fehlt oder ist nicht der dieser Quelle.",
    "The access token is missing or not that of this source.",
)


@csrf_exempt  # who pushes has a token, no cookie
def uplink(request: HttpRequest, number: int) -> HttpResponse:
    """Take in a message; answered after the commit.

    2xx also for what holds nothing for us: a network server slows down or stops on errors.
    """
    if request.method != "POST":
        response = said(POST, 405)
        response["Allow"] = "POST"
        return response
    body = body_of(request)
    if body is None:
        return said(too_large(LARGEST).complaints[0].text, 413)
    source = source_of(number)
    if not may_push(source, headers=request.headers, body=body) or source is None:
        response = said(STRANGER, 401)
        response["WWW-Authenticate"] = "Bearer"
        return response
    answer = take_uplink(source=source, body=body, at=timezone.now())
    status = 400 if answer.outcome is UplinkOutcome.REFUSED else 200
    return JsonResponse(answer.as_record(), status=status)


def body_of(request: HttpRequest) -> bytes | None:
    """The message; None where it is too large, be it that its length is told or not."""
    told = request.headers.get("Content-Length", "")
    if told.isascii() and told.isdecimal() and whole_number(told) is None:
        return None
    if (whole_number(told) or 0) > LARGEST:
        return None
    body: bytes = request.read(LARGEST + 1)
    return body if len(body) <= LARGEST else None


def said(text: Text, status: int) -> JsonResponse:
    """A sentence with its status."""
    return JsonResponse({"text": dict(text.both())}, status=status)
