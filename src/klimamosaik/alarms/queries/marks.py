"""Marks on readings, in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count

from klimamosaik.alarms.models import Mark, MarkRule
from klimamosaik.alarms.rules import symbol
from klimamosaik.observations.models import Datastream
from klimamosaik.records.batched_ids import at_once
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text

SHOWN = 50  # marks of one series


@dataclass(frozen=True)
class MarkLine:
    """One mark as a page shows it."""

    mark: Mark
    said: Text


def marks_of(*, stream: Datastream) -> list[MarkLine]:
    """The newest marks of a series, each with its sentence."""
    marks = Mark.objects.filter(datastream=stream).order_by("-last", "rule")[:SHOWN]
    return [MarkLine(mark, said(mark, stream)) for mark in marks]


def said(mark: Mark, stream: Datastream) -> Text:
    """What was found, in a sentence."""
    first, last = mark.first.astimezone(LOCAL), mark.last.astimezone(LOCAL)
    form = (ONE if mark.count == 1 else SEVERAL)[mark.kind]
    value = Text("?", "?") if mark.value is None else NUMBER.format(value=mark.value)
    return form.format(first=first, last=last, n=mark.count, value=value, unit=symbol(stream))


def marked_count(*, datastreams: Collection[int]) -> Mapping[int, int]:
    """How many marks each datastream has; those without are absent."""
    return {
        datastream: count
        for some in at_once(sorted(datastreams))
        for datastream, count in Mark.objects.filter(datastream__in=some)
        .order_by()
        .values_list("datastream")
        .annotate(Count("pk"))
    }


NUMBER = Text("{value}", "{value}")
ONE = {
    MarkRule.BEYOND: Text(
        "{first:time}: {value} {unit} kann nicht sein.", "{first:time}: {value} {unit} cannot be."
    ),
    MarkRule.STUCK: Text(
        "{first:time}: {value} {unit}, immer derselbe Wert.",
        "{first:time}: {value} {unit}, always the same value.",
    ),
    MarkRule.LEAP: Text(
        "{first:time}: springt auf {value} {unit}.", "{first:time}: leaps to {value} {unit}."
    ),
    MarkRule.DRIFT: Text(
        "{first:time}: {value} {unit} anders als vor einem Jahr.",
        "{first:time}: {value} {unit} apart from the year before.",
    ),
    MarkRule.FUTURE: Text(
        "{first:time}: kam an, bevor dieser Zeitpunkt da war; die Uhr des Sensors geht vor.",
        "{first:time}: arrived before that time; the clock of the sensor is fast.",
    ),
}
SEVERAL = {
    MarkRule.BEYOND: Text(
        "{first:time} bis {last:time}: {n:Wert|Werte}, die nicht sein können, bis {value} {unit}.",
        "{first:time} to {last:time}: {n:value|values} that cannot be, up to {value} {unit}.",
    ),
    MarkRule.STUCK: Text(
        "{first:time} bis {last:time}: {n:Mal|Mal} derselbe Wert {value} {unit}.",
        "{first:time} to {last:time}: the same value {value} {unit} {n:time|times}.",
    ),
    MarkRule.LEAP: Text(
        "{first:time} bis {last:time}: {n:Sprung|Sprünge}, bis {value} {unit}.",
        "{first:time} to {last:time}: {n:leap|leaps}, up to {value} {unit}.",
    ),
    MarkRule.DRIFT: Text(
        "{first:time} bis {last:time}: im Mittel {value} {unit} mehr als in denselben Wochen ein "
        "Jahr davor (unter null: weniger).",
        "{first:time} to {last:time}: {value} {unit} more than in the same weeks of the year "
        "before (below zero: less).",
    ),
    MarkRule.FUTURE: Text(
        "{first:time} bis {last:time}: {n:Wert kam|Werte kamen} an, bevor dieser Zeitpunkt da "
        "war; die Uhr des Sensors geht vor.",
        "{first:time} to {last:time}: {n:value|values} arrived before that time; the clock of the "
        "sensor is fast.",
    ),
}
