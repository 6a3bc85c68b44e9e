"""A single reading, stored where it is nothing but that; several at a time in one act."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from klimamosaik.observations.kernel.instants import microseconds
from klimamosaik.observations.kernel.numbers import number_of
from klimamosaik.observations.operations.reporting import (
    NotAhead,
    ReportedReading,
    report,
    report_together,
)
from klimamosaik.publication.queries.paths import SENSORS
from klimamosaik.records.addresses import absolute
from klimamosaik.records.installation import installation_mark
from klimamosaik.sensorthings.answering.links import Links
from klimamosaik.sensorthings.askers import sight_of
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.posting import reading_in, stream_for
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.sources.sensorthings.asking import SAID_BY

STREAM = "Datastream"
OTHERS = ("MultiDatastream", "FeatureOfInterest")  # the usual way looks for these
EMPTY = {"Content-Length": "0"}  # without it the server closes the connection after each reading


class MoreThanReading(Exception):
    """What more than a number at a time is said, or not enough; nothing of it is stored."""


@dataclass(frozen=True)
class SingleReading:
    """A reading that may be stored, and how its sender is answered."""

    row: ReportedReading
    corrects: bool  # of a meter: it may replace another
    name: str  # of the source, for the history
    links: Links

    def answered(self, start: int) -> HttpResponse:
        """The answer once it is committed. start: where it stands [µs since 1970, UTC]."""
        number = number_of(self.row.datastream, start)
        where = {"Location": self.links.entity(OBSERVATIONS, number), SAID_BY: installation_mark()}
        return HttpResponse(status=201, headers=where | EMPTY)


def understood(request: HttpRequest, datastream: str | None) -> SingleReading:
    """The reading a request brings; nothing is stored yet.

    Raises MoreThanReading for what the usual way looks at, and what is refused there, too.
    """
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
    row = reading_in(body, stream, feature=None, now=microseconds(at))
    return SingleReading(row, stream.corrects, writer.token.name, Links(absolute(request, SENSORS)))


def stored(readings: Sequence[SingleReading]) -> list[HttpResponse | BaseException]:
    """The answers once the readings are committed, or what kept one from it.

    Of several, NotAhead says that one has to be looked at by itself.
    """
    if len(readings) == 1:
        return placed(readings)
    plain = [each for each in readings if not each.corrects]
    faults = iter(report_together([each.row for each in plain], [each.name for each in plain]))
    found = [
        (NotAhead() if each.corrects else next(faults)) or each.answered(each.row.start)
        for each in readings
    ]
    behind = [place for place, each in enumerate(found) if isinstance(each, NotAhead)]
    others = placed([readings[place] for place in behind]) if behind else []
    for place, outcome in zip(behind, others, strict=True):
        found[place] = outcome
    return found


def placed(readings: Sequence[SingleReading]) -> list[HttpResponse | BaseException]:
    """The same of readings that may stand in another's place, or come late."""
    corrects = {each.row.datastream for each in readings if each.corrects}
    name = ", ".join(sorted({each.name for each in readings}))
    try:
        starts = report([each.row for each in readings], corrects=corrects, name=name)
    except Exception as fault:
        return [fault if len(readings) == 1 else NotAhead() for _ in readings]
    return [each.answered(start) for each, start in zip(readings, starts, strict=True)]
