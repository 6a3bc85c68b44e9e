"""Conformant, non-conformant, incomplete: each with its reasons."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.factor import FactorTable, Status
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector, required
from klimamosaik.balance.kernel.verdict import Conformity, data_quality
from tests.balance.cast import OFFICIAL, balance_of, good_cells, with_cell, without

HOUSEHOLD_GAS = (Sector.HOUSEHOLDS, BalanceCarrier.GAS)
NEEDED = [item for item in ITEMS if required(item)]


def test_own_data_of_grade_a_with_official_factors_conforms() -> None:
    balance = balance_of(good_cells())
    assert balance.verdict is Conformity.CONFORMANT
    assert balance.reasons == ()
    assert balance.label == "BISKO-konform"
    assert balance.quality == pytest.approx(1.0)


def test_missing_municipal_facilities_do_not_fail_a_balance() -> None:
    balance = balance_of(good_cells())
    assert balance.sector_energy(Sector.MUNICIPAL) is None
    assert balance.verdict is Conformity.CONFORMANT


@pytest.mark.parametrize("item", NEEDED, ids=lambda item: item.code)
def test_a_missing_entry_makes_it_incomplete(item: Item) -> None:
    balance = balance_of(without(good_cells(), item))
    assert balance.verdict is Conformity.INCOMPLETE
    assert [(r.code, r.sector, r.carrier, r.mode) for r in balance.reasons] == [
        ("missing", item.sector, item.carrier, item.mode)
    ]
    assert balance.reasons[0].text.de.startswith(item.text.de)
    assert balance.label is None


def test_there_are_entries_bisko_asks_for() -> None:
    assert len(NEEDED) == 33


def test_transport_is_asked_for_road_class_by_road_class_and_mode_by_mode() -> None:
    asked = {item.mode for item in NEEDED if item.sector is Sector.TRANSPORT}
    assert asked == set(Mode)


def test_a_confirmed_zero_is_fine() -> None:
    zero = Cell(*HOUSEHOLD_GAS, CellState.CONFIRMED_ZERO, 0.0, None, "no gas grid")
    assert balance_of(with_cell(good_cells(), zero)).verdict is Conformity.CONFORMANT


def test_a_silent_zero_needs_confirmation() -> None:
    silent = Cell(*HOUSEHOLD_GAS, CellState.NEEDS_CONFIRMATION, 0.0, DataGrade.D)
    balance = balance_of(with_cell(good_cells(), silent))
    assert balance.verdict is Conformity.INCOMPLETE
    assert [r.code for r in balance.reasons] == ["needs_confirmation"]


@pytest.mark.parametrize("carrier", ["electricity", "gas", "heat"])
@pytest.mark.parametrize("grade", [DataGrade.B, DataGrade.C, DataGrade.D, None])
def test_grid_bound_carriers_need_grade_a(carrier: str, grade: DataGrade | None) -> None:
    cell = Cell(Sector.INDUSTRY, BalanceCarrier(carrier), CellState.OWN, 5.0, grade, "guess")
    balance = balance_of(with_cell(good_cells(), cell))
    assert balance.verdict is Conformity.NON_CONFORMANT
    assert [r.code for r in balance.reasons] == ["needs_grade_a"]


def test_oil_may_be_estimated() -> None:
    oil = Cell(
        Sector.HOUSEHOLDS, BalanceCarrier.OIL, CellState.DEFAULT, 5.0, DataGrade.D, "statistics"
    )
    assert balance_of(with_cell(good_cells(), oil)).verdict is Conformity.CONFORMANT


def test_electricity_of_transport_may_be_a_default() -> None:
    power = BalanceCarrier.ELECTRICITY
    cell = Cell(Sector.TRANSPORT, power, CellState.DEFAULT, 5.0, DataGrade.D, "s", mode=Mode.RAIL)
    assert balance_of(with_cell(good_cells(), cell)).verdict is Conformity.CONFORMANT


def test_a_broken_rule_weighs_more_than_an_open_question_and_both_are_told() -> None:
    cells = without(good_cells(), Item(Sector.HOUSEHOLDS, BalanceCarrier.OIL))
    estimated = Cell(*HOUSEHOLD_GAS, CellState.DEFAULT, 5.0, DataGrade.D, "statistics")
    balance = balance_of(with_cell(cells, estimated))
    assert balance.verdict is Conformity.NON_CONFORMANT
    assert {r.code for r in balance.reasons} == {"missing", "needs_grade_a"}


@pytest.mark.parametrize("status", [Status.SECOND_HAND, Status.DERIVED, Status.MISSING])
def test_without_official_factors_the_label_is_refused(status: Status) -> None:
    rows = tuple(
        replace(f, status=status) if f.carrier is BalanceCarrier.GAS else f for f in OFFICIAL.rows
    )
    balance = balance_of(good_cells(), FactorTable(rows))
    assert balance.verdict is Conformity.NON_CONFORMANT
    assert balance.label is None
    assert [(r.code, r.carrier) for r in balance.reasons] == [
        ("factor_not_official", BalanceCarrier.GAS)
    ]


def test_energy_without_any_factor_is_never_conformant() -> None:
    rows = tuple(f for f in OFFICIAL.rows if f.carrier is not BalanceCarrier.OIL)
    balance = balance_of(good_cells(), FactorTable(rows))
    assert balance.verdict is Conformity.INCOMPLETE
    assert {r.code for r in balance.reasons} == {"no_factor"}
    assert len(balance.without_factor) == 3


@given(st.sets(st.integers(0, len(NEEDED) - 1), min_size=1))
def test_unknown_never_becomes_conformant(gaps: set[int]) -> None:
    cells = good_cells()
    for gap in gaps:
        cells = without(cells, NEEDED[gap])
    balance = balance_of(cells)
    assert balance.verdict is Conformity.INCOMPLETE
    assert len(balance.reasons) == len(gaps)


def test_quality_weighs_grades_by_energy() -> None:
    cells = [
        Cell(Sector.HOUSEHOLDS, BalanceCarrier.GAS, CellState.OWN, 100.0, DataGrade.A),
        Cell(Sector.HOUSEHOLDS, BalanceCarrier.OIL, CellState.OWN, 100.0, DataGrade.C),
        Cell(Sector.INDUSTRY, BalanceCarrier.COAL, CellState.DEFAULT, 200.0, DataGrade.D),
    ]
    assert data_quality(cells) == pytest.approx((100 + 25 + 0) / 400)


def test_national_transport_defaults_count_as_b() -> None:
    cell = Cell(Sector.TRANSPORT, BalanceCarrier.DIESEL, CellState.DEFAULT, 7.0, DataGrade.D)
    assert cell.counted_grade is DataGrade.B
    assert data_quality([cell]) == pytest.approx(0.5)


def test_nothing_known_has_no_quality() -> None:
    assert data_quality([Cell(*HOUSEHOLD_GAS, CellState.MISSING)]) is None


def test_energy_without_a_grade_counts_as_the_worst() -> None:
    cells = [
        Cell(*HOUSEHOLD_GAS, CellState.OWN, 100.0, DataGrade.A),
        Cell(Sector.INDUSTRY, BalanceCarrier.COAL, CellState.OWN, 300.0, None),
    ]
    assert data_quality(cells) == pytest.approx(0.25)
