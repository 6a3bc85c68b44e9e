"""A change of use or cost as a product of causes."""

import pytest

from klimamosaik.reports.kernel.change import change_of, split
from klimamosaik.reports.kernel.changed_rows import (
    CarrierChange,
    quantity_factors,
    unit_values,
    with_factor,
)
from klimamosaik.reports.kernel.figures import UseCause, UseSubject
from klimamosaik.reports.kernel.inputs import CarrierYear
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.carrier import Carrier

CAUSES = (UseCause.QUANTITY, UseCause.PRICE)


@pytest.mark.parametrize(
    ("values", "uses", "prices"),
    [
        ((20.0, 60.0), (10.0, 20.0), (2.0, 3.0)),
        ((0.0, 60.0), (0.0, 20.0), (3.0, 3.0)),  # nothing used: the other year's price stands in
        ((20.0, 0.0), (10.0, 0.0), (2.0, 2.0)),
        ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0)),
        ((5.0, 60.0), (0.0, 20.0), None),  # paid without use: nobody can say
        ((20.0, 5.0), (10.0, 0.0), None),
        ((0.0, 60.0), (10.0, 20.0), (0.0, 3.0)),  # free is a price
    ],
)
def test_a_year_without_use_takes_the_price_of_the_other(
    values: tuple[float, float], uses: tuple[float, float], prices: tuple[float, float] | None
) -> None:
    assert unit_values(values, uses) == prices


def test_a_further_factor_multiplies_both_years() -> None:
    row = with_factor(CarrierChange(1, CAUSES[:1], (10.0,), (20.0,)), UseCause.PRICE, 2.0, 3.0)
    assert (row.causes, row.before, row.after) == (CAUSES, (10.0, 2.0), (20.0, 3.0))


def test_rows_of_the_same_and_of_other_causes_each_get_their_parts() -> None:
    rows = [
        CarrierChange(1, CAUSES, (10.0, 2.0), (20.0, 3.0)),  # 20 -> 60
        CarrierChange(1, (UseCause.STOCK,), (0.0,), (7.0,)),
        CarrierChange(2, CAUSES, (4.0, 1.0), (4.0, 2.0)),  # 4 -> 8, price alone
    ]
    parts = split(rows)
    assert parts[0] == pytest.approx({UseCause.QUANTITY: 25.0, UseCause.PRICE: 15.0})
    assert parts[1] == pytest.approx({UseCause.STOCK: 7.0})
    assert parts[2] == pytest.approx({UseCause.QUANTITY: 0.0, UseCause.PRICE: 4.0})
    whole = change_of(UseSubject.COST, None, 2023, 2024, rows, parts, [])
    assert (whole.before, whole.after, whole.compared) == (24.0, 75.0, 3)
    assert {part.cause: part.amount for part in whole.parts} == pytest.approx(
        {UseCause.QUANTITY: 25.0, UseCause.PRICE: 19.0, UseCause.STOCK: 7.0}
    )
    assert sum(part.amount for part in whole.parts) == pytest.approx(whole.amount)


def test_electricity_is_not_called_corrected_for_a_weather_it_does_not_follow() -> None:
    power = CarrierYear(Carrier.ELECTRICITY, 2025, Amount(90.0), Amount(0.0))
    (cause,), *_ = quantity_factors(power, [100.0, 90.0], weather=None)
    assert "witterungsbereinigt" not in cause.text.de
    assert "corrected" not in cause.text.en
