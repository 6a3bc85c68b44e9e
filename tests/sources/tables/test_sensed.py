"""Soil moisture, level, noise, rain and room air are read as what they are, never as use."""

from collections.abc import Callable

import pytest

from klimamosaik.sources.tables import (
    ColumnHint,
    ColumnRole,
    FileHints,
    FileKind,
    Preview,
    SensedSeries,
    read,
)
from klimamosaik.sources.tables.basics.sensed_columns import sensed_in
from klimamosaik.terms.complaint import InputRejected

DAYS = 20
Cells = Callable[[int], str]


def of_days(header: str, cells: Cells, name: str = "messwerte.csv", **told: object) -> Preview:
    rows = [f"{day:02d}.07.2025;{cells(day)}" for day in range(1, DAYS + 1)]
    text = "\n".join([header, *rows]) + "\n"
    return read(text.encode(), name=name, hints=FileHints(**told))  # type: ignore[arg-type]


def only(preview: Preview) -> SensedSeries:
    assert [each.code for each in preview.questions] == []
    assert preview.series == ()
    assert len(preview.sensed) == 1
    return preview.sensed[0]


@pytest.mark.parametrize(
    ("header", "label", "unit"),
    [
        ("Bodenfeuchte [%]", "Bodenfeuchte", "%"),
        ("Pegel (cm)", "Wasserstand", "cm"),
        ("Schallpegel dB(A)", "Schallpegel", "dB(A)"),
        ("Niederschlag mm", "Niederschlag", "mm"),
        ("CO2 ppm", "CO₂ in der Luft", "ppm"),
        ("CO₂ [ppm]", "CO₂ in der Luft", "ppm"),
        ("Raumtemperatur °C", "Raumtemperatur", "°C"),
        ("Raumfeuchte [%]", "relative Feuchte", "%"),
        ("soil_moisture_vwc", "Bodenfeuchte", "%"),
        ("Water level [m]", "Wasserstand", "m"),
        ("Noise (dB)", "Schallpegel", "dB"),
        ("rainfall_mm", "Niederschlag", "mm"),
        ("LAeq Hase-Ufer dB(A)", "Schallpegel", "dB(A)"),
        ("Grundwasserstand Brunnen 3 [m ü. NN]", "Wasserstand", "m"),
        ("Grundwasserstand Brunnen 3 m", "Wasserstand", "m"),
    ],
)
def test_a_column_is_read_as_the_quantity_its_header_names(
    header: str, label: str, unit: str
) -> None:
    found = only(of_days(f"Datum;{header}", lambda day: f"{20 + day}"))
    assert (found.label.de, found.unit, found.count) == (label, unit, DAYS)
    assert (found.least, found.most) == (21.0, 40.0)


@pytest.mark.parametrize(
    "header",
    ["CO2", "CO2 [kg]", "CO2-Emissionen [t]", "Verbrauch Regen", "Pegel Öltank [l]", "Strom [kWh]"],
)
def test_what_may_be_emissions_use_or_a_tank_is_no_such_quantity(header: str) -> None:
    assert sensed_in(header) is None


def test_emissions_beside_a_meter_are_never_read_as_air() -> None:
    found = of_days("Datum;CO2 [kg];Strom Rathaus [kWh]", lambda day: f"{day};100")
    assert found.sensed == ()
    assert [each.total for each in found.series] == [100.0 * DAYS]


def test_rain_beside_a_meter_is_read_beside_it_and_adds_nothing_to_its_use() -> None:
    alone = of_days("Datum;Strom Schule [kWh]", lambda day: "41,5")
    beside = of_days("Datum;Strom Schule [kWh];Niederschlag [mm]", lambda day: f"41,5;{day % 4}")
    assert [each.total for each in beside.series] == [each.total for each in alone.series]
    assert [each.label.de for each in beside.sensed] == ["Niederschlag"]
    assert beside.sensed_readings["value"].sum() == sum(day % 4 for day in range(1, DAYS + 1))


def test_weather_stays_weather() -> None:
    found = of_days("Datum;Temperatur [°C];Luftfeuchte [%]", lambda day: f"1{day % 9},5;70")
    assert (found.kind, found.sensed) == (FileKind.WEATHER, ())
    assert len(found.temperatures) == DAYS


def test_a_temperature_beside_the_air_of_a_room_is_asked_about() -> None:
    header, cells = "Datum;CO2 [ppm];Temperatur [°C]", lambda day: f"8{day:02d};21"
    (question,) = of_days(header, cells).questions
    assert question.code == "indoors_or_not"
    told = FileHints.from_json(question.answers[0].hints)
    inside = of_days(header, cells, columns=told.columns)
    assert [each.label.de for each in inside.sensed] == ["CO₂ in der Luft", "Temperatur"]
    assert inside.temperatures.is_empty()


def test_co2_without_a_unit_beside_a_temperature_is_asked_about_with_it() -> None:
    header, cells = "timestamp;co2;temperature", lambda day: f"8{day:02d};21"
    air, warmth = of_days(header, cells).questions
    assert (air.code, warmth.code) == ("sensed_unit", "indoors_or_not")
    columns = [FileHints.from_json(each.answers[0].hints).columns for each in (air, warmth)]
    inside = of_days(header, cells, columns=(*columns[0], *columns[1]))
    assert [each.unit for each in inside.sensed] == ["ppm", "°C"]
    assert inside.temperatures.is_empty()
    assert inside.questions == ()


