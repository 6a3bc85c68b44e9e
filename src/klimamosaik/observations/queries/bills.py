"""Bills as they stand."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Count, Max, Q, QuerySet, Sum

from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.places.models import MeterPoint

ROWS_AT_ONCE = 500  # rows a statement; SQLite allows a limited number of parameters


def bills_at(as_of: int | None) -> QuerySet[Bill]:
    """The bills as they stood at version `as_of`, or stand now."""
    if as_of is None:
        return Bill.objects.all()
    known = Bill.versions.filter(Q(delivery=None) | Q(delivery__lte=as_of))
    return known.filter(Q(replaced=None) | Q(replaced__gt=as_of))


def mark_of_bills(*, points: Collection[int]) -> tuple[object, ...]:
    """Another one as soon as any bill of these meters (ids) is another, of whichever version."""
    held = Bill.versions.filter(meter_point__in=points).order_by()
    rows = held.aggregate(Count("pk"), Max("pk"), Sum("amount"), Sum("quantity"))
    versions = held.aggregate(Max("delivery"), Count("replaced"), Max("replaced"))
    return (*rows.values(), *versions.values())


def bills_by_meter(*, points: QuerySet[MeterPoint]) -> dict[int, tuple[object, ...]]:
    """Of each of these meters another one as soon as any of its standing bills is another."""
    held = Bill.objects.filter(meter_point__in=points).order_by().values_list("meter_point")
    rows = held.annotate(Count("pk"), Max("pk"), Sum("amount"), Sum("quantity"), Max("delivery"))
    return {point: tuple(told) for point, *told in rows}


def bills_brought(deliveries: Sequence[Delivery]) -> dict[int, int]:
    """How many bills each delivery brought, by its number; those without any are absent."""
    brought = Bill.versions.filter(delivery__in=deliveries).order_by()
    return dict(brought.values_list("delivery").annotate(Count("pk")))


def standing_bills(points: Iterable[int]) -> dict[tuple[int, date, date], Bill]:
    """The bills of meter points that stand now, by meter point, first and last day."""
    asked = sorted(points)
    return {
        (bill.meter_point_id, bill.start, bill.end): bill
        for begin in range(0, len(asked), ROWS_AT_ONCE)
        for bill in Bill.objects.filter(meter_point__in=asked[begin : begin + ROWS_AT_ONCE])
    }
