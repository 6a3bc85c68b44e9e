"""Odd readings that people said are right: which, when they said so, and how it is told."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from klimamosaik.observations.models import ConfirmedReadings
from klimamosaik.observations.queries.revisions import meter_named
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

Points = Collection[int] | QuerySet[MeterPoint]


def ever_confirmed(*, points: Points) -> "QuerySet[ConfirmedReadings]":
    """All that was ever said of these meters, oldest first; also what was taken back."""
    return ConfirmedReadings.objects.filter(meter_point__in=points).order_by("at", "pk")


def confirmations(
    *, points: Points, until: datetime | None = None
) -> "QuerySet[ConfirmedReadings]":
    """What held of these meters at a moment, oldest first; None: what holds now."""
    said, holds = ever_confirmed(points=points), Q(taken_back_at=None)
    if until is None:
        return said.filter(holds)
    return said.filter(holds | Q(taken_back_at__gt=until), at__lte=until)


def points_confirmed(points: Points) -> frozenset[int]:
    """Those of these meters of which something holds now."""
    return frozenset(confirmations(points=points).values_list("meter_point_id", flat=True))


def points_spoken_of(*, at: datetime) -> frozenset[int]:
    """The meters of which something was said, or taken back, at this very moment."""
    said = ConfirmedReadings.objects.filter(Q(at=at) | Q(taken_back_at=at))
    return frozenset(said.values_list("meter_point_id", flat=True))


def confirmed_cause(said: ConfirmedReadings) -> Text:
    """When readings of which meter were called right; no full stop."""
    return CONFIRMED.format(
        day=local_day(said.at),
        span=span_of(said),
        place=meter_named(said.meter_point),
    )


def taken_back_cause(said: ConfirmedReadings) -> Text:
    """When it was taken back that readings of which meter are right; no full stop."""
    assert said.taken_back_at is not None
    return TAKEN_BACK.format(
        day=local_day(said.taken_back_at),
        span=span_of(said),
        place=meter_named(said.meter_point),
    )


def span_of(said: ConfirmedReadings) -> Text:
    """The months somebody spoke of."""
    return months_in_words(said.start, said.end)


def months_in_words(start: date, end: date) -> Text:
    """Whole months, from their first day up to before another one: 'Juli 2026 bis Oktober 2026'."""
    last = end - timedelta(days=1)
    if (start.year, start.month) == (last.year, last.month):
        return ONE_MONTH.format(first=start)
    return MONTHS.format(first=start, last=last)


CONFIRMED = Text(
    "Am {day:short} wurden die Werte von {span} als richtig bestätigt ({place})",
    "On {day:short} the values of {span} were confirmed as right ({place})",
)
TAKEN_BACK = Text(
    "Am {day:short} wurde zurückgenommen, dass die Werte von {span} richtig sind ({place})",
    "On {day:short} it was taken back that the values of {span} are right ({place})",
)
ONE_MONTH = Text("{first:month}", "{first:month}")
MONTHS = Text("{first:month} bis {last:month}", "{first:month} to {last:month}")
