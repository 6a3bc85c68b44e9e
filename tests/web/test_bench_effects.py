"""The figures of effects stand beside what this machine needs for a fit by numpy and a loop."""

import pytest

from klimamosaik.web.bench import effects, loop


def test_effects_are_measured_beside_a_loop_and_a_fit_by_numpy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop, "ROUNDS", 10)
    monkeypatch.setattr(effects, "ONE_BY_ONE", 1)
    told = {each.name: each for each in effects.effects(3)}
    turns, fit = list(told.values())[:2]
    assert (turns.unit, fit.unit) == ("ms", "ms CPU")
    assert "16 columns" in fit.name
    assert [each.aim for each in told.values()].count("0.5 ms") == 3
    assert all(each.value > 0 for each in told.values())
