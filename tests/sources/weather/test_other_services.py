"""Tables of weather services whose columns have codes; rows are invented, layouts theirs."""

from datetime import UTC, datetime

import pytest

from klimamosaik.sources.weather import Station, WeatherFile, WeatherHints
from klimamosaik.sources.weather.reading import read
from klimamosaik.terms.complaint import InputRejected

ECAD = (
    "EUROPEAN CLIMATE ASSESSMENT & DATASET (ECA&D), file created on 12-11-2026\n\n"
    "15-22 DATE : Date YYYYMMDD\n24-28 TG   : Mean temperature in 0.1 °C\n\n"
    " STAID, SOUID,    DATE,   TG, Q_TG\n"
    "  4001, 48111,20240101,   52,    0\n  4001, 48111,20240102,-9999,    9\n"
    "  4001, 48111,20240103,  -31,    0\n"
)
KNMI = (
    "# BRON: KNMI\n# STN         LON(east)   LAT(north)  ALT(m)      NAME\n"
    "# 290         6.891       52.274      34.80       Twenthe\n# TG : in 0.1 graden Celsius\n"
)
GSOD = (
    '"STATION","DATE","LATITUDE","LONGITUDE","ELEVATION","NAME","TEMP","TEMP_ATTRIBUTES","MAX"\n'
    '"10315099999","2024-01-01","52.134642","7.684831","49.0","MUNSTER OSNABRUCK, GM","  41.0",'
    '"24","  50.0"\n'
    '"10315099999","2024-01-02","52.134642","7.684831","49.0","MUNSTER OSNABRUCK, GM","9999.9",'
    '" 0","9999.9"\n'
)
FRANCE = "NUM_POSTE;NOM_USUEL;LAT;LON;ALTI;"
PVGIS = (
    "Latitude (decimal degrees):\t52.270\nLongitude (decimal degrees):\t8.050\nElevation (m):\t64\n"
    "Radiation database:\tPVGIS-SARAH3\n\n\ntime,G(i),H_sun,T2m,WS10m,Int\n"
)


def of(text: str, name: str = "wetter.csv", told: WeatherHints | None = None) -> WeatherFile:
    return read(text.encode(), name=name, told=told or WeatherHints())


def days(file: WeatherFile) -> list[tuple[str, float]]:
    rows = file.readings.select("station", "value").iter_rows()
    return [(station, round(value, 6)) for station, value in rows]


def starts(file: WeatherFile) -> list[datetime]:
    return file.readings["start"].to_list()


def test_days_of_meteoswiss_begin_at_their_stamp_and_empty_ones_stay_out() -> None:
    file = of(
        "station_abbr;reference_timestamp;tre200dx;tre200d0;rre150d0\n"
        "BER;01.01.2024 00:00;9.1;5.2;0\nBER;02.01.2024 00:00;;;0\nBER;03.01.2024 00:00;1;-3.1;\n"
    )
    assert days(file) == [("meteoswiss BER", 5.2), ("meteoswiss BER", -3.1)]
    assert starts(file)[0] == datetime(2023, 12, 31, 23, tzinfo=UTC)


def test_hours_of_meteoswiss_end_at_their_stamp() -> None:
    for text in (
        "station_abbr;reference_timestamp;tre200h0;ure200h0\n"
        "BER;01.07.2024 16:00;20.5;80\nBER;01.07.2024 17:00;21.5;80\n",
        "stn;time;tre200h0\n\nBER;2024070116;20.5\nBER;2024070117;21.5\nBER;2024070118;-\n",
    ):
        file = of(text)
        assert starts(file) == [datetime(2024, 7, 1, hour, tzinfo=UTC) for hour in (15, 16)]
        assert file.readings["value"].to_list() == [20.5, 21.5]


def test_stamps_of_geosphere_say_their_offset_and_any_number_of_stations_fits() -> None:
    file = of(
        "time,station,tl,rf\n2024-07-01T00:00+00:00,11035,20.0,70\n"
        "2024-07-01T01:00+00:00,11035,19.0,70\n2024-07-01T00:00+00:00,105,10.0,\n"
        "2024-07-01T01:00+00:00,105,9.0,\n"
    )
    assert {station for station, _ in days(file)} == {"geosphere 11035", "geosphere 105"}
    assert starts(file)[0] == datetime(2024, 7, 1, tzinfo=UTC)


def test_tenths_of_a_degree_are_read_as_such() -> None:
    assert days(of(ECAD, "TG_STAID004001.txt")) == [("ecad 4001", 5.2), ("ecad 4001", -3.1)]
    file = of(KNMI + "# STN,YYYYMMDD,   TG,   TN\n  290,20240101,   52,   12\n")
    assert days(file) == [("knmi 290", 5.2)]
    assert file.stations == (Station("knmi 290", "Twenthe", 52.274, 6.891, 34.8),)


def test_the_24th_hour_of_knmi_ends_at_midnight() -> None:
    file = of(
        KNMI + "# STN,YYYYMMDD,   HH,    T\n  290,20240101,   23,   10\n  290,20240101,24,20\n"
    )
    assert starts(file) == [datetime(2024, 1, 1, hour, tzinfo=UTC) for hour in (22, 23)]


def test_fahrenheit_of_noaa_becomes_celsius_and_the_place_is_known() -> None:
    file = of(GSOD, "10315099999.csv")
    assert days(file) == [("gsod 10315099999", 5.0)]
    assert file.stations[0].name == "MUNSTER OSNABRUCK, GM"
    assert (file.stations[0].latitude, file.stations[0].altitude) == (52.134642, 49.0)


def test_the_mean_of_the_hours_counts_before_that_of_two_extremes() -> None:
    row = "67124001;STRASBOURG;48.5495;7.640333;150;"
    both = f"{FRANCE}AAAAMMJJ;TN;TX;TM;TNTXM\n{row}20240101;1;9;5.2;5.0\n"
    without = f"{FRANCE}AAAAMMJJ;TN;TX;TM;TNTXM\n{row}20240101;1;9;;5.0\n"
    assert days(of(both)) == [("meteofrance 67124001", 5.2)]
    assert days(of(without)) == [("meteofrance 67124001", 5.0)]
    hours = of(f"{FRANCE}AAAAMMJJHH;T\n{row}2024010105;3.0\n{row}2024010106;4.0\n")
    assert starts(hours)[0] == datetime(2024, 1, 1, 5, tzinfo=UTC)


def test_hours_of_pvgis_are_of_the_place_its_head_names() -> None:
    rows = "20240101:0010,0,0,3.0,2,0\n20240101:0110,0,0,4.0,2,0\n\nT2m: 2-m air temperature\n"
    file = of(PVGIS + rows, "Timeseries_52.270_8.050.csv")
    assert [value for _, value in days(file)] == [3.0, 4.0]
    assert file.stations[0].latitude == 52.27


def test_a_typical_year_of_pvgis_is_refused() -> None:
    rows = "20160131:2300,0,0,3.0,2,0\n20090201:0000,0,0,4.0,2,0\n20090201:0100,0,0,4.0,2,0\n"
    with pytest.raises(InputRejected) as refusal:
        of(PVGIS + rows)
    assert refusal.value.complaints[0].code == "reference_year"


def test_a_table_without_rows_says_that_it_holds_no_temperatures() -> None:
    for head in ("station_abbr;reference_timestamp;tre200h0\n", GSOD.split("\n")[0] + "\n"):
        with pytest.raises(InputRejected) as refusal:
            of(head)
        assert refusal.value.complaints[0].code == "no_temperatures"
