"""A corrected bill says what changed: its amount, or its quantity where only that did."""

import pytest

from klimamosaik.observations.models import Bill
from klimamosaik.observations.queries.revised_bills import both_of
from klimamosaik.places.models import MeterPoint


def bill(amount: float, quantity: float | None, carrier: str = "gas") -> Bill:
    return Bill(amount=amount, quantity=quantity, meter_point=MeterPoint(carrier=carrier))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ((100.0, 900.0), (120.0, 900.0), ("100 €", "120 €")),
        ((100.0, 900.0), (120.0, 950.0), ("100 €", "120 €")),  # both: the money is told
        ((100.0, 900.0), (100.0, 950.0), ("900 kWh", "950 kWh")),
        ((100.0, None), (100.0, 950.0), ("100 €", "100 €")),
        ((100.0, 900.0), (100.0, None), ("100 €", "100 €")),
        ((100.0, None), (100.0, None), ("100 €", "100 €")),
    ],
)
def test_the_quantity_is_told_where_only_that_changed_and_both_are_known(
    before: tuple[float, float | None], now: tuple[float, float | None], said: tuple[str, str]
) -> None:
    was, new = both_of(bill(*before), bill(*now))
    assert (was.de, new.de) == said


def test_water_is_billed_in_cubic_metres() -> None:
    was, new = both_of(bill(100.0, 90.0, "water"), bill(100.0, 95.0, "water"))
    assert (was.de, new.de) == ("90 m³", "95 m³")
