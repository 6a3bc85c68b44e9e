"""The doors that read data sources: how each is doing, and what its series say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.last_heard import Heard, heard_of
from klimamosaik.observations.queries.newest_in_words import NewestReading, newest_of_streams
from klimamosaik.observations.queries.states import (
    NO_GAPS,
    Gaps,
    gaps_of_days,
    gaps_of_intervals,
)
from klimamosaik.places.models import Municipality
from klimamosaik.sources.quantities.plausible import known_property
from klimamosaik.streams.mirror.loops import OURS
from klimamosaik.streams.models import BY_MESSAGE, DataSource, SourceKind, SourceSeries, SourceState
from klimamosaik.streams.own.yearly import OwnUse, in_a_year, own_use
from klimamosaik.streams.queries.promises import broken, promises_of
from klimamosaik.terms.spans import span_in_words
from klimamosaik.terms.text import Text
from klimamosaik.terms.text_enum import TextEnum
from klimamosaik.terms.unit import UNITS

__all__ = [
    "OwnUse",
    "in_a_year",
    "own_use",
    "series_of_source",
    "source_line",
    "sources_of",
    "troubled_devices",
]


class SourceCondition(TextEnum):
    """How a source is doing, as one word on a page."""

    RUNS = "runs", Text("läuft", "runs")
    WAITING = "waiting", Text("noch nichts gekommen", "nothing came yet")
    LATE = "late", Text("überfällig", "overdue")
    FAILING = "failing", Text("gestört", "failing")
    PAUSED = "paused", Text("angehalten", "paused")


MARKS = {
    SourceCondition.RUNS: "ok",
    SourceCondition.WAITING: "quiet",
    SourceCondition.LATE: "bad",
    SourceCondition.FAILING: "bad",
    SourceCondition.PAUSED: "quiet",
}


@dataclass(frozen=True)
class SourceLine:
    """One line of the list of sources."""

    source: DataSource
    state: SourceState
    condition: SourceCondition
    series: int  # that are taken in
    silent: int  # of these, whose promise is broken

    @property
    def mark(self) -> str:
        """How the condition is marked on a page."""
        return MARKS[self.condition]

    @property
    def kind(self) -> Text:
        """The way in."""
        return SourceKind(self.source.kind).text

    @property
    def promise(self) -> Text:
        """The promised interval in words."""
        return span_in_words(self.source.promised_every)

    @property
    def retention(self) -> Text:
        """How long readings are kept, in words."""
        return span_in_words(self.source.kept_for)

    @property
    def problem(self) -> Text | None:
        """What is wrong; None where nothing is."""
        said = self.state.problem
        return Text(said["de"], said["en"]) if said else None

    @property
    def history_share(self) -> float | None:
        """How much of a mirror's history is here, 0..1; None where all is."""
        share = self.state.progress.get("history", {}).get("share", 1.0)
        return None if share >= 1.0 else float(share)

    @property
    def came_from_us(self) -> Text | None:
        """That series of a mirror came from this server; None where none did."""
        ours = self.state.progress.get("ours", 0)
        return OURS.format(count=ours) if ours else None

    @property
    def history_left(self) -> Text | None:
        """How long the rest of the history will take, in words; None where that is not known."""
        left = self.state.progress.get("history", {}).get("left")
        if left is None or self.history_share is None:
            return None
        minutes = timedelta(minutes=max(1, round(left / 60)))
        hours = timedelta(hours=round(left / 3600))
        return span_in_words(minutes if minutes < timedelta(hours=2) else hours)


def sources_of(*, municipality: Municipality | None, now: datetime) -> tuple[SourceLine, ...]:
    """Every source of a municipality, or of all, by name."""
    found = DataSource.objects.select_related("municipality", "state")
    if municipality is not None:
        found = found.filter(municipality=municipality)
    counts = dict(TAKEN_IN.values_list("source").annotate(Count("pk")).order_by())
    silent = silent_in(found, now)
    return tuple(line_of(each, now, counts.get(each.pk, 0), len(silent[each.pk])) for each in found)


def source_line(source: DataSource, now: datetime) -> SourceLine:
    """One source and how it is doing."""
    silent = silent_in([source], now)[source.pk]
    return line_of(source, now, TAKEN_IN.filter(source=source).count(), len(silent))


def line_of(source: DataSource, now: datetime, series: int, silent: int) -> SourceLine:
    """One source, how many series of it are taken in, and how many of these are silent."""
    state = getattr(source, "state", None) or SourceState(source=source)
    return SourceLine(source, state, condition_of(source, state, now), series, silent)


def silent_in(sources: Iterable[DataSource], now: datetime) -> dict[int, frozenset[int]]:
    """The datastreams of each source whose promise is broken, as alarms tell it."""
    found: dict[int, frozenset[int]] = defaultdict(frozenset)
    promises = promises_of(sources)
    heard = heard_of(datastreams=[each.datastream for one in promises for each in one.series])
    for one in promises:
        found[one.source.pk] = frozenset(each.series.datastream for each in broken(one, heard, now))
    return found


