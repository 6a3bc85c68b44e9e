"""The newest reading of each series in words: the same on every page, whatever its result is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.observations.queries.last_readings import last_readings
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

SHOWN = 60  # characters of a result that is no number
DAY = timedelta(hours=23)  # the shortest local day: what is so long is told by its days
NUMBER = Text("{value} {unit}", "{value} {unit}")
PLAIN = Text("{value}", "{value}")
WORDS = {
    None: Text("ohne Wert", "no value"),
    True: Text("ja", "yes"),
    False: Text("nein", "no"),
}
ON, AT = Text("{day:short}", "{day:short}"), Text("{moment:time}", "{moment:time}")
DAYS = Text("{first:short} bis {last:short}", "{first:short} to {last:short}")
CLOCKS = Text("{start:time} bis {end}", "{start:time} to {end}")
MOMENTS = Text("{start:time} bis {end:time}", "{start:time} to {end:time}")


@dataclass(frozen=True)
class NewestReading:
    """What a series said last."""

    result: Any  # as it was sent: a number, text, truth, list
    told: Text  # with its unit
    at: Text  # its moment, or the span it is the use of


def newest_of_streams(streams: Iterable[Datastream]) -> dict[int, NewestReading]:
    """The newest reading of each datastream; those without any are absent."""
    return newest_in({stream.pk: stream.unit for stream in streams})


def newest_in(units: Mapping[int, str]) -> dict[int, NewestReading]:
    """The same of datastreams by their ids, each with its unit."""
    rows = last_readings(known_spans(list(units))).iter_rows(named=True)
    return {row["datastream"]: newest_reading(row, units[row["datastream"]]) for row in rows}


def newest_reading(reading: dict[str, Any], unit: str) -> NewestReading:
    """One reading (STORED) in words."""
    result = details.read(reading["details"]).get("result", reading["value"])
    start, end = reading["start"].astimezone(LOCAL), reading["end"].astimezone(LOCAL)
    return NewestReading(result, in_words(result, unit), span_in_words(start, end))


def span_in_words(start: datetime, end: datetime) -> Text:
    """A moment, or a span by its clock or its days; both in local time."""
    if start == end:
        return AT.format(moment=end)
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    if end - start >= DAY:
        return ON.format(day=last) if first == last else DAYS.format(first=first, last=last)
    if first != last:
        return MOMENTS.format(start=start, end=end)
    return CLOCKS.format(start=start, end=f"{end:%H:%M}" if end.date() == last else "24:00")


def in_words(result: Any, unit: str) -> Text:
    """A result as people read it; a list or an object as JSON, as it was sent."""
    if result is None or isinstance(result, bool):
        return WORDS[result]
    if not isinstance(result, int | float):
        written = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
        return Text(written[:SHOWN], written[:SHOWN])
    return NUMBER.format(value=result, unit=unit) if unit else PLAIN.format(value=result)
