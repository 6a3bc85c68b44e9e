"""Readings beside the bills of the same days: where they tell of another amount, it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from klimamosaik.observations.models import Bill
from klimamosaik.observations.queries.bills import bills_at
from klimamosaik.places.models import MeterPoint
from klimamosaik.reports.doubts import month_number
from klimamosaik.reports.kernel.months import day_number
from klimamosaik.reports.metering import day_of, readings_by_month
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

ALIKE = 0.01  # 1, share of the bill within which readings agree with it
LEAST = 1.0  # [kWh, m³] a smaller difference is rounding
KNOWN = 0.99  # 1, share of the bill's days the readings must know


@dataclass(frozen=True)
class BillDifference:
    """A bill whose days the readings know, and tell another amount of."""

    point: MeterPoint
    bill: Bill
    read: float  # [kWh], [m³] by the readings of the same days

    @property
    def text(self) -> Text:
        """'… zählen 4.937 kWh mehr als die Rechnung (344.000 statt 339.063 kWh)'."""
        billed = float(self.bill.quantity or 0.0)
        more = self.read > billed
        return (MORE if more else LESS).format(
            name=self.point.name,
            start=self.bill.start,
            end=day_of(day_number(self.bill.end) - 1),
            apart=abs(self.read - billed),
            read=self.read,
            billed=billed,
            unit="m³" if self.point.carrier == Carrier.WATER else "kWh",
        )


def differences_of(
    points: Sequence[MeterPoint],
    doubts: Mapping[int, frozenset[int]],
    *,
    first: int,
    last: int,
    as_of: int | None = None,
) -> list[BillDifference]:
    """Bills that end in the years `first` to `last` and differ from the readings of their days.

    Bills of months in doubt are left out: there it is known already that readings are wrong.
    """
    told = bills_at(as_of).filter(
        meter_point__in=[point.pk for point in points],
        quantity__gt=0,
        end__year__gte=first,
        start__year__lte=last,
    )
    bills = [bill for bill in told.order_by("meter_point", "start") if sure(bill, doubts)]
    if not bills:
        return []
    billed = {bill.meter_point_id for bill in bills}
    points = [point for point in points if point.pk in billed]
    place = {point.pk: row for row, point in enumerate(points)}
    days = sorted({day_number(day) for bill in bills for day in (bill.start, bill.end)})
    edges = np.array(days, dtype=np.float64)
    read = readings_by_month(points, place, edges, as_of)
    found = []
    for bill in bills:
        row = place[bill.meter_point_id]
        span = slice(days.index(day_number(bill.start)), days.index(day_number(bill.end)))
        amount, known = read.amount[row, span].sum(), read.days[row, span].sum()
        if known >= KNOWN * (bill.end - bill.start).days and apart(amount, bill.quantity or 0.0):
            found.append(BillDifference(points[row], bill, float(amount)))
    return found


def sure(bill: Bill, doubts: Mapping[int, frozenset[int]]) -> bool:
    """True where none of its months is in doubt."""
    months = range(month_number(bill.start), month_number(bill.end) + 1)
    return not doubts.get(bill.meter_point_id, frozenset()).intersection(months)


def apart(read: float, billed: float) -> bool:
    """True where two amounts are not the same."""
    return abs(read - billed) > max(ALIKE * billed, LEAST)


MORE = Text(
    "{name}: Die Ablesungen vom {start:short} bis {end:short} zählen {apart:n} {unit} mehr als die "
    "Rechnung ({read:n} statt {billed:n} {unit}).",
    "{name}: the readings from {start:short} to {end:short} tell of {apart:n} {unit} more than the "
    "bill ({read:n} instead of {billed:n} {unit}).",
)
LESS = Text(
    "{name}: Die Ablesungen vom {start:short} bis {end:short} zählen {apart:n} {unit} weniger als "
    "die Rechnung ({read:n} statt {billed:n} {unit}).",
    "{name}: the readings from {start:short} to {end:short} tell of {apart:n} {unit} less than the "
    "bill ({read:n} instead of {billed:n} {unit}).",
)
