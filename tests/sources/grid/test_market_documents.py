"""Points of market documents: counted from 1, as long as the resolution says."""

from typing import Any

import pytest

from klimamosaik.sources.grid.json_tables.market_documents import series_of


def series(resolution: str, *positions: int, end: str, **more: Any) -> dict[str, Any]:
    return {
        "mRID": "571313",
        "measurement_Unit.name": "KWH",
        "Period": {
            "resolution": resolution,
            "timeInterval": {"start": "2024-01-01T00:00:00+00:00", "end": end},
            "Point": [{"position": str(at), "quantity": str(10 * at)} for at in positions],
        },
        **more,
    }


@pytest.mark.parametrize(
    ("resolution", "second"),
    [
        ("PT15M", "2024-01-01T00:15:00+00:00"),
        ("PT60M", "2024-01-01T01:00:00+00:00"),
        ("PT1H", "2024-01-01T01:00:00+00:00"),
        ("P1D", "2024-01-02T00:00:00+00:00"),
    ],
)
def test_the_second_point_begins_one_step_after_the_first(resolution: str, second: str) -> None:
    found = series_of(series(resolution, 2, 1, end="2024-01-03T00:00:00+00:00"))
    assert found is not None
    assert found["von"] == ["2024-01-01T00:00:00+00:00", second]
    assert found["bis"][0] == second
    assert found["Menge"] == ["10", "20"]
    assert found["Einheit"] == ["KWH", "KWH"]


def test_a_point_that_holds_lasts_until_the_next_one_or_the_end() -> None:
    end = "2024-01-01T04:00:00+00:00"
    held = series_of(series("PT1H", 1, 3, end=end, curveType="A03"))
    assert held is not None
    assert held["bis"] == ["2024-01-01T02:00:00+00:00", end]
    plain = series_of(series("PT1H", 1, 3, end=end))
    assert plain is not None
    assert plain["bis"] == ["2024-01-01T01:00:00+00:00", "2024-01-01T03:00:00+00:00"]


@pytest.mark.parametrize("resolution", ["P1M", "PT1S", ""])
def test_another_resolution_is_no_series(resolution: str) -> None:
    assert series_of(series(resolution, 1, end="2024-01-03T00:00:00+00:00")) is None
    assert series_of({"mRID": "571313"}) is None
    assert series_of(series("PT1H", end="2024-01-03T00:00:00+00:00")) is None
