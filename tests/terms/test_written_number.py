"""A number as people write it is read right, or refused with what to write instead."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import decimal
from klimamosaik.terms.written_number import (
    for_a_field,
    number_by_mark,
    number_within,
    read_number,
    ungrouped_number,
)

REFUSED = None
LANGUAGES = ("de", "en", "fr", "de_CH")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WRITTEN = r"\A-?[0-9]{1,4}([.,' ][0-9]{1,4}){0,3}\Z"
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def read(written: str, language: str | None) -> Decimal | None:
    try:
        return read_number(written, language)
    except InputRejected:
        return REFUSED


@pytest.mark.parametrize(
    ("written", "german", "english", "unsaid"),
    [
        ("1000", "1000", "1000", "1000"),
        ("1.000", "1000", "1", REFUSED),
        ("1,000", "1", "1000", REFUSED),
        ("12.345", "12345", "12.345", REFUSED),
        ("-1.234", "-1234", "-1.234", REFUSED),
        ("0.125", "0.125", "0.125", "0.125"),
        ("0,125", "0.125", "0.125", "0.125"),
        ("1.5", "1.5", "1.5", "1.5"),
        ("1,5", "1.5", "1.5", "1.5"),
        ("1234.567", "1234.567", "1234.567", "1234.567"),
        ("1.234,5", "1234.5", "1234.5", "1234.5"),
        ("1,234.5", "1234.5", "1234.5", "1234.5"),
        ("1.234.567", "1234567", "1234567", "1234567"),
        ("1,234,567", "1234567", "1234567", "1234567"),
        ("1 234,5", "1234.5", "1234.5", "1234.5"),
        ("1 234 567", "1234567", "1234567", "1234567"),
        ("1\N{NARROW NO-BREAK SPACE}234,5", "1234.5", "1234.5", "1234.5"),
        ("1\N{THIN SPACE}234", "1234", "1234", "1234"),
        ("1'234,5", "1234.5", "1234.5", "1234.5"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}234", "1234", "1234", "1234"),
        ("\N{MINUS SIGN}95,4", "-95.4", "-95.4", "-95.4"),
        ("\N{EN DASH}95", "-95", "-95", "-95"),
        ("+5", "5", "5", "5"),
        (" 5\N{NO-BREAK SPACE}", "5", "5", "5"),
        (",5", "0.5", "0.5", "0.5"),
        ("007", "7", "7", "7"),
        ("1e5", "100000", "100000", "100000"),
        ("1,5E+05", "150000", "150000", "150000"),
        ("1.234e3", "1234", "1234", "1234"),
    ],
)
def test_a_number_is_read_by_the_marks_of_the_language(
    written: str, german: str, english: str, unsaid: str | None
) -> None:
    expected = [None if each is None else Decimal(each) for each in (german, english, unsaid)]
    assert [read(written, language) for language in ("de", "en", None)] == expected


@pytest.mark.parametrize(
    "written",
    ["", " ", "-", "1,2,3", "1.23,4", "1.2345,6", "12 00", "2024 123", "1.234 567", "1 234.567.8",
     "1,234.567,8", "012.345", "5.", "1-2", "12 000 €", "zwölf", "1e", "1e9999", "1e999", "nan",
     "inf", "0x10", "1_000", "\N{ARABIC-INDIC DIGIT ONE}", "\N{MINUS SIGN}", "--1", "9" * 500],
)  # fmt: skip
@pytest.mark.parametrize("language", ["de", "en", None])
def test_what_is_no_number_is_refused(written: str, language: str | None) -> None:
    with pytest.raises(InputRejected) as refused:
        read_number(written, language)
    assert [each.code for each in refused.value.complaints] == ["unreadable_number"]


def test_a_mark_the_language_does_not_know_may_be_either() -> None:
    assert read("1.234", "fr") is REFUSED
    assert read("1,234", "fr") == Decimal("1.234")
    assert read("1.5", "fr") == Decimal("1.5")
    assert read("1’234.5", "de_CH") == Decimal("1234.5")


def test_what_could_be_two_numbers_is_answered_with_both() -> None:
    with pytest.raises(InputRejected) as refused:
        read_number("1.234")
    (told,) = refused.value.complaints
    assert told.code == "two_ways"
    assert told.text.de.endswith("Schreiben Sie 1234 oder 1,2340.")
    assert told.text.en.endswith("Write 1234 or 1.2340.")
    assert [read(each, None) for each in ("1234", "1,2340")] == [1234, Decimal("1.234")]


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(InputRejected) as refused:
        read_number("viel " * 100)
    assert len(refused.value.complaints[0].text.de) < 200


@pytest.mark.parametrize(
    ("written", "mark", "number"),
    [("1.234", ",", 1234), ("1.234", ".", Decimal("1.234")), ("0.125", ",", Decimal("0.125")),
     ("1,234.5", ",", Decimal("1234.5")), ("1,2,3", ",", None), ("", ".", None)],
)  # fmt: skip
def test_a_column_says_which_mark_stands_before_decimals(
    written: str, mark: str, number: Decimal | None
) -> None:
    assert number_by_mark(written, mark) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("11,234", 11.234), ("11.234", 11.234), ("\N{MINUS SIGN}1", -1.0), ("1e2", 100.0),
     ("1.234,5", None), ("1 234", None), ("", None), ("1e999", None), ("nan", None)],
)  # fmt: skip
def test_where_nothing_has_thousands_either_mark_stands_before_decimals(
    written: str, number: float | None
) -> None:
    assert ungrouped_number(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("436.123", 436.123), ("436,1", 436.1), ("0", 0.0), ("0,5", None), ("1.234", None),
     ("2.500", 2.5), ("3000", None), ("viel", None)],
)  # fmt: skip
def test_where_only_one_of_two_is_possible_it_is_that_one(
    written: str, number: float | None
) -> None:
    assert number_within(written, 1, 2000) == number


@given(number=NUMBERS | st.integers(-(10**15), 10**15).map(float))
def test_what_a_field_shows_is_read_as_the_same_number(number: float) -> None:
    for language in LANGUAGES:
        for grouped in (True, False):
            shown = for_a_field(number, language, grouped=grouped)
            assert float(read_number(shown, language)) == number


@given(amount=AMOUNTS)
def test_money_keeps_its_cents(amount: Decimal) -> None:
    for language in LANGUAGES:
        shown = for_a_field(amount, language)
        assert shown[-3] in ",."
        assert read_number(shown, language) == amount


@given(thousandths=st.integers(-(10**12), 10**12), digits=st.integers(0, 3))
def test_what_a_page_writes_can_be_copied_into_a_field(thousandths: int, digits: int) -> None:
    number = round(Decimal(thousandths).scaleb(-3), digits)
    for language in LANGUAGES:
        assert read_number(decimal(number, digits=digits, language=language), language) == number


@given(
    written=st.from_regex(r"\A-?[0-9]{1,4}([.,' ][0-9]{1,4}){0,3}\Z"),
    language=st.sampled_from(LANGUAGES),
)
def test_where_no_language_is_needed_all_agree(written: str, language: str) -> None:
    unsaid = read(written, None)
    assume(unsaid is not REFUSED)
    assert read(written, language) == unsaid
