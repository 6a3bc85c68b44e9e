"""The balance in stones."""

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.balance.picture import MOST_STONES, stone_size, stones_of
from klimamosaik.drawing.geometry import SIZE
from tests.balance.cast import balance_of

GAS, POWER = BalanceCarrier.GAS, BalanceCarrier.ELECTRICITY


def cell(carrier: BalanceCarrier, energy: float, state: CellState = CellState.OWN) -> Cell:
    return Cell(Sector.HOUSEHOLDS, carrier, state, energy, DataGrade.A, "operator")


def area(svg: str) -> float:
    """Area of all stones [stones], by the shoelace formula."""
    total = 0.0
    drawn = "".join(re.findall(r' d="([^"]*)"', svg.split("</defs>")[1]))
    for shape in re.findall(r"m([^z]+)z", drawn):
        steps = [float(number) for number in re.findall(r"-?\d*\.?\d+", shape)]
        points = list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))
        following = [*points[1:], points[0]]
        total += sum(a * d - b * c for (a, b), (c, d) in zip(points, following, strict=True)) / 2
    return abs(total) / SIZE**2


@given(st.floats(1e-3, 1e12))
def test_a_stone_is_a_round_number_and_not_too_many_are_needed(total: float) -> None:
    stone = stone_size(total)
    assert total / stone <= MOST_STONES * (1 + 1e-9)
    assert total / stone > MOST_STONES / 2.6
    assert f"{stone:e}"[0] in "125"


def test_stones_cover_about_what_they_stand_for() -> None:
    picture = stones_of(balance_of((cell(GAS, 5_000_000.0), cell(POWER, 3_000_000.0))), "de")
    assert picture is not None
    whole = picture.sectors[0].emissions / picture.stone
    assert area(picture.sectors[0].svg) == pytest.approx(whole, rel=0.35)
    assert area(picture.sectors[0].svg) < whole  # grout


def test_own_values_are_full_and_estimates_hatched() -> None:
    picture = stones_of(
        balance_of((cell(GAS, 5e6, CellState.DEFAULT), cell(POWER, 3e6))),
        "en",
    )
    assert picture is not None
    assert picture.own
    assert picture.estimated
    svg = picture.sectors[0].svg
    assert 'fill="url(#households-heat)"' in svg
    assert 'fill="var(--electricity,' in svg
    assert "(estimate)" in svg
    assert "(own value)" in svg


def test_the_same_balance_is_the_same_picture_in_any_language() -> None:
    balance = balance_of((cell(GAS, 5e6), cell(POWER, 3e6)))
    shapes = [
        re.findall(r' d="([^"]+)"', picture.sectors[0].svg)
        for language in ("de", "en")
        if (picture := stones_of(balance, language))
    ]
    assert shapes[0] == shapes[1] != []


def test_nothing_emitted_has_no_picture() -> None:
    assert stones_of(balance_of(()), "de") is None
