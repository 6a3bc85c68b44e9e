"""Which words can be the name of a building."""

import pytest

from klimamosaik.observations.intake.naming import is_odd, is_odd_header, names_no_place, place_in

ODD = [
    "01.04.2023 23:59", "00:00-00:15", "2024-03-11 00:00:00", "2024-07-01T00:00:00+02:00", "2024",
    "Jan 24", "Dezember", "12. Januar 2024", "00:15 Uhr", "KW 12", "Q1/2024", "4711",
    "51238696781", "1.234,5", "A", "QH", "true", "N", "Real", "Actual", "geschätzt", "HT", "Bezug",
    "Einspeisung",
]  # fmt: skip
NAMES = [
    "Rathaus", "Haus 3", "IGS", "Grundschule Süd", "KiTa 7", "1. Grundschule", "GS 2", "Maiweg",
    "Hauptstr. 12", "12 Apostel", "Marktplatz 3-5", "Halle 1", "Tagespflege 2", "B12", "M1",
    "Schule am Tag", "Wasserwerk", "Bad",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_times_numbers_and_flags_are_no_names(name: str) -> None:
    assert is_odd(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_offices_call_their_buildings_is_a_name(name: str) -> None:
    assert not is_odd(name)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("Lastgang_Rathaus_2024.csv", "Rathaus"),
        ("strom_grundschule süd.xlsx", "Grundschule süd"),
        ("C:\\Export\\Zählerdaten Bauhof.csv.gz", "Bauhof"),
        ("strom_kwh.csv", None),
        ("export.csv", None),
        ("2024-01.csv", None),
    ],
)
def test_a_file_may_be_named_after_its_place(file: str, place: str | None) -> None:
    assert place_in(file) == place


def test_directions_and_carriers_name_no_place() -> None:
    assert all(map(names_no_place, ("Bezug", "PV-Erzeugung", "Strom Einspeisung")))
    assert not any(map(names_no_place, ("Rathaus Strom", "Einspeisung Schule")))


def test_a_letter_is_a_flag_in_a_column_and_a_building_as_a_header() -> None:
    assert is_odd("A")
    assert not is_odd_header("A")
    assert is_odd_header("HT")
    assert is_odd_header("00:15")
