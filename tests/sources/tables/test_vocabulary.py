"""What words of headers and cells say: units, directions, places, tariffs."""

import pytest

from klimamosaik.sources.tables.basics.vocabulary import (
    carrier_of,
    direction_of,
    direction_of_name,
    is_tariff,
    other_unit,
    place_in,
    strange_unit,
    unit_in,
    unit_of,
)
from klimamosaik.sources.tables.series.channel_names import kin


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Verbrauch (kWh)", "kWh"),
        ("Verbrauch [MWh]", "MWh"),
        ("Verbrauch (in kWh)", "kWh"),
        ("Verbrauch in MWh", "MWh"),
        ("Wirkenergie Wh (A)", "Wh"),
        ("kWh used", "kWh"),
        ("electricity_kwh", "kWh"),
        ("Strom kWh HT", "kWh"),
        ("Gas Usage (Therms)", "therm"),
        ("Gas CCF", "CCF"),
        ("Puissance (W)", "W"),
        ("Wasser m³", "m³"),
        ("Consumo de agua (litros)", "l"),
        ("Amount (kWh)", "kWh"),
        ("Kennwert kWh/m²", None),
        ("Kosten (€)", None),
        ("Verbrauch", None),
        ("Strom A", None),
        ("Haus W", None),
        ("Kurs (Zoll)", None),
    ],
)
def test_a_header_gives_its_unit(header: str, unit: str | None) -> None:
    assert unit_in(header) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("kWh", "kWh"), ("KWH", "kWh"), ("[MWh]", "MWh"), ("Liter", "l"), ("cbm", "m³"),
        ("BTU", "Btu"), ("kBtu", "kBtu"), ("dl", "dl"), ("GJ", "GJ"), ("m3", "m³"),
        ("kVArh", None), ("€", None), ("Srm", None), ("", None), ("Strom", None),
    ],
)  # fmt: skip
def test_a_cell_is_a_unit_or_none(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit


@pytest.mark.parametrize("header", ["Holz (Srm)", "Strom (Ticks)", "Gas (Zoll)"])
def test_a_unit_nobody_knows_is_seen_as_one(header: str) -> None:
    assert strange_unit(header) == header.split("(")[1].strip(")")


@pytest.mark.parametrize(
    "header", ["Strom (HT)", "Strom (Nord)", "Strom (Bezug)", "Strom (kWh)", "Strom (L1)", "Strom"]
)
def test_other_words_in_brackets_are_no_units(header: str) -> None:
    assert strange_unit(header) is None


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Blindarbeit (kVArh)", "kVArh"),
        ("Blindarbeit kVArh", "kVArh"),
        ("Kosten €", "€"),
        ("Anteil Ökostrom %", "%"),
        ("Charges ($)", "$"),
        ("Spannung (V)", "V"),
        ("Strom kWh", None),
        ("Haus A", None),
    ],
)
def test_units_of_something_else_are_known(header: str, unit: str | None) -> None:
    assert other_unit(header) == unit


WAYS = {
    "drawn": ["Netzbezug", "Bezug aus dem Netz", "A+ (kWh)", "Soutirage", "Energia prelevata",
              "afname", "grid import", "consumption", "Verbrauch"],
    "fed in": ["Einspeisung", "Rückspeisung kWh", "A- (kWh)", "Injection", "Energia immessa",
               "teruglevering", "Export", "feed-in", "Excedentes", "returned to grid",
               "Überschusseinspeisung", "Lieferung ins Netz"],
    "generated": ["PV-Erzeugung", "Solarertrag", "Production", "generation", "PV Ertrag kWh"],
    "own use": ["Eigenverbrauch", "self-consumption", "Direktverbrauch", "Autoconsommation"],
    "shared": ["Anteil Energiegemeinschaft", "Eigendeckung", "community share",
               "Bezug aus der Gemeinschaft", "gemeinschaftliche Erzeugung", "Gemeinschaftsanlage"],
    "stored": ["Batterieladung", "Battery discharge", "Speicher Entladung",
               "Speicher Rathaus", "Stromspeicher", "Laden (kWh)", "Laden vom Netz"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "way"), [(words, way) for way, each in WAYS.items() for words in each]
)
def test_words_tell_which_way_energy_flows(words: str, way: str) -> None:
    found = direction_of(words)
    assert found is not None
    assert found.value == way


