"""Doubts about a series before it is taken in: its unit, doubled and late readings, gaps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from klimamosaik.sources.quantities.plausible import known_property
from klimamosaik.terms.text import Text

LATE = 3  # times the promised interval without a reading are a gap
AHEAD = timedelta(minutes=10)  # of a clock that is a little wrong
FEW = 5  # values two series must share before they are the same


@dataclass(frozen=True)
class SeriesSample:
    """A few readings of a series, the oldest first, with what the source says of it."""

    key: str
    name: str
    observed: str  # name of what is observed
    unit: str  # "": none is said
    measures: bool  # the source says that results are numbers
    readings: tuple[tuple[datetime, Any], ...]  # when, and what as sent


def doubts_about(
    sample: SeriesSample, *, every: timedelta | None, now: datetime
) -> tuple[Text, ...]:
    """Everything a person should look at. every: the promised interval, where one is known."""
    return (
        *unit_doubts(sample),
        *kind_doubts(sample),
        *doubled_readings(sample),
        *time_doubts(sample, every, now),
    )


def unit_doubts(sample: SeriesSample) -> Iterator[Text]:
    """A unit that is missing, does not fit the property, or does not fit the values."""
    numbers = [float(value) for _, value in sample.readings if is_number(value)]
    if sample.measures and not sample.unit and numbers:
        yield NO_UNIT
    known = known_property(sample.observed, sample.name)
    if known is None or not sample.unit:
        return
    if sample.unit not in known["units"]:
        allowed = ", ".join(list(known["units"])[:4])
        yield OTHER_UNIT.format(unit=sample.unit, what=sample.observed, allowed=allowed)
        return
    least, most = known["units"][sample.unit]
    outside = [value for value in numbers if not least <= value <= most]
    if outside:
        yield OUTSIDE.format(
            n=len(outside), value=outside[0], unit=sample.unit, least=float(least), most=float(most)
        )
    share = known.get("suspicious", {}).get(sample.unit)
    if share is not None and len(numbers) >= FEW and 0 < max(numbers) <= share:
        yield A_SHARE.format(most=max(numbers), unit=sample.unit)


def kind_doubts(sample: SeriesSample) -> Iterator[Text]:
    """Numbers that come as text, and texts where numbers are said to come."""
    texts = [value for _, value in sample.readings if isinstance(value, str)]
    if not sample.measures or not texts:
        return
    if all(is_number(text) for text in texts):
        yield NUMBERS_AS_TEXT
    else:
        odd = next(text for text in texts if not is_number(text))
        yield NOT_NUMBERS.format(value=odd[:40])


def doubled_readings(sample: SeriesSample) -> Iterator[Text]:
    """Several readings of one instant."""
    doubled = [
        when for when, count in Counter(when for when, _ in sample.readings).items() if count > 1
    ]
    if doubled:
        yield DOUBLED.format(count=len(doubled), first=doubled[0])


def time_doubts(sample: SeriesSample, every: timedelta | None, now: datetime) -> Iterator[Text]:
    """Readings from the future, silence, gaps."""
    times = [when for when, _ in sample.readings]
    if not times:
        yield NOTHING_YET
        return
    if times[-1] > now + AHEAD:
        yield FUTURE.format(last=times[-1])
    if every is not None and now - times[-1] > LATE * every:
        yield SILENT.format(last=times[-1])


def gaps_in(times: Sequence[datetime], every: timedelta | None) -> int | None:
    """How many stretches are longer than promised; without a promise than usual between them."""
    steps = sorted(later - earlier for earlier, later in pairwise(times))
    if len(steps) < 2:
        return None
    usual = every or steps[len(steps) // 2]
    return sum(step > LATE * usual for step in steps)


def same_series(samples: Sequence[SeriesSample]) -> dict[str, Text]:
    """Series that say what another one says: counted twice if both enter a sum."""
    seen: dict[tuple[Any, ...], SeriesSample] = {}
    found: dict[str, Text] = {}
    for each in samples:
        said = tuple((when, repr(value)) for when, value in each.readings)
        if len(said) < FEW or len({value for _, value in said}) < 3:
            continue  # a few equal texts or zeros are no sign
        if said in seen:
            found[each.key] = TWICE.format(other=seen[said].name)
        else:
            seen[said] = each
    return found


def is_number(value: Any) -> bool:
    """True for a number, also one written as a text."""
    if isinstance(value, bool):
        return False
    try:
        float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


NO_UNIT = Text(
    "Die Einheit fehlt.",
    "The unit is missing.",
)
OTHER_UNIT = Text(
    "„{unit}“ ist keine Einheit von {what}; üblich: {allowed}.",
    "“{unit}” is no unit of {what}; usual: {allowed}.",
)
OUTSIDE = Text(
    "{n:Wert liegt|Werte liegen} außerhalb von {least} bis {most} {unit}, z. B. {value}: Stimmt "
    "die Einheit?",
    "{n:value lies|values lie} outside {least} to {most} {unit}, e.g. {value}: is the unit right?",
)
A_SHARE = Text(
    "Kein Wert ist größer als {most} {unit}: Sind es Anteile von 1?",
    "No value is larger than {most} {unit}: are they shares of 1?",
)
NUMBERS_AS_TEXT = Text(
    "Die Zahlen kommen als Text; sie werden als Zahlen genommen.",
    "The numbers come as text; they are taken as numbers.",
)
NOT_NUMBERS = Text(
    "Angekündigt sind Zahlen, es kommt auch „{value}“.",
    "Numbers are announced, “{value}” comes as well.",
)
DOUBLED = Text(
    "{count:Zeitpunkt steht|Zeitpunkte stehen} doppelt da, zuerst {first:time} UTC.",
    "{count:time is|times are} there twice, first {first:time} UTC.",
)
FUTURE = Text(
    "Der letzte Wert liegt in der Zukunft: {last:time} UTC. Geht die Uhr richtig?",
    "The last value lies in the future: {last:time} UTC. Is the clock right?",
)
SILENT = Text(
    "Stumm seit {last:time} UTC.",
    "Silent since {last:time} UTC.",
)
NOTHING_YET = Text(
    "Es ist noch kein Wert da.",
    "There is no value yet.",
)
TWICE = Text(
    "Sagt dasselbe wie „{other}“: In einer Summe zählte es doppelt.",
    "Says the same as “{other}”: in a sum it would count twice.",
)
