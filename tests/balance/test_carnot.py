"""How combined heat and power shares its fuel."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.balance.kernel.heat import electricity_share, heat_factor, heat_quality


def test_heat_at_566_kelvin_is_worth_half() -> None:
    assert heat_quality(566.0) == pytest.approx(0.5)


def test_heat_that_is_worth_as_much_as_electricity_is_shared_by_amount() -> None:
    assert electricity_share(0.3, 1.0) == pytest.approx(0.3)


def test_worthless_heat_leaves_all_fuel_to_electricity() -> None:
    assert electricity_share(0.3, 0.0) == 1.0


def test_the_rule_of_the_method_paper_by_hand() -> None:
    # f_el = 0.4, T = 363 K (90 °C): z = 1 - 283/363 = 0.220386; a_el = 0.4/(0.4 + 0.6 z)
    assert electricity_share(0.4, heat_quality(363.0)) == pytest.approx(0.4 / 0.5322314, rel=1e-6)


def test_a_boiler_without_electricity_passes_its_fuel_on() -> None:
    assert heat_factor(100.0, 247.0, 0.0, 90.0, 363.0) == pytest.approx(247.0 * 100 / 90)


@given(st.floats(1.0, 1e6), st.floats(0.0, 1e6), st.floats(1.0, 1e6), st.floats(284.0, 600.0))
def test_heat_and_electricity_carry_all_the_fuel(
    fuel: float, electricity: float, heat: float, temperature: float
) -> None:
    share = electricity_share(electricity / (electricity + heat), heat_quality(temperature))
    carried = heat_factor(fuel, 200.0, electricity, heat, temperature) * heat + share * fuel * 200
    assert carried == pytest.approx(fuel * 200.0, rel=1e-9)


@pytest.mark.parametrize("temperature", [283.0, 20.0])
def test_heat_no_warmer_than_the_surroundings_is_refused(temperature: float) -> None:
    with pytest.raises(ValueError, match="kelvin"):
        heat_quality(temperature)


def test_no_heat_has_no_factor() -> None:
    with pytest.raises(ValueError, match="heat above zero"):
        heat_factor(100.0, 247.0, 40.0, 0.0, 363.0)
