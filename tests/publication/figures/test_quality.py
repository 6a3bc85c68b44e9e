"""How a public value came to be: nothing is called measured that nobody measured."""

import pytest

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.composition import line_of, sum_known_by
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.publication.public.cards.newest import newest_of_measure
from klimamosaik.publication.queries.figures.use import SERIES, one_series
from klimamosaik.publication.queries.results import Datum, FigureShape
from klimamosaik.reports.kernel.estimated import UseQuality, share_text
from klimamosaik.reports.kernel.figures import YearFigures
from klimamosaik.reports.kernel.inputs import Medium
from klimamosaik.terms.amount import Amount
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.reading import QUALITIES
from klimamosaik.terms.text import Text
from tests.publication.figures.figures import datum, figure, same


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
    assert entry.known_by is quality


FACTORS = FactorTable(
    (
        BalanceFactor(BalanceCarrier.GAS, None, 2022, 247.0, Status.SECOND_HAND, Text("t", "t")),
        BalanceFactor(
            BalanceCarrier.HEAT, None, 2022, 260.0, Status.OFFICIAL, Text("t", "t"), default=True
        ),
        BalanceFactor(BalanceCarrier.OIL, None, 2022, 318.0, Status.DERIVED, Text("t", "t")),
        BalanceFactor(
            BalanceCarrier.ELECTRICITY, None, 2021, 472.0, Status.OFFICIAL, Text("t", "t")
        ),
        BalanceFactor(
            BalanceCarrier.ELECTRICITY, None, 2022, 505.0, Status.OFFICIAL, Text("t", "t")
        ),
    )
)


@pytest.mark.parametrize(
    ("carrier", "year", "quality"),
    [
        (BalanceCarrier.GAS, 2022, Quality.CALCULATED),
        (BalanceCarrier.GAS, 2025, Quality.CALCULATED),
        (BalanceCarrier.ELECTRICITY, 2022, Quality.CALCULATED),
        (BalanceCarrier.ELECTRICITY, 2025, Quality.ESTIMATED),
        (BalanceCarrier.OIL, 2022, Quality.ESTIMATED),
        (BalanceCarrier.HEAT, 2022, Quality.DEFAULT),
    ],
)
def test_measured_energy_times_a_factor_is_as_weak_as_the_factor(
    carrier: BalanceCarrier, year: int, quality: Quality
) -> None:
    metered = Cell(Sector.INDUSTRY, carrier, CellState.OWN, 10.0, grade=DataGrade.A)
    line = line_of(metered, FACTORS, year)
    assert line.emissions
    assert (line.known_by, sum_known_by([line])) == (quality, quality)


def test_a_sum_of_a_balance_is_as_weak_as_its_weakest_known_part() -> None:
    parts = [
        cell(CellState.OWN, DataGrade.A),
        Cell(Sector.INDUSTRY, BalanceCarrier.GAS, CellState.CONFIRMED_ZERO, None),
        Cell(Sector.INDUSTRY, BalanceCarrier.GAS, CellState.MISSING, None),
    ]
    lines = [line_of(each, FACTORS, 2022) for each in parts]
    assert [line.known_by.value for line in lines] == ["calculated", "stated", "unknown"]
    assert sum_known_by(lines) is Quality.CALCULATED
    assert sum_known_by(lines[2:]) is Quality.UNKNOWN


def test_what_statistics_say_nothing_of_is_unknown_and_no_zero() -> None:
    nothing_said = Cell(
        Sector.INDUSTRY, BalanceCarrier.GAS, CellState.NEEDS_CONFIRMATION, 0.0, most=50.0
    )
    line = line_of(nothing_said, FACTORS, 2022)
    assert (line.told, line.known_by) == (None, Quality.UNKNOWN)


@pytest.mark.parametrize(
    ("heat", "wanted"),
    [
        (UseQuality(Quality.MEASURED), "measured calculated measured calculated"),
        (UseQuality(Quality.STATED), "stated calculated stated calculated"),
        (UseQuality(Quality.ESTIMATED, 4.0), "estimated estimated estimated estimated"),
        (
            UseQuality(Quality.MEASURED, factor=Quality.ESTIMATED),
            "measured calculated measured estimated",
        ),
        (
            UseQuality(Quality.MEASURED, factor=Quality.DEFAULT),
            "measured calculated measured default",
        ),
    ],
)
def test_each_figure_of_a_year_is_as_weak_as_what_it_is_made_of(
    heat: UseQuality, wanted: str
) -> None:
    found = rows_of(heat)
    assert {key: datum.quality.value for key, datum in found.items()} == {
        "electricity": "measured",
        "water": "measured",
        **dict(zip(("heat", "heat_corrected", "energy", "co2"), wanted.split(), strict=True)),
    }


def rows_of(heat: UseQuality) -> dict[str, Datum]:
    """All series of a year of which heat is known in this way, the rest measured."""
    one = Amount(1000.0)
    by_medium = dict.fromkeys(Medium, one)
    quality = dict.fromkeys(Medium, UseQuality(Quality.MEASURED)) | {Medium.HEAT: heat}
    year = YearFigures(2025, by_medium, by_medium, {}, one, one, one, one, one, quality)
    return {each.key: next(iter(one_series(each, [year], hidden=False))) for each in SERIES}


def test_what_stands_on_estimated_heat_says_which_part_of_it_is() -> None:
    found = rows_of(UseQuality(Quality.ESTIMATED, 4.0))
    notes = {key: datum.note and datum.note.en for key, datum in found.items()}
    half = "0.2 % of the use on days with estimated readings"
    assert notes["heat"] == notes["heat_corrected"] == half.replace("0.2", "0.4")
    assert notes["energy"] == notes["co2"] == half
    assert notes["water"] is None


def test_only_what_a_model_makes_is_no_given_value() -> None:
    found = rows_of(UseQuality(Quality.MEASURED))
    assert {key for key, datum in found.items() if not datum.given} == {"heat_corrected"}


def test_a_reading_is_neither_stated_nor_calculated_and_keeps_its_stored_place() -> None:
    assert QUALITIES == ("measured", "estimated", "default", "unknown", "withdrawn")


def test_a_little_is_not_told_as_nothing_and_all_is_all() -> None:
    assert share_text(0.001, 1000.0).de == "unter 0,1 %"
    assert share_text(5.0, 0.0).de == "100,0 %"
    assert share_text(2000.0, 1000.0).en == "100.0 %"


@pytest.mark.parametrize(
    ("quality", "said"),
    [
        (Quality.MEASURED, "Oktober 2026: 120 kWh gemessen."),
        (Quality.ESTIMATED, "Oktober 2026: 120 kWh geschätzt."),
    ],
)
def test_a_card_says_of_the_newest_month_how_it_is_known(quality: Quality, said: str) -> None:
    month = datum("measured", same("Gas"), "2026-10", 120.0, "kWh", digits=0, quality=quality)
    assert newest_of_measure(figure(FigureShape.LINES, [month]), []).de == said
