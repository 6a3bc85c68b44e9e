"""12.345 is asked about wherever neither the column's values nor its sums decide."""

import pytest

from klimamosaik.sources.tables import Preview, read

MONTHS = range(1, 13)


def table(*rows: str, head: str = "Monat;Rathaus Strom kWh") -> Preview:
    return read("\n".join([head, *rows]).encode(), name="verbrauch.csv")


def asked(preview: Preview) -> list[str]:
    return [each.code for each in preview.questions]


def test_months_that_may_be_either_are_asked_about() -> None:
    preview = table(*(f"{month:02}/2023;{12 + month * 7 % 5}.{300 + month}" for month in MONTHS))
    assert asked(preview) == ["decimal_mark"]


def test_a_sum_that_scales_with_its_rows_decides_nothing() -> None:
    rows = [f"{month:02}/2023;{12 + month * 7 % 5}.{300 + month}" for month in MONTHS]
    assert asked(table(*rows, "Summe;171.678")) == ["decimal_mark"]


@pytest.mark.parametrize(
    ("last", "total"),
    [
        ("12/2023;807,50", 12_807.5),  # a comma
        ("Summe;1.012.345", 13_000),  # two marks
        ("Summe;13000", 13_000),  # the same without a mark
    ],
)
def test_one_cell_of_the_column_may_decide(last: str, total: float) -> None:
    full = 13 if last.startswith("Summe") else 12
    rows = [f"{month:02}/2023;1.000" for month in range(1, full)]
    rows += ["01/2024;1.000"] if full == 13 else []
    preview = table(*rows, last)
    assert "decimal_mark" not in asked(preview)
    if total == 12_807.5:
        assert preview.series[0].total == 11_807.5


def test_values_below_a_thousand_without_a_mark_decide() -> None:
    values = ["1.301", "1.280", "1.102", "807", "745", "612", "598", "640", "801", "990", "1.150"]
    rows = [f"{at:02}/2023;{value}" for at, value in enumerate(values, 1)]
    preview = table(*rows)
    assert not preview.questions
    assert preview.series[0].total == 10_026


def test_a_building_of_fifty_kilowatt_hours_a_year_is_none() -> None:
    preview = table(
        "Rathaus;2022;45.000", "Rathaus;2023;43.500", "Schule;2022;61.200",
        head="Gebäude;Jahr;Strom kWh",
    )  # fmt: skip
    assert not preview.questions
    assert {each.name: each.total for each in preview.series} == {
        "Rathaus": 88_500,
        "Schule": 61_200,
    }


def test_megawatt_hours_of_a_year_may_be_either() -> None:
    preview = table("Rathaus;2022;450.123", "Rathaus;2023;431.502", head="Gebäude;Jahr;Wärme MWh")
    assert asked(preview) == ["decimal_mark"]


def test_thousands_in_two_groups_are_no_register_codes() -> None:
    rows = [f"{month:02}/2023;1.112.{300 + month * 7 % 12}" for month in MONTHS]
    preview = table(*rows)
    (series,) = preview.series
    assert series.total == 12 * 1_112_300 + sum(range(12))