def test_loudest_and_mean_of_one_place_are_told_apart() -> None:
    found = of_days("Datum;LAeq Hase dB(A);Lmax Hase dB(A)", lambda day: f"5{day % 9};8{day % 9}")
    assert [each.place for each in found.sensed] == ["LAeq Hase", "Lmax Hase"]


def test_a_level_without_unit_is_asked_for_it_and_taken_with_the_answer() -> None:
    header, cells = "Datum;Wasserstand Mühlbach", lambda day: f"{60 + day}"
    (question,) = of_days(header, cells).questions
    assert (question.code, [each.text.de for each in question.answers][:3]) == (
        "sensed_unit",
        ["cm", "m", "mm"],
    )
    told = FileHints.from_json(question.answers[0].hints)
    found = only(of_days(header, cells, columns=told.columns))
    assert (found.place, found.unit) == ("Mühlbach", "cm")


@pytest.mark.parametrize(
    ("name", "header", "places"),
    [
        ("bodenfeuchte.csv", "Datum;Stadtpark;Anger", ["Stadtpark", "Anger"]),
        ("bodenfeuchte_stadtpark.csv", "Datum;Wert;x", ["stadtpark", "stadtpark x"]),
        ("export.csv", "Datum;Bodenfeuchte Stadtpark [%];Bodenfeuchte Anger [%]",
         ["Stadtpark", "Anger"]),
        ("boden.csv", "Datum;soil_moisture_1;soil_moisture_2", ["boden 1", "boden 2"]),
    ],
)  # fmt: skip
def test_the_place_is_that_of_header_or_file(name: str, header: str, places: list[str]) -> None:
    found = of_days(header, lambda day: f"{20 + day};{day}", name)
    assert [each.place for each in found.sensed] == places
    assert {each.label.de for each in found.sensed} == {"Bodenfeuchte"}


def test_rows_of_several_sensors_are_told_apart() -> None:
    rows = [
        f"{day:02d}.07.2025 12:00;{place};{20 + day}"
        for day in range(1, DAYS)
        for place in ("Stadtpark", "Markt")
    ]
    text = "\n".join(["Zeit;Sensor;Bodenfeuchte [%]", *rows])
    found = read(text.encode(), name="boden.csv")
    assert [(each.place, each.count) for each in found.sensed] == [("Stadtpark", 19), ("Markt", 19)]


def test_uneven_moments_are_instants() -> None:
    rows = [f"2025-07-01T{hour:02d}:{hour * 7 % 60:02d}:11Z,2{hour % 9}.5" for hour in range(20)]
    found = read("\n".join(["timestamp,soil_moisture", *rows]).encode(), name="boden.csv")
    assert len(found.sensed_readings) == 20
    assert found.sensed[0].count == 20


@pytest.mark.parametrize(
    ("header", "value", "code"),
    [
        ("Bodenfeuchte [%]", "140", "implausible_reading"),
        ("Schallpegel [dB(A)]", "400", "implausible_reading"),
        ("Bodenfeuchte [%]", "0,23", "a_share"),
    ],
)
def test_values_there_cannot_be_are_doubted_and_read(header: str, value: str, code: str) -> None:
    found = of_days(f"Datum;{header}", lambda day: value)
    assert [each.code for each in found.warnings if each.code == code] == [code]
    assert found.sensed[0].count == DAYS


def test_a_person_may_call_any_column_a_quantity_of_its_own() -> None:
    told = (ColumnHint("Wind [m/s]", role=ColumnRole.SENSED),)
    found = only(of_days("Datum;Wind [m/s]", lambda day: f"{day},5", columns=told))
    assert (found.label.de, found.unit) == ("Wind", "m/s")


def test_numbers_nobody_knows_are_still_asked_about() -> None:
    found = of_days("Datum;Sensor A", lambda day: f"{day % 5},5", "export.csv")
    assert found.sensed == ()
    assert "unit_unknown" in [each.code for each in found.questions]


def test_a_column_called_no_use_as_a_whole_is_still_read_by_its_rows() -> None:
    rows = [
        f"{day:02d}.07.2025;{name};{value}"
        for day in range(1, DAYS + 1)
        for name, value in (("Bodenfeuchte Park", 23), ("Gerät 7", day))
    ]
    text = "\n".join(["Zeit;Sensor;Wert", *rows]).encode()
    assert "unit_unknown" in [each.code for each in read(text, name="boden.csv").questions]
    told = FileHints(columns=(ColumnHint("Wert", role=ColumnRole.SENSED),))
    found = read(text, name="boden.csv", hints=told)
    assert [(each.place, each.label.de, each.unit, each.most) for each in found.sensed] == [
        ("Park", "Bodenfeuchte", "%", 23.0),
        ("Gerät 7", "Wert", "", 20.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Jahr;CO2;Strom kWh\n2022;21,7;50000\n2023;21,2;49000\n2024;20,9;48000\n",
        "Zeit;Objekt;Messgröße;Wert;Einheit\n2022;Kita;CO2;21,7;t\n2023;Kita;CO2;21,2;t\n",
        "Zeit;Objekt;Messgröße;Wert;Einheit\n2022;Kita;Wasserstand;217;m³\n"
        "2023;Kita;Wasserstand;212;m³\n",
    ],
)
def test_emissions_and_meters_of_water_are_no_readings_of_air_or_levels(text: str) -> None:
    try:
        found = read(text.encode(), name="liste.csv")
    except InputRejected:
        return
    assert found.sensed == ()
    assert "sensed_unit" not in [each.code for each in found.questions]
