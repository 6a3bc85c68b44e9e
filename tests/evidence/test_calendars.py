"""Which holidays a meter may follow, and where a day stands in its year."""

import numpy as np
import pytest

from klimamosaik.evidence.kernel.regression.day_types import (
    LIKELY,
    NO_HOLIDAYS,
    DayTypes,
    Holidays,
    likely_calendars,
)


@pytest.mark.parametrize(
    ("country", "subdivision", "calendar"),
    [
        ("DE", "NI", Holidays("DE", "NI")),
        (None, "NW", Holidays("DE", "NW")),
        ("DK", None, Holidays("DK", None)),
    ],
)
def test_a_named_calendar_is_the_only_one_tried(
    country: str | None, subdivision: str | None, calendar: Holidays
) -> None:
    assert likely_calendars(country, subdivision) == (calendar,)


def test_where_none_is_named_none_and_the_likely_ones_are_tried() -> None:
    found = likely_calendars(None, None)
    assert found[0] == NO_HOLIDAYS
    assert [(each.country, each.subdivision) for each in found[1:]] == [tuple(e) for e in LIKELY]


def test_each_day_has_its_place_in_the_year() -> None:
    none = np.zeros(3, np.bool_)
    days = np.array([0.0, 100.0, 364.0])
    types = DayTypes(none, none, none, none, 2 * np.pi * days / 365.25)
    assert types.day_of_year.tolist() == [0, 100, 364]
