"""Several tables on one sheet are cut apart; one table is left alone."""

from dataclasses import replace

from klimamosaik.sources.grid.formats import FormatHints
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.tables.shape.blocks import split


def grid(text: str) -> Grid:
    told = FormatHints(delimiter=";")
    opened = open_file(text.encode(), name="a.csv", largest=1_000_000, told=told)
    return opened.parts[0].grid


def heads(text: str) -> list[list[str]]:
    """The first filled row of each table."""
    found = []
    for part in split(grid(text)):
        rows = [[cell for cell in row if cell] for row in part.frame.drop(ROW).iter_rows()]
        found.append(next(row for row in rows if row))
    return found


def months(year: int, values: str = "10") -> str:
    return "".join(f"{month:02}/{year};{values}\n" for month in range(1, 7))


def test_one_table_stays_one() -> None:
    whole = grid(f"Monat;Strom kWh\n{months(2024)}")
    assert split(whole) == (whole,)


def test_two_tables_below_each_other_are_cut_above_the_second_header() -> None:
    text = f"Monat;Strom kWh\n{months(2024)};\nMonat;Gas kWh\n{months(2024)}"
    assert heads(text) == [["Monat", "Strom kWh"], ["Monat", "Gas kWh"]]


def test_the_title_of_a_table_goes_with_it() -> None:
    text = f"Strom;\nMonat;Verbrauch\n{months(2024)};\nErdgas;\nMonat;Verbrauch\n{months(2024)}"
    assert heads(text) == [["Strom"], ["Erdgas"]]


def test_a_sum_above_a_header_belongs_to_the_table_above() -> None:
    text = f"Monat;Strom kWh\n{months(2024)}Summe;60\nMonat;Gas kWh\n{months(2024)}"
    first, second = split(grid(text))
    assert len(first.frame) == 8
    assert second.frame[ROW][0] == 9
    assert second.frame["c1"][0] == "Gas kWh"


def test_a_header_that_only_comes_again_is_left_out() -> None:
    days = "".join(f"{day:02}.02.2024;7\n" for day in range(1, 8))
    more = "".join(f"{day:02}.02.2024;7\n" for day in range(8, 15))
    (one,) = split(grid(f"Datum;Strom kWh\n{days}Datum;Strom kWh\n{more}"))
    assert len(one.frame) == 15


def test_rows_keep_their_numbers() -> None:
    text = f"Monat;Strom kWh\n{months(2024)};\nMonat;Gas kWh\n{months(2024)}"
    assert [part.frame[ROW][-1] for part in split(grid(text))] == [7, 15]


def test_two_tables_beside_each_other_are_cut_at_the_empty_column() -> None:
    text = f"Monat;Strom kWh;;Monat;Gas kWh\n{months(2024, '10;;01/2024;20')}"
    assert heads(text) == [["Monat", "Strom kWh"], ["Monat", "Gas kWh"]]


def test_two_tables_beside_each_other_without_a_gap_are_cut_at_the_second_time() -> None:
    rows = "".join(f"{month:02}/2023;10;{month:02}/2024;20\n" for month in range(1, 7))
    assert heads(f"Monat;Strom;Monat;Strom\n{rows}") == [["Monat", "Strom"], ["Monat", "Strom"]]


def test_two_times_side_by_side_are_a_period_not_two_tables() -> None:
    rows = "".join(f"{day:02}.02.2024;{day + 1:02}.02.2024;7\n" for day in range(1, 8))
    assert len(split(grid(f"von;bis;Strom kWh\n{rows}"))) == 1


def test_an_empty_column_between_values_cuts_nothing() -> None:
    text = f"Monat;Strom kWh;;Gas kWh\n{months(2024, '10;;20')}"
    assert len(split(grid(text))) == 1


def test_a_grid_whose_header_is_known_is_one_table() -> None:
    known = replace(grid(f"Monat;S\n{months(2024)};\nMonat;G\n{months(2024)}"), header_row=1)
    assert split(known) == (known,)
