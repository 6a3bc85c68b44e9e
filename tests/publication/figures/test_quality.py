"""How a public value came to be: nothing is called measured that nobody measured."""

import pytest

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.publication.queries.figures.balance import quality_of
from klimamosaik.publication.queries.figures.use import SERIES, one_series
from klimamosaik.reports.kernel.figures import YearFigures
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.figure import Quality
from klimamosaik.terms.reading import QUALITIES


def cell(state: CellState, grade: DataGrade | None = None, *, carried: int = 0) -> Cell:
    return Cell(
        Sector.INDUSTRY, BalanceCarrier.ELECTRICITY, state, 10.0, grade=grade, carried=carried
    )


@pytest.mark.parametrize(
    ("entry", "quality"),
    [
        (cell(CellState.OWN, DataGrade.A), Quality.MEASURED),
        (cell(CellState.OWN, DataGrade.B), Quality.ESTIMATED),
        (cell(CellState.OWN, DataGrade.C), Quality.ESTIMATED),
        (cell(CellState.OWN, DataGrade.D), Quality.DEFAULT),
        (cell(CellState.OWN), Quality.STATED),
        (cell(CellState.OWN, DataGrade.A, carried=2), Quality.ESTIMATED),
        (cell(CellState.CONFIRMED_ZERO), Quality.STATED),
        (cell(CellState.DEFAULT), Quality.DEFAULT),
        (cell(CellState.MISSING), Quality.UNKNOWN),
    ],
)
def test_an_entry_of_a_balance_is_as_good_as_its_grade(entry: Cell, quality: Quality) -> None:
    assert quality_of(entry) is quality


def test_a_year_with_estimated_heat_is_estimated_where_heat_is_in_it() -> None:
    one = Amount(1000.0)
    by_medium = dict.fromkeys(Medium, one)
    year = YearFigures(
        2025, by_medium, by_medium, {}, one, one, one, one, one, frozenset({Medium.HEAT})
    )
    found = {each.key: next(iter(one_series(each, [year], hidden=False))) for each in SERIES}
    assert {key: datum.quality for key, datum in found.items()} == {
        "electricity": Quality.MEASURED,
        "heat": Quality.ESTIMATED,
        "heat_corrected": Quality.CALCULATED,
        "energy": Quality.ESTIMATED,
        "co2": Quality.ESTIMATED,
        "water": Quality.MEASURED,
    }


def test_a_reading_is_neither_stated_nor_calculated_and_keeps_its_stored_place() -> None:
    assert QUALITIES == ("measured", "estimated", "default", "unknown", "withdrawn")
