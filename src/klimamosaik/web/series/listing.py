"""The list of all series of a municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from klimamosaik.alarms.queries import KnownSilence, known_silence, marked_count, silent_of
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.last_heard import Heard, heard_of
from klimamosaik.observations.queries.newest_in_words import NewestReading
from klimamosaik.observations.queries.states import (
    NO_GAPS,
    Gaps,
    gaps_of_days,
    gaps_of_intervals,
    is_silent,
)
from klimamosaik.observations.weather.queries.stations import station_in_use
from klimamosaik.places.models import Municipality
from klimamosaik.records.query_cache import once
from klimamosaik.reports.master_data.meters import MeterUse
from klimamosaik.streams.models import SourceSeries
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.web.series.series_uses import Uses, uses_of


class SeriesFilter(TextEnum):
    """Which series are shown."""

    ALL = "", Text("alle", "all")
    SILENT = "still", Text("ohne neue Werte", "silent")
    MARKED = "markiert", Text("mit Markierungen", "with marks")
    UNUSED = "ungenutzt", Text("nutzt niemand", "nobody uses them")


@dataclass(frozen=True)
class ListedSeries:
    """One series in the list."""

    stream: Datastream
    place: str  # building, station or thing
    unit: str
    heard: Heard | None  # None: no reading yet
    silent: bool
    marks: int
    uses: Sequence[MeterUse]
    gaps: Gaps = NO_GAPS
    newest: NewestReading | None = None  # of those on a page; None: no reading yet


def all_series(municipality: Municipality, asked: str = "") -> list[Datastream]:
    """Series of a municipality's meters, sensors and sources, and of the weather it takes.

    asked: words, each a part of its name, or of the name of where it is.
    """
    station = station_in_use(municipality=municipality)
    brought = SourceSeries.objects.filter(source__municipality=municipality).values("datastream")
    mine = (
        Q(meter_point__building__municipality=municipality)
        | Q(thing__municipality=municipality)
        | Q(pk__in=brought)
        | Q(station=station.pk if station else 0)
    )
    found = Datastream.objects.filter(mine)
    for word in asked.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(meter_point__building__name__icontains=word)
            | Q(meter_point__name__icontains=word)
            | Q(thing__name__icontains=word)
            | Q(station__name__icontains=word)
        )
    known = found.select_related("meter_point__building", "station", "thing", "observed_property")
    return sorted(known, key=lambda each: (place_name(each).casefold(), each.name.casefold()))


def place_name(stream: Datastream) -> str:
    """Where it is: the building, the station, or the thing that carries the sensor."""
    if stream.meter_point is not None:
        return stream.meter_point.building.name
    if stream.station is not None:
        return str(stream.station)
    return stream.thing.name if stream.thing else ""


@dataclass(frozen=True)
class KnownSeries:
    """Series with what the database says of each; the clock alone changes nothing in it."""

    streams: Sequence[Datastream]
    heard: Mapping[int, Heard]
    marks: Mapping[int, int]
    silence: KnownSilence
    uses: Uses


def known_series(municipality: Municipality, asked: str = "") -> KnownSeries:
    """All series of a municipality, gathered once for each state of what they are; or those asked.

    asked: see `all_series`.
    """
    if asked:
        return known_of(municipality, all_series(municipality, asked))
    return once(
        ("series", municipality.pk),
        lambda: known_of(municipality, all_series(municipality)),
        of=(municipality,),
    )


def known_of(municipality: Municipality, streams: Sequence[Datastream]) -> KnownSeries:
    """What is known of these series."""
    ids = [stream.pk for stream in streams]
    return KnownSeries(
        streams=streams,
        heard=heard_of(datastreams=ids),
        marks=marked_count(datastreams=ids),
        silence=known_silence(municipality, ids),
        uses=uses_of(municipality, streams),
    )


def rows_of(known: KnownSeries, now: datetime) -> list[ListedSeries]:
    """Series with what is known of each, gaps aside."""
    usual = {stream.pk: is_usual_time_over(stream, known, now) for stream in known.streams}
    silent = silent_of(known.silence, usual, now)
    return [
        ListedSeries(
            stream=stream,
            place=place_name(stream),
            unit=stream.unit,
            heard=known.heard.get(stream.pk),
            silent=stream.pk in silent,
            marks=known.marks.get(stream.pk, 0),
            uses=known.uses.get(stream.pk, ()),
        )
        for stream in known.streams
    ]


def is_usual_time_over(stream: Datastream, known: KnownSeries, now: datetime) -> bool | None:
    """True where nothing came for twice the usual time."""
    heard = known.heard.get(stream.pk)
    return is_silent(stream, heard.last_end if heard else None, now)


def shown(rows: Sequence[ListedSeries], wanted: SeriesFilter) -> list[ListedSeries]:
    """Those a filter lets through."""
    return [row for row in rows if passes(row, wanted)]


def passes(row: ListedSeries, wanted: SeriesFilter) -> bool:
    """True where a filter lets a series through."""
    if wanted is SeriesFilter.SILENT:
        return row.silent
    if wanted is SeriesFilter.MARKED:
        return row.marks > 0
    return wanted is SeriesFilter.ALL or not row.uses


def gaps_among(rows: Sequence[ListedSeries]) -> Mapping[int, Gaps]:
    """Gaps of the series of one page."""
    ids = [row.stream.pk for row in rows]
    return gaps_of_days(ids) | gaps_of_intervals(ids)
