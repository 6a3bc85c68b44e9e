"""Units in cells and columns, and factors: each row is scaled by what it says."""

import polars as pl
import pytest

from klimamosaik.sources.tables import Preview, read
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.units.scales import old_and_new, sizes_of
from klimamosaik.terms.text import Text


def table(text: str, name: str = "strom.csv") -> Preview:
    return read(text.encode(), name=name)


def sums(preview: Preview) -> dict[str, tuple[str, float]]:
    return {each.name: (each.unit, round(each.total, 3)) for each in preview.series}


def test_one_unit_needs_no_scale() -> None:
    assert sizes_of(pl.Series(["MWh", "MWh", None])) == {}


def test_several_units_of_a_kind_are_brought_to_its_base() -> None:
    assert sizes_of(pl.Series(["MWh", "kWh"])) == {"MWh": 1000}
    assert sizes_of(pl.Series(["Liter", "cbm", "hl"])) == {"Liter": 0.001, "hl": 0.1}


def test_the_only_unit_of_its_kind_stays() -> None:
    assert sizes_of(pl.Series(["MWh", "kWh", "l"])) == {"MWh": 1000}
    assert sizes_of(pl.Series(["MWh", "l", "Srm", ""])) == {}


def test_temperatures_are_no_multiples_of_each_other() -> None:
    sizes = sizes_of(pl.Series(["kWh", "MWh", "°F", "°C"]))
    assert sizes.get("°F", 1) == 1
    assert sizes["MWh"] == 1000


def test_a_unit_in_a_cell_counts_for_that_cell() -> None:
    preview = table("Gebäude;Jahr;Stromverbrauch\nSchule;2022;1,2 MWh\nSchule;2023;900 kWh\n")
    assert sums(preview) == {"Schule": ("kWh", 2100)}


def test_a_cell_without_a_unit_takes_that_of_its_column() -> None:
    preview = table("Gebäude;Jahr;Strom (kWh)\nSchule;2022;1,2 MWh\nSchule;2023;900\n")
    assert sums(preview) == {"Schule": ("kWh", 2100)}


def test_a_unit_behind_every_value_is_the_unit_of_all() -> None:
    preview = table("Datum;Strom\n01.02.2024;500 Wh\n02.02.2024;700 Wh\n03.02.2024;800 Wh\n")
    assert sums(preview) == {"Strom": ("kWh", 2.0)}


def test_a_column_of_units_of_several_carriers_counts_row_by_row() -> None:
    text = "Monat;Medium;Menge;Einheit\n" + "".join(
        f"{month:02}/2024;Strom;{1 if month % 2 else 1000};{'MWh' if month % 2 else 'kWh'}\n"
        f"{month:02}/2024;Wasser;30;m³\n"
        for month in range(1, 13)
    )
    assert {name: each for name, (_, each) in sums(table(text, "stadt.csv")).items()} == {
        "stadt · Strom": 12000, "stadt · Wasser": 360,
    }  # fmt: skip


def test_a_factor_multiplies_use_and_readings() -> None:
    use = table("Datum;Strom kWh;Faktor\n01.02.2024;2;40\n02.02.2024;3;40\n")
    assert sums(use) == {"Strom": ("kWh", 200)}
    readings = table(
        "Datum;Zählerstand Strom kWh;Wandlerfaktor\n01.02.2024;100;40\n02.02.2024;103;40\n"
        "03.02.2024;105;40\n"
    )
    assert [each.total for each in readings.series] == [200]


def test_a_factor_that_changes_counts_for_its_rows() -> None:
    preview = table("Datum;Strom kWh;Faktor\n01.02.2024;2;40\n02.02.2024;3;30\n")
    assert sums(preview) == {"Strom": ("kWh", 170)}


@pytest.mark.parametrize("factor", ["0", "-1", "", "k.A."])
def test_a_row_without_a_factor_is_refused_not_taken_as_it_is(factor: str) -> None:
    preview = table(
        f"Datum;Strom kWh;Faktor\n01.02.2024;2;40\n02.02.2024;3;{factor}\n03.02.2024;4;40\n"
    )
    assert sums(preview) == {"Strom": ("kWh", 240)}
    assert "missing_factor" in {each.code for each in preview.refused}


OLD_AND_NEW = (
    "von;bis;Stand alt;Stand neu;Faktor;{last}\n01.01.2023;31.12.2023;100;150;20;{value}\n"
)


def test_old_and_new_reading_are_multiplied() -> None:
    text = OLD_AND_NEW.format(last="Einheit", value="kWh")
    assert [each.total for each in table(text).series] == [1000]


@pytest.mark.parametrize(("value", "total"), [(1000, 1000), (50, 1000)])
def test_use_beside_both_readings_has_the_factor_in_it_or_not(value: int, total: float) -> None:
    text = OLD_AND_NEW.format(last="Verbrauch kWh", value=value)
    assert [each.total for each in table(text).series] == [total]


def column(index: int, header: str) -> FileColumn:
    return FileColumn(index, header, ColumnRole.COUNTER, Text("", ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Zählerstand alt", "Zählerstand neu"),
        ("Anfangsstand", "Endstand"),
        ("Stand Beginn", "Stand Ende"),
        ("Previous reading", "Current reading"),
    ],
)
def test_the_two_readings_of_a_period_are_told_apart(old: str, new: str) -> None:
    columns = [column(0, new), column(1, old)]
    assert old_and_new(columns) == (columns[1], columns[0])


def test_two_counters_of_no_period_are_no_such_pair() -> None:
    assert old_and_new([column(0, "Stand Rathaus"), column(1, "Stand Schule")]) is None
    assert old_and_new([column(0, "Stand alt")]) is None
