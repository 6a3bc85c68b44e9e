"""Files of weather services, each read by the format that knows it."""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from klimamosaik.sources.weather import Station, WeatherFile, WeatherHints
from klimamosaik.sources.weather.reading import format_of, read
from klimamosaik.terms.complaint import InputRejected

HOUR = timedelta(hours=1)
OPEN_METEO = (
    "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
    "52.27,8.04,64.0,{offset},Europe/Berlin,X\n\n"
)
TWO_PLACES = (
    "location_id,latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
    "0,52.27,8.04,64.0,7200,Europe/Berlin,GMT+2\n1,52.13,7.7,NaN,0,GMT,GMT\n\n"
    "location_id,time,temperature_2m (°F),precipitation (mm)\n"
    "0,2024-07-01T00:00,68.0,0\n0,2024-07-01T01:00,50.0,0\n"
    "1,2024-07-01T00:00,59.0,0\n1,2024-07-01T01:00,NaN,0\n\n"
    "location_id,time,temperature_2m_mean (°F)\n0,2024-07-01,60\n1,2024-07-01,61\n"
)


def of(
    text: str | bytes, name: str = "wetter.csv", told: WeatherHints | None = None
) -> WeatherFile:
    data = text.encode() if isinstance(text, str) else text
    return read(data, name=name, told=told or WeatherHints())


def refused(text: str | bytes, name: str = "wetter.csv") -> str:
    with pytest.raises(InputRejected) as refusal:
        of(text, name)
    return refusal.value.complaints[0].code


def means(file: WeatherFile) -> dict[str, float]:
    rows = file.readings.group_by("station").agg(pl.col("value").mean()).iter_rows()
    return {station: round(value, 6) for station, value in rows}


def span(file: WeatherFile) -> tuple[datetime, datetime]:
    return file.readings["start"].min(), file.readings["end"].max()  # type: ignore[return-value]


def product(rows: str, header: str) -> str:
    return f"STATIONS_ID;MESS_DATUM;  QN;{header};eor\n{rows}"


# ---- DWD -----------------------------------------------------------------------------------


def test_ten_minutes_of_dwd_are_utc_and_missing_ones_stay_out() -> None:
    rows = "".join(
        f"       1766;20240101{minute // 60:02}{minute % 60:02};    3;-999;{value};   1.0;eor\n"
        for minute, value in ((0, "   5.0"), (10, "  -999"), (20, "   7.0"), (30, "   6.0"))
    )
    file = of(product(rows, "PP_10; TT_10;TM5_10"), "produkt_zehn_min_tu.txt")
    assert file.kind == "dwd_product"
    assert file.readings["value"].to_list() == [5.0, 7.0, 6.0]
    assert span(file) == (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, 0, 40, tzinfo=UTC))


def test_ten_minutes_of_dwd_before_2000_are_winter_time() -> None:
    rows = "3;199907011200;3;20.0;eor\n3;199907011210;3;21.0;eor\n"
    assert span(of(product(rows, "TT_10")))[0] == datetime(1999, 7, 1, 11, tzinfo=UTC)


def test_the_zone_a_person_names_counts_for_stamps_without_one() -> None:
    text = product("1766;2024070112;3;20.0;eor\n1766;2024070113;3;21.0;eor\n", "TT_TU")
    assert span(of(text))[0] == datetime(2024, 7, 1, 12, tzinfo=UTC)
    berlin = of(text, told=WeatherHints(timezone="Europe/Berlin"))
    assert span(berlin)[0] == datetime(2024, 7, 1, 10, tzinfo=UTC)
    ends = of(text, told=WeatherHints(stamp="end"))
    assert span(ends)[0] == datetime(2024, 7, 1, 11, tzinfo=UTC)


def test_months_of_dwd_are_local_months() -> None:
    header = "STATIONS_ID;MESS_DATUM_BEGINN;MESS_DATUM_ENDE;QN_4;MO_N;MO_TT;MO_TX;eor\n"
    rows = "44;20220301;20220331;3;-999;5.90;11.87;eor\n44;20220401;20220430;3;-999;-999;1;eor\n"
    file = of(header + rows)
    assert file.readings["value"].to_list() == [5.9]
    assert span(file)[1] == datetime(2022, 3, 31, 22, tzinfo=UTC)


