"""Promises of sources that are broken now: silent series and sources, failures, lost messages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from klimamosaik.alarms.kernel.lasting import lasting
from klimamosaik.alarms.models import TroubleRule
from klimamosaik.alarms.operations.keeping import FoundTrouble
from klimamosaik.alarms.rules import facts
from klimamosaik.observations.queries.heard import Heard, heard_of
from klimamosaik.streams.models import DataSource, SourceSeries, SourceState
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

RULES = (
    TroubleRule.SERIES_SILENT,
    TroubleRule.SOURCE_SILENT,
    TroubleRule.SOURCE_FAILING,
    TroubleRule.FRAMES_MISSED,
)
LOST_FOR = timedelta(days=1)  # without another gap, and lost messages are no trouble any more


@dataclass(frozen=True)
class BrokenPromise:
    """A series that is later than its source promised."""

    series: SourceSeries
    since: datetime  # when it was last heard of


def broken_promises(*, now: datetime) -> list[FoundTrouble]:
    """Everything sources promised and do not keep at `now`; those on hold promise nothing."""
    running = DataSource.objects.filter(paused_at=None).order_by("pk")
    by_source: dict[int, list[SourceSeries]] = defaultdict(list)
    taken = SourceSeries.objects.filter(source__in=running, datastream__gone_at=None)
    for series in taken.exclude(datastream=None).select_related("datastream"):
        by_source[series.source_id].append(series)
    ids = [each.datastream_id for own in by_source.values() for each in own]
    heard = heard_of(datastreams=[pk for pk in ids if pk is not None])
    states = {state.pk: state for state in SourceState.objects.filter(source__in=running)}
    return [
        trouble
        for source in running
        for trouble in of_source(source, by_source[source.pk], heard, states.get(source.pk), now)
    ]


def of_source(
    source: DataSource,
    series: Sequence[SourceSeries],
    heard: Mapping[int, Heard],
    state: SourceState | None,
    now: datetime,
) -> Iterator[FoundTrouble]:
    """What is wrong with one source and its series."""
    broken = list(broken_of(source, series, heard, now))
    if not series:
        yield from never_heard(source, state, now)
    elif len(broken) == len(series) >= facts()["promise"]["together"]:
        yield all_silent(source, broken)
    else:
        yield from (one_silent(source, each) for each in broken)
    yield from failing(source, state, now)
    yield from (lost for each in series if (lost := missed(source, each, now)) is not None)


def broken_of(
    source: DataSource, series: Sequence[SourceSeries], heard: Mapping[int, Heard], now: datetime
) -> Iterator[BrokenPromise]:
    """Series nothing came of for longer than promised, measured from the last reading's arrival."""
    for each in series:
        known = heard.get(each.datastream_id or 0)
        since = (known and known.since(now)) or min(each.first_seen, now)
        if now - since > source.promised_every:
            yield BrokenPromise(each, since)


def one_silent(source: DataSource, broken: BrokenPromise) -> FoundTrouble:
    """A single series that is silent."""
    return FoundTrouble(
        rule=TroubleRule.SERIES_SILENT,
        municipality=source.municipality_id,
        source=source.pk,
        datastream=broken.series.datastream_id,
        since=broken.since,
        because=ONE_SILENT.format(
            name=str(broken.series.datastream),
            since=broken.since.astimezone(LOCAL),
            every=lasting(source.promised_every),
            source=source.name,
        ),
    )


def all_silent(source: DataSource, broken: Sequence[BrokenPromise]) -> FoundTrouble:
    """All series of a source are silent: that is one trouble, not many."""
    since = max(each.since for each in broken)
    return FoundTrouble(
        rule=TroubleRule.SOURCE_SILENT,
        municipality=source.municipality_id,
        source=source.pk,
        since=since,
        because=ALL_SILENT.format(
            name=source.name,
            n=len(broken),
            since=since.astimezone(LOCAL),
            every=lasting(source.promised_every),
        ),
    )


def never_heard(
    source: DataSource, state: SourceState | None, now: datetime
) -> Iterator[FoundTrouble]:
    """A source that brought no series at all since it was set up."""
    if now - source.added_at > source.promised_every and not (state and state.readings):
        yield FoundTrouble(
            rule=TroubleRule.SOURCE_SILENT,
            municipality=source.municipality_id,
            source=source.pk,
            since=source.added_at,
            because=NEVER_HEARD.format(
                name=source.name,
                since=source.added_at.astimezone(LOCAL),
                every=lasting(source.promised_every),
            ),
        )


def failing(source: DataSource, state: SourceState | None, now: datetime) -> Iterator[FoundTrouble]:
    """A source that cannot be reached or read for long."""
    if state is None or state.failing_since is None:
        return
    patience = timedelta(minutes=facts()["promise"]["failing_minutes"])
    if now - state.failing_since >= min(patience, source.promised_every):
        yield FoundTrouble(
            rule=TroubleRule.SOURCE_FAILING,
            municipality=source.municipality_id,
            source=source.pk,
            since=state.failing_since,
            because=FAILING.format(
                name=source.name,
                since=state.failing_since.astimezone(LOCAL),
                problem=Text(state.problem.get("de", ""), state.problem.get("en", "")),
            ),
        )


def missed(source: DataSource, series: SourceSeries, now: datetime) -> FoundTrouble | None:
    """Radio messages that were sent and never came, by their counter.

    The work that listens keeps in `SourceSeries.state` how many the newest gap lacks (`missed`) and
    when it was seen (`missed_at`).
    """
    count, at = series.state.get("missed"), parse_datetime(str(series.state.get("missed_at", "")))
    if not count or at is None or now - at > LOST_FOR:
        return None
    return FoundTrouble(
        rule=TroubleRule.FRAMES_MISSED,
        municipality=source.municipality_id,
        source=source.pk,
        datastream=series.datastream_id,
        since=at,
        because=MISSED.format(n=int(count), name=series.key, at=at.astimezone(LOCAL)),
    )


ONE_SILENT = Text(
    "{name}: seit {since:time} kam kein neuer Wert; {source} hat mindestens einen in {every} "
    "zugesagt.",
    "{name}: no new value since {since:time}; {source} promised at least one in {every}.",
)
ALL_SILENT = Text(
    "{name}: von allen {n:Messreihe|Messreihen} kam seit {since:time} kein neuer Wert; zugesagt "
    "ist mindestens einer in {every}.",
    "{name}: none of its {n:series|series} brought a new value since {since:time}; at least one "
    "in {every} is promised.",
)
NEVER_HEARD = Text(
    "{name}: seit der Einrichtung am {since:time} kam noch kein Wert; zugesagt ist mindestens "
    "einer in {every}.",
    "{name}: no value came yet since it was set up on {since:time}; at least one in {every} is "
    "promised.",
)
FAILING = Text(
    "{name}: seit {since:time} gestört. {problem}",
    "{name}: failing since {since:time}. {problem}",
)
MISSED = Text(
    "{name}: {n:Funktelegramm fehlt|Funktelegramme fehlen} vor {at:time}, nach dem Zähler des "
    "Geräts. Gesendet wurden sie, angekommen sind sie hier nicht.",
    "{name}: {n:radio message is|radio messages are} missing before {at:time}, by the counter of "
    "the device. They were sent and did not arrive here.",
)
