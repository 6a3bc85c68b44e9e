"""The newest reading in words, whatever its result is."""

from typing import Any

import pytest

from klimamosaik.observations.queries.last_told import in_words


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
