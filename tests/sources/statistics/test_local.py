"""Published tables a town loads: each recognised by its head, read, shown, kept and taken back.

The examples hold invented numbers in the layout of the originals.
"""

from pathlib import Path

import pytest

from klimamosaik.sources.statistics.local.cells import ReadTable, figure
from klimamosaik.sources.statistics.local.keeping import (
    difference,
    keep_table,
    kept_table,
    kept_tables,
    take_back,
)
from klimamosaik.sources.statistics.local.reading import read_local
from klimamosaik.sources.statistics.local.table import LocalTable, TableKind
from klimamosaik.terms.complaint import InputRejected

FOLDER = Path(__file__).parents[2] / "recorded" / "statistics"
INDUSTRY = "43531-01-02-4_erfunden.csv"
EMPLOYEES = "13111-01-03-5_erfunden.csv"
ZENSUS = "zensus_wohnungen_erfunden.csv"
BAST = "bast_jawe_erfunden.csv"


def read(name: str) -> LocalTable:
    return read_local((FOLDER / name).read_bytes(), name=name)


def changed(name: str, old: str, new: str) -> bytes:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new).encode()


def test_energy_of_manufacturing_is_read_by_district_in_mwh() -> None:
    table = read(INDUSTRY)
    assert (table.kind, table.year) == (TableKind.INDUSTRY, 2021)
    assert sorted(table.rows) == ["03159000", "03403000", "03404000"]  # not Germany
    assert table.rows["03403000"]["gas"] == pytest.approx(150_000.0)
    assert table.rows["03403000"]["electricity"] == pytest.approx(200_000.0)
    assert table.rows["03403000"]["coal"] == 0.0  # "-" is exactly nothing


@pytest.mark.parametrize(
    ("cell", "stored", "read"),
    [("1.234", False, 1234.0), ("1.234", True, 1.234), ("0.125", False, 0.125),
     ("1 234,5", False, 1234.5), ("1,234.5", False, 1234.5), ("1234.5", True, 1234.5)],
)  # fmt: skip
def test_a_figure_is_written_as_offices_write_or_as_a_workbook_stores(
    cell: str, stored: bool, read: float
) -> None:
    table = ReadTable([], typed=stored)
    assert figure(table, 1, [cell], 0) == read
    assert table.complaints == []


@pytest.mark.parametrize("cell", ["-5", "1,2,3", "12 00", "nan"])
def test_a_figure_that_is_none_is_complained_about(cell: str) -> None:
    table = ReadTable([])
    assert figure(table, 7, [cell], 0) is None
    assert [each.row for each in table.complaints] == [7]


def test_what_is_secret_is_unknown_and_not_zero() -> None:
    assert "coal" not in read(INDUSTRY).rows["03404000"]


def test_employees_are_read_by_district_and_municipality() -> None:
    table = read(EMPLOYEES)
    assert (table.kind, table.year) == (TableKind.EMPLOYEES, 2021)
    assert {key: row["employees"] for key, row in table.rows.items()} == {
        "03403000": 88_000,
        "03159016": 70_000,
        "03241020": 2_100,
    }


def test_heating_carriers_are_read_by_municipality() -> None:
    table = read(ZENSUS)
    assert (table.kind, table.year) == (TableKind.HEATING, 2022)
    assert sorted(table.rows) == ["03241020", "03403000"]
    assert table.rows["03403000"]["gas"] == 800
    assert table.rows["03403000"]["heat"] == 100  # the column the office misspelt
    assert "heat" not in table.rows["03241020"]  # "/" is unsafe, not zero


