"""Tables of public statistics, brought in and kept."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from klimamosaik.sources.statistics.folder import read_folder
from klimamosaik.sources.statistics.keeping import keep, kept, kept_years
from klimamosaik.sources.statistics.municipalities import Municipalities, is_municipality
from klimamosaik.terms.complaint import InputRejected
from tests.sources.statistics.cast import PEOPLE, change, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "statistics")


def test_states_and_districts_are_not_counted_beside_their_municipalities(folder: Path) -> None:
    places = read_folder(folder).municipalities
    assert list(places.ags) == sorted(PEOPLE)
    assert places.population.sum() == sum(PEOPLE.values())


def test_a_district_without_members_and_a_state_without_districts_are_municipalities() -> None:
    keys = ["DG000000", "01000000", "01001000", "01051000", "01051001", "02000000"]
    found = dict(zip(keys, is_municipality(keys), strict=True))
    assert [key for key, yes in found.items() if yes] == ["01001000", "01051001", "02000000"]


def test_living_area_is_published_in_thousands(folder: Path) -> None:
    places = read_folder(folder).municipalities
    row = places.row("01051001")
    assert row is not None
    assert places.living_area[row] == 10_000.0
    assert places.small_house_flats[row] == 10 + 2 * 10


def test_trains_are_those_of_the_district(folder: Path) -> None:
    places = read_folder(folder).municipalities
    rows = [places.row(ags) for ags in ("01051001", "01051002", "01001000", "02000000")]
    assert [places.train_km[r] for r in rows if r is not None] == [50, 50, 100, 200]
    assert [places.district_population[r] for r in rows if r is not None] == [50, 50, 100, 200]


def test_a_key_that_is_not_there_has_no_row(folder: Path) -> None:
    places = read_folder(folder).municipalities
    assert [places.row(ags) for ags in ("00000000", "01051000", "99999999")] == [None] * 3


def test_what_was_kept_comes_back_unchanged(folder: Path, tmp_path: Path) -> None:
    statistics = read_folder(folder)
    keep(statistics, tmp_path / "data")
    again = kept(tmp_path / "data", 2021)
    assert again is not None
    for field in fields(Municipalities):
        before = getattr(statistics.municipalities, field.name)
        assert np.array_equal(getattr(again.municipalities, field.name), before), field.name
    assert (again.files, again.notes) == (statistics.files, statistics.notes)


def test_keeping_again_replaces_the_year(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep(read_folder(folder), data)
    change(folder, "population_2021.csv", "01051001,10", "01051001,11")
    keep(read_folder(folder), data)
    again = kept(data, 2021)
    assert again is not None
    assert again.municipalities.population.sum() == sum(PEOPLE.values()) + 1
    assert kept_years(data) == (2021,)
    assert sorted(path.name for path in (data / "statistics").iterdir()) == ["2021"]


def test_nothing_kept_is_nothing_found(tmp_path: Path) -> None:
    assert kept_years(tmp_path) == ()
    assert kept(tmp_path, 2021) is None


def test_the_newest_year_is_taken_unless_one_is_named(folder: Path) -> None:
    write_folder(folder, 2023)
    assert read_folder(folder).year == 2023
    assert read_folder(folder, year=2021).year == 2021


def test_a_table_of_another_year_is_said(folder: Path) -> None:
    (folder / "renewable_energy_2021.csv").rename(folder / "renewable_energy_2024.csv")
    notes = read_folder(folder).notes
    assert any("2024" in note.de and "2021" in note.de for note in notes)


def test_a_key_of_no_municipality_is_said_and_not_counted(folder: Path) -> None:
    change(folder, "industry_facilites_2021.csv", "01051002,40", "09999999,40")
    statistics = read_folder(folder)
    row = statistics.municipalities.row("01051002")
    assert statistics.municipalities.plant_emissions[row].sum() == 0.0
    assert any("09999999" in note.en for note in statistics.notes)


def test_commercial_area_of_zero_is_said(folder: Path) -> None:
    change(folder, "area_2021.csv", "01051001,10,10,10,10,10", "01051001,10,10,10,10,0")
    assert any(note.en.startswith("1 municipalities") for note in read_folder(folder).notes)


def test_missing_tables_are_all_named(folder: Path) -> None:
    (folder / "flats_2021.csv").unlink()
    (folder / "ags_2021.csv").unlink()
    with pytest.raises(InputRejected, match=r"ags_2021.csv, flats_2021.csv"):
        read_folder(folder)


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"population_YEAR\.csv"):
        read_folder(tmp_path)
    with pytest.raises(InputRejected, match="not a folder"):
        read_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("wrong", ["-5", "many", "nan"])
def test_unusable_numbers_are_named_with_file_row_and_column(folder: Path, wrong: str) -> None:
    change(folder, "population_2021.csv", "01051001,10", f"01051001,{wrong}")
    with pytest.raises(InputRejected, match=r"population_2021.csv: row 6, total"):
        read_folder(folder)


def test_missing_columns_and_doubled_keys_are_named(folder: Path) -> None:
    change(folder, "area_2021.csv", "veg_agri", "farm")
    change(folder, "population_2021.csv", "01051002", "01051001")
    with pytest.raises(InputRejected) as refused:
        read_folder(folder)
    said = " ".join(complaint.text.en for complaint in refused.value.complaints)
    assert "veg_agri" in said
    assert "01051001" in said


def test_bytes_that_are_no_csv_are_refused(folder: Path) -> None:
    (folder / "population_2021.csv").write_bytes(b"\xff\xfe\x00\x00")
    with pytest.raises(InputRejected, match=r"population_2021.csv"):
        read_folder(folder)
