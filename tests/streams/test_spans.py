"""Lengths of time as people write them."""

from datetime import timedelta

import pytest

from klimamosaik.streams.spans import is_for_good, span_in
from klimamosaik.terms.spans import span_in_words

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15 Minuten", 15 * MINUTE),
        ("15min", 15 * MINUTE),
        ("alle 15 min", 15 * MINUTE),
        ("1 Stunde", 60 * MINUTE),
        ("stündlich", 60 * MINUTE),
        ("Täglich", DAY),
        ("PT15M", 15 * MINUTE),
        ("P1D", DAY),
        ("p2y", 730 * DAY),
        ("2 Jahre", 730 * DAY),
        ("90 days", 90 * DAY),
        ("30 s", timedelta(seconds=30)),
    ],
)
def test_a_length_is_read_as_it_is_written(text: str, span: timedelta) -> None:
    assert span_in(text) == span


@pytest.mark.parametrize(
    "text",
    ["", "oft", "0 Minuten", "-5 min", "15", "P", "PT", "5 Parsec", "999999 Jahre", "15 min 3"],
)
def test_what_is_no_length_is_none(text: str) -> None:
    assert span_in(text) is None


def test_for_good_is_an_answer() -> None:
    assert is_for_good(" Dauerhaft ")
    assert is_for_good("for good")
    assert not is_for_good("2 Jahre")
    assert span_in_words(None).de == "dauerhaft"


@pytest.mark.parametrize("text", ["15 Minuten", "1 Stunde", "90 Minuten", "1 Tag", "2 Jahre"])
def test_what_is_told_is_what_was_read(text: str) -> None:
    told = span_in_words(span_in(text)).de
    assert told == text
