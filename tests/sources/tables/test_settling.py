"""What only the columns together tell: each rule of recognition on a table of its own."""

from datetime import UTC, datetime

import pytest

from klimamosaik.sources.tables import Preview, read

HOURS = range(24)


def table(head: str, *rows: str, name: str = "rathaus.csv") -> Preview:
    return read("\n".join([head, *rows]).encode(), name=name)


def roles(preview: Preview) -> list[str]:
    return [column.role.value for column in preview.columns]


def use(at: int) -> str:
    return f"{7 + at * 5 % 9},5"


def told(preview: Preview) -> list[tuple[str, int]]:
    return [(series.spacing, series.count) for series in preview.series]


def test_times_of_day_behind_a_first_and_a_last_day_are_theirs() -> None:
    rows = [f"1.2.2024;{at:02}:00;1.2.2024;{at + 1:02}:00;{use(at)}" for at in range(23)]
    preview = table("Von;Zeit;Bis;Zeit;Strom kWh", *rows)
    assert roles(preview) == ["from", "from_clock", "to", "to_clock", "value"]
    assert told(preview) == [("PT1H", 23)]


def test_a_day_with_clocks_from_and_to_is_told_by_the_first() -> None:
    rows = [f"1.2.2024;{at:02}:00;{at + 1:02}:00;{use(at)}" for at in range(23)]
    preview = table("Datum;von;bis;Strom kWh", *rows)
    assert roles(preview) == ["time", "clock", "ignored", "value"]
    assert told(preview) == [("PT1H", 23)]


def test_a_day_with_the_clock_of_its_end_alone_is_told_by_that() -> None:
    rows = [f"1.2.2024;{at:02}:00;{use(at)}" for at in HOURS]
    assert roles(table("Datum;Uhrzeit bis;Strom kWh", *rows)) == ["time", "clock", "value"]


def test_a_month_beside_its_first_and_last_day_says_nothing_new() -> None:
    preview = table(
        "von;bis;Monat;Strom kWh",
        "01.01.2024;31.01.2024;Januar;52",
        "01.02.2024;29.02.2024;Februar;61",
        "01.03.2024;31.03.2024;März;47",
    )
    assert roles(preview) == ["from", "to", "ignored", "value"]
    assert told(preview) == [("P1M", 3)]


def test_a_second_period_beside_the_first_is_not_used() -> None:
    preview = table(
        "Beginn;Ende;Abrechnung von;Abrechnung bis;Strom kWh",
        "01.01.2024;31.01.2024;01.01.2024;31.12.2024;52",
        "01.02.2024;29.02.2024;01.01.2024;31.12.2024;61",
        "01.03.2024;31.03.2024;01.01.2024;31.12.2024;47",
    )
    assert roles(preview).count("ignored") == 2
    assert told(preview) == [("P1M", 3)]


def test_a_period_that_never_changes_is_that_of_the_file() -> None:
    rows = [f"01.01.2024;31.12.2024;{day:02}.02.2024;{use(day)}" for day in range(1, 29)]
    preview = table("von;bis;Datum;Strom kWh", *rows)
    assert roles(preview) == ["ignored", "ignored", "time", "value"]
    assert told(preview) == [("P1D", 28)]


def test_a_day_of_the_month_needs_its_month_and_year() -> None:
    days = range(1, 29)
    whole = table("Jahr;Monat;Tag;Strom kWh", *(f"2024;2;{day};{use(day)}" for day in days))
    assert roles(whole) == ["year", "month", "day", "value"]
    assert told(whole) == [("P1D", 28)]
    alone = table("Tag;Strom kWh", *(f"{day};{use(day)}" for day in days))
    assert roles(alone) == ["unknown", "value"]
    assert not alone.series


def test_year_and_month_beside_a_whole_date_say_nothing_new() -> None:
    rows = [f"{day:02}.02.2024;2024;2;{use(day)}" for day in range(1, 29)]
    preview = table("Datum;Jahr;Monat;Strom kWh", *rows)
    assert roles(preview) == ["time", "ignored", "ignored", "value"]


def test_written_days_in_a_later_column_without_a_title_are_times() -> None:
    rows = [f"{use(day)};202402{day:02}" for day in range(1, 29)]
    preview = table("Strom kWh;", *rows)
    assert roles(preview) == ["value", "time"]
    assert told(preview) == [("P1D", 28)]


def test_two_times_that_meet_the_next_row_are_a_period() -> None:
    rows = [f"{day:02}.02.2024;{day + 1:02}.02.2024;{use(day)}" for day in range(1, 28)]
    preview = table("Datum;Datum 2;Strom kWh", *rows)
    assert roles(preview) == ["from", "to", "value"]
    assert told(preview) == [("P1D", 27)]


def test_two_times_that_do_not_meet_are_no_period() -> None:
    rows = [f"{day:02}.02.2024;{day:02}.05.2024;{use(day)}" for day in range(1, 28)]
    preview = table("Datum;Ablesung am;Strom kWh", *rows)
    assert "from" not in roles(preview)
    assert roles(preview).count("time") == 1


def test_local_time_gives_way_to_universal_time() -> None:
    rows = [f"01.02.2024 {at:02}:00;01.02.2024 {at + 1:02}:00;{use(at)}" for at in range(23)]
    preview = table("Zeit UTC;Zeit lokal;Strom kWh", *rows)
    assert roles(preview) == ["time", "ignored", "value"]
    assert preview.series[0].first == datetime(2024, 2, 1, tzinfo=UTC)


