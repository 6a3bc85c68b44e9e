"""Promises of sources that are broken now: silent series and sources, failures, lost messages."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.dateparse import parse_datetime

from klimamosaik.alarms.models import Trouble, TroubleRule
from klimamosaik.alarms.operations.trouble_states import FoundTrouble
from klimamosaik.alarms.rules import facts
from klimamosaik.observations.queries.last_heard import Heard, heard_of
from klimamosaik.streams.models import DataSource, SourceSeries, SourceState
from klimamosaik.streams.queries.promises import (
    BrokenPromise,
    SourcePromise,
    broken,
    promises_of,
)
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.spans import span_in_words
from klimamosaik.terms.text import Text

RULES = (
    TroubleRule.SERIES_SILENT,
    TroubleRule.SOURCE_SILENT,
    TroubleRule.SOURCE_FAILING,
    TroubleRule.FRAMES_MISSED,
)
LOST_FOR = timedelta(days=1)  # without another gap, and lost messages are no trouble any more


def broken_promises(*, now: datetime) -> list[FoundTrouble]:
    """Everything sources promised and do not keep at `now`; those on hold promise nothing."""
    running = DataSource.objects.filter(paused_at=None).order_by("pk")
    promises = promises_of(running)
    heard = heard_of(datastreams=[each.datastream for one in promises for each in one.series])
    states = {state.pk: state for state in SourceState.objects.filter(source__in=running)}
    devices: dict[int, list[SourceSeries]] = defaultdict(list)
    for device in SourceSeries.objects.filter(source__in=running, state__has_key="frames"):
        devices[device.source_id].append(device)
    told = frozenset(
        Trouble.objects.filter(ended_at=None, rule=TroubleRule.SERIES_SILENT.value).values_list(
            "datastream", flat=True
        )
    )
    found: list[FoundTrouble] = []
    for promise in promises:
        source = promise.source
        found += of_source(promise, heard, states.get(source.pk), told, now)
        found += lost_messages(source, devices[source.pk], now)
    return found


def of_source(
    promise: SourcePromise,
    heard: Mapping[int, Heard],
    state: SourceState | None,
    told: frozenset[int | None],
    now: datetime,
) -> Iterator[FoundTrouble]:
    """What is wrong with one source and its series. told: series whose silence is told already.

    Where all fall silent, those go on as they are, for nothing came of them that would end it.
    """
    source, late = promise.source, broken(promise, heard, now)
    if not promise.series:
        yield from never_heard(source, state, now)
    elif len(late) == len(promise.series) >= facts()["promise"]["together"]:
        yield all_silent(source, late)
        yield from (one_silent(source, each) for each in late if each.series.datastream in told)
    else:
        yield from (one_silent(source, each) for each in late)
    yield from failing(source, state, now)


def one_silent(source: DataSource, late: BrokenPromise) -> FoundTrouble:
    """A single series that is silent."""
    return FoundTrouble(
        rule=TroubleRule.SERIES_SILENT,
        municipality=source.municipality_id,
        source=source.pk,
        datastream=late.series.datastream,
        since=late.since,
        because=(RARE_SILENT if late.usual else ONE_SILENT).format(
            name=late.series.name,
            since=late.since.astimezone(LOCAL),
            every=span_in_words(late.usual or source.promised_every),
            source=source.name,
        ),
    )


def all_silent(source: DataSource, late: Sequence[BrokenPromise]) -> FoundTrouble:
    """All series of a source are silent: that is one trouble, not many."""
    since = max(each.since for each in late)
    return FoundTrouble(
        rule=TroubleRule.SOURCE_SILENT,
        municipality=source.municipality_id,
        source=source.pk,
        since=since,
        because=ALL_SILENT.format(
            name=source.name,
            n=len(late),
            since=since.astimezone(LOCAL),
            every=span_in_words(source.promised_every),
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
                every=span_in_words(source.promised_every),
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


def lost_messages(
    source: DataSource, devices: Sequence[SourceSeries], now: datetime
) -> Iterator[FoundTrouble]:
    """Radio messages that were sent and did not come, by the counters of the devices.

    `streams.uplinks` keeps them with each device; one that comes late after all fills its gap.
    """
    gaps = [gap for each in devices if (gap := newest_gap(each)) and now - gap[0] <= LOST_FOR]
    if gaps:
        at, _, name = max(gaps)
        yield FoundTrouble(
            rule=TroubleRule.FRAMES_MISSED,
            municipality=source.municipality_id,
            source=source.pk,
            since=min(gaps)[0],
            because=MISSED.format(
                source=source.name,
                n=sum(count for _, count, _ in gaps),
                devices=len(gaps),
                name=name,
                at=at.astimezone(LOCAL),
            ),
        )


def newest_gap(device: SourceSeries) -> tuple[datetime, int, str] | None:
    """When a device's newest gap was seen, how many messages it lacks now, and its name."""
    frames = device.state.get("frames", {})
    at = parse_datetime(str(frames.get("gap_at", "")))
    count = sum(last - first + 1 for first, last in frames.get("missing", ()))
    return (at, count, str(device.about.get("name") or device.key)) if at and count else None


ONE_SILENT = Text(
    "{name}: seit {since:time} kam kein neuer Wert; {source} hat mindestens einen in {every} "
    "zugesagt.",
    "{name}: no new value since {since:time}; {source} promised at least one in {every}.",
)
RARE_SILENT = Text(
    "{name}: seit {since:time} kam kein neuer Wert; von {source} kam bisher etwa alle {every} "
    "einer.",
    "{name}: no new value since {since:time}; {source} brought one about every {every} so far.",
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
    "{name}: seit {since:time} gestört. {problem}", "{name}: failing since {since:time}. {problem}"
)
MISSED = Text(
    "{source}: {n:Funktelegramm fehlt|Funktelegramme fehlen} bei {devices:Gerät|Geräten}, zuletzt "
    "bei {name} vor {at:time}. Gesendet wurden sie, angekommen sind sie hier nicht.",
    "{source}: {n:radio message|radio messages} of {devices:device|devices} did not arrive here, "
    "the newest of {name} before {at:time}. They were sent, by the counters of the devices.",
)
