"""The newest reading in words, whatever its result is."""

from datetime import datetime
from typing import Any

import pytest

from klimamosaik.observations.queries.newest_in_words import in_words, span_in_words
from klimamosaik.terms.period import LOCAL


@pytest.mark.parametrize(
    ("result", "german", "english"),
    [
        (21.5, "21,5 °C", "21.5 °C"),
        (3, "3 °C", "3 °C"),
        ("frei", "frei", "frei"),
        (True, "ja", "yes"),
        (False, "nein", "no"),
        (None, "ohne Wert", "no value"),
        ({"Höhe": [1, None, True]}, '{"Höhe": [1, null, true]}', '{"Höhe": [1, null, true]}'),
    ],
)
def test_a_result_is_told_as_people_read_it(result: Any, german: str, english: str) -> None:
    told = in_words(result, "°C")
    assert (told.de, told.en) == (german, english)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-03-01 12:00", "2026-03-01 12:00", "01.03.2026 12:00"),
        ("2026-03-01 12:00", "2026-03-01 12:15", "01.03.2026 12:00 bis 12:15"),
        ("2026-03-01 23:45", "2026-03-02 00:00", "01.03.2026 23:45 bis 24:00"),
        ("2026-03-01 23:30", "2026-03-02 00:30", "01.03.2026 23:30 bis 02.03.2026 00:30"),
        ("2026-03-01 00:00", "2026-03-02 00:00", "01.03.2026"),
        ("2026-03-29 00:00", "2026-03-30 00:00", "29.03.2026"),  # a day of 23 hours
        ("2026-10-01 00:00", "2026-11-01 00:00", "01.10.2026 bis 31.10.2026"),
    ],
)
def test_a_use_is_told_with_the_span_it_is_of(start: str, end: str, told: str) -> None:
    first, last = (datetime.fromisoformat(each).replace(tzinfo=LOCAL) for each in (start, end))
    assert span_in_words(first, last).de == told
