"""JSON as portals and inverters write it."""

import json
from typing import Any

import pytest

from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import Grid, OpenedFile
from klimamosaik.terms.complaint import InputRejected

HOURS = ["2024-01-01T00:00", "2024-01-01T01:00"]


def opened(value: Any) -> OpenedFile:
    return open_file(json.dumps(value).encode(), name="werte.json", largest=1_000_000)


def table(grid: Grid) -> list[tuple[str | None, ...]]:
    """Heading and rows, without what stands above."""
    assert grid.header_row is not None
    return grid.frame.drop("row").rows()[grid.header_row - 1 :]


def only(value: Any) -> list[tuple[str | None, ...]]:
    (part,) = opened(value).parts
    return table(part.grid)


def test_the_unit_of_a_nested_series_goes_into_its_heading() -> None:
    values = [
        {"date": "2024-06-01 00:00:00", "value": 100.0},
        {"date": "2024-06-02", "value": None},
    ]
    assert only({"energy": {"timeUnit": "DAY", "unit": "Wh", "values": values}}) == [
        ("date", "energy (Wh)"),
        ("2024-06-01 00:00:00", "100.0"),
        ("2024-06-02", None),
    ]


def test_several_named_series_stand_beside_each_other() -> None:
    days = ["2024-06-01", "2024-06-02"]
    meters = [
        {"type": "Consumption", "values": [{"date": day, "value": 5} for day in days]},
        {"type": "FeedIn", "values": [{"date": days[1], "value": 7}]},
    ]
    assert only({"energyDetails": {"unit": "Wh", "meters": meters}}) == [
        ("date", "Consumption (Wh)", "FeedIn (Wh)"),
        ("2024-06-01", "5", None),
        ("2024-06-02", "5", "7"),
    ]


def test_series_of_pairs_keep_a_doubled_hour() -> None:
    pairs: list[list[Any]] = [["2024-10-27 02:00", 1], ["2024-10-27 02:00", 2]]
    series = [{"name": "A", "data": pairs}, {"name": "B", "data": [[t, v + 2] for t, v in pairs]}]
    assert only({"series": series})[1:] == [
        ("2024-10-27 02:00", "1", "3"),
        ("2024-10-27 02:00", "2", "4"),
    ]


def test_values_before_their_times_are_told_apart() -> None:
    pairs = [[5, 1704067200000], [6, 1704070800000]]
    assert only([{"target": "Rathaus", "datapoints": pairs}])[0] == ("Rathaus", "time")


def test_columns_side_by_side_get_their_units_and_the_offset_beside_them() -> None:
    weather = {
        "latitude": 52.5,
        "utc_offset_seconds": 7200,
        "hourly_units": {"time": "iso8601", "temperature_2m": "°C"},
        "hourly": {"time": HOURS, "temperature_2m": [15.0, 14.2]},
    }
    (part,) = opened(weather).parts
    assert part.grid.frame["c0"][0] == "latitude: 52.5; utc_offset_seconds: 7200"
    assert table(part.grid) == [
        ("time", "temperature_2m (°C)"),
        ("2024-01-01T00:00+02:00", "15.0"),
        ("2024-01-01T01:00+02:00", "14.2"),
    ]


def test_hours_and_days_are_two_tables() -> None:
    value = {
        "hourly": {"time": HOURS, "temperature_2m": [15.0, 14.2]},
        "daily": {"time": ["2024-01-01", "2024-01-02"], "temperature_2m_mean": [1, 2]},
    }
    assert [part.name for part in opened(value).parts] == ["hourly", "daily"]


RECORDS = [{"time": HOURS[0], "kWh": 1}, {"time": HOURS[1], "kWh": 2}]
AS_RECORDS = [("time", "kWh"), (HOURS[0], "1"), (HOURS[1], "2")]


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        {"data": RECORDS, "count": 2},
        {"response": {"result": {"items": RECORDS}}},
        [["time", "kWh"], [HOURS[0], 1], [HOURS[1], 2]],
        {"columns": ["time", "kWh"], "data": [[HOURS[0], 1], [HOURS[1], 2]]},
        {"components": ["time", "kWh"], "dataArray": [[HOURS[0], 1], [HOURS[1], 2]]},
        {"columns": ["kWh"], "index": HOURS, "data": [[1], [2]]},
        {"time": HOURS, "kWh": [1, 2]},
        {"time": {"0": HOURS[0], "1": HOURS[1]}, "kWh": {"0": 1, "1": 2}},
        {HOURS[0]: {"kWh": 1}, HOURS[1]: {"kWh": 2}},
        {"labels": HOURS, "datasets": [{"label": "kWh", "data": [1, 2]}]},
        {"results": [{"series": [{"name": "kWh", "columns": ["time", "value"],
                                  "values": [[HOURS[0], 1], [HOURS[1], 2]]}]}]},
    ],
)  # fmt: skip
def test_the_usual_shapes_are_one_table(value: Any) -> None:
    assert only(value) == AS_RECORDS


