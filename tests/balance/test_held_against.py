"""What cities published, kept and shown beside their balance."""

from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from klimamosaik.balance.queries.national import facts
from klimamosaik.balance.queries.published_comparison import city_series
from klimamosaik.people.models import Role
from klimamosaik.places.models import Municipality
from klimamosaik.sources.statistics.keeping import keep_published, kept_published
from klimamosaik.sources.statistics.published import read_published
from klimamosaik.web.cli import commands
from tests.balance.conftest import client

MUENSTER = "05515000"


def write(folder: Path, name: str, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = "\n".join(("year,category,type,co2,note", *rows))
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_what_is_kept_is_what_was_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "bonn", "1990,Gesamt,real,100,neu", "2030,Gesamt,geplant,50,")
    series = read_published(folder)
    keep_published(series, tmp_path)
    assert kept_published(tmp_path) == series
    assert kept_published(tmp_path / "nowhere") == ()


def test_a_year_without_a_total_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    rows = ("2020,Gesamt,real,100,", "2021,Strom,real,40,", "2021,Wärme,real,50,")
    keep_published(read_published(write(tmp_path / "in", "muenster", *rows)), tmp_path)
    (series,) = city_series(MUENSTER)
    assert [(t.year, t.value, t.of_parts) for t in series.totals] == [
        (2020, 100_000.0, False),
        (2021, 90_000.0, True),
    ]
    assert city_series("03403000") == ()


def test_the_city_sees_its_series_with_the_method(
    tmp_path: Path, nowhere: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "in", "muenster", "2021,Strom,real,1,", "2021,Gesamt,real,1816,")
    monkeypatch.setenv("KLIMAMOSAIK_DATA", str(tmp_path))
    done = CliRunner().invoke(commands(), ["statistics", "published", str(folder), "--keep"])
    assert done.exit_code == 0
    editor: Client = client(nowhere, Role.EDITOR)
    editor.post(
        f"/{MUENSTER}/bilanz/2021/werte/",
        {"value.households.gas": "2000000", "source": "s", "grade": "A", "do": "store"},
    )
    page = editor.get(f"/{MUENSTER}/bilanz/2021/").content.decode()
    assert "Veröffentlichte Reihe „muenster“" in page
    assert "1.816.000 t veröffentlicht" in page
    assert "nach Strom, Wärme, Verkehr" in page
    assert "darunter" not in page  # one value is no total to be compared


def test_seventeen_cities_load_and_are_known_by_their_key(shared: Path, tmp_path: Path) -> None:
    series = read_published(shared / "data" / "measures_and_balances")
    keep_published(series, tmp_path)
    cities = facts("cities.yaml")["cities"]
    named = {one.code for one in kept_published(tmp_path)} & set(cities)
    assert len({cities[code] for code in named}) == 17
    assert all(one.method for one in series)
    assert {one.code for one in series} - set(cities) == {"EU"}
