"""How many measures worked is told in whole sentences, also of one and of none."""

from types import SimpleNamespace
from typing import Any

import pytest

from klimamosaik.publication.queries.figures.effects import headline, sentence
from klimamosaik.terms.figure import Verdict


def measures(saved: int, unsure: int) -> Any:
    """So many of each verdict."""
    verdicts = [Verdict.SAVED] * saved + [Verdict.NOT_DISTINGUISHABLE] * unsure
    return [SimpleNamespace(verdict=verdict) for verdict in verdicts]


@pytest.mark.parametrize(
    ("saved", "unsure", "de", "en"),
    [
        (0, 0, "Noch ist keine Maßnahme gemessen", "No measure has been measured yet"),
        (1, 1, "1 von 2 gemessenen Maßnahmen hat", "1 of 2 measured measures has"),
        (2, 1, "2 von 3 gemessenen Maßnahmen haben", "2 of 3 measured measures have"),
        (0, 1, "0 von 1 gemessenen Maßnahmen haben", "0 of 1 measured measures have"),
    ],
)
def test_the_headline_counts_in_a_sentence(saved: int, unsure: int, de: str, en: str) -> None:
    said = headline(measures(saved, unsure))
    assert said.de.startswith(de)
    assert said.en.startswith(en)


def test_where_nothing_is_measured_nothing_is_counted() -> None:
    assert "0" not in sentence([]).de
    assert "1 Maßnahme " in sentence(measures(0, 1)).de
