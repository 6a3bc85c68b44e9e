"""Which tables on paper are sure to have cells of one line, and how wide their columns are."""

from klimamosaik.reports.energy.column_widths import BETWEEN, column_widths
from klimamosaik.reports.energy.tables import ReportTable

HEAD = ("Jahr", "2023", "2024")


def test_a_column_is_as_wide_as_its_longest_cell() -> None:
    table = ReportTable(HEAD, (("Wärme [kWh]", "1.045.140", "–"), ("Strom [kWh]", "19", "8")))
    widths = column_widths(table)
    assert widths is not None
    first, second = widths
    assert first == 8 * (7 * 0.465 + 2 * 0.25) + BETWEEN
    assert second == 7.5 * 4 * 0.465 + BETWEEN  # its head is the longest


def test_a_head_alone_is_a_table() -> None:
    assert column_widths(ReportTable(HEAD, ())) == [7.5 * 4 * 0.465 + BETWEEN] * 2


def test_cells_that_may_need_a_second_line_are_left_to_the_page() -> None:
    long = "Wärme, witterungsbereinigt, aus Rechnungen, mit einem Namen, der eine Zeile füllt " * 2
    assert column_widths(ReportTable(HEAD, ((long, "1", "2"),))) is None
    assert column_widths(ReportTable(HEAD, (("Wärme", "1\nMedian 2", "2"),))) is None
    many = tuple(str(year) for year in range(2000, 2026))
    assert column_widths(ReportTable(("Jahr", *many), (("Wärme", *many),))) is None
    assert column_widths(ReportTable((), ())) is None
