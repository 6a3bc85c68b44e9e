"""Sentences are templates: what stands behind a placeholder's colon says how it is written."""

from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from klimamosaik.terms.text import Text
from klimamosaik.terms.writing import counted, decimal, rough


def said(template: str, **values: object) -> tuple[str, str]:
    text = Text(template, template).format(**values)
    return text.de, text.en


@pytest.mark.parametrize(
    ("template", "value", "german", "english"),
    [
        ("{x}", 2040, "2040", "2040"),
        ("{x:n}", 12345, "12.345", "12,345"),
        ("{x:.1n}", -1234.56, "−1.234,6", "−1,234.6"),
        ("{x:.1n}", Decimal("-0.04"), "0,0", "0.0"),
        ("{x}", 0.25, "0,25", "0.25"),
        ("{x}", 12.0, "12", "12"),
        ("{x:rough}", 123_456.0, "123.000", "123,000"),
        ("{x:rough}", 1.234, "1,2", "1.2"),
        ("{x:%}", 0.256, "26\u00a0%", "26\u00a0%"),
        ("{x:.1%}", 0.256, "25,6\u00a0%", "25.6\u00a0%"),
        ("{x}", date(2025, 3, 1), "1. März 2025", "1 March 2025"),
        ("{x:short}", date(2025, 3, 1), "01.03.2025", "01 Mar 2025"),
        ("{x:month}", date(2025, 3, 1), "März 2025", "March 2025"),
        ("{x}", "Bauhof {Süd}", "Bauhof {Süd}", "Bauhof {Süd}"),
        ("{x:04d}", 7, "0007", "0007"),
    ],
)
def test_a_value_is_written_as_each_language_writes_it(
    template: str, value: object, german: str, english: str
) -> None:
    assert said(template, x=value) == (german, english)


def test_a_count_takes_the_plural_of_the_language() -> None:
    bills = Text("{count:Rechnung|Rechnungen}", "{count:bill|bills}")
    assert bills.format(count=1) == Text("1 Rechnung", "1 bill")
    assert bills.format(count=0) == Text("0 Rechnungen", "0 bills")
    assert bills.format(count=1234) == Text("1.234 Rechnungen", "1,234 bills")


@pytest.mark.parametrize(
    ("words", "one", "few", "many"),
    [
        (("rachunek", "rachunki", "rachunków"), "1 rachunek", "2 rachunki", "5 rachunków"),
        (("budynek", "budynków"), "1 budynek", "2 budynków", "5 budynków"),
    ],
)
def test_where_a_language_has_more_plurals_than_words_the_last_word_stands(
    words: tuple[str, ...], one: str, few: str, many: str
) -> None:
    assert [counted(count, words, "pl") for count in (1, 2, 5)] == [one, few, many]


def test_a_sentence_in_a_sentence_keeps_its_language() -> None:
    whole = Text("{part} bis {year}.", "{part} by {year}.")
    assert whole.format(part=Text("Ziel", "Target"), year=2040) == Text(
        "Ziel bis 2040.", "Target by 2040."
    )


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Text("{count:n} Werte", "{count:n} values").format(number=3)


def test_numbers_are_rounded_as_tables_and_documents_round_them() -> None:
    assert said("{x:.2n}", x=2.675) == ("2,67", "2.67")


def test_what_is_no_number_is_no_figure() -> None:
    assert rough(float("inf"), "de") == "inf"


@pytest.mark.parametrize("language", ["de", "en", "fr", "es", "pl", "cs", "de_CH"])
def test_numbers_are_written_with_the_signs_babel_knows(language: str) -> None:
    for value in (0, 999, 1000, 1234567, Decimal("1234.50"), Decimal("123456789012345678.25")):
        signed = format_decimal(value, format="#,##0.00", locale=language)
        assert decimal(value, digits=2, language=language) == signed
        assert decimal(-value, digits=2, language=language) == ("−" + signed if value else signed)


def test_a_number_too_long_for_babel_is_written_whole() -> None:
    assert decimal(1e30) == f"{int(1e30):,}".replace(",", ".")
    assert decimal(-0.004, digits=2) == "0,00"
