"""Cells in force, totals, factors and variants."""

import pytest

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.composition import compose, fill
from klimamosaik.balance.kernel.factor import BalanceFactor, FactorTable, Status
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Mode, Sector
from klimamosaik.balance.kernel.variants import LocalPower, local_mix, weather_corrected
from klimamosaik.terms.text import Text
from tests.balance.cast import OFFICIAL, balance_of, good_cells

GAS, POWER, HEAT = BalanceCarrier.GAS, BalanceCarrier.ELECTRICITY, BalanceCarrier.HEAT


def default(sector: Sector, carrier: BalanceCarrier, energy: float) -> Cell:
    return Cell(sector, carrier, CellState.DEFAULT, energy, DataGrade.D, "statistics")


def own(sector: Sector, carrier: BalanceCarrier, energy: float) -> Cell:
    return Cell(sector, carrier, CellState.OWN, energy, DataGrade.A, "operator")


def found(cells: tuple[Cell, ...], sector: Sector, carrier: BalanceCarrier) -> Cell:
    return next(c for c in cells if c.sector is sector and c.carrier is carrier)


def test_there_is_a_cell_for_every_sector_and_carrier() -> None:
    cells = fill((), ())
    assert [cell.item for cell in cells] == list(ITEMS)
    assert {(item.sector, item.carrier) for item in ITEMS} == {
        (sector, carrier) for sector in Sector for carrier in BalanceCarrier
    }
    assert found(cells, Sector.TRANSPORT, GAS).state is CellState.NOT_APPLICABLE
    assert found(cells, Sector.HOUSEHOLDS, GAS).state is CellState.MISSING


def test_an_own_value_supersedes_the_default() -> None:
    cells = fill([default(Sector.HOUSEHOLDS, GAS, 10.0)], [own(Sector.HOUSEHOLDS, GAS, 12.0)])
    assert found(cells, Sector.HOUSEHOLDS, GAS).energy == 12.0


def test_municipal_facilities_are_not_counted_twice() -> None:
    cells = fill([default(Sector.COMMERCE, POWER, 100.0)], [own(Sector.MUNICIPAL, POWER, 30.0)])
    assert found(cells, Sector.COMMERCE, POWER).energy == 70.0
    assert found(cells, Sector.COMMERCE, POWER).note is not None
    assert sum(c.known for c in cells) == 100.0


def test_an_own_value_of_commerce_stays_as_entered_beside_municipal_facilities() -> None:
    cells = fill(
        [default(Sector.COMMERCE, POWER, 100.0)],
        [own(Sector.MUNICIPAL, POWER, 30.0), own(Sector.COMMERCE, POWER, 80.0)],
    )
    assert found(cells, Sector.COMMERCE, POWER).energy == 80.0


def test_a_kilowatt_hour_at_200_grams_makes_200_kilograms_per_megawatt_hour() -> None:
    table = FactorTable((BalanceFactor(GAS, None, 2021, 200.0, Status.OFFICIAL, Text("t", "t")),))
    balance = compose(
        year=2021,
        cells=fill((), [own(Sector.HOUSEHOLDS, GAS, 50.0)]),
        factors=table,
        population=10,
    )
    assert balance.emissions == pytest.approx(10.0)
    assert balance.per_head(balance.emissions) == pytest.approx(1.0)


def test_nothing_per_head_without_heads() -> None:
    balance = balance_of(good_cells(), people=None)
    assert balance.per_head(balance.energy) is None


def test_unknown_emissions_are_not_zero() -> None:
    table = FactorTable((BalanceFactor(GAS, None, 2021, None, Status.MISSING, Text("t", "t")),))
    balance = compose(
        year=2021,
        cells=fill((), [own(Sector.HOUSEHOLDS, GAS, 50.0)]),
        factors=table,
        population=10,
    )
    assert balance.sector_emissions(Sector.HOUSEHOLDS) is None
    assert [line.cell.carrier for line in balance.without_factor] == [GAS]


def test_the_newest_factor_up_to_the_year_counts_and_the_sectors_own_comes_first() -> None:
    rows = tuple(
        BalanceFactor(GAS, sector, year, value, Status.OFFICIAL, Text("t", "t"))
        for sector, year, value in (
            (None, 2019, 1.0),
            (None, 2021, 2.0),
            (None, 2023, 3.0),
            (Sector.INDUSTRY, 2010, 4.0),
        )
    )
    table = FactorTable(rows)
    values = [
        f.value
        for year in (2018, 2020, 2022)
        if (f := table.find(Sector.HOUSEHOLDS, GAS, year)) is not None
    ]
    assert values == [1.0, 1.0, 2.0]
    industrial = table.find(Sector.INDUSTRY, GAS, 2022)
    assert industrial is not None
    assert industrial.value == 4.0
    assert table.find(Sector.HOUSEHOLDS, HEAT, 2022) is None


