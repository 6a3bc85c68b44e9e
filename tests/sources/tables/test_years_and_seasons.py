"""Years that stand once for all, and seasons that have no calendar year."""

from datetime import UTC, datetime

import polars as pl
import pytest

from klimamosaik.sources.tables import FileHints, Preview, read
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.calendar.saidyear import within_one_year, year_said, years_of
from klimamosaik.terms.complaint import InputRejected

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"),
    *("Oktober", "November", "Dezember"),
)
WINTER = (*MONTHS[9:], *MONTHS[:9])


def table(*lines: str, name: str = "strom.csv", hints: FileHints | None = None) -> Preview:
    return read("\n".join(lines).encode(), name=name, hints=hints)


def months(*names: str) -> list[str]:
    return [f"{name};{100 + at * 7 % 12}" for at, name in enumerate(names)]


def asked(preview: Preview) -> list[str]:
    return [each.code for each in preview.questions]


@pytest.mark.parametrize(
    "lines",
    [
        ("Stromverbrauch Rathaus 2022", "", "Monat;Strom (kWh)"),
        ("Strom 2022;;Stand: 15.01.2024", "Monat;Strom (kWh)"),
        ("Strom 2022", "erstellt am 3. Januar 2024", "Monat;Strom (kWh)"),
    ],
)
def test_months_are_of_the_year_the_title_names(lines: tuple[str, ...]) -> None:
    preview = table(*lines, *months(*MONTHS))
    assert not preview.questions
    (series,) = preview.series
    assert (series.spacing, series.count, series.total) == ("P1M", 12, sum(range(100, 112)))
    assert series.first == datetime(2021, 12, 31, 23, tzinfo=UTC)


def test_months_are_of_the_year_the_file_is_named_after() -> None:
    preview = table("Monat;Strom (kWh)", *months("1", "2", "3"), name="Strom_2022.csv")
    assert preview.series[0].last == datetime(2022, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    "lines",
    [
        ("Monat;Strom (kWh)", *months(*MONTHS)),
        ("Strom, Stand 2024", "Monat;Strom (kWh)", *months(*MONTHS)),
        ("Strom 2022 und 2023", "Monat;Strom (kWh)", *months(*MONTHS)),
        ("Strom 2022", "Monat;Strom (kWh)", *months(*WINTER)),
        ("Haus;Jan;Feb;Mrz;Apr;Mai;Jun;Jul", "Rathaus Strom kWh;1;2;3;4;5;6;7"),
    ],
)
def test_months_that_no_single_year_can_hold_are_asked_about(lines: tuple[str, ...]) -> None:
    preview = table(*lines)
    assert "year_missing" in asked(preview)
    assert not preview.series


def test_the_year_a_person_gives_is_that_of_the_first_month() -> None:
    lines = ("Monat;Strom (kWh)", *months(*WINTER))
    preview = table(*lines, hints=FileHints(year=2022))
    assert not preview.questions
    (series,) = preview.series
    assert series.first == datetime(2022, 9, 30, 22, tzinfo=UTC)
    assert series.last == datetime(2023, 9, 30, 22, tzinfo=UTC)


def test_the_year_is_not_remembered_for_the_next_file() -> None:
    assert FileHints(year=2022, season="10-09").to_remember() == FileHints(season="10-09")


def test_use_without_any_time_is_asked_for_its_year() -> None:
    lines = ("Energie 2023", "Gebäude;Strom (kWh)", "Rathaus;50000", "Schule;80000", "Summe;130000")
    preview = table(*lines)
    (question,) = preview.questions
    assert question.code == "year_missing"
    assert question.answers[0].hints == '{"year": 2023}'
    answered = table(*lines, hints=FileHints(year=2023))
    assert [(each.name, each.spacing, each.total) for each in answered.series] == [
        ("Rathaus", "P1Y", 50000), ("Schule", "P1Y", 80000),
    ]  # fmt: skip


def test_a_list_of_buildings_is_not_stored_while_its_use_has_no_year() -> None:
    lines = ("Gebäude;Fläche (m²);Strom (kWh)", "Rathaus;1000;50000", "Schule;2000;80000")
    assert asked(table(*lines)) == ["year_missing"]
    left = table(*lines, hints=FileHints(accepted=("year_missing",)))
    assert not left.questions
    assert [each.name for each in left.buildings] == ["Rathaus", "Schule"]


