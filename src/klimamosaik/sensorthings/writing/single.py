"""A single reading, stored where it is nothing but that."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.addresses import absolute
from klimamosaik.records.installation import installation_mark
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.askers import sight_of
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.posting import reading_in, reported, stream_for
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.sources.sensorthings.asking import SAID_BY

STREAM = "Datastream"
OTHERS = ("MultiDatastream", "FeatureOfInterest")  # the usual way looks for these
EMPTY = {"Content-Length": "0"}  # without it the server closes the connection after each reading


class MoreThanReading(Exception):
    """What more than a number at a time is said, or not enough; nothing of it is stored."""


def quick(request: HttpRequest, datastream: str | None) -> HttpResponse:
    """The answer once the reading is committed.

    Raises MoreThanReading for what the usual way looks at, and what is refused there, too.
    """
    links = Links(absolute(request, SENSORS))
    number = stored(request, datastream)
    where = {"Location": links.entity(OBSERVATIONS, number), SAID_BY: installation_mark()}
    return HttpResponse(status=201, headers=where | EMPTY)


def stored(request: HttpRequest, datastream: str | None) -> int:
    """The number of the reading once it is committed. Raises as `quick` does."""
    at = timezone.now()
    writer = SensingWriter(sight_of(request, at), at)
    body = values.an_object(values.parsed(request.body))
    if any(name in body for name in OTHERS):
        raise MoreThanReading
    told = body.get(STREAM)
    number = int(datastream) if datastream else writer.link_in(told, STREAM) if told else None
    if number is None or (datastream and told is not None):
        raise MoreThanReading
    stream = stream_for(writer, number, STREAM)
    if stream.several:
        raise MoreThanReading
    reading = reading_in(body, stream, feature=None, now=microseconds(at))
    (found,) = reported(writer, [reading], {stream.pk} if stream.corrects else set())
    return found