TAKEN_IN = SourceSeries.objects.filter(datastream__gone_at=None).exclude(datastream=None)


def condition_of(source: DataSource, state: SourceState, now: datetime) -> SourceCondition:
    """How a source is doing."""
    if source.paused_at is not None:
        return SourceCondition.PAUSED
    if state.failing_since is not None:
        return SourceCondition.FAILING
    if state.reading_at is None:
        return SourceCondition.WAITING
    late = now - state.reading_at > source.promised_every + source.asked_every
    return SourceCondition.LATE if late else SourceCondition.RUNS


@dataclass(frozen=True)
class SeriesLine:
    """One line of a source's list of series."""

    series: SourceSeries
    name: str
    unit: str
    place: tuple[float, float] | None  # latitude, longitude in degrees
    last: datetime | None  # end of the last reading
    newest: NewestReading | None  # None: there is none yet
    gaps: Gaps
    silent: bool  # its promise is broken
    left_out: bool
    gone: bool
    counter: bool  # a register that only grows: it can become the use of a building's meter
    counts_for: str  # that meter; "" where it counts for none


@dataclass(frozen=True)
class DeviceLine:
    """A device some of whose messages never came, or were not understood."""

    name: str
    missed: int  # messages that never came
    newest: datetime | None  # when the newest gap was seen
    note: Text | None  # what was not understood of its last message


def troubled_devices(*, source: DataSource) -> tuple[DeviceLine, ...]:
    """The devices of a network whose messages are missing or not understood, the worst first."""
    found = []
    for each in source.series.filter(datastream=None):
        frames, note = each.state.get("frames", {}), each.state.get("note") or None
        missed, gap = int(frames.get("missed", 0)), frames.get("gap_at")
        if missed or note:
            newest = datetime.fromisoformat(gap) if gap else None
            told = Text(note["de"], note["en"]) if note else None
            name = str(each.about.get("name", each.key))
            found.append(DeviceLine(name, missed, newest, told))
    return tuple(sorted(found, key=lambda each: -each.missed))


def series_of_source(*, source: DataSource, now: datetime) -> tuple[SeriesLine, ...]:
    """Every series of a source with unit, place, last value and gaps."""
    taken = source.series.exclude(datastream=None)  # others are devices, whose values are series
    linked = taken.select_related("datastream", "counts_for__meter_point__building")
    listed = list(linked.order_by("datastream__name", "pk"))
    ids = [each.datastream_id for each in listed if each.datastream_id is not None]
    latest = heard_of(datastreams=ids)
    newest = newest_of_streams([each.datastream for each in listed if each.datastream is not None])
    gaps = gaps_of_days(ids) | gaps_of_intervals(ids) if ids else {}
    out = set(source.options.get("left_out", []))
    silent = silent_in([source], now)[source.pk]
    return tuple(series_line(each, latest, newest, gaps, silent, out) for each in listed)


def may_count(series: SourceSeries, stream: Datastream | None) -> bool:
    """True for a register, and for what is told in a unit of energy or volume: nobody knows.

    Of messages only: what a mirror or a folder brings is use already, or stays what it is.
    """
    if series.source.kind not in BY_MESSAGE:
        return False
    if series.about.get("counter") or series.counts_for is not None:
        return True
    unit = UNITS.get(stream.unit) if stream is not None else None
    return unit is not None and unit.dimension in COUNTED


COUNTED = ("energy", "volume")


def series_line(
    series: SourceSeries,
    latest: dict[int, Heard],
    newest: dict[int, NewestReading],
    gaps: dict[int, Gaps],
    silent: frozenset[int],
    out: set[str],
) -> SeriesLine:
    """One series."""
    stream: Datastream | None = series.datastream
    row = latest.get(stream.pk) if stream else None
    last = row.last_end if row is not None else None
    place = series.about.get("place")
    return SeriesLine(
        series=series,
        name=stream.name if stream else str(series.about.get("name", series.key)),
        unit=stream.unit if stream else str(series.about.get("unit", "")),
        place=(place[0], place[1]) if place else None,
        last=last,
        newest=newest.get(stream.pk) if stream else None,
        gaps=gaps.get(stream.pk, NO_GAPS) if stream else NO_GAPS,
        silent=stream is not None and stream.pk in silent,
        left_out=series.key in out,
        gone=stream is not None and stream.gone_at is not None,
        counter=may_count(series, stream),
        counts_for=str(series.counts_for.meter_point) if series.counts_for else "",
    )


def bounds_of(*, observed: str, name: str, unit: str) -> tuple[float, float] | None:
    """The least and the most a series can say in its unit; None where nothing is known of it."""
    known = known_property(observed, name)
    held = known["units"].get(unit) if known else None
    return None if held is None else (float(held[0]), float(held[1]))
