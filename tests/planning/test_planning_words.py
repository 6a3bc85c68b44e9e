"""What is said about a plan, and the money from which something goes."""

from dataclasses import replace

import numpy as np
import pytest

from klimamosaik.planning.models import Selection
from klimamosaik.planning.outcome import Outcome, Passed, Reach
from klimamosaik.planning.reasons_left_out import budget_for, laid_out, rounded_up
from klimamosaik.planning.wording import (
    beaten_by,
    gap_text,
    headline,
    more_text,
    nothing_fits,
    reach_text,
    spent_text,
)
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.text import Text

REACH = Reach(Estimate(100.0, 60.0, 140.0), Estimate(250.0, 100.0, 400.0), None)
EMPTY = Outcome((), (), (), REACH, 2040, (500.0, 700.0), (), 1_000.0, 1_000.0, True, 1)
ASKED = Selection(first_year=2027, last_year=2030, budget=1_000.0)
LAMPS = Passed(1, "Lampen", 5.0, 8_000.0, Text("zu teuer", "too dear"), 2_500.0, 1_500.0)


def test_without_any_measure_there_is_nothing_to_choose() -> None:
    assert headline(ASKED, EMPTY).de == "Noch steht keine Maßnahme zur Wahl."


def test_where_nothing_fits_the_least_money_is_named() -> None:
    said = headline(ASKED, replace(EMPTY, passed=(LAMPS, replace(LAMPS, least_budget=9_000.0))))
    assert said.de == (
        "Mit 1.000 € im Jahr lässt sich nichts beginnen: Die günstigste, „Lampen“, kostet "
        "8.000 € und ginge ab 2.500 € im Jahr."
    )


@pytest.mark.parametrize("least", [None, 1_000.0])
def test_where_money_is_not_what_lacks_no_sum_is_named(least: float | None) -> None:
    found = replace(EMPTY, passed=(replace(LAMPS, least_budget=least),))
    assert nothing_fits(ASKED, found).de.startswith("Mit diesem Geld und Personal")


def test_a_plan_that_ends_before_anything_acts_is_too_short() -> None:
    assert "wirkt frühestens 2031" in nothing_fits(ASKED, replace(EMPTY, first_effect=2031)).de
    assert "frühestens" not in nothing_fits(ASKED, replace(EMPTY, first_effect=2030)).de


def test_a_little_more_money_is_said_beside_a_plan_only() -> None:
    assert more_text(replace(EMPTY, passed=(LAMPS,))) is None
    assert more_text(EMPTY) is None


def test_how_much_better_a_plan_could_be_is_said_where_it_can_be_printed() -> None:
    assert beaten_by(0.0004).de == "mehr erreicht kein Plan"
    assert beaten_by(0.0123).de == "kein Plan kann sie um mehr als 1,2 % übertreffen"
    assert "um mehr als 10" in reach_text(replace(EMPTY, bound_t=1_100.0)).de
    assert replace(EMPTY, valued_t=0.0, bound_t=5.0).shortfall == 0.0


def test_overlaps_nobody_knows_are_said() -> None:
    assert "überschneidet" not in reach_text(EMPTY).de
    assert "die Summe ist eher zu groß" in reach_text(replace(EMPTY, overlaps_off=False)).de


@pytest.mark.parametrize(
    ("gap", "chance", "words"),
    [
        (None, None, "weiß niemand"),
        (0.0, 0.8, "wird das Ziel 2040 im Mittel erreicht. Wahrscheinlichkeit"),
        (-5.0, None, "wird das Ziel 2040 im Mittel erreicht."),
        (250.0, None, "fehlen zum Ziel 2040 noch 250 t im Jahr (100 bis 400)."),
    ],
)
def test_what_is_missing_of_the_target_is_said(
    gap: float | None, chance: float | None, words: str
) -> None:
    missing = None if gap is None else Estimate(gap, gap - 150.0, gap + 150.0)
    said = gap_text(replace(EMPTY, reach=replace(REACH, gap=missing, probability=chance))).de
    assert words in said
    assert ("Wahrscheinlichkeit" in said) is (chance is not None)


def test_money_left_over_counts_for_all_years_or_for_its_own() -> None:
    assert spent_text(ASKED, EMPTY).de.startswith("Das kostet 1.200 von 4.000 Euro")
    yearly = Selection(first_year=2027, last_year=2030, budget=1_000.0, carried=False)
    assert spent_text(yearly, EMPTY).de == (
        "Das kostet 1.200 Euro, im teuersten Jahr 700 von 1.000."
    )


@pytest.mark.parametrize(
    ("cost", "carried", "least"),
    [
        ((0, 0, 900), True, 300),  # three years save for it
        ((0, 0, 900), False, 900),
        ((900, 0, 0), True, 900),
        ((300, 400, 200), True, 350),
        ((100, 100, 101), True, 101),  # never a cent short
    ],
)
def test_the_least_money_a_year_carries_every_year_s_cost(
    cost: tuple[float, ...], carried: bool, least: float
) -> None:
    assert budget_for(np.array(cost, dtype=float), carried) == least


def test_amounts_are_laid_out_from_their_start_and_end_with_the_plan() -> None:
    assert laid_out((5.0, 6.0, 7.0), 2, 4).tolist() == [0.0, 0.0, 5.0, 6.0]
    assert laid_out((5.0,), 0, 3).tolist() == [5.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("value", "up"),
    [(19_930, 20_000), (20_000, 20_000), (20_001, 21_000), (7.2, 8), (101, 110), (0, 0), (-3, -3)],
)
def test_a_sum_to_remember_is_rounded_up(value: float, up: float) -> None:
    assert rounded_up(value) == up
