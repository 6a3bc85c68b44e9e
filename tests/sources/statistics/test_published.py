"""Balances cities published, each with a method of its own."""

from pathlib import Path

import pytest

from klimamosaik.sources.statistics.published import Division, PublishedSeries, read_published
from klimamosaik.terms.complaint import InputRejected

CITIES = {
    "berlin_quellenbilanz",
    "bielefeld",
    "bonn",
    "chemnitz",
    "dortmund",
    "duesseldorf",
    "ffm",
    "hamburg",
    "karlsruhe",
    "koeln",
    "landau",
    "leipzig",
    "moers",
    "muenchen",
    "muenster",
    "paderborn",
    "ulm",
}


def read(tmp_path: Path, *rows: str, name: str = "town") -> PublishedSeries:
    text = "\n".join(("year,category,type,co2,note", *rows))
    (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (series,) = read_published(tmp_path)
    return series


def test_a_series_knows_its_totals(tmp_path: Path) -> None:
    series = read(tmp_path, "1990,Gesamt,real,100,", "2030,Gesamt,geplant,50,")
    assert (series.total(1990), series.total(2030)) == (100.0, None)
    assert series.division is Division.TOTAL_ONLY


@pytest.mark.parametrize(
    ("category", "division"),
    [("Haushalte", Division.BY_SECTOR), ("Wärme (witterungsbereinigt)", Division.BY_USE)],
)
def test_how_a_city_divides_is_named(tmp_path: Path, category: str, division: Division) -> None:
    assert read(tmp_path, f"1990,{category},real,100,").division is division


def test_weather_correction_and_kind_of_balance_are_named(tmp_path: Path) -> None:
    series = read(tmp_path, "1990,Wärme (witterungsbereinigt),real,100,", name="town_quellenbilanz")
    said = " ".join(text.de for text in series.method)
    assert "witterungsbereinigt" in said
    assert "Quellenbilanz" in said


def test_parts_beside_their_total_are_doubted(tmp_path: Path) -> None:
    series = read(tmp_path, "1990,A,real,60,", "1990,B,real,50,", "1990,Gesamt,real,100,")
    assert [text.en for text in series.doubts] == ["1990: parts 110 kt, total 100 kt."]


def test_a_slipped_decimal_is_doubted_and_kept(tmp_path: Path) -> None:
    rows = [f"{year},A,real,1900," for year in (1990, 1995, 2000)]
    series = read(tmp_path, "1987,A,real,1.9,", *rows)
    assert len(series.doubts) == 1
    assert series.points[0].value == 1.9


@pytest.mark.parametrize(
    "row", ["x,A,real,1,", "1990,A,unreal,1,", "1990,A,real,much,", "1990,A,real,-1,", "1990"]
)
def test_rows_nobody_can_read_are_named(tmp_path: Path, row: str) -> None:
    with pytest.raises(InputRejected, match=r"town.csv, row 2"):
        read(tmp_path, row)


def test_a_folder_without_a_series_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputRejected, match="year, category, type, co2"):
        read_published(tmp_path)


def test_seventeen_cities_load_with_their_methods(shared: Path) -> None:
    found = {s.code: s for s in read_published(shared / "data" / "measures_and_balances")}
    assert set(found) >= CITIES
    assert len(CITIES) == 17
    assert all(found[city].method for city in CITIES)
    assert {found[city].division for city in CITIES} == set(Division)
    said = {city: " ".join(t.de for t in found[city].method) for city in found}
    assert "Quellenbilanz" in said["berlin_quellenbilanz"]
    assert "Verursacherbilanz" in said["berlin_verursacherbilanz"]
    assert "witterungsbereinigt" in said["ulm"]
    assert "BICO2BW" in said["karlsruhe"]


def test_slips_in_published_series_are_found(shared: Path) -> None:
    found = {s.code: s for s in read_published(shared / "data" / "measures_and_balances")}
    assert any("Private Haushalte" in text.de for text in found["duesseldorf"].doubts)
    assert any(text.en == "2014: 2 totals" for text in found["muenchen"].doubts)
    assert found["bonn"].doubts == ()
