"""What --hints takes: the whole file, its columns, its series; nothing else, and says so."""

import json
from typing import Any

import pytest

from klimamosaik.observations.intake.corrections import (
    COLUMN_KEYS,
    KEYS,
    SERIES_KEYS,
    Corrections,
    SeriesHint,
)
from klimamosaik.sources.tables import ColumnRole, FileHints
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.direction import Direction


def told(**hints: Any) -> Corrections:
    return Corrections.from_hints(json.dumps(hints))


def refused(**hints: Any) -> str:
    with pytest.raises(InputRejected) as refusal:
        told(**hints)
    return refusal.value.complaints[0].text.de


def test_one_line_says_it_of_the_file_its_columns_and_its_series() -> None:
    found = told(
        carrier="gas",
        columns=[{"header": "Tarif", "role": "tariff", "direction": "fed in"}],
        series=[{"series": "A", "building": "Rathaus", "carrier": "heat", "direction": "part"}],
        building="Bauhof",
    )
    assert found.hints.carrier is Carrier.GAS
    assert found.hints.of("Tarif").role is ColumnRole.TARIFF
    assert found.hints.of("Tarif").direction is Direction.FED_IN
    assert found.of("A") == SeriesHint("A", "Rathaus", Carrier.HEAT, Direction.PART)
    assert found.building == "Bauhof"


def test_what_was_said_can_be_written_down_and_read_again() -> None:
    found = told(
        unit="MWh",
        name="Kessel",
        accepted=["odd_buildings"],
        series=[{"series": "A", "left_out": True}],
        building="Bauhof",
    )
    assert Corrections.from_hints(found.to_hints()) == found
    assert Corrections.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("written", "unit"),
    [("W", "W"), ("kwh", "kWh"), ("KWH", "kWh"), ("m3", "m³"), ("mwh", "MWh"), ("Liter", "l")],
)
def test_a_unit_may_be_spelled_as_files_spell_it(written: str, unit: str) -> None:
    assert told(unit=written).hints.unit == unit
    assert told(columns=[{"header": "A", "unit": written}]).hints.of("A").unit == unit


def test_an_unknown_name_is_refused_with_all_that_are_known() -> None:
    sentence = refused(carrer="gas")
    assert "carrer" in sentence
    assert all(key in sentence for key in KEYS)
    sentence = refused(columns=[{"header": "A", "rolle": "time"}])
    assert "rolle" in sentence
    assert all(key in sentence for key in COLUMN_KEYS)
    sentence = refused(series=[{"series": "A", "unit": "kWh"}])
    assert "unit" in sentence
    assert all(key in sentence for key in SERIES_KEYS)


@pytest.mark.parametrize(
    ("hints", "said"),
    [
        ({"carrier": "coal"}, "electricity"),
        ({"unit": "Parsec"}, "kWh"),
        ({"direction": "up"}, "fed in"),
        ({"columns": [{"header": "A", "role": "tarif"}]}, "tariff"),
        ({"series": [{"series": "A", "carrier": "coal"}]}, "electricity"),
        ({"series": [{"series": "A", "direction": "up"}]}, "fed in"),
        ({"series": [{"building": "A"}]}, '"series"'),
        ({"series": [{"series": "A", "left_out": "yes"}]}, "true"),
        ({"columns": [{"role": "time"}]}, '"header"'),
        ({"columns": {"header": "A"}}, "columns"),
        ({"accepted": "odd_buildings"}, "accepted"),
        ({"building": 7}, "building"),
        ({"calorific_value": 112}, "1 … 20"),
        ({"state_number": "..."}, "0.5 … 1.5"),
    ],
)
def test_what_cannot_be_is_refused_and_says_what_can(hints: dict[str, Any], said: str) -> None:
    assert said in refused(**hints)


@pytest.mark.parametrize("written", ["{", "[]", "7", '"gas"'])
def test_what_is_no_json_object_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(InputRejected) as refusal:
        Corrections.from_hints(written)
    assert '{"carrier": "gas"}' in refusal.value.complaints[0].text.de


def test_newer_words_count_and_older_ones_stay() -> None:
    older = told(carrier="gas", series=[{"series": "A", "building": "Rathaus"}], building="Bauhof")
    newer = told(unit="MWh", series=[{"series": "A", "carrier": "heat"}])
    both = older.updated(newer)
    assert (both.hints.carrier, both.hints.unit, both.building) == (Carrier.GAS, "MWh", "Bauhof")
    assert both.of("A") == SeriesHint("A", "Rathaus", Carrier.HEAT)


def test_only_what_holds_for_the_next_file_is_remembered() -> None:
    said = told(carrier="gas", accepted=["rows_not_taken"], building="Bauhof")
    assert said.to_remember() == Corrections(hints=FileHints(carrier=Carrier.GAS))
    assert told(accepted=["rows_not_taken"]).to_remember().says_nothing


@pytest.mark.parametrize("name", ["Strom", "HT", "Verbrauch", "Kanal 1", "Zähler 2", "Bezug"])
def test_the_place_of_a_series_whose_name_tells_none_is_of_its_file_only(name: str) -> None:
    hint = {"series": name, "building": "Bauhof", "meter": "4711", "carrier": "heat"}
    assert told(series=[hint]).to_remember().series == (SeriesHint(name, carrier=Carrier.HEAT),)
    alone = told(series=[{"series": name, "building": "Bauhof"}])
    assert alone.to_remember().says_nothing


@pytest.mark.parametrize("name", ["Rathaus Strom", "4711", "Zähler 470815", "Kita · HT"])
def test_the_place_of_a_series_whose_name_tells_it_is_remembered(name: str) -> None:
    said = told(series=[{"series": name, "building": "Bauhof"}])
    assert said.to_remember().of(name).building == "Bauhof"


@pytest.mark.parametrize("written", ["11.2", "11,2", 11.2])
def test_a_number_typed_between_the_quotes_of_the_example_is_that_number(written: object) -> None:
    assert told(calorific_value=written).hints == FileHints(calorific_value=11.2)


def test_the_dots_of_the_example_are_refused_until_they_are_replaced() -> None:
    assert "1 … 20" in refused(calorific_value="...")
