"""Odd readings that people said are right: which, when they said so, and how it is told."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from klimamosaik.observations.models import ConfirmedReadings
from klimamosaik.observations.queries.revisions import meter_named
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


def confirmations(
    *, points: "Collection[int] | QuerySet[MeterPoint]", until: datetime | None = None
) -> "QuerySet[ConfirmedReadings]":
    """What was said of these meters up to a moment, oldest first; None: up to now."""
    found = ConfirmedReadings.objects.filter(meter_point__in=points).order_by("at", "pk")
    return found if until is None else found.filter(at__lte=until)


def confirmed_cause(said: ConfirmedReadings) -> Text:
    """When readings of which meter were called right; no full stop."""
    return CONFIRMED.format(
        day=said.at.astimezone(LOCAL).date(),
        span=span_of(said),
        place=meter_named(said.meter_point),
    )


def span_of(said: ConfirmedReadings) -> Text:
    """The months somebody spoke of."""
    last = said.end - timedelta(days=1)
    if (said.start.year, said.start.month) == (last.year, last.month):
        return ONE_MONTH.format(first=said.start)
    return MONTHS.format(first=said.start, last=last)


CONFIRMED = Text(
    "Am {day:short} wurden die Werte von {span} als richtig bestätigt ({place})",
    "On {day:short} the values of {span} were confirmed as right ({place})",
)
ONE_MONTH = Text("{first:month}", "{first:month}")
MONTHS = Text("{first:month} bis {last:month}", "{first:month} to {last:month}")