@pytest.mark.parametrize("words", ["Strom", "kWh", "Rathaus", "Verbrauch Solarhaus", "Zähler 4711"])
def test_other_words_are_silent(words: str) -> None:
    found = direction_of(words)
    assert found is None or found.counts


@pytest.mark.parametrize(
    "building",
    [
        "Dorfgemeinschaftshaus", "Gemeinschaftshaus Süd", "Gemeinschaftsschule",
        "Haus der Generationen", "Verwaltungsgemeinschaft", "Mehrgenerationenhaus",
        "Produktionsschule", "Speicherstadt",
        "Alter Speicher", "Ehemaliger Speicher", "Laden Süd", "Eine-Welt-Laden", "E-Auto laden",
        "Community Center", "Princess Hall",
    ],
)  # fmt: skip
def test_a_building_called_like_a_direction_tells_none(building: str) -> None:
    assert direction_of(building) is None


def test_a_name_speaks_of_a_direction_by_strong_words_only() -> None:
    assert direction_of_name("Einspeisung_Rathaus.csv") is not None
    assert direction_of_name("Export 2024.csv") is None
    assert direction_of_name("Solarhaus") is None


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("Einspeisung Bauhof kWh", "Bauhof"),
        ("Rathaus Strom HT (kWh)", "Rathaus"),
        ("Netzbezug kWh", ""),
        ("Strom HT kWh", ""),
        ("Strom kWh", None),
        ("Rathaus Strom kWh", None),
    ],
)
def test_the_place_is_what_is_left_beside_direction_and_tariff(
    header: str, place: str | None
) -> None:
    assert place_in(header) == place


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Verbrauch kWh", "Zählerstand kWh"),
        ("Strom kWh", "Strom Leistung (kW)"),
        ("Gas m³", "Gas kWh"),
        ("Lettura contatore gas (m³)", "Consumo gas (m³)"),
        ("Rathaus Strom kWh", "Rathaus Zählerstand Strom kWh"),
    ],
)
def test_columns_that_may_tell_the_same_use_are_kin(first: str, second: str) -> None:
    assert kin(first) == kin(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Rathaus Strom kWh", "Schule Strom kWh"),
        ("Altbau Strom kWh", "Neubau Strom kWh"),
        ("Gesamtschule Strom kWh", "Hauptschule Strom kWh"),
        ("Tagesstätte kWh", "Tagespflege kWh"),
        ("Strom HT kWh", "Strom NT kWh"),
        ("Zähler 1 kWh", "Zähler 2 kWh"),
    ],
)
def test_columns_of_two_places_or_tariffs_are_not_kin(first: str, second: str) -> None:
    assert kin(first) != kin(second)


@pytest.mark.parametrize("cell", ["HT", "nt", "Hochtarif", "P1", "F3", "HP", "Tarif 2", "off-peak"])
def test_tariffs_are_known(cell: str) -> None:
    assert is_tariff(cell)


@pytest.mark.parametrize("cell", ["Rathaus", "H", "Strom", "2024", "HTML"])
def test_other_cells_are_no_tariffs(cell: str) -> None:
    assert not is_tariff(cell)


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("Wärmepumpe Strom kWh", "electricity"),
        ("heat_pump_electricity", "electricity"),
        ("Wärmemenge der Wärmepumpe", "heat"),
        ("Waermepumpe_Rathaus", None),  # it has a meter of either
        ("Elektroheizung", "electricity"),
        ("Stromheizung Wache", "electricity"),
        ("Wärmestrom NT", "electricity"),
        ("Heizung Kita", "heat"),
        ("Fernwärme", "heat"), ("warmte", "heat"), ("Chauffage urbain", "heat"),
        ("Élec", "electricity"), ("stroom", "electricity"), ("Energia elettrica", "electricity"),
        ("Erdgas", "gas"), ("gaz naturel", "gas"), ("agua", "water"), ("Heizöl", "oil"),
        ("Stromkosten", None), ("Abwasser", None), ("Außentemperatur", None), ("Rathaus", None),
    ],
)  # fmt: skip
def test_words_name_a_carrier(text: str, carrier: str | None) -> None:
    assert carrier_of(text) == carrier
