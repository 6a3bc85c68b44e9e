"""The same meter and time twice: merged, added up, left out or refused."""

import polars as pl

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.series.doubles import overlaps, without_doubles
from tests.sources.tables.told import HOUR, QUARTER, frame


def readings(*columns: list[float], twice: int | None = None, factor: float = 1.0) -> pl.DataFrame:
    """Numbered rows; `twice`: that row comes again, times the factor."""
    long = frame(*columns).with_row_index("row", offset=2)
    if twice is not None:
        again = long[twice : twice + 1].with_columns(
            pl.col("value") * factor, row=pl.lit(len(long) + 2, pl.UInt32)
        )
        long = pl.concat([long, again])
    return long


def judged(long: pl.DataFrame, *, bills: bool = False) -> tuple[pl.DataFrame, list[str], list[str]]:
    refused, warned = SheetProblems(), SheetProblems()
    kept = without_doubles(long, {0: "Rathaus", 1: "Schule"}, refused, warned, bills=bills)
    return kept, [each.code for each in refused.shown], [each.code for each in warned.shown]


def test_equal_rows_count_once_and_it_is_said() -> None:
    kept, refused, warned = judged(readings([1, 2, 3], twice=1))
    assert (kept["value"].sum(), refused, warned) == (6, [], ["doubled_rows"])


def test_rows_that_contradict_each_other_are_both_left_out() -> None:
    kept, refused, _ = judged(readings([1, 2, 3], twice=1, factor=5))
    assert (kept["value"].sum(), refused) == (4, ["conflicting_values"])


def test_equal_rows_of_two_meters_are_no_doubles() -> None:
    kept, refused, warned = judged(readings([1, 2, 3], [1, 2, 3]))
    assert (kept["value"].sum(), refused, warned) == (12, [], [])


def test_a_credit_is_taken_off_the_bill_of_its_period() -> None:
    kept, refused, warned = judged(readings([1000, 2000, 1500], twice=1, factor=-0.1), bills=True)
    assert kept["value"].to_list() == [1000, 1800, 1500]
    assert (refused, warned) == ([], ["credits"])


def test_a_negative_row_that_is_no_bill_is_a_contradiction() -> None:
    kept, refused, _ = judged(readings([1000, 2000, 1500], twice=1, factor=-0.1))
    assert (kept["value"].sum(), refused) == (2500, ["conflicting_values"])


def test_a_credit_above_its_bill_is_a_contradiction() -> None:
    kept, refused, _ = judged(readings([1000, 2000, 1500], twice=1, factor=-1.1), bills=True)
    assert (kept["value"].sum(), refused) == (2500, ["conflicting_values"])


def with_day_total(total: float) -> pl.DataFrame:
    hours = frame([2.0] * 24)
    day = hours[:1].with_columns(end=pl.col("start") + 24 * HOUR, value=pl.lit(float(total)))
    return pl.concat([hours, day]).with_row_index("row", offset=2)


def test_a_day_that_is_the_sum_of_its_hours_does_not_count_again() -> None:
    kept, refused, warned = judged(with_day_total(48))
    assert (kept["value"].sum(), refused, warned) == (48, [], ["totals_among_values"])


def test_a_day_that_is_no_sum_of_its_hours_overlaps_them() -> None:
    kept, _, warned = judged(with_day_total(30))
    assert (len(kept), warned) == (25, [])
    assert overlaps(kept) is not None


def test_neighbours_do_not_overlap() -> None:
    assert overlaps(readings([1, 2, 3], [4, 5, 6])) is None
    mixed = frame([1] * 4, [1] * 8, steps=[HOUR, QUARTER]).with_row_index("row")
    assert overlaps(mixed) is None


def two_tables(second: str) -> Preview:
    first = "Strom\nMonat;Rathaus kWh\n01/2024;10\n02/2024;11\n03/2024;12\n;\n"
    return read(f"{first}{second}".encode(), name="strom.csv")


def test_the_same_months_in_two_tables_count_once() -> None:
    preview = two_tables("Anlage\nMonat;Rathaus kWh\n01/2024;10\n02/2024;11\n03/2024;12\n")
    assert [(each.count, each.total) for each in preview.series] == [(3, 33)]
    assert preview.questions == ()


def test_further_months_in_a_second_table_go_on_with_the_first() -> None:
    preview = two_tables("Anlage\nMonat;Rathaus kWh\n04/2024;10\n05/2024;11\n06/2024;12\n")
    assert [(each.count, each.total) for each in preview.series] == [(6, 66)]


def test_two_tables_that_contradict_each_other_are_asked_about() -> None:
    preview = two_tables("Anlage\nMonat;Rathaus kWh\n01/2024;10\n02/2024;99\n03/2024;12\n")
    assert [each.code for each in preview.questions] == ["tables_contradict"]


def test_columns_are_sorted_one_after_the_other() -> None:
    ordered = readings([1, 2, 3], [4, 5, 6])
    mixed = ordered.sort("start", "series", descending=[True, False])
    kept, refused, warned = judged(mixed)
    assert (refused, warned) == ([], [])
    assert kept.equals(ordered.sort("series", "start"))
    assert mixed.width == 0  # no second table is held beside the sorted one
