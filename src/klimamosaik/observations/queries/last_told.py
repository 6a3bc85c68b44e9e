"""The newest reading of each series in words: the same on every page, whatever its result is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from klimamosaik.observations.kernel import details
from klimamosaik.observations.models import Datastream
from klimamosaik.observations.queries.known_spans import known_spans
from klimamosaik.observations.queries.last_readings import last_readings
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

SHOWN = 60  # characters of a result that is no number
DAY = timedelta(hours=23)  # the shortest local day: what is so long is told by its last day
NUMBER = Text("{value} {unit}", "{value} {unit}")
PLAIN = Text("{value}", "{value}")
WORDS = {
    None: Text("ohne Wert", "no value"),
    True: Text("ja", "yes"),
    False: Text("nein", "no"),
}
ON, AT = Text("{day:short}", "{day:short}"), Text("{moment:time}", "{moment:time}")


@dataclass(frozen=True)
class NewestReading:
    """What a series said last."""

    result: Any  # as it was sent: a number, text, truth, list
    told: Text  # with its unit
    at: Text  # its last day, or its moment


def newest_told(streams: Iterable[Datastream]) -> dict[int, NewestReading]:
    """The newest reading of each datastream; those without any are absent."""
    return newest_in({stream.pk: stream.unit for stream in streams})


def newest_in(units: Mapping[int, str]) -> dict[int, NewestReading]:
    """The same of datastreams by their ids, each with its unit."""
    rows = last_readings(known_spans(list(units))).iter_rows(named=True)
    return {row["datastream"]: told(row, units[row["datastream"]]) for row in rows}


def told(reading: dict[str, Any], unit: str) -> NewestReading:
    """One reading (STORED) in words."""
    result = details.read(reading["details"]).get("result", reading["value"])
    start, end = reading["start"].astimezone(LOCAL), reading["end"].astimezone(LOCAL)
    last_day = (end - timedelta(microseconds=1)).date()
    at = ON.format(day=last_day) if end - start >= DAY else AT.format(moment=end)
    return NewestReading(result, in_words(result, unit), at)


def in_words(result: Any, unit: str) -> Text:
    """A result as people read it; a list or an object as JSON, as it was sent."""
    if result is None or isinstance(result, bool):
        return WORDS[result]
    if not isinstance(result, int | float):
        written = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
        return Text(written[:SHOWN], written[:SHOWN])
    return NUMBER.format(value=result, unit=unit) if unit else PLAIN.format(value=result)
