"""Several tables of a file become one preview, and their series keep apart names."""

import pytest

from klimamosaik.sources.tables import FileKind, Preview, read
from klimamosaik.sources.tables.merging import Source


def rows(*values: float) -> str:
    return "".join(f"{month:02}/2024;{value}\n" for month, value in enumerate(values, 1))


def below(*tables: str) -> Preview:
    return read(";\n".join(tables).encode(), name="Rathaus.csv")


@pytest.mark.parametrize(
    ("sheet", "several", "label"),
    [
        ("Rathaus", True, "Rathaus"),
        ("Grundschule Süd", True, "Grundschule Süd"),
        ("Strom", True, "stadt"),
        ("Gas 2024", True, "stadt"),
        ("Tabelle1", True, "stadt"),
        ("Sheet 2", True, "stadt"),
        ("Jan 2024", True, "stadt"),
        ("2024", True, "stadt"),
        ("Rathaus", False, "stadt"),
        ("", True, "stadt"),
    ],
)
def test_a_sheet_names_a_series_only_where_it_is_a_place(
    sheet: str, several: bool, label: str
) -> None:
    assert Source("ordner/stadt.xlsx", sheet, several).label == label


def test_two_endings_and_folders_are_no_name() -> None:
    assert Source("C:\\Daten\\strom.csv.gz", "").stem == "strom"
    assert Source(".csv", "").stem == "Datei"


def test_one_name_for_two_carriers_gets_the_carrier_behind_it() -> None:
    preview = below(
        f"Strom;\nMonat;Verbrauch kWh\n{rows(1, 2, 3)}",
        f"Erdgas;\nMonat;Verbrauch kWh\n{rows(7, 8, 9)}",
    )
    found = {each.name: (each.carrier, each.total) for each in preview.series}
    assert found == {"Rathaus · Strom": ("electricity", 6), "Rathaus · Erdgas": ("gas", 24)}
    assert set(preview.readings["series"].cast(str)) == set(found)


def test_all_columns_rows_and_questions_are_kept() -> None:
    preview = below(f"Monat;Strom kWh\n{rows(1, 2, 3)}", f"Monat;Wärme\n{rows(7, 8, 9)}")
    assert [each.header for each in preview.columns] == ["Monat", "Strom kWh", "Monat", "Wärme"]
    assert preview.rows == 6
    assert [each.code for each in preview.questions] == ["unit_unknown"]


def test_a_table_that_holds_nothing_is_named() -> None:
    preview = below(
        f"Monat;Strom kWh\n{rows(1, 2, 3)}",
        "Monat;Bemerkung\n01/2024;alles gut\n02/2024;auch gut\n03/2024;nichts\n",
    )
    assert preview.kind is FileKind.READINGS
    assert [each.total for each in preview.series] == [6]
    assert preview.skipped
