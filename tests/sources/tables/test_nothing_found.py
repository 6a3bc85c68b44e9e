"""A table with nothing in it that can be stored says what each column is, and what is missing."""

import pytest

from klimamosaik.sources.tables import FileKind, Preview, read


def table(*lines: str) -> Preview:
    return read("\n".join(lines).encode(), name="x.csv")


@pytest.mark.parametrize(
    ("lines", "missing", "found"),
    [
        (
            ("Wann;Strom kWh", "gestern;11", "heute;12"),
            "Keine Spalte enthält Zeiten",
            (
                "„Wann“: Text ohne bekannte Überschrift (gestern, heute)",
                "„Strom kWh“: Verbrauch oder Leistung",
            ),
        ),
        (
            ("Datum;Blindarbeit (kVArh)", "01.01.2024;10", "02.01.2024;11", "03.01.2024;9"),
            "keine Spalte mit lesbarem Verbrauch",
            ("„Datum“: Zeit (01.01.2024,", "„Blindarbeit (kVArh)“: ", "(10, 11, 9)"),
        ),
        (
            ("Stunde;Mo;Di", *(f"{hour};2;2" for hour in range(24))),
            "Zu den Monaten fehlt das Jahr",
            ("„Stunde“: Uhrzeit (0, 1, 2)", "„Mo“: Monat (2, 2, 2)"),
        ),
    ],
)
def test_what_is_missing_is_said_with_what_was_found(
    lines: tuple[str, ...], missing: str, found: tuple[str, ...]
) -> None:
    preview = table(*lines)
    assert preview.kind is FileKind.UNKNOWN
    assert missing in preview.why.de
    for each in found:
        assert each in preview.why.de
    assert "What was found: " in preview.why.en


def test_a_list_of_measures_is_told_where_it_comes_in() -> None:
    preview = table("Nr.;Maßnahme;Verantwortlich", "1;LED am Markt;Bauamt", "2;Radweg;Bauamt")
    assert preview.kind is FileKind.UNKNOWN
    assert "unter „Maßnahmen › Listen“" in preview.why.de
    assert "under “Measures › Lists”" in preview.why.en


def test_names_of_buildings_alone_are_told_what_makes_a_list_of_them() -> None:
    preview = table("Gebäude;Eigentümer", "Rathaus;Stadt", "Schule;Landkreis")
    assert preview.kind is FileKind.UNKNOWN
    assert "Adresse, Postleitzahl, Fläche oder Baujahr" in preview.why.de


def test_a_column_that_names_the_offset_only_sometimes_is_said_to_do_so() -> None:
    rows = [f"2024-07-01T{hour:02}:00:00{'Z' if hour % 2 else ''};1" for hour in range(24)]
    preview = table("Zeit;Strom kWh", *rows)
    assert preview.kind is FileKind.UNKNOWN
    assert "manche Zeiten ihren Abstand zu UTC und manche nicht" in preview.why.de


def test_many_columns_are_counted_not_listed() -> None:
    header = ";".join(f"Farbe {at}" for at in range(30))
    preview = table(header, *(";".join(["rot"] * 30) for _ in range(3)))
    assert "und 24 weitere Spalten" in preview.why.de


def test_numbers_of_buildings_are_no_times_of_day() -> None:
    preview = table("Gebäude;Jahr;Strom kWh", "1001;2023;100", "1002;2023;200")
    assert {each.name: each.total for each in preview.series} == {"1001": 100, "1002": 200}


def test_watts_of_a_thousand_each_are_no_times_of_day() -> None:
    preview = table("date;value", *(f"2024-02-14 {hour:02}:30;1000" for hour in range(24)))
    assert [each.total for each in preview.series] == [24_000]
