"""What another server has to give, in a minute, with the newest readings of each series."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from klimamosaik.sources.sensorthings.address import asked
from klimamosaik.sources.sensorthings.asking import SensorThingsClient, SourceUnreachable
from klimamosaik.sources.sensorthings.entities import (
    EXPANDED,
    KINDS,
    RemoteSeries,
    series_of,
)
from klimamosaik.sources.sensorthings.observation import MEASUREMENT
from klimamosaik.sources.sensorthings.times import span_of
from klimamosaik.streams.doubts import SeriesSample, doubts_about, gaps_in, same_series
from klimamosaik.streams.mirror.loops import OURS, is_ours, refuse_self
from klimamosaik.streams.source_preview import PreviewedSeries, SourcePreview
from klimamosaik.terms.text import Text

NEWEST = 24  # readings of each series that are looked at
PAGE = 50  # series a request
Row = Mapping[str, Any]


def look_at_server(
    client: SensorThingsClient,
    *,
    every: timedelta | None,
    now: datetime,
    spare: Callable[[], bool],
) -> SourcePreview:
    """Every series with its unit, place, last value, gaps and doubts; stores nothing.

    every: the promised interval, where one is known. Raises SourceUnreachable.
    """
    found: list[tuple[RemoteSeries, SeriesSample]] = []
    complete = True
    for kind in KINDS:
        path = newest_of(kind)
        while path and complete:
            try:
                page = client.page(path)
            except SourceUnreachable as error:
                if kind == "Datastreams" or not error.status:
                    raise
                break  # an extension that is not there
            refuse_self(client.mark)
            found += sampled(page.rows if page else (), kind)
            path = page.next if page else ""
            complete = spare()
    listed, found = found, [each for each in found if not is_ours(each[0])]
    notes = [OURS.format(count=len(listed) - len(found))] if len(listed) > len(found) else []
    twice = same_series([sample for _, sample in found])
    series = tuple(
        seen(remote, sample, every, now, twice.get(sample.key)) for remote, sample in found
    )
    return SourcePreview(series, (*notes, *(() if complete else (CUT,))), complete)


def newest_of(kind: str) -> str:
    """The address of all series of a kind with their newest readings."""
    newest = f"Observations($orderby=phenomenonTime desc;$top={NEWEST})"
    expand = f"{EXPANDED.format(observed=KINDS[kind])},{newest}"
    return asked(kind, expand=expand, orderby="id asc", top=str(PAGE))


def sampled(rows: Sequence[Row], kind: str) -> list[tuple[RemoteSeries, SeriesSample]]:
    """The series of a page with their newest readings."""
    found = []
    for row in rows:
        thing = row.get("Thing")
        if "@iot.id" not in row or not isinstance(thing, Mapping) or "@iot.id" not in thing:
            continue
        remote = series_of(row, thing, kind)
        found.append((remote, sample_of(remote, row.get("Observations"))))
    return found


def sample_of(remote: RemoteSeries, observations: Any) -> SeriesSample:
    """The readings as they were sent, the oldest first."""
    rows = observations if isinstance(observations, list) else []
    told = [(span_of(row.get("phenomenonTime")), row.get("result")) for row in rows]
    return SeriesSample(
        key=remote.entity.link,
        name=remote.entity.name,
        observed=", ".join(each.entity.name for each in remote.observed),
        unit=remote.symbol,
        measures=remote.observation_type.endswith(MEASUREMENT),
        readings=tuple(
            sorted(((span[0], value) for span, value in told if span), key=itemgetter(0))
        ),
    )


def seen(
    remote: RemoteSeries,
    sample: SeriesSample,
    every: timedelta | None,
    now: datetime,
    twice: Text | None,
) -> PreviewedSeries:
    """One series as it is shown."""
    times = [each for each, _ in sample.readings]
    doubts = doubts_about(sample, every=every, now=now)
    return PreviewedSeries(
        key=sample.key,
        name=sample.name,
        thing=remote.thing.entity.name,
        unit=sample.unit,
        place=remote.place,
        first=remote.span[0] if remote.span else (times[0] if times else None),
        last=times[-1] if times else None,
        value=sample.readings[-1][1] if times else None,
        gaps=gaps_in(times, every),
        doubts=(*doubts, twice) if twice else doubts,
    )


CUT = Text(
    "Der Server hat mehr Messreihen, als in einer Minute anzusehen waren.",
    "The server has more series than could be looked at in a minute.",
)
