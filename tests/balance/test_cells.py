"""What a cell of a balance counts for: its grade, and whether it is an estimate."""

from datetime import date

import pytest

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector

GUESSED = (CellState.DEFAULT, CellState.NEEDS_CONFIRMATION)


def cell(state: CellState, sector: Sector = Sector.HOUSEHOLDS, **facts: object) -> Cell:
    given = {"energy": 10.0, "grade": DataGrade.C} | facts
    return Cell(sector, BalanceCarrier.ELECTRICITY, state, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", list(CellState))
def test_defaults_of_transport_count_as_b_and_all_else_as_they_are(state: CellState) -> None:
    expected = DataGrade.B if state in GUESSED else DataGrade.C
    assert cell(state, Sector.TRANSPORT).counted_grade is expected
    assert cell(state).counted_grade is DataGrade.C


@pytest.mark.parametrize("state", list(CellState))
def test_only_a_default_in_force_with_a_value_is_estimated(state: CellState) -> None:
    assert cell(state).estimated is (state in GUESSED)
    assert not cell(state, since=date(2024, 1, 1)).estimated
    assert not cell(state, energy=None).estimated


def test_what_nobody_knows_adds_nothing_and_says_its_most() -> None:
    unknown = cell(CellState.DEFAULT, energy=None, most=50.0)
    assert (unknown.unknown, unknown.known) == (True, 0.0)
    assert (cell(CellState.DEFAULT).unknown, cell(CellState.DEFAULT).known) == (False, 10.0)
