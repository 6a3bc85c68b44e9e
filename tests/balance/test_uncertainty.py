"""A first balance knows how unsure it is."""

import math
from dataclasses import replace
from math import exp, log

import numpy as np
import pytest

from klimamosaik.balance.factor_files import shipped_factors
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.composition import Balance, compose, fill
from klimamosaik.balance.kernel.first_balance import UNTOLD
from klimamosaik.balance.kernel.grid import BalanceCarrier, Mode, Sector
from klimamosaik.balance.kernel.uncertainty import CONSISTENT, FAR, Uncertainty, deviation
from klimamosaik.balance.queries.national import facts
from klimamosaik.balance.residual_ranges import LEARNT, residuals, uncertainty
from klimamosaik.balance.shipped_municipalities import shipped_estimate

CITY = 1e9  # inhabitants: no small place
SECTORS = tuple((sector, 0.3) for sector in LEARNT)
SURE = Uncertainty(SECTORS, ())


def estimated(sector: Sector, carrier: BalanceCarrier, mode: Mode | None = None) -> Cell:
    return Cell(sector, carrier, CellState.DEFAULT, 100.0, DataGrade.D, mode=mode)


GAS = estimated(Sector.HOUSEHOLDS, BalanceCarrier.GAS)
OIL = estimated(Sector.HOUSEHOLDS, BalanceCarrier.OIL)
FACTORY = estimated(Sector.INDUSTRY, BalanceCarrier.GAS)


def first(ags: str) -> Balance:
    found = shipped_estimate()
    row = found.places.row(ags)
    assert row is not None
    return compose(
        year=2021,
        cells=fill(found.cells(row), ()),
        factors=shipped_factors(),
        population=int(found.places.population[row]),
        uncertainty=uncertainty(),
    )


def test_one_cell_is_as_unsure_as_its_sector() -> None:
    found = SURE.range_of([GAS], [100.0], [None], CITY, unit="t")
    assert found is not None
    assert found.high == pytest.approx(100.0 * exp(SURE.reach * 0.3), rel=1e-4)
    assert found.low == pytest.approx(100.0 * exp(-SURE.reach * 0.3), rel=1e-4)
    assert found.confidence == 0.8


def test_cells_of_a_sector_are_wrong_together_and_of_two_sectors_are_not() -> None:
    """The keys are shared within a sector: its errors do not average out."""
    together = SURE.range_of([GAS, OIL], [50.0, 50.0], [None, None], CITY, unit="t")
    apart = SURE.range_of([GAS, FACTORY], [50.0, 50.0], [None, None], CITY, unit="t")
    one = SURE.range_of([GAS], [100.0], [None], CITY, unit="t")
    assert together is not None
    assert apart is not None
    assert one is not None
    assert together.half_width == pytest.approx(one.half_width, rel=1e-6)
    assert apart.half_width < 0.8 * one.half_width


def test_the_closed_form_is_what_draws_give() -> None:
    """Sums of correlated lognormals, drawn."""
    unsure = Uncertainty(SECTORS, ((BalanceCarrier.OIL, 0.4),))
    found = unsure.range_of([GAS, OIL, FACTORY], [60.0, 30.0, 30.0], [None] * 3, CITY, unit="t")
    rng = np.random.default_rng(1)
    house, factory, oil = rng.standard_normal((3, 200_000))
    drawn = 60.0 * np.exp(0.3 * house) + 30.0 * np.exp(0.3 * house + 0.4 * oil)
    drawn += 30.0 * np.exp(0.3 * factory)
    assert found is not None
    low, high = np.quantile(drawn / np.median(drawn) * 120.0, [0.1, 0.9])
    assert (found.low, found.high) == pytest.approx((low, high), rel=0.03)


def test_what_was_entered_is_off_by_nothing() -> None:
    own = replace(GAS, state=CellState.OWN)
    assert SURE.range_of([own], [100.0], [None], CITY, unit="t") is None
    found = SURE.range_of([own, FACTORY], [900.0, 100.0], [None, None], CITY, unit="t")
    assert found is not None
    assert found.low >= 900.0
    assert found.half_width < 0.05 * 1000.0


