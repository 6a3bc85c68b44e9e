"""Other measures at the meters of one: whose savings are whose, no meter can tell."""

from datetime import date

from django.db.models import Q

from klimamosaik.measures.models import Measure


def others_at_its_meters(measure: Measure, today: date) -> tuple[Measure, ...]:
    """Those at work at the same meters while it is, by name; none before its first day."""
    if measure.start is None or measure.start > today:
        return ()
    others = Measure.objects.filter(
        Q(end=None) | Q(end__gt=measure.start),
        meter_points__in=measure.meter_points.all(),
        start__lte=today,
    ).exclude(pk=measure.pk)
    if measure.end is not None:
        others = others.filter(start__lt=measure.end)
    return tuple(others.distinct().order_by("name"))
