"""A single reading, stored where it is nothing but that; several at a time in one act."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
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
from klimamosaik.sensorthings.askers import SHOWN, known_by, sight_of
from klimamosaik.sensorthings.entities.sets import OBSERVATIONS
from klimamosaik.sensorthings.writing import values
from klimamosaik.sensorthings.writing.posting import reading_in, stream_for
from klimamosaik.sensorthings.writing.short_answer import ShortAnswer
from klimamosaik.sensorthings.writing.writer import SensingWriter
from klimamosaik.sources.sensorthings.asking import SAID_BY

STREAM = "Datastream"
OTHERS = ("MultiDatastream", "FeatureOfInterest")  # the usual way looks for these
EMPTY = {  # without a length the server closes the connection after each reading
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": "0",
}
ADDRESSED = (  # what `absolute` makes an address of
    "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
)  # fmt: skip


class MoreThanReading(Exception):
    """What more than a number at a time is said, or not enough; nothing of it is stored."""


@dataclass(frozen=True)
class SingleReading:
    """A reading that may be stored, and how its sender is answered."""

    row: ReportedReading
    corrects: bool  # of a meter: it may replace another
    name: str  # of the source, for the history
    links: Links

    def answered(self, start: int) -> ShortAnswer:
        """The answer once it is committed. start: where it stands [µs since 1970, UTC]."""
        number = number_of(self.row.datastream, start)
        where = self.links.entity(OBSERVATIONS, number)
        return ShortAnswer(**EMPTY, **{"Location": where, SAID_BY: installation_mark()})


class AskedTogether:
    """Requests that are looked at together: what several say alike is worked out once."""

    def __init__(self) -> None:
        self.at = timezone.now()
        self.now = microseconds(self.at)
        self.writers: dict[str, SensingWriter] = {}  # by the key they show
        self.links: dict[tuple[str | None, ...], Links] = {}  # by whom they ask

    def understood(self, request: HttpRequest, datastream: str | None) -> SingleReading:
        """The reading a request brings; nothing is stored yet.

        Raises MoreThanReading for what the usual way looks at, and what is refused there, too.
        """
        writer = self.writer_of(request)
        body = values.an_object(values.parsed(request.body))
        if not body.keys().isdisjoint(OTHERS):
            raise MoreThanReading
        told = body.get(STREAM)
        number = int(datastream) if datastream else writer.link_in(told, STREAM) if told else None
        if number is None or (datastream and told is not None):
            raise MoreThanReading
        stream = stream_for(writer, number, STREAM)
        if stream.several:
            raise MoreThanReading
        row = reading_in(body, stream, feature=None, now=self.now)
        return SingleReading(row, stream.corrects, writer.token.name, self.links_of(request))

    def writer_of(self, request: HttpRequest) -> SensingWriter:
        """Who asks, noted for the log. Raises TokenRefused for who may not."""
        shown = request.META.get(SHOWN, "")
        found = self.writers.get(shown)
        if found is None:
            found = self.writers[shown] = SensingWriter(sight_of(request, self.at), self.at)
        else:
            known_by(found.token)
        return found

    def links_of(self, request: HttpRequest) -> Links:
        """The addresses that an answer names."""
        asked = tuple(map(request.META.get, ADDRESSED))
        found = self.links.get(asked)
        if found is None:
            found = self.links[asked] = Links(absolute(request, SENSORS))
        return found


def stored(readings: Sequence[SingleReading]) -> list[ShortAnswer | BaseException]:
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


def placed(readings: Sequence[SingleReading]) -> list[ShortAnswer | BaseException]:
    """The same of readings that may stand in another's place, or come late."""
    corrects = {each.row.datastream for each in readings if each.corrects}
    name = ", ".join(sorted({each.name for each in readings}))
    try:
        starts = report([each.row for each in readings], corrects=corrects, name=name)
    except Exception as fault:
        return [fault if len(readings) == 1 else NotAhead() for _ in readings]
    return [each.answered(start) for each, start in zip(readings, starts, strict=True)]
