"""What a stone says when it is pointed at."""

from dataclasses import replace
from fractions import Fraction

import pytest

from klimamosaik.mosaic.kernel.stone import Share
from klimamosaik.mosaic.kernel.wording import label, shortened, word_for
from klimamosaik.terms.estimate import Estimate
from tests.mosaic.towns import measure


def share(mean: int, low: int, high: int) -> Share:
    tonnes = Estimate(float(mean), float(low), float(high), "t")
    return Share(replace(measure("a", mean), tonnes=tonnes), Fraction(1))


def test_a_stone_names_its_measure_size_and_range() -> None:
    assert label(share(12, 10, 15), "de").startswith("Fernwärme Süd: 12 Steine (10 bis 15), ")
    assert label(share(12, 10, 15), "en").startswith("Fernwärme Süd: 12 stones (10 to 15), ")


def test_without_a_range_none_is_told() -> None:
    assert label(share(12, 12, 12), "de").startswith("Fernwärme Süd: 12 Steine, ")
    assert "bis" not in label(share(12, 12, 12), "de")


@pytest.mark.parametrize(
    ("size", "word"), [(1, "Stein"), (2, "Steine"), (0, "Steine"), (Fraction(3, 2), "Steine")]
)
def test_one_stone_is_one_stone(size: Fraction | int, word: str) -> None:
    assert word_for(size).de == word


def test_a_long_name_is_cut_at_a_word() -> None:
    fits = "Fernwärme " * 7  # 70 letters
    assert shortened(fits) == fits
    assert shortened("Wort " * 13 + "Klimaschutz") == "Wort " * 13 + "…"
    assert shortened("x" * 71) == "x" * 70 + " …"
