"""What was paid: bills taken in, corrected, and taken back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from klimamosaik.observations.intake import lists
from klimamosaik.observations.intake.matching import RegisterLookup
from klimamosaik.observations.intake.spelling import normalised
from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.observations.queries.bills import ROWS_AT_ONCE, standing_bills
from klimamosaik.observations.queries.withdrawn_deliveries import withdrawn_deliveries
from klimamosaik.observations.store.frames import LARGEST
from klimamosaik.places.models import MeterPoint
from klimamosaik.sources.tables import CostRow
from klimamosaik.terms.complaint import Problem
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.period import local_day
from klimamosaik.terms.text import Text

LARGEST_AMOUNT = 1e12  # [EUR] the first that a bill has no digits for


def take_bills(
    *,
    rows: Sequence[CostRow],
    points: dict[str, MeterPoint],
    known: RegisterLookup,
    delivery: Delivery,
) -> lists.Count:
    """Store what was paid; a bill of the same meter point and days is corrected.

    points: meter points by name of the series, as stored from the same file. A file that tells
    of the same days twice corrects itself: its last row stands.
    """
    told = [
        bill_of(row, point, delivery)
        for row in rows
        if (point := point_of(row, points=points, known=known)) is not None
    ]
    standing = standing_bills({bill.meter_point_id for bill in told})
    count = lists.Count()
    kept, corrected = [], []
    for bill in told:
        key = (bill.meter_point_id, bill.start, bill.end)
        before = standing.get(key)
        if before and says_of(before) == says_of(bill):
            count = replace(count, same=count.same + 1)
            continue
        if before is None:
            count = replace(count, new=count.new + 1)
        else:
            count = replace(count, changed=count.changed + 1)
            before.replaced = delivery.seq
            if before.pk is not None:
                corrected.append(before.pk)
        standing[key] = bill
        kept.append(bill)
    for begin in range(0, len(corrected), ROWS_AT_ONCE):
        chosen = corrected[begin : begin + ROWS_AT_ONCE]
        Bill.objects.filter(pk__in=chosen).update(replaced=delivery.seq)
    Bill.objects.bulk_create(kept, batch_size=ROWS_AT_ONCE)
    return count


def bill_of(row: CostRow, point: MeterPoint, delivery: Delivery | None) -> Bill:
    """The bill a row tells of, not yet stored."""
    start, end = local_day(row.start), local_day(row.end)
    amount = Decimal(str(row.cost)).quantize(Decimal("0.01"))
    return Bill(
        meter_point=point,
        start=start,
        end=end,
        amount=amount,
        quantity=row.quantity,
        delivery=delivery,
    )


def restore_bills(*, delivery: Delivery, undoing: Delivery) -> None:
    """Of each bill a delivery brought, have stand what counts of it now.

    delivery: one that was just taken back, or counts again. What others have said of the same days
    stands, the newest of it, and nothing of what was itself taken back.
    """
    void = withdrawn_deliveries()
    told = Bill.versions.filter(delivery=delivery).order_by("pk")
    for point, start, end in dict.fromkeys(told.values_list("meter_point", "start", "end")):
        span = {"meter_point": point, "start": start, "end": end}
        stands = Bill.objects.filter(**span).first()
        counting = Bill.versions.filter(**span).exclude(delivery__in=void).order_by("pk")
        wanted = counting.last()
        if stands == wanted or (stands and wanted and says_of(stands) == says_of(wanted)):
            continue
        Bill.objects.filter(**span).update(replaced=undoing.seq)
        if wanted is not None:
            wanted.pk, wanted.delivery, wanted.replaced = None, undoing, None
            wanted._state.adding = True
            wanted.save()


def says_of(bill: Bill) -> tuple[Decimal, float | None]:
    """What a bill says of its days."""
    return bill.amount, bill.quantity


def point_of(
    row: CostRow, *, points: dict[str, MeterPoint], known: RegisterLookup
) -> MeterPoint | None:
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
    rows: Sequence[CostRow], *, series: Sequence[str], known: RegisterLookup
) -> list[Problem]:
    """Bills nobody can place, each with what to do."""
    listed = set(series)
    lost = []
    for row in rows:
        if row.series in listed or point_of(row, points={}, known=known) is not None:
            continue
        carrier = row.carrier.text if row.carrier else Text("Energie", "energy")
        where = row.building or "?"
        lost.append(
            Problem(
                "bill_without_meter",
                Text(
                    "Zeile {row}: Für „{where}“ gibt es keinen eindeutigen Zähler ({carrier}). "
                    "Laden Sie zuerst dessen Verbrauch hoch.",
                    "Row {row}: for “{where}” there is no single meter ({carrier}). Upload its "
                    "use first.",
                ).format(row=row.row, where=where, carrier=carrier),
                row=row.row,
            )
        )
    return lost


def bills_too_large(rows: Sequence[CostRow]) -> list[Problem]:
    """Bills of an amount or a use that cannot be; no number compares with what is none."""
    return [
        Problem(
            "bill_too_large",
            Text(
                "Zeile {row}: {cost} € für {value} kWh oder m³ kann keine Rechnung sein. Bitte "
                "Spalte, Dezimalzeichen und Einheit prüfen.",
                "Row {row}: {cost} € for {value} kWh or m³ cannot be a bill. Please check "
                "column, decimal mark and unit.",
            ).format(row=row.row, cost=row.cost, value=row.quantity or 0),
            row=row.row,
        )
        for row in rows
        if not (abs(row.cost) < LARGEST_AMOUNT and abs(row.quantity or 0) <= LARGEST)
    ]
