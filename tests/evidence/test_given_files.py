"""What is read from files of use and of weather, and what is asked."""

import gzip

import numpy as np
import polars as pl
import pytest

from klimamosaik.evidence.given.choosing import chosen
from klimamosaik.evidence.given.energy import EnergyFile, read_energy
from klimamosaik.evidence.given.file import GivenFile, of_file
from klimamosaik.evidence.given.series import added_up
from klimamosaik.evidence.given.weather import WeatherSeries, read_weather
from klimamosaik.sources.tables import FileHints, SeriesPreview
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

BERLIN = "Europe/Berlin"
DAYS = np.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")
VALUES = [20 + number * 7 % 13 for number in range(len(DAYS))]  # up and down: no counter
LINES = [f"{day},{value}" for day, value in zip(DAYS, VALUES, strict=True)]


def use_of(
    text: str | bytes,
    *,
    name: str = "readings.csv",
    carrier: Carrier | None = Carrier.ELECTRICITY,
    series: str | None = None,
    local: str = BERLIN,
    hints: FileHints | None = None,
) -> EnergyFile:
    data = text if isinstance(text, bytes) else text.encode()
    file = GivenFile(name, data, hints or FileHints(), (series,) if series else ())
    return read_energy(file, carrier=carrier, local=local)


def weather_of(
    text: str, *, name: str = "air.csv", place: str | None = None, hints: FileHints | None = None
) -> WeatherSeries:
    return read_weather(
        GivenFile(name, text.encode(), hints or FileHints(), (place,) if place else ()),
        local=BERLIN,
    )


def asked(text: str | bytes, **more: object) -> list[str]:
    with pytest.raises(InputRejected) as refusal:
        use_of(text, **more)  # type: ignore[arg-type]
    return [each.code for each in refusal.value.complaints]


def test_days_are_the_days_the_file_calls_them() -> None:
    found = use_of("time,value\n" + "\n".join(LINES)).series
    assert (found.days == DAYS).all()
    assert (found.local == found.starts).all()
    assert set(found.seconds) == {86_400.0}


def test_the_day_that_loses_an_hour_is_a_day() -> None:
    days = "".join(f"{day},5\n" for day in np.arange("2024-03-25", "2024-04-05", dtype="M8[D]"))
    assert set(use_of("time,value\n" + days).series.seconds) == {86_400.0}


def test_days_begin_where_the_person_lives() -> None:
    hours = "".join(f"2024-07-01T{hour:02}:00:00Z,{hour}\n" for hour in range(24))
    found = use_of("time,value\n" + hours).series
    assert str(found.starts[0]) == "2024-07-01T00:00:00"
    assert str(found.local[0]) == "2024-07-01T02:00:00"


def test_clock_times_without_a_zone_ask_for_it() -> None:
    text = "time,value\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n"
    assert asked(text) == ["timezone_missing"]
    found = use_of(text, hints=FileHints(timezone="UTC"), local="UTC")
    assert list(found.series.values) == [1, 2]
    assert set(found.series.seconds) == {3600.0}


def test_the_hour_that_comes_twice_is_kept_twice() -> None:
    hours = ("01:00", "02:00", "02:00", "03:00")
    text = "time,value\n" + "".join(f"2024-10-27 {at},{n + 1}\n" for n, at in enumerate(hours))
    found = use_of(text, hints=FileHints(timezone=BERLIN)).series
    assert list(found.values) == [1, 2, 3, 4]
    assert set(found.seconds) == {3600.0}


def test_months_last_as_long_as_they_do() -> None:
    found = use_of("month,heat\n2024-01,31\n2024-02,29\n2024-03,31\n").series
    assert list(found.seconds / 86_400) == [31, 29, 31]


def test_decimal_commas_belong_to_semicolons() -> None:
    found = use_of("Datum;kWh\n01.02.2024;1.234,5\n02.02.2024;7\n")
    assert list(found.series.values) == [1234.5, 7]


def test_equal_doubles_merge_and_conflicting_ones_are_named() -> None:
    found = use_of("time,value\n" + "\n".join([*LINES, LINES[4], "2024-01-06,99"]))
    assert found.series.values.sum() == sum(VALUES) - VALUES[5]
    assert {"doubled_rows", "conflicting_values", "rows_not_taken"} <= {
        each.code for each in found.warnings
    }


def test_a_value_that_is_no_number_stays_out_and_is_told() -> None:
    found = use_of("time,value\n" + "\n".join([*LINES, "2024-03-01,many"]))
    assert len(found.series.values) == len(DAYS)
    assert any("many" in each.text.en for each in found.warnings)


def test_a_file_of_which_much_stays_out_is_asked_about() -> None:
    text = "time,value\n" + "\n".join([*LINES, *(f"2024-03-{n:02},?!" for n in range(1, 8))])
    assert asked(text)[-1] == "rows_not_taken"
    told = use_of(text, hints=FileHints(accepted=("rows_not_taken",)))
    assert len(told.series.values) == len(DAYS)


