"""The engine on files alone."""

import gzip
import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import polars as pl
import pytest

from klimamosaik.evidence.given.file import GivenFile
from klimamosaik.evidence.kernel.effect import Effect
from klimamosaik.evidence.kernel.question import BaselineMethod
from klimamosaik.evidence.measure_effect import as_json, measure_effect_from_files
from klimamosaik.sources.tables import FileHints
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.figure import Verdict
from tests.evidence.decided import decided
from tests.evidence.test_truths import DAYS, cut, heating, temperatures

KEYS = {
    *("saved_kwh", "saved_percent", "low_kwh", "high_kwh", "confidence", "verdict"),
    *("expected_kwh", "measured_kwh", "method", "model", "cvrmse", "noise_kwh", "drift_kwh"),
    *("days_used", "warnings"),
}
TEMPERATURE = np.round(temperatures(), 2)
USE = np.round(cut(heating(TEMPERATURE), 0.3), 3)
DATES = [day.astype(object) for day in DAYS]


def csv(name: str, header: str, values: "np.ndarray[Any, Any]") -> GivenFile:
    rows = "".join(f"{day},{value}\n" for day, value in zip(DAYS, values, strict=True))
    return GivenFile(name, (header + "\n" + rows).encode())


def german(number: float) -> str:
    """1234.5 -> 1.234,500"""
    return f"{number:,.3f}".translate(str.maketrans(",.", ".,"))


HEAT = csv("energy.csv", "time,heat", USE)
WEATHER = csv("weather.csv", "time,value", TEMPERATURE)


def asked(energy: GivenFile = HEAT, weather: GivenFile = WEATHER, **more: Any) -> Effect:
    return measure_effect_from_files(energy=energy, weather=weather, start=date(2023, 1, 1), **more)


def figures(effect: Effect) -> dict[str, Any]:
    """Everything but what is said beside it."""
    return {
        key: value for key, value in as_json(effect, confidence=0.9).items() if key != "warnings"
    }


def codes(effect: Effect) -> set[str]:
    return {each.code for each in effect.warnings}


def test_a_cut_is_found_from_files() -> None:
    answer = json.loads(json.dumps(as_json(asked(), confidence=0.9), allow_nan=False))
    assert set(answer) >= KEYS
    assert answer["verdict"] == "saved"
    assert answer["saved_percent"] == pytest.approx(30, abs=1.5)
    assert set(answer["model"]) == {"type", "balance_points", "coefficients"}
    assert any(each.startswith("carrier_assumed: ") for each in answer["warnings"])


def test_unknown_is_null_and_never_nan() -> None:
    effect = measure_effect_from_files(
        energy=HEAT, weather=WEATHER, start=date(2022, 3, 1), carrier=Carrier.HEAT
    )
    answer = as_json(effect, confidence=0.8)
    assert answer["confidence"] == 0.8
    assert answer["verdict"] == "not decidable"
    assert answer["saved_kwh"] is None
    json.dumps(answer, allow_nan=False)


def test_without_a_unit_kwh_is_assumed_and_said() -> None:
    assert "unit_assumed" in codes(asked())
    told = asked(replace(HEAT, hints=FileHints(unit="kWh")))
    assert "unit_assumed" not in codes(told)
    assert figures(told) == figures(asked())


def test_megawatt_hours_in_german_excel_style_are_the_same_effect() -> None:
    rows = "".join(
        f"{day:%d.%m.%Y};{german(value)}\n" for day, value in zip(DATES, USE, strict=True)
    )
    told = GivenFile("Fernwärme.csv", ("Datum;Verbrauch [MWh]\n" + rows).encode("cp1252"))
    effect = asked(told)
    assert decided(effect).mean == pytest.approx(1000 * decided(asked()).mean, rel=1e-9)
    assert "unit_assumed" not in codes(effect)


def test_a_workbook_gives_what_its_csv_gives() -> None:
    book = BytesIO()
    pl.DataFrame({"Datum": DATES, "Wärme in kWh": USE}).write_excel(book)
    air = BytesIO()
    pl.DataFrame({"Datum": DATES, "Temperatur": TEMPERATURE}).write_excel(air)
    effect = asked(GivenFile("e.xlsx", book.getvalue()), GivenFile("w.xlsx", air.getvalue()))
    assert figures(effect) == figures(asked())


def test_compressed_files_and_json_give_the_same() -> None:
    record = [
        {"date": str(day), "heat_kwh": float(value)} for day, value in zip(DAYS, USE, strict=True)
    ]
    packed = replace(WEATHER, name="weather.csv.gz", data=gzip.compress(WEATHER.data))
    effect = asked(GivenFile("heat.json", json.dumps(record).encode()), packed)
    assert figures(effect) == figures(asked())


def test_a_daily_file_of_the_weather_service_is_weather() -> None:
    head = "STATIONS_ID;MESS_DATUM;QN_3;  FX;QN_4; TMK; UPM;eor\n"
    rows = "".join(
        f"       4887;{day:%Y%m%d};   10;-999;    3;{value:8.2f};   77.00;eor\n"
        for day, value in zip(DATES, TEMPERATURE, strict=True)
    )
    product = GivenFile("produkt_klima_tag_20200101_20231231_04887.txt", (head + rows).encode())
    effect = asked(weather=product)
    assert figures(effect) == figures(asked())
    (station,) = [each for each in effect.warnings if each.code == "weather_station"]
    assert "Wetter von Stötten (4887). Wie weit sie vom Zähler" in station.text.de