def test_a_product_of_rain_is_refused_by_name() -> None:
    assert refused(product("44;2022030100;3;0.2;0;-999;eor\n", "  R1;RS_IND;WRTR")) == (
        "no_air_temperature"
    )


def test_the_archive_tells_where_its_station_stands_now() -> None:
    places = (
        "Stations_id;Stationshoehe;Geogr.Breite;Geogr.Laenge;von_datum;bis_datum;Stationsname\n"
        " 1766; 51.00; 52.0000; 7.0000;19570501;19891001;Münster\n"
        " 1766; 48.00; 52.1344; 7.6969;19891001;        ;Münster/Osnabrück\n"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Metadaten_Geographie_01766.txt", places.encode("latin-1"))
        archive.writestr("produkt_tu_x.txt", product("1766;2024070112;3;20.0;eor\n", "TT_TU"))
    (station,) = of(packed.getvalue(), "stundenwerte_TU_01766.zip").stations
    assert station == Station("1766", "Münster/Osnabrück", 52.1344, 7.6969, 48.0)


def packed_of(members: Mapping[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def hour(number: str, value: float) -> bytes | str:
    return product(f"{number};2024070112;3;{value};eor\n", "TT_TU")


def test_every_station_of_an_archive_is_read() -> None:
    two = {"1766": 20.0, "44": 21.0}
    data = packed_of({f"produkt_tu_stunde_{n:>05}.txt": hour(n, v) for n, v in two.items()})
    read = of(data, "beide.zip").readings
    assert dict(read.select("station", "value").iter_rows()) == two


def test_archives_of_stations_within_one_archive_are_read() -> None:
    inner = {
        f"stundenwerte_TU_{n:>05}_akt.zip": packed_of(
            {f"produkt_tu_stunde_{n:>05}.txt": hour(n, 9)}
        )
        for n in ("1766", "44")
    }
    assert set(of(packed_of(inner), "alle.zip").readings["station"]) == {"1766", "44"}


def test_a_product_without_temperatures_is_named_and_the_others_are_read() -> None:
    members = {
        "produkt_tu_stunde_01766.txt": hour("1766", 20.0),
        "produkt_ff_stunde_01766.txt": product("1766;2024070112;3;2.1;eor\n", "F"),
        "produkt_klima_tag_01766.txt": product("1766;20240701;3;18.5;eor\n", "TMK"),
    }
    found = of(packed_of(members), "station.zip")
    assert sorted(found.readings["value"]) == [18.5, 20.0]
    (warning,) = found.warnings
    assert warning.code == "no_air_temperature"
    assert "produkt_ff_stunde_01766.txt" in warning.text.de


# ---- Meteostat -----------------------------------------------------------------------------


def test_an_export_of_meteostat_holds_local_days() -> None:
    text = "date,tavg,tmin,tmax,pres\n2024-01-01 00:00:00,5,3,7,1010\n2024-01-02,6,3,9,\n"
    file = of(text, "export.csv")
    assert (file.kind, file.named_here) == ("meteostat", True)
    assert file.readings["value"].to_list() == [5.0, 6.0]
    assert span(file)[0] == datetime(2023, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01,0,5.0,3.0,80,0.0,,200,10.0,,1010.0,,\n2024-01-01,1,6.0,,80,,,,,,,,\n",
        "date,hour,temp,dwpt,rhum\n2024-01-01,0,5.0,3.0,80\n2024-01-01,1,6.0,3.0,80\n",
        "time,temp,dwpt,rhum\n2024-01-01 00:00:00,5.0,3.0,80\n2024-01-01 01:00:00,6.0,3.0,80\n",
        "year,month,day,hour,temp,temp_source,rhum,rhum_source\n"
        "2024,1,1,0,5.0,dwd_hourly,80,dwd_hourly\n2024,1,1,1,6.0,metar,80,metar\n",
    ],
)
def test_hours_of_meteostat_are_utc_with_or_without_a_header(text: str) -> None:
    file = of(gzip.compress(text.encode()), "10315.csv.gz")
    assert means(file) == {"meteostat 10315": 5.5}
    assert span(file) == (datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, 2, tzinfo=UTC))


def test_days_of_meteostat_without_a_header_are_told_by_what_they_hold() -> None:
    text = "2024-01-01,5.0,3.0,8.0,0.0,,200,10.0,,1010.0,\n2024-01-02,6.0,3.0,8,0,,,10.0,,1011,\n"
    assert means(of(text, "10315.csv")) == {"meteostat 10315": 5.5}


def test_a_table_of_eleven_figures_a_day_is_no_weather() -> None:
    text = "".join(f"2024-01-{day:02}," + ",".join(["1200"] * 10) + "\n" for day in range(1, 9))
    assert format_of(text.encode(), name="zaehler.csv") is None


def test_a_table_with_use_is_not_meteostat_s() -> None:
    text = b"time,temp,pres,kWh\n2024-01-01 00:00:00,5.0,1010,12\n"
    assert format_of(text, name="a.csv") is None


def test_three_hourly_stations_fill_their_days() -> None:
    rows = "".join(f"2024-01-01 {hour:02}:00:00,{hour},3,80\n" for hour in range(0, 24, 3))
    file = of("time,temp,dwpt,rhum\n" + rows)
    assert set(file.readings["end"] - file.readings["start"]) == {3 * HOUR}


def test_forecasts_are_no_measurements() -> None:
    text = (
        "year,month,day,hour,temp,temp_source,rhum\n2024,1,1,0,5.0,dwd_hourly,80\n"
        "2024,1,1,1,6.0,metno_forecast,80\n2024,1,1,2,7.0,dwd_mosmix,80\n"
    )
    file = of(text, "2024-10315.csv")
    assert file.readings["value"].to_list() == [5.0]
    assert [each.code for each in file.warnings] == ["forecasts_left_out"]


# ---- Open-Meteo ----------------------------------------------------------------------------


@pytest.mark.parametrize("offset", [0, 3600, 7200])
def test_open_meteo_keeps_the_offset_of_its_head_all_year(offset: int) -> None:
    """The hour that local clocks skip is there."""
    rows = "".join(f"2024-03-31T{hour:02}:00,{hour}\n" for hour in range(24))
    file = of(OPEN_METEO.format(offset=offset) + "time,temperature_2m (°C)\n" + rows)
    start = datetime(2024, 3, 31, tzinfo=UTC) - timedelta(seconds=offset)
    assert span(file) == (start, start + 24 * HOUR)
    assert len(file.readings) == 24
    assert file.stations == (
        Station("open-meteo 52.27 8.04", "Open-Meteo 52.27 8.04", 52.27, 8.04, 64.0),
    )


def test_several_locations_stay_several_each_with_its_offset_in_celsius() -> None:
    file = of(TWO_PLACES)
    assert means(file) == {"open-meteo 52.27 8.04": 15.0, "open-meteo 52.13 7.70": 15.0}
    starts = dict(file.readings.group_by("station").agg(pl.col("start").min()).iter_rows())
    assert starts["open-meteo 52.27 8.04"] == datetime(2024, 6, 30, 22, tzinfo=UTC)
    assert starts["open-meteo 52.13 7.70"] == datetime(2024, 7, 1, tzinfo=UTC)


def test_days_of_open_meteo_are_local_days() -> None:
    rows = "time,temperature_2m_mean (°C),temperature_2m_max (°C)\n2024-01-01,1,5\n2024-01-02,2,6\n"
    file = of(OPEN_METEO.format(offset=0) + rows)
    assert file.readings["value"].to_list() == [1.0, 2.0]
    assert span(file)[0] == datetime(2023, 12, 31, 23, tzinfo=UTC)


def test_seconds_since_1970_are_utc_whatever_the_offset() -> None:
    rows = "time,temperature_2m (°C)\n1704067200,1\n1704070800,2\n"
    assert span(of(OPEN_METEO.format(offset=3600) + rows))[0] == datetime(2024, 1, 1, tzinfo=UTC)
    days = "time,temperature_2m_mean (°C)\n1704063600,1\n1704150000,2\n"
    file = of(OPEN_METEO.format(offset=3600) + days)
    assert span(file)[0] == datetime(2023, 12, 31, 23, tzinfo=UTC)


def test_highest_and_lowest_of_a_day_are_not_its_mean() -> None:
    rows = "time,temperature_2m_max (°C),temperature_2m_min (°C)\n2024-01-01,5,1\n"
    assert refused(OPEN_METEO.format(offset=0) + rows) == "no_air_temperature"


def test_the_temperatures_of_several_models_are_refused() -> None:
    rows = "time,temperature_2m_icon_d2 (°C),temperature_2m_era5 (°C)\n2024-01-01T00:00,5,1\n"
    assert refused(OPEN_METEO.format(offset=0) + rows) == "several_models"
    one = "time,temperature_2m_era5 (°C)\n2024-01-01T00:00,5\n"
    assert of(OPEN_METEO.format(offset=0) + one).readings["value"].to_list() == [5.0]


def location(**changed: Any) -> dict[str, Any]:
    return {
        "latitude": 52.27,
        "longitude": 8.04,
        "utc_offset_seconds": 3600,
        "timezone": "Europe/Berlin",
        "elevation": 64.0,
        "hourly_units": {"time": "iso8601", "temperature_2m": "°F"},
        "hourly": {"time": ["2024-01-01T00:00", "2024-01-01T01:00"], "temperature_2m": [50, None]},
        **changed,
    }


def test_open_meteo_json_is_read_like_its_table() -> None:
    file = of(json.dumps(location()), "answer.json")
    assert (file.kind, means(file)) == ("open_meteo_json", {"open-meteo 52.27 8.04": 10.0})
    assert span(file)[0] == datetime(2023, 12, 31, 23, tzinfo=UTC)
    both = of(json.dumps([location(), location(latitude=50.1, location_id=1)]), "two.json")
    assert set(means(both)) == {"open-meteo 52.27 8.04", "open-meteo 50.10 8.04"}


def test_json_that_was_cut_off_is_refused() -> None:
    assert refused(json.dumps(location())[:-40], "cut.json") == "broken_json"


def test_open_meteo_as_a_workbook_is_read() -> None:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(TWO_PLACES.split("\n")):
            for column, cell in enumerate(line.split(",")):
                sheet.write(row, column, cell)
    assert means(of(packed.getvalue(), "open-meteo.xlsx")) == means(of(TWO_PLACES))


# ---- EPW and test reference years ----------------------------------------------------------


def epw(*, years: tuple[int, int] = (2023, 2023), origin: str = "Custom", comment: str = "") -> str:
    head = (
        f"LOCATION,Osnabrueck,NI,DEU,{origin},103150,52.13,7.70,1.0,48.0\nDESIGN CONDITIONS,0\n"
        "TYPICAL/EXTREME PERIODS,0\nGROUND TEMPERATURES,0\nHOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0\n"
        f"COMMENTS 1,{comment}\nCOMMENTS 2,x\nDATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31\n"
    )
    rows = (
        f"{year},{month},1,{hour},60,?9?9*,{99.9 if hour == 5 else hour},3.9,65,101300\n"
        for month, year in zip((1, 7), years, strict=True)
        for hour in range(1, 25)
    )
    return head + "".join(rows)


def test_a_real_year_of_epw_is_in_standard_time_all_year() -> None:
    file = of(epw(comment="AMY 2023"), "a.epw")
    assert file.questions == ()
    assert len(file.readings) == 46  # 99.9 is missing
    assert span(file)[0] == datetime(2022, 12, 31, 23, tzinfo=UTC)
    july = file.readings.filter(pl.col("start") >= datetime(2023, 6, 30, tzinfo=UTC))
    assert july["start"][0] == datetime(2023, 6, 30, 23, tzinfo=UTC)
    assert file.stations[0] == Station("epw 103150", "Osnabrueck", 52.13, 7.7, 48.0)


def test_an_epw_file_that_does_not_say_whether_its_year_is_real_is_asked() -> None:
    (question,) = of(epw(), "a.epw").questions
    assert question.code == "real_year"
    assert question.answers[0].hints == '{"accepted": ["real_year"]}'
    assert of(epw(), "a.epw", WeatherHints(accepted=("real_year",))).questions == ()


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        (epw(origin="IWEC Data"), "a.epw", "IWEC"),
        (epw(origin="SRC-TMYx", comment="actual"), "a.epw", "TMYx"),
        (epw(), "DEU_NI_Osnabrueck.103150_TMYx.2004-2018.epw", "TMYx"),
    ],
)
def test_an_epw_file_that_calls_itself_typical_is_asked_even_with_one_year(
    text: str, name: str, word: str
) -> None:
    (question,) = of(text, name).questions
    assert f"nennt sich {word}" in question.text.de


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (epw(years=(2012, 2003)), "a.epw"),
        (epw(years=(2012, 2003), origin="IWEC Data"), "a.epw"),
        (
            "1 Koordinatensystem : Lambert konform konisch\n2 Rechtswert : 3936500 Meter\n"
            "Art des TRY       : mittleres Jahr\nBezugszeitraum    : 1995-2012\n\n"
            "      RW      HW MM DD HH    t    p  WR   WG N    x  RF    B    D   A    E IL\n***\n"
            " 3936500 2449500  1  1  1 -1.2  979 210  3.1 8  3.5  98    0    0 290 -310  1\n",
            "TRY2015_Jahr.dat",
        ),
        ("head\n\nRG IS MM DD HH  N WR  WG    t   p\n***\n 4  1  1  1  1  8 210 3.1 -1\n", "t.dat"),
    ],
)
def test_typical_years_are_refused_by_name(text: str, name: str) -> None:
    assert refused(text, name) == "reference_year"


