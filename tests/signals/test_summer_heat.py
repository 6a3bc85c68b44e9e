"""What a building takes on warm days, relative to cold ones."""

import numpy as np

from klimamosaik.signals.summer_heat import summer_heat

WARM = np.arange(100) < 50
COLD = ~WARM
NEEDED = (30, 30)


def test_a_boiler_that_heats_in_summer_shows_it() -> None:
    found = summer_heat(np.where(WARM, 30.0, 100.0), warm=WARM, cold=COLD, needed=NEEDED)
    assert found is not None
    assert found.share == 0.3


def test_single_days_of_a_test_run_are_no_heating() -> None:
    values = np.where(WARM, 0.0, 100.0)
    values[:5] = 100.0
    found = summer_heat(values, warm=WARM, cold=COLD, needed=NEEDED)
    assert found is not None
    assert found.share == 0.0


def test_too_few_known_days_say_nothing() -> None:
    values = np.where(WARM, 30.0, 100.0)
    values[10:50] = np.nan
    assert summer_heat(values, warm=WARM, cold=COLD, needed=NEEDED) is None


def test_what_never_heats_has_no_share() -> None:
    assert summer_heat(np.zeros(100), warm=WARM, cold=COLD, needed=NEEDED) is None


def test_exactly_as_many_days_as_are_needed_are_enough() -> None:
    values = np.where(WARM, 30.0, 100.0)
    for needed, enough in (((50, 50), True), ((51, 50), False), ((50, 51), False)):
        found = summer_heat(values, warm=WARM, cold=COLD, needed=needed)
        assert (found is not None) is enough, needed