def test_numbers_that_run_through_each_day_are_its_hours() -> None:
    rows = [f"0{day}.02.2024;{at};{use(at)}" for day in (1, 2, 3) for at in range(1, 25)]
    preview = table("Datum;Periode;Strom kWh", *rows)
    assert roles(preview) == ["time", "clock", "value"]
    assert told(preview) == [("PT1H", 72)]


def test_clock_times_without_a_colon_are_clocks_and_numbers_of_houses_are_not() -> None:
    clocks = [f"0{day}.02.2024;{at:02}00;{use(at)}" for day in (1, 2) for at in HOURS]
    preview = table("Datum;Wann;Strom kWh", *clocks)
    assert roles(preview) == ["time", "clock", "value"]
    houses = [f"0{day}.02.2024;{1001 + at};{use(at)}" for day in (1, 2) for at in range(3)]
    assert "clock" not in roles(table("Datum;Objekt;Strom kWh", *houses))


def test_hours_beside_full_time_stamps_say_nothing_new() -> None:
    rows = [f"01.02.2024 {at:02}:00;{at:02}:00;{use(at)}" for at in HOURS]
    assert roles(table("Zeitstempel;Uhrzeit;Strom kWh", *rows)) == ["time", "ignored", "value"]
    days = [f"01.02.2024 00:00;{at:02}:00;{use(at)}" for at in HOURS]
    preview = table("Zeitstempel;Uhrzeit;Strom kWh", *days)
    assert roles(preview) == ["time", "clock", "value"]
    assert told(preview) == [("PT1H", 24)]


def test_a_first_column_that_speaks_of_schools_names_the_buildings() -> None:
    rows = [f"{house};{month:02}/2024;{use(month)}" for month in (1, 2, 3)
            for house in ("Grundschule", "Rathaus")]  # fmt: skip
    preview = table("Wo;Monat;Strom kWh", *rows)
    assert roles(preview) == ["building", "time", "value"]
    assert [series.name for series in preview.series] == ["Grundschule", "Rathaus"]


def test_the_same_long_number_in_every_row_is_a_key() -> None:
    rows = [f"{month:02}/2024;4711471;{use(month)}" for month in range(1, 10)]
    assert roles(table("Monat;Nr;Strom kWh", *rows))[1] != "value"
    keys = [f"{month:02}/2024;123456789012;{use(month)}" for month in range(1, 10)]
    assert roles(table("Monat;Irgendwas;Strom kWh", *keys)) == ["time", "ignored", "value"]


@pytest.mark.parametrize("word", ["Summe", "Total"])
def test_means_beside_the_sum_say_nothing_more(word: str) -> None:
    rows = [f"{day:02}.02.2024;{use(day)};3,5;9,5" for day in range(1, 28)]
    preview = table(f"Datum;{word};Mittelwert;Maximum", *rows, name="strom_kwh.csv")
    assert roles(preview) == ["time", "value", "ignored", "ignored"]


def test_gas_counts_once_by_its_gross_calorific_value() -> None:
    rows = [f"{month:02}/2024;{1000 + month * 7};{900 + month * 6}" for month in range(1, 10)]
    preview = table("Monat;Gas kWh (Brennwert);Gas kWh (Heizwert)", *rows)
    assert roles(preview) == ["time", "value", "ignored"]


def test_water_through_a_heat_meter_is_no_use_of_water() -> None:
    rows = [
        f"{month:02}/2024;{1000 + month * 7 % 5};{30 + month * 3 % 7}" for month in range(1, 10)
    ]
    preview = table("Monat;Wärme kWh;Volumen m³", *rows)
    assert roles(preview) == ["time", "value", "ignored"]


def test_a_bill_s_volume_beside_its_energy_is_the_same_gas() -> None:
    preview = table(
        "von;bis;Gas m³;Brennwert;Zustandszahl;Gas kWh",
        "01.01.2023;31.12.2023;1000;11,2;0,96;10752",
        "01.01.2024;31.12.2024;1100;11,2;0,96;11827",
    )
    assert roles(preview)[2] == "ignored"
    assert [series.total for series in preview.series] == [10752 + 11827]


@pytest.mark.parametrize("head", ["Wo", "Ort;Wo"])
def test_the_first_unknown_column_of_a_matrix_names_its_rows(head: str) -> None:
    beside = "Musterstadt;" * head.count(";")
    preview = table(
        f"{head};2021;2022;2023",
        f"{beside}Alpha;1000;2000;3000",
        f"{beside}Beta;4000;5000;6000",
        name="strom_kwh.csv",
    )
    assert {each.name: each.total for each in preview.series} == {"Alpha": 6000, "Beta": 15000}


def test_the_name_of_a_meter_says_that_it_feeds_in() -> None:
    rows = [f"{month:02}/2024;{name};{month * 5 % 7 + 10}" for month in range(1, 13)
            for name in ("Einspeisung Dach", "Bezug Haus")]  # fmt: skip
    preview = table("Monat;Zähler;Strom kWh", *rows)
    found = {series.name: series.direction.value for series in preview.series}
    assert set(found.values()) == {"fed in", "drawn"}
    assert all((way == "fed in") == ("Einspeisung" in name) for name, way in found.items())
