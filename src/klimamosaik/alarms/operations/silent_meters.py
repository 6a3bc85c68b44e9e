"""Meters fed by files that fell silent while others of the town went on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from klimamosaik.alarms.kernel.durations import lasting
from klimamosaik.alarms.models import TroubleRule
from klimamosaik.alarms.operations.trouble_states import FoundTrouble
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.last_heard import heard_of
from klimamosaik.observations.queries.resolution import place_of
from klimamosaik.observations.queries.states import is_silent
from klimamosaik.places.models import Municipality
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

BEHIND = timedelta(days=7)  # less than the newest of the town, and it may come with the next file


@dataclass(frozen=True)
class MeterEnd:
    """Up to when a meter's readings reach."""

    stream: Datastream  # its finest
    end: datetime  # of all its readings, also of coarser ones
    finest_end: datetime  # of the finest, which its page shows


def silent_meters(*, municipality: Municipality, now: datetime) -> list[FoundTrouble]:
    """Meters without new values that others of the town have.

    Silent as `observations.queries.states` says, and more than a week behind the newest value of
    any meter of the town that comes by files. Where all of them wait for the next file, none is
    silent. What comes by a source is held to the source's promise instead.
    """
    ends = [each for each in newest_ends(municipality) if each.end <= now]
    newest = max((each.end for each in ends), default=None)
    if newest is None:
        return []
    return [
        trouble_of(each, municipality, newest)
        for each in ends
        if newest - each.end > BEHIND and is_silent(each.stream, each.end, now)
    ]


def newest_ends(municipality: Municipality) -> Iterator[MeterEnd]:
    """Each meter in use with the end of its readings, without those a source brings."""
    streams = list(
        Datastream.objects.filter(
            meter_point__building__municipality=municipality,
            meter_point__building__until=None,
            source_series=None,
            counters=None,
        ).select_related("meter_point__building")
    )
    heard = heard_of(datastreams=[stream.pk for stream in streams])
    for own in by_point(streams):
        known = [(stream, heard[stream.pk].last_end) for stream in own if stream.pk in heard]
        ends = [(stream, end) for stream, end in known if end is not None]
        if ends:
            yield MeterEnd(ends[0][0], max(end for _, end in ends), ends[0][1])


def by_point(streams: Sequence[Datastream]) -> list[list[Datastream]]:
    """The datastreams of each meter point, the finest first."""
    found: dict[int | None, list[Datastream]] = {}
    for stream in sorted(streams, key=lambda each: (place_of(each.spacing), each.pk)):
        found.setdefault(stream.meter_point_id, []).append(stream)
    return list(found.values())


def trouble_of(silent: MeterEnd, municipality: Municipality, newest: datetime) -> FoundTrouble:
    """The trouble and its sentence."""
    earlier = silent.end - silent.finest_end > BEHIND
    return FoundTrouble(
        rule=TroubleRule.METER_SILENT,
        municipality=municipality.pk,
        datastream=silent.stream.pk,
        meter_point=silent.stream.meter_point_id,
        since=silent.end,
        because=SILENT.format(
            name=str(silent.stream.meter_point),
            end=last_day(silent.end),
            newest=last_day(newest),
            span=lasting(newest - silent.end),
            finer=FINER_ENDED.format(day=last_day(silent.finest_end)) if earlier else NOTHING_MORE,
        ),
    )


def last_day(end: datetime) -> date:
    """The last local day before an end."""
    return local_day(end - timedelta(seconds=1))


SILENT = Text(
    "{name}: letzter Wert vom {end}. Andere Zähler der Gemeinde haben Werte bis {newest}, dieser "
    "ist {span} zurück.{finer}",
    "{name}: last value of {end}. Other meters of the municipality have values up to {newest}, "
    "this one is {span} behind.{finer}",
)
FINER_ENDED = Text(
    " Werte in kürzeren Abständen enden schon am {day}.",
    " Values at shorter intervals end on {day} already.",
)
NOTHING_MORE = Text("", "")
