"""What a file with one series calls it."""

import pytest

from klimamosaik.sources.tables import read
from klimamosaik.sources.tables.basics.vocabulary import names_a_place


def name_of(header: str, file: str) -> str:
    rows = "".join(f"{month:02}/2024;{1000 + 13 * month}\n" for month in range(1, 13))
    (series,) = read(f"Monat;{header}\n{rows}".encode(), name=file).series
    return series.name


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        ("Zählerstand Strom Bauhof", "Zählerstand Strom Bauhof"),
        ("Verbrauch Rathaus (kWh)", "Verbrauch Rathaus"),
        ("Stromverbrauch Grundschule Süd in kWh", "Stromverbrauch Grundschule Süd"),
        ("Consumption town hall [kWh]", "Consumption town hall"),
    ],
)
def test_a_place_beside_what_is_counted_is_kept(header: str, kept: str) -> None:
    assert name_of(header, "Export_2024.csv") == kept


@pytest.mark.parametrize(
    "header",
    [
        "Verbrauch kWh",
        "Stromverbrauch (kWh)",
        "Zählerstand aktuell [kWh]",
        "Verbrauch gesamt in kWh",
        "Wirkarbeit Bezug kWh",
        "Energieverbrauch Heizung kWh",
        "Jahresverbrauch Strom netto [kWh]",
        "Meter reading kWh",
        "Active energy import (kWh)",
        "Verbrauch pro Monat (kWh)",
    ],
)
def test_a_header_that_only_says_what_is_counted_gives_way_to_the_file(header: str) -> None:
    assert name_of(header, "Bauhof Strom.csv") == "Bauhof Strom"
    assert not names_a_place(header.split(" (")[0].split(" [")[0])