def test_negative_days_and_zeros_reach_the_engine() -> None:
    lines = [*LINES[:10], f"{DAYS[10]},-40", f"{DAYS[11]},0", *LINES[12:]]
    found = use_of("time,value\n" + "\n".join(lines)).series
    assert list(found.values[9:13]) == [VALUES[9], -40, 0, VALUES[12]]


def test_an_unknown_carrier_is_asked_and_one_in_the_header_is_told() -> None:
    assert asked("time,value\n" + "\n".join(LINES), carrier=None) == ["carrier_missing"]
    found = use_of("time,gas kWh\n" + "\n".join(LINES), carrier=None)
    assert found.carrier is Carrier.GAS
    assert [each.code for each in found.warnings] == ["carrier_assumed"]
    told = use_of("time,gas kWh\n" + "\n".join(LINES), carrier=Carrier.HEAT)
    assert told.carrier is Carrier.HEAT
    assert [each.code for each in told.warnings] == ["carrier_differs"]


def test_gas_in_cubic_metres_needs_both_numbers_of_its_bill() -> None:
    text = "Datum;Gas [m³]\n01.02.2024;100\n02.02.2024;50\n"
    assert asked(text, carrier=Carrier.GAS) == ["gas_in_volume"]
    one = FileHints(calorific_value=10.0)
    assert asked(text, carrier=Carrier.GAS, hints=one) == ["gas_in_volume"]
    both = FileHints(calorific_value=10.0, state_number=0.95)
    found = use_of(text, carrier=Carrier.GAS, hints=both)
    assert list(found.series.values) == pytest.approx([950, 475])


def test_a_calorific_value_without_a_unit_asks_for_the_unit() -> None:
    text = "time,value\n" + "\n".join(LINES)
    hints = FileHints(calorific_value=10.0, state_number=0.95)
    assert asked(text, carrier=Carrier.GAS, hints=hints) == ["unit_missing"]


def test_water_is_no_energy() -> None:
    assert asked("Datum;Wasser [m³]\n01.02.2024;100\n02.02.2024;50\n", carrier=None) == [
        "no_energy"
    ]


def test_several_meters_are_named_and_a_carrier_sets_one_apart() -> None:
    text = "Datum;Schule Strom kWh;Schule Gas kWh\n01.02.2024;1;3\n02.02.2024;2;4\n"
    assert asked(text, carrier=None) == ["which_series"]
    assert list(use_of(text, carrier=Carrier.GAS).series.values) == [3, 4]
    assert list(use_of(text, series="schule strom").series.values) == [1, 2]
    assert list(use_of(text, hints=FileHints(series="Schule Gas")).series.values) == [3, 4]


def test_temperatures_are_no_use_and_use_is_no_weather() -> None:
    assert asked("Datum;Temperatur\n01.02.2024;1\n02.02.2024;2\n") == ["no_readings"]
    with pytest.raises(InputRejected):
        weather_of("Datum;Gebäude;Strom kWh\n01.02.2024;A;1\n02.02.2024;A;2\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"time,value\n", "no_figures"),
        (b"2024-01-01\n2024-01-02\n", "one_column"),
        (b"\x00\x01", "not_text"),
        (gzip.compress(b"time,value\n2024-01-01,1\n2024-01-02,2\n", mtime=0)[:-9], "broken_gzip"),
        (b"a,b\nx,y\nz,w\n", "no_readings"),
    ],
)
def test_a_bad_file_is_refused(data: bytes, code: str) -> None:
    assert asked(data)[-1] == code


def test_an_unknown_zone_is_refused() -> None:
    hints = FileHints(timezone="Europe/Bielefeld")
    assert asked("time,value\n2024-01-01 00:00,1\n", hints=hints) == ["unknown_timezone"]


def test_a_question_names_its_file_and_the_words_that_answer_it() -> None:
    file = GivenFile("use.csv", ("time,value\n" + "\n".join(LINES) + "\n?,1" * 9).encode())
    with pytest.raises(InputRejected) as refusal:
        read_energy(file, carrier=Carrier.GAS, local=BERLIN)
    said = of_file(file, refusal.value.complaints)[-1].text.en
    assert said.startswith("use.csv: ")
    assert """--hints '{"accepted": ["rows_not_taken"]}'""" in said


def test_temperatures_of_any_table_are_days() -> None:
    found = weather_of("Tag;Temperatur\n01.02.2024;1,5\n02.02.2024;-2\n").series
    assert list(found.values) == [1.5, -2]
    assert [str(day) for day in found.days] == ["2024-02-01", "2024-02-02"]


def test_hours_of_weather_without_a_zone_ask_for_it() -> None:
    text = "time,value\n2024-01-01 00:00,1\n2024-01-01 01:00,2\n2024-01-01 02:00,3\n"
    with pytest.raises(InputRejected, match="--timezone"):
        weather_of(text)
    assert str(weather_of(text, hints=FileHints(timezone="UTC")).series.local[0]) == (
        "2024-01-01T01:00:00"
    )
    assert len(weather_of(text.replace(":00,", ":00Z,")).series.values) == 3


