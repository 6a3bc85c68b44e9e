"""Which bills deliveries corrected or took away, and what they said before."""

from datetime import timedelta

from django.db.models import QuerySet

from klimamosaik.observations.models import Bill, Delivery
from klimamosaik.observations.queries.revisions import amount, day_of, digits_of, meter_named
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text

ONE_DAY = timedelta(days=1)


def revised_bills(*, after: int, upto: int) -> "QuerySet[Bill]":
    """The bills that deliveries after version `after` up to `upto` corrected, oldest first."""
    rows = Bill.versions.filter(replaced__gt=after, replaced__lte=upto)
    return rows.select_related("meter_point__building").order_by("replaced", "pk")


def bill_cause(bill: Bill, *, named: bool = False) -> Text:
    """When a bill was corrected and what it said before; no full stop.

    bill: as it stood before. named: also of which meter.
    """
    delivery = Delivery.objects.get(seq=bill.replaced or 0)
    now = Bill.versions.filter(
        delivery=delivery, meter_point=bill.meter_point_id, start=bill.start, end=bill.end
    ).first()
    day, what, place = day_of(delivery), said_instead(bill, now), meter_named(bill.meter_point)
    template = CORRECTED if now is not None else WITHDRAWN
    if named:
        what = Text(
            "{what}; {place}",
            "{what}; {place}",
        ).format(what=what, place=place)
    span = {"start": f"{bill.start:%d.%m.%Y}", "end": f"{bill.end - ONE_DAY:%d.%m.%Y}"}
    return template.format(day=day, what=what, **span)


def said_instead(before: Bill, now: Bill | None) -> Text:
    """What the bill says instead: its amount, or its quantity where only that differs."""
    if now is None:
        return amount(float(before.amount), "€", 0)
    was, new = both_of(before, now)
    bare = Text(new.de.rpartition(" ")[0], new.en.rpartition(" ")[0])  # its unit is said once
    return INSTEAD.format(now=bare, was=was)


def both_of(before: Bill, now: Bill) -> tuple[Text, Text]:
    """The amounts of a bill before and now; its quantities where only these differ."""
    was, new, unit = float(before.amount), float(now.amount), "€"
    if was == new and before.quantity is not None and now.quantity is not None:
        was, new = before.quantity, now.quantity
        unit = "m³" if before.meter_point.carrier == Carrier.WATER else "kWh"
    digits = digits_of(was, new)
    return amount(was, unit, digits), amount(new, unit, digits)


INSTEAD = Text("{now} statt {was}", "{now} instead of {was}")
CORRECTED = Text(
    "Am {day} wurde die Rechnung vom {start} bis {end} berichtigt ({what})",
    "On {day} the bill of {start} to {end} was corrected ({what})",
)
WITHDRAWN = Text(
    "Am {day} wurde die Rechnung vom {start} bis {end} zurückgenommen ({what})",
    "On {day} the bill of {start} to {end} was withdrawn ({what})",
)
