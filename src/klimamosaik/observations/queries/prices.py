"""What a kilowatt-hour or a cubic metre costs, by the office's own bills."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from klimamosaik.observations.models import Bill
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class Worth:
    """A price or factor per kWh and where it is from; None means unknown."""

    per_kwh: float | None  # EUR/kWh or t CO2/kWh; of water EUR/m³
    source: Text


def price(*, point: MeterPoint, first: date, last: date) -> Worth:
    """Mean price [EUR/kWh, of water EUR/m³] of the bills of the span, else of the newest before.

    Fixed charges are part of a bill's amount, so this is what a kilowatt-hour cost on average.
    """
    own = Bill.objects.filter(meter_point=point, quantity__gt=0)
    water = point.carrier == Carrier.WATER
    during = own.filter(start__lt=last, end__gt=first)
    if during.exists():
        return mean_price(during, WATER_OF_PERIOD if water else BILLS_OF_PERIOD)
    newest = own.filter(end__lte=first).order_by("-end").first()
    if newest is not None:
        return mean_price(own.filter(pk=newest.pk), NEWEST_WATER if water else NEWEST_BILL)
    return Worth(None, Text("keine Rechnung bekannt", "no bill is known"))


BILLS_OF_PERIOD = Text(
    "{price:.2n} ct/kWh im Mittel ({count:Rechnung|Rechnungen} des Zeitraums)",
    "{price:.2n} ct/kWh on average ({count:bill|bills} of the period)",
)
NEWEST_BILL = Text(
    "{price:.2n} ct/kWh im Mittel ({count:jüngste Rechnung|jüngste Rechnungen} davor)",
    "{price:.2n} ct/kWh on average ({count:newest bill|newest bills} before it)",
)

WATER_OF_PERIOD = Text(
    "{price:.0n} ct/m³ im Mittel ({count:Rechnung|Rechnungen} des Zeitraums)",
    "{price:.0n} ct/m³ on average ({count:bill|bills} of the period)",
)
NEWEST_WATER = Text(
    "{price:.0n} ct/m³ im Mittel ({count:jüngste Rechnung|jüngste Rechnungen} davor)",
    "{price:.0n} ct/m³ on average ({count:newest bill|newest bills} before it)",
)


def mean_price(bills: QuerySet[Bill], said: Text) -> Worth:
    """All amounts over all quantities."""
    rows = list(bills)
    per_kwh = float(sum(bill.amount for bill in rows)) / sum(bill.quantity or 0 for bill in rows)
    return Worth(per_kwh, said.format(price=per_kwh * 100, count=len(rows)))
