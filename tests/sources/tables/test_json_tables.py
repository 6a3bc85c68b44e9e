"""JSON as loggers, hubs and market platforms write it, read down to buildings and sums."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from klimamosaik.sources.tables import Preview, read

DAYS = [f"2024-01-{day:02}" for day in range(1, 29)]
AMOUNTS = [100 + at * 7 % 12 for at in range(28)]


def preview(value: Any) -> Preview:
    return read(json.dumps(value).encode(), name="export.json")


def asked(found: Preview) -> list[str]:
    return [each.code for each in found.questions]


@pytest.mark.parametrize(
    "written", ["{},5", " {},5 ", "1.{},5"], ids=["comma", "blanks", "thousands"]
)
def test_numbers_written_as_text_may_have_commas(written: str) -> None:
    records = [
        {"datum": day, "Strom kWh": written.format(amount)}
        for day, amount in zip(DAYS, AMOUNTS, strict=True)
    ]
    found = preview(records)
    thousands = 28_000 if written.startswith("1.") else 0
    assert [each.total for each in found.series] == [sum(AMOUNTS) + 14 + thousands]
    assert not found.questions


def test_text_that_may_be_thousands_or_decimals_is_asked_about() -> None:
    records = [
        {"datum": day, "Strom kWh": f"1.{amount}"}
        for day, amount in zip(DAYS, AMOUNTS, strict=True)
    ]
    assert asked(preview(records)) == ["decimal_mark"]


def test_numbers_of_three_decimals_are_numbers_beside_text_with_commas() -> None:
    records = [
        {"datum": day, "Strom kWh": 1 + amount / 1000, "Wärme kWh": f"{amount},5"}
        for day, amount in zip(DAYS, AMOUNTS, strict=True)
    ]
    totals = {each.name: round(each.total, 3) for each in preview(records).series}
    assert totals == {
        "Strom": round(28 + sum(AMOUNTS) / 1000, 3), "Wärme": sum(AMOUNTS) + 14,
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: {"sensor": {"name": "Rathaus Strom", "unit": "kWh"}, "data": rows},
        lambda rows: {"series": [{"name": "Rathaus Strom", "unit": "kWh", "values": rows}]},
        lambda rows: {"deviceName": "Rathaus Strom", "unit": "kWh", "measurements": rows},
    ],
)
def test_the_only_sensor_gives_its_name_not_the_columns(wrapped: Any) -> None:
    rows = [
        {"time": f"{day}T00:00:00+01:00", "min": 1, "sum": amount, "mean": amount / 24}
        for day, amount in zip(DAYS, AMOUNTS, strict=True)
    ]
    found = preview(wrapped(rows))
    assert [(each.name, each.unit, each.total) for each in found.series] == [
        ("Rathaus Strom", "kWh", sum(AMOUNTS))
    ]
    assert found.series[0].building == "Rathaus Strom"
    assert not found.questions


def document(*, business: str = "A04", curve: str = "A01", points: list[int]) -> dict[str, Any]:
    begin = datetime(2026, 3, 1, 23, tzinfo=UTC)
    periods = [
        {
            "resolution": "PT1H",
            "timeInterval": {
                "start": f"{begin + timedelta(days=day):%Y-%m-%dT%H:%MZ}",
                "end": f"{begin + timedelta(days=day + 1):%Y-%m-%dT%H:%MZ}",
            },
            "Point": [
                {"position": str(at), "out_Quantity.quantity": f"{1 + at * 7 % 5}.5"}
                for at in points
            ],
        }
        for day in range(2)
    ]
    series = {
        "mRID": "571313180100000017", "businessType": business, "curveType": curve,
        "measurement_Unit.name": "KWH", "Period": periods,
    }  # fmt: skip
    return {"result": [{"MyEnergyData_MarketDocument": {"mRID": "doc", "TimeSeries": [series]}}]}


def test_a_market_document_counts_its_points_from_the_begin_of_each_period() -> None:
    found = preview(document(points=list(range(1, 25))))
    (series,) = found.series
    assert (series.name, series.unit, series.count) == ("571313180100000017", "kWh", 48)
    assert series.first == datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert series.last == datetime(2026, 3, 3, 23, tzinfo=UTC)
    assert series.total == pytest.approx(2 * sum(1.5 + at * 7 % 5 for at in range(1, 25)))
    assert asked(found) == []  # the carrier is asked where the series is stored


def test_production_in_a_market_document_is_no_use() -> None:
    assert not preview(document(business="A01", points=list(range(1, 25)))).series[0].counts


def test_a_held_point_lasts_until_the_next_one() -> None:
    found = preview(document(curve="A03", points=[1, 13]))
    lengths = (found.readings["end"] - found.readings["start"]).unique().to_list()
    assert lengths == [timedelta(hours=12)]


def test_codes_of_registers_said_once_for_a_series_tell_counters_and_carriers() -> None:
    def series(label: str, code: str, unit: str, first: float, step: float) -> dict[str, Any]:
        values = [
            {"timestamp": f"2024-01-01T{hour:02}:01:00Z", "value": first + step * hour,
             "diffValue": step, "unit": unit}
            for hour in range(24)
        ]  # fmt: skip
        return {"label": label, "obisCode": code, "values": values}

    found = preview(
        {
            "timestamps": [f"2024-01-01T{hour:02}:00:00Z" for hour in range(24)],
            "series": [
                series("Water", "8.0.1.0.0.255", "m3", 12_345.5, 0.5),
                series("Main", "1.0.1.8.0.255", "WattHour", 456_789, 100),
            ],
        }
    )
    read_ones = {each.name.split(" · ")[0]: each for each in found.series}
    totals = {
        name: (each.carrier, each.unit, round(each.total, 3)) for name, each in read_ones.items()
    }
    assert totals == {
        "Water": ("water", "m³", 11.5), "Main": ("electricity", "kWh", 2.3),
    }  # fmt: skip
    assert not found.questions


def used(found: Preview) -> dict[str, tuple[str | None, str | None, float]]:
    """Building, carrier and total of each series."""
    return {each.name: (each.building, each.carrier, each.total) for each in found.series}


def metered(number: str, medium: str, unit: str, amount: int) -> dict[str, Any]:
    readings = [
        {"date": f"2024-{month:02}-01", "value": value}
        for month, value in ((1, amount), (2, 2 * amount), (3, amount))
    ]
    return {
        "id": number, "building": "Rathaus", "medium": medium, "unit": unit, "readings": readings,
    }  # fmt: skip


def test_meters_of_a_building_keep_their_carriers() -> None:
    found = preview(
        {"meters": [metered("M1", "Strom", "kWh", 7), metered("M2", "Wasser", "m3", 1)]}
    )
    assert used(found) == {
        "Rathaus · M1 · Strom": ("Rathaus", "electricity", 28),
        "Rathaus · M2 · Wasser": ("Rathaus", "water", 4),
    }
    assert not asked(found)


def test_buildings_with_a_list_of_each_carrier_are_kept_apart() -> None:
    def months(amount: int) -> list[dict[str, Any]]:
        return [{"month": f"2024-{month:02}", "kwh": amount} for month in (1, 2, 3)]

    found = preview(
        [
            {"building": "Rathaus", "consumption": {"electricity": months(1), "heat": months(10)}},
            {"building": "Schule", "consumption": {"electricity": months(2), "heat": months(20)}},
        ]
    )
    assert used(found) == {
        "Rathaus · electricity": ("Rathaus", "electricity", 3),
        "Rathaus · heat": ("Rathaus", "heat", 30),
        "Schule · electricity": ("Schule", "electricity", 6),
        "Schule · heat": ("Schule", "heat", 60),
    }
