"""Stones and gap add up to exactly 1,000, and the sentence says so."""

import math
from fractions import Fraction

import pytest
from hypothesis import given

from klimamosaik.drawing.course import STONES
from klimamosaik.mosaic.kernel.stone import NEARLY, account
from klimamosaik.mosaic.kernel.table import as_html, table
from klimamosaik.mosaic.kernel.wording import headline, stones_of
from klimamosaik.pathway.kernel.contribution import ContributionState, YearContribution
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.field import Field
from tests.mosaic.towns import NEED, measure, measures


@given(found=measures())
def test_laid_planned_and_missing_are_exactly_a_thousand(found: list[YearContribution]) -> None:
    added = account(found, NEED)
    assert added.laid + added.planned + added.missing == STONES
    assert added.laid_whole + added.planned_whole + added.missing_whole == STONES
    assert min(added.laid, added.planned, added.missing, added.beyond, added.setback) >= 0


@given(found=measures())
def test_nothing_is_lost_between_measures_and_account(found: list[YearContribution]) -> None:
    added = account(found, NEED)
    sums = (ContributionState.MEASURED, ContributionState.EXPECTED)
    counted = (each for each in found if each.state in sums)
    net = sum((Fraction(each.tonnes.mean) for each in counted), Fraction(0)) * 1000 / Fraction(NEED)
    shown = added.laid + added.planned + added.beyond - added.setback
    assert shown == net


@given(found=measures())
def test_a_laid_stone_is_never_rounded_up(found: list[YearContribution]) -> None:
    added = account(found, NEED)
    assert added.laid_whole <= added.laid + NEARLY
    assert added.missing_whole >= added.missing - NEARLY


def test_the_sentence_of_a_town() -> None:
    added = account(
        [
            measure("a", 113, state=ContributionState.MEASURED),
            measure("b", 372, state=ContributionState.EXPECTED),
        ],
        NEED,
    )
    said = headline(added)
    assert said.de == "113 Steine liegen. 372 sind geplant. 515 von 1.000 fehlen noch."
    assert (
        headline(added).en
        == "113 stones are laid. 372 are planned. 515 of 1,000 are still missing."
    )


@pytest.mark.parametrize(
    ("laid", "planned", "de", "en"),
    [
        (
            1,
            998,
            "1 Stein liegt. 998 sind geplant. 1 von 1.000 fehlt noch.",
            "1 stone is laid. 998 are planned. 1 of 1,000 is still missing.",
        ),
        (
            0,
            1,
            "Noch liegt kein Stein. 1 ist geplant. 999 von 1.000 fehlen noch.",
            "No stone is laid yet. 1 is planned. 999 of 1,000 are still missing.",
        ),
        (
            0.4,
            0,
            "Der erste Stein ist angefangen. Keiner ist geplant. Alle 1.000 fehlen noch.",
            "The first stone is begun. None is planned. All 1,000 are still missing.",
        ),
        (
            1000,
            20,
            "Alle 1.000 Steine liegen. Keiner ist geplant. Keiner fehlt mehr. "
            "20 Steine gehen über das Ziel hinaus.",
            "All 1,000 stones are laid. None is planned. None is missing any more. "
            "20 stones go beyond the target.",
        ),
        (
            -7,
            2,
            "Noch liegt kein Stein. Keiner ist geplant. Alle 1.000 fehlen noch. "
            "5 sind dazugekommen.",
            "No stone is laid yet. None is planned. All 1,000 are still missing. "
            "5 have come on top.",
        ),
        (
            1000,
            1,
            "Alle 1.000 Steine liegen. Keiner ist geplant. Keiner fehlt mehr. "
            "1 Stein geht über das Ziel hinaus.",
            "All 1,000 stones are laid. None is planned. None is missing any more. "
            "1 stone goes beyond the target.",
        ),
        (
            -1,
            0,
            "Noch liegt kein Stein. Keiner ist geplant. Alle 1.000 fehlen noch. "
            "1 ist dazugekommen.",
            "No stone is laid yet. None is planned. All 1,000 are still missing. "
            "1 has come on top.",
        ),
    ],
)
def test_one_stone_none_and_too_many(laid: float, planned: float, de: str, en: str) -> None:
    added = account(
        [
            measure("a", laid, state=ContributionState.MEASURED, need=1000),
            measure("b", planned, need=1000),
        ],
        1000.0,
    )
    assert (headline(added).de, headline(added).en) == (de, en)


def test_a_stone_half_laid_half_planned_is_planned() -> None:
    added = account(
        [
            measure("a", 1.5, state=ContributionState.MEASURED, need=1000),
            measure("b", 1.5, need=1000),
        ],
        1000.0,
    )
    assert (added.laid_whole, added.planned_whole, added.missing_whole) == (1, 2, 997)


def test_a_stopped_measure_stays_missing() -> None:
    added = account([measure("a", 30, state=ContributionState.STOPPED)], NEED)
    assert added.missing == STONES


def test_every_impossible_measure_is_named() -> None:
    wrong = [
        measure("a", 3, low=4, high=5, name="Radweg"),
        measure("b", 3, low=1, high=2, name="Solardach"),
        measure("b", 1),
    ]
    with pytest.raises(InputRejected) as refused:
        account(wrong, NEED)
    said = [complaint.text.de for complaint in refused.value.complaints]
    assert len(said) == 3
    assert "Radweg" in said[0]
    assert "Solardach" in said[1]
    assert "„b“" in said[2]


@pytest.mark.parametrize("need", [0.0, -1.0, math.inf, math.nan])
def test_without_a_need_there_is_no_wall(need: float) -> None:
    with pytest.raises(InputRejected, match="above zero"):
        account([], need)


def test_the_table_says_what_the_picture_shows_and_escapes_names() -> None:
    found = [
        measure(
            "a", 12.25, low=9, high=15, state=ContributionState.MEASURED, name="<b>Nord & Süd</b>"
        ),
        measure("b", 0.02, field=Field.GREEN, href='/m/"x"/'),
    ]
    twin = table(account(found, NEED))
    assert [line.name.en for line in twin.sums] == ["laid", "planned", "missing"]
    assert sum(line.size for line in twin.sums) == STONES
    assert sum(line.size_t for line in twin.sums) == pytest.approx(NEED)
    html = as_html(twin, "de")
    assert "&lt;b&gt;Nord &amp; Süd&lt;/b&gt;" in html
    assert 'href="/m/&quot;x&quot;/"' in html
    assert "9 bis 15" in html
    assert "0,02" in html


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (113.0, "113"),
        (100.4, "100"),
        (99.6, "99,6"),
        (12.34, "12,3"),
        (0.5, "0,5"),
        (0.0, "0"),
        (0.02, "0,02"),
        (0.002, "0,002"),
        (-3.5, "−3,5"),
    ],
)
def test_small_sizes_keep_their_digits(size: float, said: str) -> None:
    assert stones_of(size, "de") == said


def test_half_a_stone_beyond_the_target_has_its_row() -> None:
    beyond = table(account([measure("a", 1000.5, state=ContributionState.MEASURED)], NEED))
    assert {each.name.de: each.size for each in beyond.sums}["über dem Ziel"] == Fraction(1, 2)
    even = table(account([measure("a", 1000, state=ContributionState.MEASURED)], NEED))
    assert [each.name.de for each in even.sums] == ["liegt", "geplant", "fehlt"]
