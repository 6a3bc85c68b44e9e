"""What stands between two cells is found in the lines themselves."""

import pytest

from klimamosaik.sources.grid.delimiter import count_cells, find_delimiter, sample_lines
from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.grid.formats.delimited import from_text
from klimamosaik.sources.grid.part import WIDEST
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

UTF8 = Detected("utf-8", Text("so angegeben", "as told"))


def rows(text: str, delimiter: str | None = None) -> list[tuple[object, ...]]:
    return from_text(text, UTF8, delimiter).frame.rows()


@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
def test_the_mark_that_cuts_lines_alike_is_the_delimiter(mark: str) -> None:
    text = "".join(f"Haus {n}{mark}kWh{mark}{n}\n" for n in range(5))
    fact = find_delimiter(text)
    assert fact.value == mark
    assert "3" in fact.why.de
    assert rows(text)[0] == (1, "Haus 0", "kWh", "0")


def test_a_decimal_comma_does_not_beat_a_semicolon() -> None:
    text = "a;b\n" + "".join(f"Haus;{n},5\n" for n in range(9))
    assert find_delimiter(text).value == ";"


def test_an_address_with_commas_in_half_the_lines_is_no_delimiter() -> None:
    """Below 60 % of the lines alike nothing is certain; the best of all marks then wins."""
    text = "Markt 1, Hof\nRathaus\nSchule\na;b;c\na;b;c\na;b;c\na;b;c\n"
    assert find_delimiter(text).value == ";"


def test_text_of_one_column_has_no_delimiter() -> None:
    fact = find_delimiter("1\n2\n3\n")
    assert fact.value == ","
    assert fact.why.de == "kein Trennzeichen gefunden"
    assert rows("1\n2\n") == [(1, "1"), (2, "2")]


def test_a_delimiter_between_quotes_cuts_nothing() -> None:
    assert count_cells('"Markt 1; Hof";7', ";") == 2
    assert rows('"Markt 1; Hof";7\nRathaus;8\n') == [(1, "Markt 1; Hof", "7"), (2, "Rathaus", "8")]


def test_a_quote_that_never_ends_hides_no_line() -> None:
    assert rows('Haus 12" Rohr;1\nRathaus;2\n') == [(1, 'Haus 12" Rohr', "1"), (2, "Rathaus", "2")]


def test_short_lines_leave_cells_empty() -> None:
    text = "Bericht\na;b;c\n1;2;3\n4;5\n"
    assert rows(text)[0] == (1, "Bericht", None, None)
    assert rows(text)[3] == (4, "4", "5", None)


def test_the_middle_of_a_long_file_counts_too() -> None:
    head = "".join(f"Vorwort {n}\n" for n in range(8_000))
    lines = sample_lines(head + "Ende;1\n" * 30_000)
    assert lines[0] == "Vorwort 0"
    assert "Ende;1" in lines
    assert not any(line == "" for line in lines)


@pytest.mark.parametrize("wrong", ["", ";;", '"', "\n", "ä"])
def test_what_cannot_be_a_delimiter_is_refused(wrong: str) -> None:
    if not wrong:
        assert find_delimiter("a;b\n", wrong).value == ";"
        return
    with pytest.raises(InputRejected, match="cannot be a delimiter"):
        from_text("a;b\n", UTF8, wrong)


def test_what_is_told_is_obeyed() -> None:
    assert rows("a;b,c\n", ",") == [(1, "a;b", "c")]


def test_a_table_of_too_many_columns_is_refused_and_the_widest_is_read() -> None:
    assert from_text(";".join(["1"] * WIDEST) + "\n", UTF8).width == WIDEST
    with pytest.raises(InputRejected, match="columns"):
        from_text(";".join(["1"] * (WIDEST + 1)) + "\n", UTF8)
