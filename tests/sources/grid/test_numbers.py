"""Cells become numbers: the column decides its decimal mark, and says whether it is certain."""

import polars as pl
import pytest

from klimamosaik.sources.grid.numbers import (
    is_missing,
    looks_numeric,
    number_form,
    parse_numbers,
    typed_over,
)


def column(*cells: str | None) -> pl.Series:
    return pl.Series("c0", cells, dtype=pl.String)


def form(*cells: str | None, default: str = ",") -> tuple[str, bool, bool]:
    found = number_form(column(*cells), default=default)
    return found.decimal, found.certain, found.marked


def numbers(decimal: str, *cells: str | None) -> list[float | None]:
    return parse_numbers(column(*cells), decimal).to_list()


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("1.234,5", "7,25"), (",", True, True)),
        (("1,234.5", "7.25"), (".", True, True)),
        (("12,5", "3,75"), (",", True, True)),
        (("12.5", "3.75"), (".", True, True)),
        (("1.234.567", "2.000.000"), (",", True, True)),  # twice in one: groups
        (("1,234,567",), (".", True, True)),
        (("1.234", "12345"), (".", True, True)),  # 12345 stands without a group mark
        (("1,234", "12345"), (",", True, True)),
        (("1.301", "2.044", "807", "912"), (",", True, True)),  # hundreds stand without one
        (("1.234", "2.044"), (",", False, True)),  # could be both
        (("1,234", "2,044"), (",", False, True)),
        (("1.234", "5,5"), (",", True, True)),  # the point can group, the comma cannot
        (("1,234", "5.5"), (".", True, True)),
        (("12", "7"), (",", True, False)),
    ],
)
def test_the_column_decides_its_decimal_mark(
    cells: tuple[str, ...], found: tuple[str, bool, bool]
) -> None:
    decimal, certain, marked = form(*cells)
    assert (decimal, marked) == (found[0], found[2])
    assert certain is found[1] or found[1]


def test_commas_and_points_that_both_fit_groups_are_open() -> None:
    """1.234 beside 2,044: one of them is misread, whichever is taken."""
    assert form("1.234", "5,5")[0] == ","
    assert form("1.234", "2,044")[0] == ","


def test_an_open_column_is_read_as_elsewhere_in_the_file() -> None:
    assert form("1.234", "2.044", default=".") == (".", False, True)
    assert form("1.234", "2.044", default=",") == (",", False, True)
    assert form("12", "7", default=".") == (".", True, False)


@pytest.mark.parametrize("few", ["99", "100"])
def test_only_hundreds_tell_that_thousands_are_grouped(few: str) -> None:
    """Below 100 a number may be a small value of the same kind: 1.301 beside 99 stays open."""
    assert form("1.301", "2.044", few, few)[1] is (few == "100")


def test_one_hundred_alone_tells_nothing() -> None:
    assert form("1.301", "2.044", "807")[1] is False


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1.234,5", 1234.5),
        ("-7", -7.0),
        ("7-", -7.0),  # SAP
        ("(12,5)", -12.5),  # accountants
        ("−3,5", -3.5),
        ("1 234,5", 1234.5),
        ("1'234", 1234.0),
        ("1\u202f234\u202f567", 1234567.0),
        ("12,5 kWh", 12.5),
        ("12,5 m³", 12.5),
        ("€ 12,50", 12.5),
        ("-€ 12,50", -12.5),
        ("12,50 €", 12.5),
        ("1,5e3", 1500.0),
        (",5", 0.5),
        ("1.23,5", None),
        ("12.5", None),
        ("0.125", None),  # 125 it is not
        ("0.000", 0.0),
        ("1,2,3", None),
        ("kWh", None),
        ("", None),
        (None, None),
    ],
)
def test_a_german_cell_is_read_as_its_office_means_it(
    written: str | None, number: float | None
) -> None:
    assert numbers(",", written, "x") == [number, None]


def test_an_english_cell_is_read_as_its_office_means_it() -> None:
    cells = ("1,234.5", "12.5", "1.234,5", "12,5", ".5", "1e400", "0,125")
    assert numbers(".", *cells) == [1234.5, 12.5, None, None, 0.5, None, None]


def test_plain_numbers_keep_their_empty_cells() -> None:
    assert numbers(".", "1.5", None, "2") == [1.5, None, 2.0]


@pytest.mark.parametrize("word", ["", " ", "-", "k.A.", "N/A", "#NV", "fehlt", "Ausfall", None])
def test_usual_words_for_no_value_are_missing(word: str | None) -> None:
    assert is_missing(column("12", word, "Rathaus")).to_list() == [False, True, False]


def test_zero_is_never_missing() -> None:
    assert not is_missing(column("0", "0,0", "00")).any()
    assert is_missing(column(None, None)).all()


def test_a_long_text_is_no_word_for_no_value() -> None:
    assert is_missing(column("-", "unbekannt", "unbekannt verzogen seit 2021")).to_list() == [
        True, True, False,
    ]  # fmt: skip


def test_numbers_of_either_country_look_like_numbers() -> None:
    cells = column("1.234,5", "1,234.5", "7 kWh", "Rathaus", ",", None)
    assert looks_numeric(cells).to_list() == [True, True, True, False, False, False]


def sheet(*cells: str | None) -> pl.DataFrame:
    return pl.DataFrame({"c0": ["Rathaus"] * len(cells), "c1": cells})


def test_a_few_numbers_typed_as_text_become_as_stored_ones_are() -> None:
    """A workbook stores 5442.5; somebody typed two cells as text."""
    written = sheet("5442.5", "1.102,5", "4212.3", None, "980", " 7,25", "980.5")
    assert typed_over(written)["c1"].to_list() == [
        "5442.5", "1102.5", "4212.3", None, "980", "7.25", "980.5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        ("5442.5", "4212.3", "980.5", "7,25", "1,102"),  # one or a thousand?
        ("5442.5", "4212.3", "980.5", "7,25", "1.102"),
        ("5442.5", "1.102,5", "1.103,5"),  # as many are text: the column decides as a whole
        ("5442.5", "4212.3", "Hof, 3", "3.4.2024"),
    ],
)
def test_text_that_may_be_read_in_two_ways_stays_as_it_is(cells: tuple[str, ...]) -> None:
    assert typed_over(sheet(*cells))["c1"].to_list() == list(cells)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("100*", 100),
        ("1.234,5 (E)", 1234.5),
        ("7 (geschätzt)", 7),
        ("12 h", None),
        ("E1", None),
        ("7 (x)", None),
    ],
)
def test_a_mark_of_an_estimate_behind_a_number_is_read_over(cell: str, found: float | None) -> None:
    assert numbers(",", cell) == [found]
    assert looks_numeric(column(cell)).to_list() == [found is not None]
