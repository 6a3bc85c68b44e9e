"""A column that is the sum of the others is found in long tables as in short ones."""

from datetime import UTC, datetime, timedelta

import pytest

from klimamosaik.sources.tables import read

BEGIN = datetime(2023, 1, 1, tzinfo=UTC)


def table(rows: int, *, broken_at: int | None = None) -> bytes:
    """Three meters, and a fourth column that is their sum in all rows but one."""
    lines = ["Zeit;Nord [kWh];Süd [kWh];Ost [kWh];Strom West [kWh]"]
    for row in range(rows):
        parts = [(row * 7) % 13, (row * 5) % 11 + 1, (row * row) % 17]
        whole = sum(parts) + (50 if row == broken_at else 0)
        stamp = (BEGIN + timedelta(minutes=15 * row)).strftime("%d.%m.%Y %H:%M")
        lines.append(";".join([stamp, *map(str, parts), str(whole)]))
    return "\n".join(lines).encode()


@pytest.mark.parametrize("rows", [20, 3000])
def test_the_sum_of_the_others_is_asked_about(rows: int) -> None:
    codes = [question.code for question in read(table(rows), name="strom.csv").questions]
    assert "total_unclear" in codes


@pytest.mark.parametrize("broken_at", [0, 1234])
def test_a_single_row_that_differs_shows_that_it_is_no_sum(broken_at: int) -> None:
    preview = read(table(3000, broken_at=broken_at), name="strom.csv")
    assert "total_unclear" not in [question.code for question in preview.questions]
