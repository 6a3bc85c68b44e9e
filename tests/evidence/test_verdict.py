"""One place decides what a range says; nothing else in the house does."""

from pathlib import Path

import pytest

from klimamosaik.evidence.kernel.verdict import combined, criterion_of
from klimamosaik.measures.models.kinds import GateVerdict
from klimamosaik.terms.estimate import verdict_of
from klimamosaik.terms.figure import Verdict

SOURCE = Path(__file__).resolve().parents[2] / "src" / "klimamosaik"
NAN = float("nan")


@pytest.mark.parametrize(("low", "high", "said"), [
    (1, 9, Verdict.SAVED), (-9, -1, Verdict.USED_MORE), (-1, 9, Verdict.NOT_DISTINGUISHABLE),
    (0, 9, Verdict.NOT_DISTINGUISHABLE), (None, 9, Verdict.NOT_DECIDABLE),
    (NAN, 9, Verdict.NOT_DECIDABLE),
])  # fmt: skip
def test_a_range_says_what_side_of_zero_it_is_on(
    low: float | None, high: float | None, said: Verdict
) -> None:
    assert verdict_of(low, high) is said


@pytest.mark.parametrize(("low", "high", "said"), [
    (5, 9, GateVerdict.REACHED), (4.9, 9, GateVerdict.NOT_SHOWN), (-9, 5, GateVerdict.NOT_SHOWN),
    (-9, 4.9, GateVerdict.MISSED), (None, None, GateVerdict.OPEN), (NAN, NAN, GateVerdict.OPEN),
])  # fmt: skip
def test_what_was_asked_inside_the_range_cannot_be_shown_yet(
    low: float | None, high: float | None, said: GateVerdict
) -> None:
    assert criterion_of(asked=5, low=low, high=high) is said


def test_each_verdict_and_criterion_has_a_word_and_a_mark_of_its_own() -> None:
    for kind in (Verdict, GateVerdict):
        assert len({each.mark for each in kind}) == len(kind)
        assert len({each.text.de for each in kind}) == len(kind)
    assert GateVerdict.NOT_SHOWN.text.de == "noch nicht nachweisbar"


def test_the_words_and_the_rule_stand_once_in_the_house() -> None:
    files = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 400
    for sentence in ("nicht von null zu unterscheiden", "noch nicht nachweisbar"):
        assert sum(f'"{sentence}"' in path.read_text() for path in files) == 1, sentence
    for rule in ("def verdict_of", "def criterion_of", "Verdict.SAVED, Verdict.USED_MORE"):
        assert sum(rule in path.read_text() for path in files) == 1, rule


def test_noise_of_meters_adds_in_quadrature_and_drift_in_full() -> None:
    assert combined([3.0, 4.0], [6.0, 6.0]) == (5.0, 12.0, 13.0)
