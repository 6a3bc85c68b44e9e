"""Corrections by a person, and how the next file of the kind finds them."""

import pytest

from klimamosaik.sources.tables import (
    ColumnHint,
    ColumnRole,
    FileHints,
    FileKind,
    fingerprint,
    read,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

COUNTS = (
    b"Datetime,Promenade,Kanal\n2024-01-01 00:00,3,5\n2024-01-01 01:00,4,2\n2024-01-01 02:00,1,8\n"
)


def test_carrier_and_unit_turn_an_unknown_series_into_readings() -> None:
    assert read(COUNTS, name="a.csv").kind is FileKind.UNKNOWN
    told = FileHints(carrier=Carrier.ELECTRICITY, unit="MWh")
    preview = read(COUNTS, name="a.csv", hints=told)
    assert preview.kind is FileKind.READINGS
    assert [(each.unit, each.total) for each in preview.series] == [("kWh", 8000), ("kWh", 15000)]


def test_a_column_can_be_corrected_by_itself() -> None:
    told = FileHints(
        columns=(
            ColumnHint("Promenade", carrier=Carrier.WATER, unit="l", name="Brunnen"),
            ColumnHint("Kanal", role=ColumnRole.IGNORED),
        )
    )
    (series,) = read(COUNTS, name="a.csv", hints=told).series
    assert (series.name, series.carrier, series.unit) == ("Brunnen", Carrier.WATER, "m³")
    assert series.total == pytest.approx(0.008)


def test_stamps_can_be_told_to_mark_the_end() -> None:
    start = read(COUNTS, name="a.csv").readings["start"]
    end = read(COUNTS, name="a.csv", hints=FileHints(stamp="end")).readings["end"]
    assert start.equals(end.alias("start"))


def test_counters_can_be_told_and_denied() -> None:
    text = "Datum;Strom kWh\n" + "".join(f"{day:02}.01.2024;{100 + day}\n" for day in range(1, 20))
    (asked,) = read(text.encode(), name="a.csv").questions
    assert asked.code == "counter_unclear"
    assert read(text.encode(), name="a.csv", hints=FileHints(counter=True)).series[0].counter
    denied = read(text.encode(), name="a.csv", hints=FileHints(counter=False)).series[0]
    assert (denied.counter, denied.count) == (False, 19)
    short = b"Datum;Strom kWh\n01.01.2024;100\n02.01.2024;105\n03.01.2024;107\n"
    told = read(short, name="a.csv", hints=FileHints(counter=True)).series[0]
    assert (told.counter, told.total) == (True, 7)


def test_corrections_survive_being_written_and_read() -> None:
    hints = FileHints(
        decimal=",",
        carrier=Carrier.GAS,
        calorific_value=11.2,
        columns=(ColumnHint("B", role=ColumnRole.COUNTER, unit="m³"),),
    )
    assert FileHints.from_json(hints.to_json()) == hints
    assert FileHints.from_json(FileHints().to_json()) == FileHints()


@pytest.mark.parametrize(
    "written",
    [
        "",
        "[]",
        "{",
        '{"x": 1}',
        '{"unit": "Eimer"}',
        '{"carrier": "coal dust"}',
        '{"stamp": "noon"}',
        '{"calorific_value": -1}',
        '{"columns": [{"header": "a", "role": "boss"}]}',
        '{"columns": 5}',
        '{"columns": [{}]}',
        '{"decimal": ";"}',
        "null",
        '{"calorific_value": "x"}',
    ],
)
def test_corrections_nobody_understands_are_refused(written: str) -> None:
    with pytest.raises(InputRejected):
        FileHints.from_json(written)


def test_newer_corrections_win_and_older_ones_stay() -> None:
    older = FileHints(
        decimal=",", unit="kWh", columns=(ColumnHint("A", unit="kWh"), ColumnHint("B", unit="l"))
    )
    newer = FileHints(unit="MWh", columns=(ColumnHint("A", unit="MWh"),))
    both = older.updated(newer)
    assert (both.decimal, both.unit) == (",", "MWh")
    assert (both.of("A").unit, both.of("B").unit) == ("MWh", "l")


def test_next_years_file_is_of_the_same_kind() -> None:
    this = read(b"Datum;Strom 2023 kWh\n01.01.2023;5\n02.01.2023;6\n", name="a.csv")
    following = read(b"Datum;Strom 2024 kWh\n01.01.2024;7\n02.01.2024;8\n", name="b.csv")
    other = read(b"Datum;Gas kWh\n01.01.2024;7\n02.01.2024;8\n", name="b.csv")
    assert fingerprint(this) == fingerprint(following)
    assert fingerprint(this) != fingerprint(other)


def test_long_work_says_how_far_it_is() -> None:
    said: list[tuple[float, Text]] = []
    read(COUNTS, name="a.csv", progress=lambda share, what: said.append((share, what)))
    shares = [share for share, _ in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_unit_nobody_knows_is_refused_wherever_it_comes_from() -> None:
    with pytest.raises(InputRejected) as refusal:
        FileHints(unit="Eimer")
    assert "kWh" in refusal.value.complaints[0].text.de