def test_a_table_laid_over_replaces_the_whole_series_of_its_carriers() -> None:
    above = (BalanceFactor(GAS, None, 2023, 9.0, Status.OFFICIAL, Text("new", "new")),)
    table = OFFICIAL.under(above)
    over = table.find(Sector.HOUSEHOLDS, GAS, 2021)
    assert over is not None
    assert over.value == 9.0
    assert table.find(Sector.HOUSEHOLDS, POWER, 2021) in OFFICIAL.rows


def test_local_plants_change_only_electricity() -> None:
    balance = balance_of((own(Sector.HOUSEHOLDS, POWER, 100.0), own(Sector.HOUSEHOLDS, GAS, 50.0)))
    variant = local_mix(balance, (LocalPower("pv", 25.0, 40.0, 20.0),))
    assert variant is not None
    # electricity at 100 g/kWh: a quarter of it comes from 40 g/kWh
    assert balance.emissions - variant.emissions == pytest.approx(25.0 * (100 - 40) / 1e3)
    assert variant.energy == balance.energy


def test_more_local_power_than_is_used_is_not_credited() -> None:
    balance = balance_of((own(Sector.HOUSEHOLDS, POWER, 100.0),))
    variant = local_mix(balance, (LocalPower("wind", 1e6, 10.0, 1e3),))
    assert variant is not None
    assert variant.emissions == pytest.approx(100.0 * 10 / 1e3)


def test_plants_without_a_factor_stay_in_the_federal_mix() -> None:
    balance = balance_of((own(Sector.HOUSEHOLDS, POWER, 100.0),))
    assert local_mix(balance, (LocalPower("biomass", 50.0, None, 10.0),)) is None


def test_weather_correction_leaves_power_industry_and_transport_alone() -> None:
    cells = (
        own(Sector.HOUSEHOLDS, GAS, 100.0),
        own(Sector.HOUSEHOLDS, POWER, 100.0),
        own(Sector.INDUSTRY, GAS, 100.0),
        Cell(
            Sector.TRANSPORT,
            BalanceCarrier.DIESEL,
            CellState.OWN,
            100.0,
            DataGrade.A,
            "operator",
            mode=Mode.MOTORWAYS,
        ),
    )
    variant = weather_corrected(balance_of(cells), 1.1, heating_share=0.8)
    assert variant.energy == pytest.approx(400.0 + 8.0)
    assert "BISKO" not in variant.name.de


def test_no_german_year_was_ten_times_as_cold() -> None:
    with pytest.raises(ValueError, match="climate factor"):
        weather_corrected(balance_of(good_cells()), 10.0)


@pytest.mark.parametrize(
    ("factor", "share", "right"),
    [
        (0.5, 1.0, True),
        (2.0, 0.0, True),
        (0.49, 1.0, False),
        (2.01, 1.0, False),
        (1.0, -0.01, False),
        (1.0, 1.01, False),
    ],
)
def test_a_climate_no_german_year_had_is_refused(factor: float, share: float, right: bool) -> None:
    balance = balance_of((own(Sector.HOUSEHOLDS, GAS, 100.0),))
    if right:
        corrected = weather_corrected(balance, factor, share)
        assert corrected.energy == pytest.approx(100 * (1 + share * (factor - 1)))
        return
    with pytest.raises(ValueError, match=r"from 0\.5 to 2"):
        weather_corrected(balance, factor, share)


def test_emissions_nobody_knows_add_nothing_to_a_sum_or_a_variant() -> None:
    table = FactorTable((BalanceFactor(GAS, None, 2021, None, Status.MISSING, Text("t", "t")),))
    unknown = table.under(tuple(each for each in OFFICIAL.rows if each.carrier is not GAS))
    power = own(Sector.HOUSEHOLDS, POWER, 100.0)
    alone = balance_of((power,), unknown)
    beside = balance_of((power, own(Sector.HOUSEHOLDS, GAS, 50.0)), unknown)
    assert beside.without_factor
    assert beside.emissions == alone.emissions > 0
    assert weather_corrected(beside, 1.5).emissions == alone.emissions
    assert weather_corrected(beside, 1.5).energy == pytest.approx(175.0)
    assert beside.carried == 0