def test_records_within_records_are_flattened_and_small_lists_within_are_no_tables() -> None:
    record = {"time": HOURS[0], "solar": {"power": 5, "arrays": [{"array": 1}]}, "grid": {"in": 3}}
    assert only({"data": [record]}) == [("time", "solar.power", "grid.in"), (HOURS[0], "5", "3")]


def test_meters_with_numbers_stand_below_each_other() -> None:
    readings = [{"timestamp": HOURS[0], "value": 1}, {"timestamp": HOURS[1], "value": 2}]
    meters = [{"meterId": each, "unit": "kWh", "readings": readings} for each in ("1EMH1", "1EMH2")]
    rows = only({"meters": meters})
    assert rows[0] == ("Zähler", "Einheit", "timestamp", "value")
    assert [row[0] for row in rows[1:]] == ["1EMH1", "1EMH1", "1EMH2", "1EMH2"]


def test_a_unit_beside_does_not_go_to_numbers_that_count_or_name() -> None:
    values = [{"date": "2024-01-01", "production": 5, "meter_id": 3}]
    assert only({"unit": "Wh", "values": values})[0] == ("date", "production (Wh)", "meter_id")


@pytest.mark.parametrize("value", [{"a": 1}, [], [1, 2], {"x": {"y": []}}, [[1], [2]]])
def test_json_without_a_table_is_refused(value: Any) -> None:
    with pytest.raises(InputRejected) as refusal:
        opened(value)
    assert refusal.value.complaints[0].code == "json_without_records"


def test_json_nested_without_end_is_read_as_text() -> None:
    found = open_file(b"[" * 100_000, name="a.json", largest=1_000_000)
    assert [part.grid.width for part in found.parts] == [1]


def test_rows_with_a_heading_may_be_short_and_repeat_a_name() -> None:
    rows = [["time", "kWh", "kWh"], [HOURS[0], 1, 2], [HOURS[1], 3]]
    assert only(rows) == [
        ("time", "kWh", "kWh'"),
        (HOURS[0], "1", "2"),
        (HOURS[1], "3", None),
    ]


def test_what_the_first_record_alone_says_counts_for_all() -> None:
    records = [{"meter": "A", "time": HOURS[0], "kWh": 1}, {"time": HOURS[1], "kWh": 2}]
    assert only(records)[1:] == [("A", HOURS[0], "1"), ("A", HOURS[1], "2")]


def test_headings_and_rows_in_lists_of_their_own_are_one_table() -> None:
    split = {"columns": [{"name": "kWh"}, "°C"], "data": [[1, 5], [2, 6]], "index": HOURS}
    assert only(split) == [("time", "kWh", "°C"), (HOURS[0], "1", "5"), (HOURS[1], "2", "6")]


def test_headings_that_do_not_fit_their_rows_name_nothing() -> None:
    odd = {"columns": ["time", "kWh"], "data": [[HOURS[0], 1, 7], [HOURS[1], 2]]}
    assert only(odd)[0] == ("time", "value 1", "value 2")


def test_a_dictionary_from_times_to_records_is_a_table() -> None:
    by_time = {HOURS[0]: {"kWh": 1, "°C": 5}, HOURS[1]: {"kWh": 2}}
    assert only(by_time) == [("time", "kWh", "°C"), (HOURS[0], "1", "5"), (HOURS[1], "2", None)]
    assert only(dict(zip(HOURS, (1, 2), strict=True)))[1:] == [(HOURS[0], "1"), (HOURS[1], "2")]


def test_lists_of_different_lengths_or_without_times_are_no_columns() -> None:
    for value in ({"time": HOURS, "kWh": [1, 2, 3]}, {"a": [1, 2], "b": [3, 4]}):
        with pytest.raises(InputRejected):
            opened(value)
