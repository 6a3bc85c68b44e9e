"""Of several versions the newest counts; what a delivery changes, what taking it back leaves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from klimamosaik.observations.store.frames import (
    DELIVERED,
    LARGEST,
    MANY,
    STORED,
    as_frame,
    checked,
    empty,
    in_order,
    merged,
    microseconds,
    moment,
)
from klimamosaik.observations.store.merging import (
    difference,
    newest,
    restored,
    without_idle_tombstones,
)
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.reading import WITHDRAWN

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def row(
    stream: int, hour: int, value: float, *, quality: str = "measured", long: int = 1
) -> dict[str, Any]:
    start = NOON + hour * HOUR
    return {
        "datastream": stream, "start": start, "end": start + long * HOUR, "value": value,
        "quality": quality,
    }  # fmt: skip


def given(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=DELIVERED)


def stored(*rows: tuple[int, dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame([each | {"seq": seq} for seq, each in rows], schema=STORED)


def told(frame: pl.DataFrame) -> list[tuple[int, int, float]]:
    hours = (frame["start"] - NOON).dt.total_hours().to_list()
    return list(zip(frame["datastream"].to_list(), hours, frame["value"].to_list(), strict=True))


def test_of_each_reading_the_newest_version_counts_and_all_are_in_order() -> None:
    versions = stored((2, row(2, 0, 9)), (1, row(1, 1, 5)), (3, row(1, 0, 7)), (1, row(1, 0, 6)))
    found = newest(versions)
    assert told(found) == [(1, 0, 7), (1, 1, 5), (2, 0, 9)]
    assert found["seq"].to_list() == [3, 1, 2]


@pytest.mark.parametrize("kind", ["months", "corrected", "overlapping", "shuffled", "in order"])
def test_many_rows_are_in_order_however_they_come(kind: str) -> None:
    """Settled months are runs in order already; a correction, or a shuffle, is none."""
    month, streams = np.arange(100), 5
    parts = [(stream, begin + month) for begin in range(0, 3_000, 100) for stream in range(streams)]
    stream = np.repeat([each for each, _ in parts], 100)
    hour = np.concatenate([hours for _, hours in parts])
    if kind == "corrected":
        stream, hour = np.append(stream, 2), np.append(hour, 1_234)
    if kind == "overlapping":
        stream, hour = np.append(stream, np.full(90, 3)), np.append(hour, 30 * np.arange(90))
    rows = pl.DataFrame({"datastream": stream, "start": hour}).with_row_index("seq")
    if kind == "shuffled":
        rows = rows[np.random.default_rng(7).permutation(rows.height)]
    if kind == "in order":
        rows = rows.sort("datastream", "start")
    expected = rows.sort("datastream", "start", "seq")
    assert rows.height >= MANY
    assert in_order(rows, ["datastream", "start", "seq"]).equals(expected)
    found = merged(rows["datastream"].to_numpy(), rows["start"].to_numpy())
    assert (found is not None) == (kind in ("months", "in order"))


def test_what_was_withdrawn_is_gone_until_it_is_delivered_again() -> None:
    gone = row(1, 0, 6, quality=WITHDRAWN)
    assert told(newest(stored((1, row(1, 0, 6)), (2, gone)))) == []
    assert told(newest(stored((1, row(1, 0, 6)), (2, gone), (3, row(1, 0, 8))))) == [(1, 0, 8)]
    assert newest(empty()).is_empty()


def test_a_delivery_is_told_apart_in_new_corrected_and_known() -> None:
    before = stored((1, row(1, 0, 5)), (1, row(1, 1, 6)), (1, row(1, 2, 7)))
    found = difference(given(row(1, 1, 6), row(1, 2, 8), row(1, 3, 9)), before)
    assert told(found.fresh) == [(1, 2, 8), (1, 3, 9)]
    assert told(found.replaced) == [(1, 2, 7)]
    assert (found.changed, found.same) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [row(1, 0, 6), row(1, 0, 5, long=2), row(1, 0, 5, quality="estimated")],
    ids=["value", "end", "quality"],
)
def test_another_value_end_or_quality_is_a_correction(other: dict[str, Any]) -> None:
    found = difference(given(other), stored((1, row(1, 0, 5))))
    assert (found.fresh.height, found.changed, found.same) == (1, 1, 0)


def test_the_same_hour_of_another_meter_corrects_nothing() -> None:
    found = difference(given(row(2, 0, 6)), stored((1, row(1, 0, 5))))
    assert (found.fresh.height, found.changed, found.same) == (1, 0, 0)
    assert difference(given(), stored((1, row(1, 0, 5)))).fresh.is_empty()
    assert difference(given(row(1, 0, 5)), empty()).fresh.height == 1


def test_taken_back_a_version_leaves_what_stood_before_it() -> None:
    versions = stored((1, row(1, 0, 5, long=2)), (2, row(1, 0, 6)), (2, row(1, 1, 7)))
    brought = versions.filter(pl.col("seq") == 2)
    found = restored(brought, versions, void={2})
    assert found["quality"].to_list() == ["measured", WITHDRAWN]
    assert found["value"].to_list() == [5.0, None]
    assert (found["end"] - found["start"]).to_list() == [2 * HOUR, HOUR]


def test_taken_back_a_version_leaves_newer_corrections_alone() -> None:
    versions = stored((1, row(1, 0, 5)), (2, row(1, 0, 6)), (3, row(1, 0, 7)), (2, row(1, 1, 8)))
    brought = versions.filter(pl.col("seq") == 2)
    found = restored(brought, versions, void={2})
    assert found["quality"].to_list() == ["measured", WITHDRAWN]
    newer = versions.filter(pl.col("seq") == 3)
    assert difference(without_idle_tombstones(found, newer), newer).fresh.is_empty()


def test_of_several_earlier_versions_the_last_comes_back() -> None:
    versions = stored((2, row(1, 0, 6)), (1, row(1, 0, 5)), (4, row(1, 0, 9)))
    found = restored(versions.filter(pl.col("seq") == 4), versions, void={4})
    assert told(found) == [(1, 0, 6)]
    found = restored(versions.filter(pl.col("seq") == 4), versions, void={2, 4})
    assert told(found) == [(1, 0, 5)]


def test_readings_are_checked_sorted_and_exact_doubles_count_once() -> None:
    found = checked(given(row(2, 0, 1), row(1, 1, 2), row(1, 0, 3), row(1, 0, 3)))
    assert told(found) == [(1, 0, 3), (1, 1, 2), (2, 0, 1)]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (row(1, 0, float("nan")), "not_a_number"),
        (row(1, 0, float("inf")), "not_a_number"),
        (row(1, 0, LARGEST * 1.001), "too_large_to_be_true"),
        (row(1, 0, -LARGEST * 1.001), "too_large_to_be_true"),
        (row(1, 0, 1, long=-1), "not_a_span"),
        (row(1, -24 * 365 * 130, 1), "not_a_span"),  # 1894
        (row(1, 0, 1, quality=WITHDRAWN), "not_a_quality"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(bad: dict[str, Any], code: str) -> None:
    with pytest.raises(InputRejected) as refused:
        checked(given(row(1, 5, 1), bad))
    assert [each.code for each in refused.value.complaints] == [code]
    assert refused.value.complaints[0].text.de.startswith("1 Messwerte")


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(InputRejected) as refused:
        checked(given(row(1, 0, 1), row(1, 0, 2), row(1, 2, float("nan"), long=-1)))
    codes = [each.code for each in refused.value.complaints]
    assert codes == ["not_a_number", "not_a_span", "contradicting_readings"]


def test_the_largest_there_can_be_is_taken_and_a_quality_nobody_knows_is_not() -> None:
    assert checked(given(row(1, 0, LARGEST))).height == 1
    guessed = given(row(1, 0, 1)).with_columns(quality=pl.lit("guessed"))
    with pytest.raises(InputRejected, match="unknown quality"):
        checked(guessed)
    with pytest.raises(InputRejected, match="missing: value, quality"):
        checked(given(row(1, 0, 1)).drop("value", "quality"))


def test_arrays_and_moments_come_back_as_they_were_stored() -> None:
    start = microseconds(NOON)
    assert moment(start) == NOON
    assert microseconds(moment(-1)) == -1
    one = np.array([1, 2])
    frame = as_frame(
        datastream=one, start=start + one, end=start + 2 * one, value=np.array([1.5, np.nan]),
        quality=np.array([1, 4], np.uint8), seq=one,
    )  # fmt: skip
    assert frame["quality"].to_list() == ["estimated", WITHDRAWN]
    assert frame["value"].to_list() == [1.5, None]
    assert frame["start"][0] == NOON + timedelta(microseconds=1)
