"""The energy cost a measure saves: as meters and bills tell, as a person expects, or a proposal."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet

from klimamosaik.measures.models import Measure
from klimamosaik.observations.models import Bill
from klimamosaik.observations.queries.prices import Worth, mean_price
from klimamosaik.pathway.queries.measure_outlook import MeasureOutlook
from klimamosaik.places.models import MeterPoint
from klimamosaik.terms.carrier import HEATING, Carrier
from klimamosaik.terms.field import Field
from klimamosaik.terms.text import Text

CARRIERS = {  # whose price a kilowatt-hour of a field has
    Field.ELECTRICITY: frozenset({Carrier.ELECTRICITY}),
    Field.HEAT: HEATING,
    Field.BUILDINGS: HEATING,
}
NEWEST = timedelta(days=366)  # bills of the last year there are


class SavingBasis(StrEnum):
    """Where the money a measure saves is known from."""

    MEASURED = "measured"  # meters and bills
    STATED = "stated"  # a person wrote down what to expect
    UNKNOWN = "unknown"


def saved_money(one: MeasureOutlook) -> tuple[float | None, SavingBasis]:
    """What is saved in money [EUR/a]: by the meters where they tell, else as a person expects.

    An expectation that meters have corrected is corrected in money, too.
    """
    measured = metered_money(one)
    if measured is not None:
        return measured, SavingBasis.MEASURED
    if one.expected is None or one.expected.saved_eur is None:
        return None, SavingBasis.UNKNOWN
    return one.expected.saved_eur * correction(one), SavingBasis.STATED


def correction(one: MeasureOutlook) -> float:
    """What is left of an expectation after measuring, as a share of it; 1 where nobody measured."""
    if one.measured is None or one.belief is None or one.expected is None:
        return 1.0
    likely = one.expected.likely_t
    return one.belief.mean / likely if likely > 0 else 1.0


def metered_money(one: MeasureOutlook) -> float | None:
    """What the meters save in money [EUR/a], below zero where more is used; None: no price.

    None as well where meters have seen no effect.
    """
    if one.seen is None or not one.laid:
        return None
    parts = one.seen.counted
    known = [
        part.saved_eur / part.years_reported
        for part in parts
        if part.saved_eur is not None and part.years_reported
    ]
    return sum(known) if parts and len(known) == len(parts) else None


@dataclass(frozen=True)
class Proposal:
    """What expected energy would be worth, for a person to take over or not."""

    saved_mwh: float  # [MWh/a]
    saved_eur: float  # [EUR/a] in whole euros
    price: Worth  # [EUR/kWh]


def proposal_for(measure: Measure, field: Field, saved_mwh: float) -> Proposal | None:
    """Expected energy [MWh/a] times the price of the bills; None where no bill tells a price."""
    worth = price_of(measure, field)
    if worth is None or worth.per_kwh is None:
        return None
    return Proposal(saved_mwh, float(round(saved_mwh * 1000 * worth.per_kwh)), worth)


def price_of(measure: Measure, field: Field) -> Worth | None:
    """The mean price of the newest year of bills: of its own meters, else of the town's."""
    carriers = CARRIERS.get(field)
    if carriers is None:
        return None
    town = MeterPoint.objects.counting().filter(
        building__municipality=measure.municipality_id, carrier__in=carriers
    )
    own = newest_bills(town.filter(measures=measure))
    if own.exists():
        return mean_price(own, OF_ITS_METERS)
    bills = newest_bills(town)
    if not bills.exists():
        return None
    return mean_price(bills, OF_THE_TOWN)


OF_ITS_METERS = Text(
    "{price:.2n} ct/kWh im Mittel ({count:jüngste Rechnung|jüngste Rechnungen} ihrer Zähler)",
    "{price:.2n} ct/kWh on average ({count:newest bill|newest bills} of its meters)",
)
OF_THE_TOWN = Text(
    "{price:.2n} ct/kWh im Mittel ({count:jüngste Rechnung|jüngste Rechnungen} der Gemeinde)",
    "{price:.2n} ct/kWh on average ({count:newest bill|newest bills} of the town)",
)


def newest_bills(points: QuerySet[MeterPoint]) -> QuerySet[Bill]:
    """Bills with an amount of energy whose end lies in the last year there is."""
    bills = Bill.objects.filter(meter_point__in=points, quantity__gt=0)
    newest = bills.order_by("-end").values_list("end", flat=True).first()
    return bills.filter(end__gt=newest - NEWEST) if newest else bills