def test_hours_of_the_weather_service_need_no_time_zone() -> None:
    head = "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor\n"
    rows = "".join(
        f"4887;{day:%Y%m%d}{hour:02};    3;{value:6.2f};  90.0;eor\n"
        for day, value in zip(DATES, TEMPERATURE, strict=True)
        for hour in range(24)
    )
    product = GivenFile("produkt_tu_stunde_20200101_20231231_04887.txt", (head + rows).encode())
    effect = asked(weather=product)
    assert effect.verdict is Verdict.SAVED
    assert effect.saved_percent == pytest.approx(30, abs=1.5)


def test_quarter_hours_of_power_become_the_energy_of_their_days() -> None:
    rows = "".join(
        f"{day:%d.%m.%Y} {hour:02}:{quarter:02};{value / 24:.6f}\n".replace(".", ",").replace(
            ",", ".", 2
        )
        for day, value in zip(DATES, USE, strict=True)
        for hour in range(24)
        for quarter in (0, 15, 30, 45)
    )
    file = GivenFile("lastgang.csv", ("Zeit;Wärmeleistung kW\n" + rows).encode())
    effect = asked(file, timezone="Etc/GMT-1", method=BaselineMethod.DAILY, carrier=Carrier.HEAT)
    assert effect.measured_kwh == pytest.approx(USE[-365:].sum(), rel=1e-4)


def test_a_counter_becomes_use() -> None:
    stands = np.round(100_000 + np.concatenate(([0], np.cumsum(USE)[:-1])), 3)
    effect = asked(csv("heat.csv", "time,Zählerstand [kWh]", stands))
    assert effect.measured_kwh == pytest.approx(USE[-365:-1].sum(), rel=0.01)
    assert "counter_read" in codes(effect)


def test_of_several_meters_the_one_that_is_meant_is_measured() -> None:
    rows = "".join(f"{day},{value},{value * 2}\n" for day, value in zip(DAYS, USE, strict=True))
    both = GivenFile("school.csv", ("time,School heat kWh,Hall heat kWh\n" + rows).encode())
    with pytest.raises(InputRejected, match=r"School heat.*Hall heat.*--series"):
        asked(both)
    hall = asked(replace(both, series=("Hall heat",)))
    assert decided(hall).mean == pytest.approx(2 * decided(asked()).mean)
    assert "series_left_aside" in codes(hall)
    with pytest.raises(InputRejected, match="no series “Town hall”"):
        asked(replace(both, series=("Town hall",)))


def test_comparison_meters_may_stand_in_one_file_with_the_one_measured() -> None:
    rows = "".join(
        f"{day},{value},{plain},{1.1 * plain}\n"
        for day, value, plain in zip(DAYS, USE, heating(TEMPERATURE), strict=True)
    )
    heads = "time,School heat kWh,Hall heat kWh,Pool heat kWh\n"
    file = GivenFile("three.csv", (heads + rows).encode(), series=("School",))
    effect = asked(file, control=(replace(file, series=()),))
    assert effect.control_change_percent == pytest.approx(0, abs=1)


def test_everything_open_is_asked_at_once() -> None:
    text = "time,value\n" + "".join(f"2022-01-01 {hour:02}:00,{hour}\n" for hour in range(24))
    with pytest.raises(InputRejected) as refusal:
        asked(GivenFile("use.csv", text.encode()), GivenFile("air.csv", b"a,b\nx,y\n"))
    said = [each.text.en for each in refusal.value.complaints]
    assert any(each.startswith("use.csv: ") and "--carrier" in each for each in said)
    assert any(each.startswith("use.csv: ") and "--timezone" in each for each in said)
    assert any(each.startswith("air.csv: ") for each in said)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"baseline_end": date(2023, 2, 1)}, "must end before"),
        ({"end": date(2023, 1, 1)}, "no day between"),
        ({"confidence": 1.0}, "between 0.5 and 0.99"),
    ],
)
def test_dates_and_confidence_out_of_order_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputRejected, match=said):
        asked(**given)


def test_money_and_tonnes_carry_the_range_of_the_energy() -> None:
    answer = as_json(asked(carrier=Carrier.GAS, price=0.11), confidence=0.9)
    kwh = [answer[key] for key in ("saved_kwh", "low_kwh", "high_kwh")]
    assert [answer[key] for key in ("saved_eur", "low_eur", "high_eur")] == pytest.approx(
        [0.11 * each for each in kwh]
    )
    tonnes = [answer[key] for key in ("t_co2e_a_year", "low_t", "high_t")]
    assert tonnes[1] / tonnes[0] == pytest.approx(kwh[1] / kwh[0])
    assert tonnes[2] / tonnes[0] == pytest.approx(kwh[2] / kwh[0])
    assert "g CO2e/kWh" in answer["t_factor"]


def test_without_a_price_money_is_unknown_and_tonnes_are_told() -> None:
    answer = as_json(asked(carrier=Carrier.GAS), confidence=0.9)
    assert answer["saved_eur"] is answer["low_eur"] is None
    assert answer["t_co2e_a_year"] > 0
