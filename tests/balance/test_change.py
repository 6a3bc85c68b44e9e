"""Why did it change?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.change import BalanceCause, BalanceSubject, Price, Year, explain
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.terms.text import Text
from tests.balance.cast import balance_of

GAS, POWER = BalanceCarrier.GAS, BalanceCarrier.ELECTRICITY
HOME = Sector.HOUSEHOLDS


def own(carrier: BalanceCarrier, energy: float, sector: Sector = HOME) -> Cell:
    return Cell(sector, carrier, CellState.OWN, energy, DataGrade.A, "operator")


def table(gas: float, power: float = 400.0) -> FactorTable:
    return FactorTable(
        (
            BalanceFactor(GAS, None, 2021, gas, Status.OFFICIAL, Text("t", "t")),
            BalanceFactor(POWER, None, 2021, power, Status.OFFICIAL, Text("t", "t")),
        )
    )


def year(
    gas: float,
    *,
    people: int | None = 1000,
    weather: float | None = 1.0,
    factor: float = 200.0,
    price: float = 80.0,
) -> Year:
    balance = balance_of((own(GAS, gas),), table(factor), people=people)
    return Year(balance, weather, (Price(HOME, GAS, price),))


def test_colder_weather_alone_explains_more_heat() -> None:
    change = explain(year(100.0), year(110.0, weather=1.1), BalanceSubject.ENERGY)
    assert change.of_cause(BalanceCause.WEATHER) == pytest.approx(10.0)
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(0.0)


def test_more_people_alone_explain_more_energy() -> None:
    change = explain(year(100.0), year(120.0, people=1200), BalanceSubject.ENERGY)
    assert change.of_cause(BalanceCause.POPULATION) == pytest.approx(20.0)
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(0.0)


def test_a_better_factor_alone_explains_less_carbon() -> None:
    change = explain(year(100.0), year(100.0, factor=150.0), BalanceSubject.EMISSIONS)
    assert change.of_cause(BalanceCause.FACTOR) == pytest.approx(-5.0)
    assert change.after - change.before == pytest.approx(-5.0)


def test_a_higher_price_alone_explains_higher_cost() -> None:
    change = explain(year(100.0), year(100.0, price=120.0), BalanceSubject.COST)
    assert change.of_cause(BalanceCause.PRICE) == pytest.approx(4000.0)


def test_electricity_does_not_follow_the_weather() -> None:
    first = Year(balance_of((own(POWER, 100.0),), table(200.0)), 1.0)
    second = Year(balance_of((own(POWER, 110.0),), table(200.0)), 1.2)
    change = explain(first, second, BalanceSubject.ENERGY)
    assert change.of_cause(BalanceCause.WEATHER) == 0.0
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(10.0)


AMOUNT = st.floats(0.0, 1e6)
RATIO = st.floats(0.6, 1.6)


@given(
    st.tuples(AMOUNT, AMOUNT),
    st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)),
    st.tuples(RATIO, RATIO),
    st.tuples(st.floats(0.0, 1000.0), st.floats(0.0, 1000.0)),
    st.sampled_from(BalanceSubject),
)
def test_the_parts_add_up_to_the_change(
    gas: tuple[float, float],
    people: tuple[int, int],
    weather: tuple[float, float],
    value: tuple[float, float],
    subject: BalanceSubject,
) -> None:
    years = [
        year(gas[i], people=people[i], weather=weather[i], factor=value[i], price=value[i])
        for i in (0, 1)
    ]
    change = explain(years[0], years[1], subject)
    parts = sum(change.of_cause(cause) for cause in BalanceCause)
    scale = max(gas) * max(1.0, *value) * max(people) / min(people) + 1.0
    assert parts == pytest.approx(change.after - change.before, abs=1e-9 * scale)


def test_a_carrier_given_up_is_all_quantity_and_needs_no_factor() -> None:
    change = explain(year(100.0), year(0.0), BalanceSubject.EMISSIONS)
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(-20.0)
    assert change.of_cause(BalanceCause.FACTOR) == 0.0


def test_a_cell_unknown_in_one_year_is_left_out_and_said() -> None:
    full = Year(balance_of((own(GAS, 100.0), own(POWER, 50.0)), table(200.0)), 1.0)
    change = explain(full, year(100.0), BalanceSubject.ENERGY)
    assert change.before == pytest.approx(100.0)
    assert len(change.left_out) == 1
    assert "Strom" in change.left_out[0].de


def test_cost_without_a_price_is_left_out_and_said() -> None:
    bare = Year(year(100.0).balance, 1.0)
    change = explain(bare, year(90.0), BalanceSubject.COST)
    assert change.parts == ()
    assert "Preis" in change.left_out[0].de


def test_unknown_population_and_weather_are_said_to_be_part_of_quantity() -> None:
    change = explain(year(100.0, people=None, weather=None), year(90.0), BalanceSubject.ENERGY)
    assert change.of_cause(BalanceCause.QUANTITY) == pytest.approx(-10.0)
    assert len(change.cautions) == 2


def test_a_change_of_method_is_a_caution() -> None:
    estimated = Cell(HOME, GAS, CellState.DEFAULT, 100.0, DataGrade.D, "statistics")
    first = Year(balance_of((estimated,), table(200.0)), 1.0)
    change = explain(first, year(90.0), BalanceSubject.ENERGY)
    assert any("Methode" in text.de for text in change.cautions)