def test_counts_become_driving_on_motorways() -> None:
    table = read(BAST)
    assert (table.kind, table.year) == (TableKind.TRAFFIC, 2021)
    driven = (50_000 * 10 + 30_000 * 5.5) * 365 / 1e6
    assert table.rows == {"03403000": {"motorway": pytest.approx(driven)}}
    assert table.notes[0].de.startswith("2 Zeilen")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (changed(INDUSTRY, "540000", "viel"), "Zeile 8: „viel“"),
        (changed(INDUSTRY, " (Tsd. MJ)", ""), "keine Einheit"),
        (changed(INDUSTRY, "Erdgas", "Gase"), "Der Tabelle fehlen Spalten: gas"),
        (changed(INDUSTRY, "1440000;-;36000", "9440000;-;36000"), "Energieträger ergeben"),
        (changed(BAST, "AGS", "Gemeinde"), "fehlen die Spalten AGS"),
        (changed(BAST, "50.000;6.000", "5.000.000;6.000"), "auf keiner Straße fahren so viele"),
        (changed(BAST, "03403000;10", "3403;10"), "AGS mit acht Ziffern"),
        (changed(EMPLOYEES, "30.06.2021", "Stichtag"), "steht kein Jahr"),
        (b"Datum;kWh\n2021-01-01;5\n", "keine der bekannten Tabellen"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_and_where(data: bytes, said: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read_local(data, name="datei.csv")
    assert said in " ".join(complaint.text.de for complaint in refused.value.complaints)
    assert all(complaint.text.en for complaint in refused.value.complaints)


def test_a_preview_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    table = read(EMPLOYEES)
    assert difference(tmp_path, table).new == ("03159016", "03241020", "03403000")
    assert kept_table(tmp_path, TableKind.EMPLOYEES) is None
    keep_table(tmp_path, table)
    newer = read_local(changed(EMPLOYEES, "88000;44000", "89000;44000"), name=EMPLOYEES)
    change = difference(tmp_path, newer)
    assert (change.new, change.changed, change.gone) == ((), ("03403000",), ())


def test_a_table_is_kept_as_it_was_read_and_taken_back_step_by_step(tmp_path: Path) -> None:
    table = read(EMPLOYEES)
    keep_table(tmp_path, table)
    assert kept_tables(tmp_path) == {TableKind.EMPLOYEES: table}
    newer = read_local(changed(EMPLOYEES, "88000;44000", "89000;44000"), name=EMPLOYEES)
    keep_table(tmp_path, newer)
    assert take_back(tmp_path, TableKind.EMPLOYEES) == table
    with pytest.raises(InputRejected, match="nothing to take back"):
        take_back(tmp_path, TableKind.EMPLOYEES)


def test_taking_the_first_import_back_leaves_nothing(tmp_path: Path) -> None:
    keep_table(tmp_path, read(BAST))
    assert take_back(tmp_path, TableKind.TRAFFIC) is None
    assert kept_tables(tmp_path) == {}


@pytest.mark.parametrize(
    ("plain", "flat"),
    [
        (INDUSTRY, "43531-01-02-4_flach_erfunden.csv"),
        (INDUSTRY, "43531-01-02-4_flach_bis_2024_erfunden.csv"),
        (EMPLOYEES, "13111-01-03-5_flach_erfunden.csv"),
        (ZENSUS, "zensus_wohnungen_flach_erfunden.csv"),
    ],
)
def test_a_flat_file_says_what_the_table_says(plain: str, flat: str) -> None:
    """Headings and rows as the offices give them since 2025, with numbers of our own."""
    table, same = read(flat), read(plain)
    assert (table.kind, table.year) == (same.kind, same.year)
    both = set(table.rows) & set(same.rows)
    assert len(both) >= 2 or plain == ZENSUS
    for key in both:
        assert table.rows[key] == pytest.approx(same.rows[key]), key


def test_of_a_flat_file_the_newest_day_and_the_totals_count() -> None:
    table = read("13111-01-03-5_flach_erfunden.csv")
    assert table.rows["03403000"] == {"employees": 88_000}
    assert "DG" not in "".join(table.rows)
    assert "Gelesen ist das Jahr 2021; 1 frühere" in table.notes[0].de


GENESIS = """\
GENESIS-Tabelle: 43531-01-02-4;;;;;;;;;;
Energieverwendung der Betriebe im Verarbeitenden Gewerbe sowie;;;;;;;;;;
Bergbau u. Gewinnung von Steinen u. Erden - Jahressumme -;;;;;;;;;;
regionale Tiefe: Kreise und krfr. Städte;;;;;;;;;;
Energieverbrauch (einschl. nichtenergetischem V.) (Tsd. MJ);;;;;;;;;;
;;;insgesamt;Kohle;Heizöl;Erdgas;Erneuerbare Energien;Strom;Wärme;Sonstige Energieträger
2020;DG;Deutschland;3000000;300000;72000;1000000;360000;980000;180000;108000
2020;03403;      Oldenburg (ERFUNDEN);1400000;-;36000;540000;36000;680000;72000;36000
2021;DG;Deutschland;3600000;360000;72000;1440000;360000;1080000;180000;108000
2021;03403;      Oldenburg (ERFUNDEN);1440000;-;36000;540000;36000;720000;72000;36000
__________;;;;;;;;;;
Stand: 24.05.2024 / 10:11:12;;;;;;;;;;
"""


def test_of_a_table_of_several_years_the_newest_counts() -> None:
    table = read_local(GENESIS.encode("latin-1"), name="43531-01-02-4.csv")
    assert (table.kind, table.year) == (TableKind.INDUSTRY, 2021)
    assert list(table.rows) == ["03403000"]
    assert table.rows["03403000"]["electricity"] == pytest.approx(200_000.0)
    assert table.rows["03403000"]["coal"] == 0.0


def test_employees_of_several_days_are_those_of_the_newest() -> None:
    text = (
        "GENESIS-Tabelle: 13111-01-03-5;;;\n"
        "Sozialversicherungspflichtig Beschäftigte am Arbeitsort;;;\n"
        ";;;insgesamt;männlich\n"
        "30.06.2020;03403;Oldenburg;86000;43000\n"
        "30.06.2021;03403;Oldenburg;88000;44000\n"
    )
    table = read_local(text.encode(), name="13111.csv")
    assert (table.year, table.rows) == (2021, {"03403000": {"employees": 88_000}})


def test_the_older_flat_file_has_a_column_for_each_value() -> None:
    text = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
        "1_Auspraegung_Code;1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;"
        "2_Auspraegung_Code;2_Auspraegung_Label;"
        "ERW032__Sozialversicherungspfl._Beschaeftigte_(Arbeitsort)__Anzahl\n"
        "13111;Beschäftigte;STAG;Stichtag;30.06.2020;KREISE;Kreise;03403;Oldenburg;GES;Geschlecht;"
        ";Insgesamt;86000\n"
        "13111;Beschäftigte;STAG;Stichtag;30.06.2020;KREISE;Kreise;03403;Oldenburg;GES;Geschlecht;"
        "GESM;männlich;43000\n"
    )
    table = read_local(text.encode(), name="13111-01-03-4_flat.csv")
    assert (table.year, table.rows) == (2020, {"03403000": {"employees": 86_000}})


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (";GJ;", ";t;", "no_unit"),
        (";540000;GJ", ";5400000;GJ", "sum_differs"),
        (";540000;GJ", ";viel;GJ", "unusable_number"),
        (";2021;", ";;", "no_year"),
        ("43531;", "71717;", "unknown_table"),
        (";03403;", ";034;", "no_rows"),
    ],
)
def test_a_flat_file_that_cannot_be_is_refused(old: str, new: str, code: str) -> None:
    data = changed("43531-01-02-4_flach_erfunden.csv", old, new)
    if code == "no_rows":
        data = data.replace(b";03404;", b";034;")
    with pytest.raises(InputRejected) as refusal:
        read_local(data, name="flat.csv")
    assert code in {each.code for each in refusal.value.complaints}
