"""Published readings at a glance: each thing with its series, their units and last values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from klimamosaik.observations.models import Datastream, Thing
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.observations.queries.newest_in_words import NewestReading, newest_of_streams
from klimamosaik.observations.queries.things import description_of, name_of
from klimamosaik.publication.models import PublishedKind
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.publications import since
from klimamosaik.publication.queries.readings import datastreams_of_things
from klimamosaik.publication.queries.rules import homes_rule
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class PublicSeries:
    """One series of readings."""

    id: int
    name: str
    unit: str
    last: Text | None  # its last reading; None: there is none
    at: Text | None  # when that was
    count: int  # readings


@dataclass(frozen=True)
class PublicSensor:
    """One thing with its series."""

    id: int
    name: str
    description: str
    series: tuple[PublicSeries, ...]
    withheld: Text | None  # why series of it are not told
    since: datetime  # public

    @property
    def headline(self) -> Text:
        """What it tells, in a few words."""
        return HEADLINE.format(
            names=", ".join(each.name for each in self.series) or "–",
            count=sum(each.count for each in self.series),
        )


HEADLINE = Text("{names}: {count:Messwert|Messwerte}", "{names}: {count:reading|readings}")


def public_sensors(known: Known) -> tuple[PublicSensor, ...]:
    """All things whose readings are public, by name."""
    return known.once("sensors", lambda: tuple(worked_out(known)))


def has_sensors(known: Known) -> bool:
    """True where readings of any thing are public."""
    return bool(known.published.ids(PublishedKind.READINGS))


def sensor_names(known: Known) -> Mapping[int, str]:
    """What the things whose readings are public are called, by id, in order; none is read."""
    return {thing.pk: name_of(thing) for thing in things_of(known)}


def things_of(known: Known) -> Sequence[Thing]:
    """The things whose readings are public, by name."""
    rows = things_in(known).select_related("building", "station")
    return known.once("things", lambda: sorted(rows, key=name_of))


def things_in(known: Known) -> "QuerySet[Thing]":
    """The same, as they are asked for."""
    return Thing.objects.filter(pk__in=known.published.ids(PublishedKind.READINGS))


def first_public(known: Known) -> datetime:
    """When the first of the things whose readings are public was published."""
    kind = PublishedKind.READINGS
    return min(since(known, kind, pk) for pk in known.published.ids(kind))


def public_sensor(known: Known, pk: int) -> PublicSensor:
    """One thing whose readings are public. Raises NoLongerPublic or NotPublic."""
    known.published.require(PublishedKind.READINGS, pk)
    return next(each for each in public_sensors(known) if each.id == pk)


def worked_out(known: Known) -> Iterable[PublicSensor]:
    """The things without anything that is not for strangers."""
    things = things_in(known)
    shown = datastreams_of_things(things, known.hidden.meters).order_by("name", "pk")
    told: dict[int | None, list[Datastream]] = {}
    for stream in shown:
        told.setdefault(stream.thing_id, []).append(stream)
    series = series_of(shown)
    every = dict(counted(things))
    for thing in things_of(known):
        own = tuple(series[stream.pk] for stream in told.get(thing.pk, []))
        rule = homes_rule().text if len(own) < every.get(thing.pk, 0) else None
        public = since(known, PublishedKind.READINGS, thing.pk)
        yield PublicSensor(thing.pk, name_of(thing), description_of(thing), own, rule, public)


def counted(things: "QuerySet[Thing]") -> Iterable[tuple[int, int]]:
    """How many datastreams each thing has, told or not."""
    found: dict[int, int] = {}
    for pk in Datastream.objects.filter(thing__in=things).values_list("thing", flat=True):
        found[pk or 0] = found.get(pk or 0, 0) + 1
    return found.items()


def series_of(streams: Iterable[Datastream]) -> dict[int, PublicSeries]:
    """Each datastream with its last reading."""
    rows = {stream.pk: stream for stream in streams}
    spans, newest = known_spans(list(rows)), newest_of_streams(rows.values())
    return {
        pk: series(stream, newest.get(pk), spans[pk].count if pk in spans else 0)
        for pk, stream in rows.items()
    }


def series(stream: Datastream, newest: NewestReading | None, count: int) -> PublicSeries:
    """One datastream with its last reading."""
    last, at = (newest.told, newest.at) if newest else (None, None)
    return PublicSeries(stream.pk, stream.name, stream.unit, last, at, count)