# ---- degrees -------------------------------------------------------------------------------


def july(value: float) -> str:
    return "date,tavg,tmin\n" + "".join(f"2024-07-{day:02},{value},1\n" for day in range(1, 20))


def test_degrees_that_only_their_values_tell_are_asked_and_never_taken_for_celsius() -> None:
    (question,) = of(july(75), "export.csv").questions
    assert [answer.hints for answer in question.answers] == [
        '{"unit": "°F"}',
        '{"accepted": ["temperature_unit"]}',
    ]
    told = of(july(77), "export.csv", WeatherHints(unit="°F"))
    assert (told.questions, told.readings["value"][0]) == ((), 25.0)
    kelvins = of(july(290), "export.csv")
    assert kelvins.questions[0].answers[0].hints == '{"unit": "K"}'
    assert of(july(290), "export.csv", WeatherHints(accepted=("temperature_unit",))).questions == ()


@pytest.mark.parametrize(
    ("month", "value", "asked"),
    [(1, 21.0, True), (1, 11.0, False), (7, 21.0, False), (7, -5.0, True), (1, 30.0, True)],
)
def test_a_mean_no_outdoor_place_has_in_that_month_is_asked(
    month: int, value: float, asked: bool
) -> None:
    rows = "".join(f"2024-{month:02}-{day:02},{value},1\n" for day in range(1, 20))
    assert bool(of("date,tavg,tmin\n" + rows).questions) is asked


def test_a_few_impossible_values_are_left_out_and_named() -> None:
    rows = "".join(
        f"2024-01-{1 + hour // 24:02}T{hour % 24:02}:00,{999.9 if hour == 7 else 5}\n"
        for hour in range(240)
    )
    file = of(OPEN_METEO.format(offset=0) + "time,temperature_2m (°C)\n" + rows)
    assert len(file.readings) == 239
    assert [each.code for each in file.warnings] == ["temperature_left_out"]
    assert file.questions == ()
