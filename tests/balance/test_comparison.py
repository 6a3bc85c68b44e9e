"""A balance beside what the municipality published itself."""

import pytest

from klimamosaik.balance.kernel.comparison import (
    PublishedComparison,
    PublishedFigure,
    PublishedQuantity,
    compare,
    energy_or_factors,
)
from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.terms.text import Text
from tests.balance.cast import balance_of, good_cells

EMISSIONS, ENERGY = PublishedQuantity.EMISSIONS, PublishedQuantity.ENERGY
PER_HEAD = PublishedQuantity.TRANSPORT_ENERGY_PER_HEAD


def published(quantity: PublishedQuantity, value: float) -> PublishedFigure:
    return PublishedFigure("05515000", 2021, quantity, value, "t", Text("Bericht", "report"))


def beside(balance: Balance, quantity: PublishedQuantity, value: float) -> PublishedComparison:
    found = compare(balance, published(quantity, value))
    assert found is not None
    return found


def test_what_a_town_published_is_held_against_the_same_quantity_of_ours() -> None:
    balance = balance_of(good_cells(), people=500)
    roads = sum(line.cell.known for line in balance.lines if line.cell.sector is Sector.TRANSPORT)
    assert 0 < roads < balance.energy
    assert beside(balance, EMISSIONS, 1.0).ours == balance.emissions
    assert beside(balance, ENERGY, 1.0).ours == balance.energy
    assert beside(balance, PER_HEAD, 1.0).ours == roads / 500


def test_ours_is_called_too_low_or_too_high_and_by_how_much() -> None:
    balance = balance_of(good_cells())
    low = beside(balance, ENERGY, balance.energy * 2)
    high = beside(balance, ENERGY, balance.energy / 2)
    assert low.percent == pytest.approx(-50)
    assert high.percent == pytest.approx(100)
    assert "(50,0 % zu niedrig)" in low.text.de
    assert "(100.0 % too high)" in high.text.en


def test_small_figures_keep_a_decimal() -> None:
    balance = balance_of(good_cells(), people=20_000)
    few = beside(balance, PER_HEAD, 4.26)
    assert f"Here and published: {few.ours:.1f} t; 4.3 (" in few.text.en
    many = beside(balance, ENERGY, 4.26)
    assert many.text.en.startswith(f"Here and published: {many.ours:,.0f} t; 4 (")


def test_nothing_is_held_against_nothing() -> None:
    assert compare(balance_of(good_cells(), people=None), published(PER_HEAD, 4.3)) is None
    assert compare(balance_of(good_cells()), published(ENERGY, 0.0)) is None


@pytest.mark.parametrize(
    ("energy", "emissions", "part"),
    [
        (2.0, 2.0, "larger"),  # half the energy at the same factor
        (1.0, 2.0, "smaller"),  # the same energy at half the factor
        (0.5, 0.6, "larger"),
    ],
)
def test_a_difference_lies_in_the_energy_or_in_its_factors(
    energy: float, emissions: float, part: str
) -> None:
    balance = balance_of(good_cells())
    said = energy_or_factors(
        (
            beside(balance, ENERGY, balance.energy * energy),
            beside(balance, EMISSIONS, balance.emissions * emissions),
        )
    )
    assert said is not None
    ours = 1e3 * balance.emissions / balance.energy
    theirs = ours * emissions / energy
    assert f"{ours:.0f} g CO₂e per kilowatt-hour here, {theirs:.0f} g published" in said.en
    assert f"the {part} part of the difference" in said.en


def test_one_published_figure_alone_tells_nothing_of_factors() -> None:
    balance = balance_of(good_cells())
    assert energy_or_factors(()) is None
    for quantity in (ENERGY, EMISSIONS):
        assert energy_or_factors((beside(balance, quantity, 1.0),)) is None