def test_small_places_are_less_sure_than_large_ones() -> None:
    ranges = [
        SURE.range_of([GAS], [100.0], [None], people, unit="t") for people in (1e6, 1e4, 200, None)
    ]
    widths = [found.half_width for found in ranges if found]
    assert len(widths) == 4
    assert widths[0] < widths[1] < widths[2] == pytest.approx(widths[3])


def test_a_cell_nobody_knows_runs_from_nothing_to_its_most() -> None:
    silent = replace(FACTORY, energy=0.0, most=500.0)
    found = SURE.range_of([silent], [0.0], [500.0], CITY, unit="t")
    assert found is not None
    assert (found.low, found.high) == (0.0, 500.0)
    together = SURE.range_of([GAS, silent], [100.0, 0.0], [None, 500.0], CITY, unit="t")
    alone = SURE.range_of([GAS], [100.0], [None], CITY, unit="t")
    assert together is not None
    assert alone is not None
    assert together.high > alone.high


def test_more_industry_makes_a_balance_less_sure() -> None:
    widths = []
    for ags in ("03359038", "03403000"):  # chemistry, its figures withheld; offices
        balance = first(ags)
        found = balance.emissions_range()
        assert found is not None
        widths.append(log(found.high / found.low))
    assert widths[0] > 1.3 * widths[1]


def test_every_cell_and_every_sector_of_a_first_balance_has_a_range_around_it() -> None:
    balance = first("03403000")
    estimates = [line for line in balance.lines if line.cell.estimated]
    assert len(estimates) > 40
    for line in estimates:
        found = balance.energy_range([line])
        assert found is not None
        assert found.low <= line.cell.known <= found.high or line.cell.unknown
    for sector in LEARNT:
        low_high = balance.emissions_range(balance.of_sector(sector))
        assert low_high is not None
        assert low_high.low < (balance.sector_emissions(sector) or 0.0) < low_high.high


def test_oldenburgs_own_balance_lies_in_the_range() -> None:
    found = first("03403000").emissions_range()
    assert found is not None
    assert found.low < 1_033_031 < found.high


def test_one_far_town_counts_as_one_at_the_edge() -> None:
    usual = [0.1, -0.1, 0.1, -0.1, 0.1]
    assert deviation([*usual, 5.0]) < 0.25
    assert deviation([0.2, 0.2, 0.2]) == pytest.approx(0.2)  # all on one side is an error too
    edge = FAR * CONSISTENT * 0.1
    assert deviation([*usual, 5.0]) == pytest.approx(math.sqrt((5 * 0.1**2 + edge**2) / 6))
    with pytest.raises(ValueError, match="three towns"):
        deviation([0.1, 0.2])


def test_ranges_hold_what_towns_published_that_were_held_out() -> None:
    """Each town's total against deviations learnt from the others: three of four, not all."""
    totals = np.array(residuals("total"))
    assert len(totals) > 30
    inside = [
        abs(totals[i]) < 1.2816 * deviation(list(np.delete(totals, i))) for i in range(len(totals))
    ]
    assert 0.70 <= np.mean(inside) <= 0.90


def test_industry_is_the_least_sure_unless_published_and_residuals_have_sources() -> None:
    off = dict(uncertainty().sectors)
    assert off[Sector.COMMERCE] > off[Sector.INDUSTRY] > off[Sector.TRANSPORT]
    assert UNTOLD * off[Sector.INDUSTRY] > off[Sector.COMMERCE]
    content = facts("residuals.yaml")
    assert all(town["source"] in content["sources"] for town in content["towns"])
    assert all(row["text"]["de"] and row["text"]["en"] for row in content["sources"].values())


def test_totals_of_towns_that_count_alike_are_within_15_percent_more_often() -> None:
    """As published, not carried to another year; who counts otherwise is told with its source."""
    content = facts("residuals.yaml")
    off = {
        town["name"]: np.expm1(town["residual"]["total"] - 0.016 * (2021 - town["year"]))
        for town in content["towns"]
    }
    alike = [town["name"] for town in content["towns"] if "counts" not in town]
    near = {name for name, by in off.items() if abs(by) <= 0.15}
    assert (len(near), len(off)) == (23, 33)
    assert (len(near & set(alike)), len(alike)) == (21, 26)
    assert {town["counts"] for town in content["towns"] if "counts" in town} == set(
        content["kinds"]
    )
    assert all(kind["text"]["de"] and kind["text"]["en"] for kind in content["kinds"].values())
