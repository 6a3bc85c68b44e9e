"""One place decides what a range says; nothing else in the house does."""

from pathlib import Path

import pytest

from klimamosaik.terms.estimate import Estimate, criterion_of
from klimamosaik.terms.figure import GateVerdict, Verdict

SOURCE = Path(__file__).resolve().parents[2] / "src" / "klimamosaik"


@pytest.mark.parametrize(("low", "high", "said"), [
    (5, 9, GateVerdict.REACHED), (4.9, 9, GateVerdict.NOT_SHOWN), (-9, 5, GateVerdict.NOT_SHOWN),
    (-9, 4.9, GateVerdict.MISSED),
])  # fmt: skip
def test_what_was_asked_inside_the_range_cannot_be_shown_yet(
    low: float, high: float, said: GateVerdict
) -> None:
    assert criterion_of(Estimate((low + high) / 2, low, high, "%"), asked=5) is said


def test_what_was_not_measured_judges_nothing() -> None:
    assert criterion_of(None, asked=5) is GateVerdict.OPEN


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