@pytest.mark.parametrize(
    "lines",
    [
        ("Heizperiode;Fernwärme Rathaus (kWh)", "2021/22;120000", "2022/23;110000"),
        ("Saison;Gebäude;Fernwärme (kWh)", "2021/2022;Rathaus;120000", "2022/2023;Rathaus;110000"),
        ("Gebäude;2021/22;2022/23", "Fernwärme Rathaus kWh;120000;110000"),
        ("Gebäude;Fernwärme 2021/22 (kWh);Fernwärme 2022/23 (kWh)", "Rathaus;120000;110000"),
    ],
)
def test_the_months_of_a_season_are_asked_and_then_read(lines: tuple[str, ...]) -> None:
    preview = table(*lines, name="waerme.csv")
    assert "season_months" in asked(preview)
    assert not preview.series
    answered = table(*lines, name="waerme.csv", hints=FileHints(season="10-09"))
    assert "season_months" not in asked(answered)
    (series,) = answered.series
    assert (series.total, series.spacing) == (230000, "P1Y")
    assert series.first == datetime(2021, 9, 30, 22, tzinfo=UTC)
    assert series.last == datetime(2023, 9, 30, 22, tzinfo=UTC)


def test_a_heating_season_may_be_shorter_than_a_year() -> None:
    lines = ("Heizperiode;Fernwärme (kWh)", "2022/23;110000")
    preview = table(*lines, hints=FileHints(season="10-04"))
    assert preview.readings["end"].to_list() == [datetime(2023, 4, 30, 22, tzinfo=UTC)]


def test_a_year_and_a_month_with_a_slash_are_no_season() -> None:
    preview = table("Monat;Strom (kWh)", "2010/11;100", "2010/12;110")
    assert not preview.questions
    assert preview.series[0].spacing == "P1M"


@pytest.mark.parametrize("wrong", [{"year": 22}, {"season": "13-01"}, {"season": "Winter"}])
def test_a_year_or_season_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputRejected):
        FileHints(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("places", "year"),
    [
        (("Energie 2023", "Blatt1", "x"), "2023"),
        (("Energie 2022/2023", "", ""), None),
        (("", "2023", "strom_2023"), "2023"),
        (("", "2023", "strom_2024"), None),
        (("", "", "export_2024-01-15"), None),
        (("Stand 12/2023", "", ""), None),
        (("© 2021 Stadtwerke", "", "strom-2020"), "2020"),
    ],
)
def test_only_one_year_that_is_not_the_day_of_making_counts(
    places: tuple[str, ...], year: str | None
) -> None:
    assert year_said(*places) == year


@pytest.mark.parametrize(
    ("numbers", "holds"),
    [
        ([1, 2, 3], True),
        ([12, 11, 10], True),
        ([3, 4, None, 3, 4], True),
        ([10, 11, 12, 1], False),
        ([4, 8, 12, 2], False),
        ([None], False),
    ],
)
def test_months_of_one_year_do_not_pass_its_end(numbers: list[int | None], holds: bool) -> None:
    assert within_one_year(pl.Series(numbers, dtype=pl.Int64)) is holds


def test_months_in_no_order_are_all_of_the_year_told() -> None:
    assert years_of(pl.Series([4, 8, 12, 2]), 2023).to_list() == [2023] * 4
    assert years_of(pl.Series([10, 11, 12, 1]), 2023).to_list() == [2023, 2023, 2023, 2024]


@pytest.mark.parametrize(
    ("cells", "spacing"),
    [
        (("2021", "2022", "2023"), "P1Y"),
        (("45292", "45293", "45294"), "P1D"),  # Excel's days
        (("1704067200", "1704070800", "1704074400"), "PT1H"),
    ],
)
def test_numbers_in_a_first_column_without_a_title_are_times(
    cells: tuple[str, ...], spacing: str
) -> None:
    preview = table(";Strom Rathaus kWh", *(f"{cell};{100 + at}" for at, cell in enumerate(cells)))
    first, second = preview.columns
    assert (first.role, second.role) == (ColumnRole.TIME, ColumnRole.VALUE)
    (series,) = preview.series
    assert (series.spacing, series.total) == (spacing, 303)


def test_numbers_in_a_first_column_with_a_title_are_values() -> None:
    preview = table("Gas kWh;Strom kWh", "2021;100", "2022;101", "2023;102", name="rathaus.csv")
    assert ColumnRole.TIME not in {column.role for column in preview.columns}
