"""What was paid: bills taken in, corrected, and taken back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from klimamosaik.observations import lists
from klimamosaik.observations.matching import Known, normalised
from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.places.models import MeterPoint, Municipality
from klimamosaik.sources.tables import CostRow
from klimamosaik.terms.complaint import Complaint
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text


def bills_at(as_of: int | None) -> QuerySet[Bill]:
    """The bills as they stood at version `as_of`, or stand now."""
    if as_of is None:
        return Bill.objects.all()
    known = Bill.versions.filter(Q(delivery=None) | Q(delivery__lte=as_of))
    return known.filter(Q(replaced=None) | Q(replaced__gt=as_of))


def bills_brought(deliveries: Sequence[Delivery]) -> dict[int, int]:
    """How many bills each delivery brought, by its number; those without any are absent."""
    brought = Bill.versions.filter(delivery__in=deliveries).order_by()
    return dict(brought.values_list("delivery").annotate(Count("pk")))


def take_bills(
    *,
    rows: Sequence[CostRow],
    points: dict[str, MeterPoint],
    municipality: Municipality,
    delivery: Delivery,
) -> lists.Count:
    """Store what was paid; a bill of the same meter point and days is corrected.

    points: meter points by name of the series, as stored from the same file.
    """
    known = Known.of(municipality)
    count = lists.Count()
    for row in rows:
        point = point_of(row, points=points, known=known)
        if point is None:
            continue
        start, end = row.start.astimezone(LOCAL).date(), row.end.astimezone(LOCAL).date()
        bill = Bill.objects.filter(meter_point=point, start=start, end=end).first()
        told = bill_of(row, point, start, end, delivery)
        if bill and (bill.amount, bill.quantity) == (told.amount, told.quantity):
            count = replace(count, same=count.same + 1)
        elif bill:
            Bill.objects.filter(pk=bill.pk).update(replaced=delivery.seq)
            count = replace(count, changed=count.changed + 1)
            told.save()
        else:
            count = replace(count, new=count.new + 1)
            told.save()
    return count


def bill_of(row: CostRow, point: MeterPoint, start: date, end: date, delivery: Delivery) -> Bill:
    """The bill a row tells of, not yet stored."""
    amount = Decimal(str(row.cost)).quantize(Decimal("0.01"))
    return Bill(
        meter_point=point,
        start=start,
        end=end,
        amount=amount,
        quantity=row.quantity,
        delivery=delivery,
    )


def withdraw_bills(*, delivery: Delivery, undoing: Delivery) -> None:
    """Take back the bills a delivery brought: what stood before each of them stands again.

    What a later delivery has corrected since stays corrected.
    """
    for bill in Bill.objects.filter(delivery=delivery):
        Bill.objects.filter(pk=bill.pk).update(replaced=undoing.seq)
        span = Bill.versions.filter(
            meter_point=bill.meter_point_id, start=bill.start, end=bill.end, replaced=delivery.seq
        )
        before = span.exclude(delivery=delivery).first()
        if before is not None:
            before.pk, before.delivery, before.replaced = None, undoing, None
            before._state.adding = True
            before.save()


def point_of(row: CostRow, *, points: dict[str, MeterPoint], known: Known) -> MeterPoint | None:
    """The meter point a bill is for: its series', or the building's only one of what is drawn."""
    if row.series is not None and row.series in points:
        return points[row.series]
    building = known.buildings.get(normalised(row.building or ""))
    if building is None or row.carrier is None:
        return None
    found = known.points.get((building.pk, row.carrier, Direction.DRAWN), [])
    drawn = [point for point in found if point.direction == Direction.DRAWN]
    return drawn[0] if len(drawn) == 1 else None


def bills_without_meter(
    rows: Sequence[CostRow], *, series: Sequence[str], known: Known
) -> list[Complaint]:
    """Bills nobody can place, each with what to do."""
    listed = set(series)
    lost = []
    for row in rows:
        if row.series in listed or point_of(row, points={}, known=known) is not None:
            continue
        carrier = row.carrier.text if row.carrier else Text("Energie", "energy")
        where = row.building or "?"
        lost.append(
            Complaint(
                "bill_without_meter",
                Text(
                    f"Zeile {row.row}: Für „{where}“ gibt es keinen eindeutigen Zähler "
                    f"({carrier.de}). Laden Sie zuerst dessen Verbrauch hoch.",
                    f"Row {row.row}: for “{where}” there is no single meter ({carrier.en}). "
                    "Upload its use first.",
                ),
                row=row.row,
            )
        )
    return lost
