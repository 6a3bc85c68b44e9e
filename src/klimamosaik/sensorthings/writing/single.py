"""A single reading, stored where it is nothing but that."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.people.tokens import TokenRefused
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.addresses import absolute
from klimamosaik.records.installation import installation_mark
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.askers import sight_of
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.refusals import SensingRefused
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.posting import reading_in, reported, stream_for
from klimamosaik.sensorthings.writing.times import microseconds
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.sources.sensorthings.asking import SAID_BY
from klimamosaik.terms.complaint import InputRejected

STREAM = "Datastream"
OTHERS = ("MultiDatastream", "FeatureOfInterest")  # the usual way looks for these
SHORT = 64_000  # [bytes] of a body
EMPTY = {"Content-Length": "0"}  # without it the server closes the connection after each reading


def quick(request: HttpRequest, datastream: str | None) -> HttpResponse | None:
    """The answer where this is nothing but a reading that can be stored; else None."""
    asks_more = request.META.get("QUERY_STRING") or "HTTP_PREFER" in request.META
    if asks_more or int(request.META.get("CONTENT_LENGTH") or SHORT + 1) > SHORT:
        return None
    links = Links(absolute(request, SENSORS))
    try:
        number = stored(request, datastream)
    except (SensingRefused, TokenRefused, InputRejected):  # nothing was stored
        return None
    if number is None:
        return None
    where = {"Location": links.entity(OBSERVATIONS, number), SAID_BY: installation_mark()}
    return HttpResponse(status=201, headers=where | EMPTY)


def stored(request: HttpRequest, datastream: str | None) -> int | None:
    """The number of the reading once it is committed; None for the usual way."""
    at = timezone.now()
    writer = SensingWriter(sight_of(request, at), at)
    body = values.an_object(values.parsed(request.body))
    if any(name in body for name in OTHERS):
        return None
    told = body.get(STREAM)
    number = int(datastream) if datastream else writer.link_in(told, STREAM) if told else None
    if number is None or (datastream and told is not None):
        return None
    stream = stream_for(writer, number, STREAM)
    if stream.several:
        return None
    reading = reading_in(body, stream, feature=None, now=microseconds(at))
    (found,) = reported(writer, [reading], {stream.pk} if stream.corrects else set())
    return found
