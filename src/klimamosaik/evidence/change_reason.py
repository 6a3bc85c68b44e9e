"""Why an effect is another than the one before: one sentence, made when it is worked out."""

from collections.abc import Iterator
from dataclasses import dataclass

from klimamosaik.evidence.models import Assessment, MeasuredEffect
from klimamosaik.evidence.queries.newest import newest_assessment
from klimamosaik.observations.models import Datastream, Delivery, Revision
from klimamosaik.observations.queries.revised_bills import bill_cause, revised_bills
from klimamosaik.observations.queries.revisions import cause, day_of, revisions
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Language, Text, joined

MOST = 3  # causes of a kind that are told one by one
SAME = 0.5  # [kWh] below, nobody prints a difference


@dataclass(frozen=True)
class Streams:
    """What an effect was read from."""

    meters: frozenset[int]  # datastreams of its meters and of those for comparison
    points: frozenset[int]  # its meter points


def because(after: Assessment, whole: MeasuredEffect, *, streams: Streams) -> dict[Language, str]:
    """Why the figure differs from the newest one stored; nothing for the first and for the same."""
    before = newest_assessment(after.measure)
    if before is None:
        return {}
    outcome = difference(before.whole.estimate, whole.estimate)
    if outcome is None:
        return {}
    causes = list(causes_of(before, after, streams)) or [UNKNOWN]
    return SENTENCE.format(causes=joined(causes, ". "), outcome=outcome).both()


def difference(was: Estimate | None, now: Estimate | None) -> Text | None:
    """How far the figure [kWh] moved; None where nothing that is printed differs."""
    if was is None or now is None:
        return None if was is now else (DECIDABLE if was is None else UNDECIDABLE)
    moved = now.mean - was.mean
    if abs(moved) >= SAME:
        return (MORE if moved > 0 else LESS).format(n=abs(moved), now=now, was=was)
    if max(abs(now.low - was.low), abs(now.high - was.high)) < SAME:
        return None
    return RANGE.format(now=now, was=was)


def causes_of(before: Assessment, after: Assessment, streams: Streams) -> Iterator[Text]:
    """What is different in what the two stand on; readings first."""
    gone, come = set(before.inputs) - set(after.inputs), set(after.inputs) - set(before.inputs)
    kinds = {line.partition(" ")[0] for line in gone | come}
    span = before.data_version, after.data_version
    if "datastream" in kinds:
        yield from of_readings(span, streams.meters, grown=before.last_day != after.last_day)
    if "weather" in kinds:
        yield from of_weather(span)
    if "bills" in kinds:
        yield from of_bills(span, streams.points)
    yield from (text for kind, text in OTHERS.items() if kind in kinds)


def of_readings(span: tuple[int, int], streams: frozenset[int], *, grown: bool) -> Iterator[Text]:
    """Corrected readings one by one, and that new ones came."""
    found = revisions(datastreams=streams, after=span[0], upto=span[1])
    yield from newest_corrections(found, named=len(streams) > 1)
    if grown or not found:
        yield from newly_come(span)


def newest_corrections(found: list[Revision], *, named: bool) -> Iterator[Text]:
    """The newest few corrections, and how many more there are."""
    yield from (cause(each, named=named) for each in reversed(found[-MOST:]))
    if len(found) > MOST:
        yield FURTHER.format(n=len(found) - MOST)


def newly_come(span: tuple[int, int]) -> Iterator[Text]:
    """The delivery that brought new readings."""
    newest = Delivery.objects.filter(seq__gt=span[0], seq__lte=span[1], new__gt=0).first()
    if newest is not None:
        yield NEW.format(day=day_of(newest))


def of_weather(span: tuple[int, int]) -> Iterator[Text]:
    """Corrected and new weather."""
    streams = Datastream.objects.filter(station__isnull=False).values_list("pk", flat=True)
    found = revisions(datastreams=list(streams), after=span[0], upto=span[1])
    if not found:
        yield NEW_WEATHER
    yield from newest_corrections(found, named=True)


def of_bills(span: tuple[int, int], points: frozenset[int]) -> Iterator[Text]:
    """Corrected and new bills: they set what a kilowatt-hour costs."""
    found = list(revised_bills(after=span[0], upto=span[1]).filter(meter_point__in=points))
    if not found:
        yield NEW_BILLS
    yield from (bill_cause(each, named=len(points) > 1) for each in reversed(found[-MOST:]))


SENTENCE = Text("{causes}: {outcome}.", "{causes}: {outcome}.")
MORE = Text(
    "{n:n} kWh mehr Einsparung ({now.mean:n} statt {was.mean:n} kWh)",
    "{n:n} kWh more saved ({now.mean:n} instead of {was.mean:n} kWh)",
)
LESS = Text(
    "{n:n} kWh weniger Einsparung ({now.mean:n} statt {was.mean:n} kWh)",
    "{n:n} kWh less saved ({now.mean:n} instead of {was.mean:n} kWh)",
)
RANGE = Text(
    "die Spanne ist {now.low:n} bis {now.high:n} statt {was.low:n} bis {was.high:n} kWh",
    "the range is {now.low:n} to {now.high:n} instead of {was.low:n} to {was.high:n} kWh",
)
DECIDABLE = Text("die Wirkung lässt sich jetzt berechnen", "the effect can be worked out now")
UNDECIDABLE = Text(
    "die Wirkung lässt sich nicht mehr berechnen", "the effect can no longer be worked out"
)
FURTHER = Text("{n} weitere Berichtigungen", "{n} more corrections")
NEW = Text("Am {day} kamen neue Messwerte dazu", "On {day} new readings came")
NEW_WEATHER = Text("Es kamen neue Wetterwerte dazu", "New weather came")
NEW_BILLS = Text("Es kamen neue Rechnungen dazu", "New bills came")
UNKNOWN = Text("Neu gerechnet", "Worked out anew")
OTHERS = {  # kinds of input by their first word
    "own": Text(
        "Aus den eigenen Jahren ohne Maßnahme wurde neu gelernt",
        "The town's own years without a measure were learnt from anew",
    ),
    "days": Text(
        "Beginn, Umbau oder Ende der Maßnahme wurden geändert",
        "Start, installation or end of the measure were changed",
    ),
    "gate": Text("Das Kriterium wurde geändert", "The criterion was changed"),
    "point": Text(
        "Die Zähler der Maßnahme oder ihre Richtung wurden geändert",
        "The meters of the measure or their direction were changed",
    ),
    "other": Text(
        "An einem Zähler der Maßnahme kam eine andere dazu, wurde geändert oder fiel weg",
        "At a meter of the measure another one was added, changed or removed",
    ),
    "place": Text(
        "Lage, Land oder Wetterstation der Gemeinde wurden geändert",
        "Place, state or weather station of the municipality were changed",
    ),
    "happened": Text(
        "Jemand hat bestätigt, was am Zähler geschah", "Somebody confirmed what happened at a meter"
    ),
    "method": Text("Das Rechenverfahren hat eine neue Fassung", "The method has a new version"),
}
