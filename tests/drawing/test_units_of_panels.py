"""A unit of several words stays on one line of a title."""

import pytest

from klimamosaik.drawing.year_panels import UNIT_WORDS, unit_in
from klimamosaik.terms.text import Language


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_unit_is_not_divided_between_lines(language: Language) -> None:
    units = [unit_in(unit, language) for unit in UNIT_WORDS]
    assert len(units) == 3
    assert not any(" " in unit for unit in units)
