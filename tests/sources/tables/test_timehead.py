"""Times as headers: which ones are, and what they name."""

import pytest

from klimamosaik.sources.tables import read
from klimamosaik.sources.tables.calendar.clockhead import clocks_of
from klimamosaik.sources.tables.shape.timehead import time_header, time_of

HOURS = [f"{hour:02}:00" for hour in range(24)]
QUARTERS = [f"{at // 4:02}:{15 * (at % 4):02}" for at in range(96)]


def test_clocks_that_begin_at_midnight_name_their_start() -> None:
    assert list(clocks_of(["Datum", *QUARTERS]).values()) == QUARTERS
    assert min(clocks_of(["Datum", *QUARTERS])) == 1


def test_clocks_that_end_at_24_name_their_end() -> None:
    ends = [*QUARTERS[1:], "24:00"]
    assert list(clocks_of(["Datum", *ends]).values()) == QUARTERS


def test_clocks_that_end_at_midnight_name_their_end() -> None:
    assert list(clocks_of(["Date", "Site", *HOURS[1:], "00:00"]).values()) == HOURS


def test_spans_of_clocks_name_their_start() -> None:
    spans = [f"{hour:02}:00 - {hour + 1:02}:00" for hour in range(24)]
    assert list(clocks_of(["Giorno", *spans]).values()) == HOURS


def test_numbered_columns_are_the_parts_of_a_day_behind_any_word() -> None:
    for word in ("", "H", "E", "Stunde ", "Hour_", "val"):
        found = clocks_of(["Tag", *(f"{word}{at}" for at in range(1, 25))])
        assert list(found.values()) == [str(at) for at in range(1, 25)]


def test_a_day_of_100_quarters_may_have_a_column_each() -> None:
    assert len(clocks_of(["Tag", *(str(at) for at in range(1, 101))])) == 100


@pytest.mark.parametrize("count", [12, 20, 31, 40])
def test_another_number_of_columns_is_no_day(count: int) -> None:
    assert clocks_of(["Tag", *(str(at) for at in range(1, count + 1))]) == {}


def test_a_few_clocks_are_no_day() -> None:
    assert clocks_of(["Datum", "00:00", "06:00", "12:00", "18:00"]) == {}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        (["Datum", *HOURS], "clocks"),
        (["Monat", "2022", "2023", "2024"], "years"),
        (["Jahr", "Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul"], "months"),
        (["Jaar", "januari", "februari", "maart", "april", "mei", "juni", "juli"], "months"),
        (["Haus", "01/2024", "02/2024", "03/2024"], "months of years"),
        (["Haus", "01.02.2024", "02.02.2024", "03.02.2024", "04.02.2024"], "stamps"),
        (["Id", *(f"2024-02-14 {hour:02}:00" for hour in range(5))], "stamps"),
        (["Haus", "Verbrauch 2022 kWh", "Verbrauch 2023 kWh"], "years within"),
        (["Datum", "Strom kWh", "Gas kWh"], None),
        (["Gebäude", "Haus 1", "Haus 2", "Haus 3"], None),
    ],
)
def test_a_row_of_times_is_told_from_other_headers(headers: list[str], kind: str | None) -> None:
    assert time_header(headers) == kind


def test_a_header_gives_its_time_and_what_is_left() -> None:
    assert time_of("März") == ("03", "")
    assert time_of("2024") == ("2024", "")
    assert time_of("Stromverbrauch 2023 [kWh]") == ("2023", "Stromverbrauch [kWh]")
    assert time_of("Gebäude") is None


def test_readings_with_two_decimals_are_no_times_of_day() -> None:
    row = [f"{(at * 17) % 24}.{(at * 7) % 60:02}" for at in range(40)]
    assert clocks_of(["01.01.2024", *row]) == {}
    assert time_header(["01.01.2024", *row]) is None


def test_the_doubled_hour_of_autumn_stands_twice() -> None:
    doubled = ["Datum", *HOURS[:3], "02:00 (2)", *HOURS[3:]]
    assert len(clocks_of(doubled)) == 25


def test_numbered_parts_of_a_day_are_read_beside_their_reactive_energy() -> None:
    names = [f"kWh_{part}" for part in range(1, 49)]
    reactive = [f"kVArh_{part}" for part in range(1, 49)]
    head = ",".join(["siteRef", "MPAN", "ConsumptionDate", *names, *reactive])
    rows = [
        ",".join(["Primary School", "2336533093112", f"{day}/12/2019", *["1.5"] * 48, *[""] * 48])
        for day in range(10, 20)
    ]
    found = read("\n".join([head, *rows]).encode(), name="parts.csv")
    assert [(each.spacing, each.count, each.total) for each in found.series] == [
        ("PT30M", 480, 720.0)
    ]
    assert [each.unit for each in found.series] == ["kWh"]
    assert found.format.header is not None
    assert "kVArh_1" in found.format.header.why.en
