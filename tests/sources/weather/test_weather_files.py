"""Weather files of DWD, of a national table and of one's own."""

import contextlib
import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimamosaik.sources.weather import (
    HEATING_DEGREE_DAYS,
    TEMPERATURE,
    Station,
    nearest,
)
from klimamosaik.sources.weather.reading import read
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.period import Period

RECORDED = Path(__file__).parents[2] / "recorded" / "dwd"


def archive(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("Metadaten_Geographie_01766.txt", "Stations_id;...")
        written.writestr(name, (RECORDED / name).read_bytes())
    return packed.getvalue()


def test_daily_values_of_dwd_are_local_days_and_missing_ones_stay_out() -> None:
    name = "produkt_klima_tag_20240101_20240105_01766.txt"
    for data in ((RECORDED / name).read_bytes(), archive(name)):
        readings = read(data, name="tageswerte_KL_01766.zip").readings
        assert readings["value"].to_list() == [5.2, 7.9, 9.1, 3.4]
        assert readings["station"].unique().to_list() == ["1766"]
        assert readings["start"][0] == datetime(2023, 12, 31, 23, tzinfo=UTC)


def test_hourly_values_of_dwd_are_utc() -> None:
    name = "produkt_tu_stunde_20240101_20240101_01766.txt"
    readings = read(archive(name), name="stundenwerte_TU_01766_akt.zip").readings
    assert readings["value"].to_list() == [6.1, 6.0, 5.8]
    assert readings["start"][0] == datetime(2024, 1, 1, tzinfo=UTC)
    assert readings["end"][0] == datetime(2024, 1, 1, 1, tzinfo=UTC)


def test_a_missing_value_is_written_in_several_ways() -> None:
    """Padded, bare, and as a number with a point."""
    head = "STATIONS_ID;MESS_DATUM;QN_3;  FX;QN_4; TMK;eor\r\n"
    rows = (
        "        433;20250205;   10;-999;    9;   1.2;eor",
        "        433;20250206;   10;-999;    9;-999;eor",
        "        433;20250207;-999;-999;-999;    -999;eor",
        "        433;20250208;   10;-999;    9;-999.0;eor",
        "        433;20250209;   10;-999;    9;  -0.4;eor",
    )
    readings = read((head + "\r\n".join(rows)).encode(), name="produkt.txt").readings
    assert readings["value"].to_list() == [1.2, -0.4]
    assert readings["start"][1] == datetime(2025, 2, 8, 23, tzinfo=UTC)


def test_the_list_of_stations_is_read() -> None:
    name = "KL_Tageswerte_Beschreibung_Stationen.txt"
    stations = read((RECORDED / name).read_bytes(), name=name).stations
    assert [each.id for each in stations] == ["1766", "3404"]
    assert stations[0].name == "Münster/Osnabrück"
    assert (stations[0].latitude, stations[0].longitude) == (52.1344, 7.6969)
    assert (stations[0].state, stations[1].last) == ("Nordrhein-Westfalen", date(1991, 8, 31))


@pytest.mark.parametrize(
    "text",
    [
        "Gebäude;Fläche\nA;5\n",
        "x",
        "Datum;Temperatur\n01.01.2024;5\n",
        "",
        "date,tavg,tmin\nx,y,z\n",
    ],
)
def test_other_tables_are_refused(text: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        read(text.encode(), name="a.csv")
    assert refusal.value.complaints[0].text.de.endswith(".")


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="MESDATU_;\n0123456789.,-T ", max_size=120).map(str.encode),
    )
)
def test_anything_else_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(InputRejected):
        read(data, name="wetter.csv", largest=1_000_000)


def test_the_monthly_station_files_are_read(shared: Path) -> None:
    folder = shared / "data" / "weather_monthly"
    months = read((folder / "monthly.csv.gz").read_bytes(), name="monthly.csv.gz").readings
    first = months.filter(station="44", property=TEMPERATURE).sort("start").row(0, named=True)
    assert (first["start"], first["value"]) == (datetime(2011, 12, 31, 23, tzinfo=UTC), 3.3)
    assert (
        months.filter(station="44", property=HEATING_DEGREE_DAYS).sort("start")["value"][0] == 517.7
    )
    stations = read((folder / "stations.csv").read_bytes(), name="stations.csv").stations
    needed = Period(date(2017, 1, 1), date(2024, 5, 1))
    choice = nearest(stations, latitude=51.96, longitude=7.63, needed=needed)
    assert choice.station.id == "1766"
    assert choice.kilometres == pytest.approx(20, abs=1)
    assert "3404" in choice.because.de  # nearer, but closed


NEAR = Station("1", "Nah", 52.0, 8.0, first=date(1990, 1, 1), last=date(2000, 1, 1))
FAR = Station("2", "Fern", 53.0, 8.0, first=date(1990, 1, 1), last=date(2025, 1, 1))
YEAR = Period(date(2020, 1, 1), date(2021, 1, 1))


def test_one_degree_of_latitude_is_111_kilometres() -> None:
    choice = nearest([FAR], latitude=52.0, longitude=8.0, needed=YEAR)
    assert choice.kilometres == pytest.approx(111.195, abs=0.01)


def test_a_closed_station_is_passed_over_and_said() -> None:
    choice = nearest([NEAR, FAR], latitude=52.0, longitude=8.0, needed=YEAR)
    assert choice.station is FAR
    assert "Nah (1) liegt mit 0 km näher" in choice.because.de


def test_no_complete_station_is_a_refusal() -> None:
    with pytest.raises(InputRejected):
        nearest([NEAR], latitude=52.0, longitude=8.0, needed=YEAR)