def test_of_several_places_one_has_to_be_named() -> None:
    text = "station_id,time,temperature\n" + "".join(
        f"{station},2024-01-0{day},{day + station / 100}\n"
        for station in (691, 700)
        for day in (1, 2, 3)
    )
    with pytest.raises(InputRejected, match=r"691, 700.*--station"):
        weather_of(text)
    assert list(weather_of(text, place="700").series.values) == [8, 9, 10]


def series(name: str, direction: Direction) -> SeriesPreview:
    return SeriesPreview(
        name=name,
        carrier=Carrier.ELECTRICITY,
        unit="kWh",
        spacing="P1D",
        first=None,
        last=None,
        count=1,
        gaps=0,
        total=1.0,
        source_unit="kWh",
        why=Text("", ""),
        direction=direction,
    )


def test_only_what_is_drawn_is_use_unless_another_is_asked_for() -> None:
    drawn, fed_in = series("1.8.0", Direction.DRAWN), series("2.8.0", Direction.FED_IN)
    assert chosen([fed_in, drawn], wanted=(), carrier=None) == [drawn]
    assert chosen([fed_in, drawn], wanted=["2.8.0"], carrier=None) == [fed_in]
    with pytest.raises(InputRejected, match=r"no use.*2\.8\.0.*fed in.*--series"):
        chosen([fed_in], wanted=(), carrier=None)


def test_bills_last_from_their_first_to_their_last_day() -> None:
    text = "Von;Bis;Gas kWh\n01.01.2024;31.01.2024;900\n01.02.2024;14.02.2024;400\n"
    found = use_of(text).series
    assert list(found.seconds / 86_400) == [31, 14]
    assert list(found.values) == [900, 400]


def test_registers_that_are_named_together_are_added_up() -> None:
    text = "Datum;Zähler;Tarif;Strom kWh\n" + "".join(
        f"0{day}.06.2024;4711;HT;50\n0{day}.06.2024;4711;NT;{day}\n" for day in range(1, 8)
    )
    assert asked(text) == ["which_series"]
    file = GivenFile("x.csv", text.encode(), FileHints(), ("HT", "NT"))
    found = read_energy(file, carrier=Carrier.ELECTRICITY, local=BERLIN)
    assert list(found.series.values) == [51, 52, 53, 54, 55, 56, 57]


def test_a_sum_is_known_where_all_its_parts_are() -> None:
    days = pl.datetime_range(
        pl.datetime(2024, 1, 1), pl.datetime(2024, 1, 4), "1d", time_zone="UTC", eager=True
    )
    whole = pl.DataFrame({"start": days[:3], "end": days[1:], "value": [1.0, 2.0, 3.0]})
    assert sorted(added_up([whole, whole[1:]])["value"]) == [4, 6]
    assert sorted(added_up([whole[:1], whole[1:]])["value"]) == [1, 2, 3]


def test_what_is_not_alike_is_not_added_up() -> None:
    text = "Datum;Schule Strom kWh;Schule Gas kWh\n01.02.2024;1;3\n02.02.2024;2;4\n"
    file = GivenFile("x.csv", text.encode(), FileHints(), ("Strom", "Gas"))
    with pytest.raises(InputRejected, match="do not add up"):
        read_energy(file, carrier=None, local=BERLIN)


def test_a_strange_unit_is_asked_and_never_taken_for_kilowatt_hours() -> None:
    text = "time,use [furlong]\n" + "\n".join(LINES)
    assert asked(text) == ["unit_strange"]
    assert len(use_of(text, hints=FileHints(unit="MWh")).series.values) == len(DAYS)


def test_one_table_may_give_use_and_temperature() -> None:
    text = "time,use kWh,temperature\n" + "".join(
        f"{line},{n % 9}\n" for n, line in enumerate(LINES)
    )
    assert list(use_of(text).series.values) == VALUES
    assert list(weather_of(text).series.values[:3]) == [0, 1, 2]


def test_of_several_unnamed_columns_the_temperature_is_asked() -> None:
    text = "time,a,b\n" + "".join(f"{line},{3 + n % 5}.5\n" for n, line in enumerate(LINES))
    with pytest.raises(InputRejected) as refusal:
        weather_of(text)
    question = refusal.value.complaints[-1]
    assert isinstance(question, Question)
    told = FileHints.from_json(question.answers[1].hints)
    assert list(weather_of(text, hints=told).series.values[:2]) == [3.5, 4.5]


def test_degrees_fahrenheit_become_celsius_where_somebody_says_so() -> None:
    text = "time,temperature\n" + "".join(f"{day},50\n" for day in DAYS)
    assert weather_of(text, hints=FileHints(unit="°F")).series.values[0] == pytest.approx(10)
