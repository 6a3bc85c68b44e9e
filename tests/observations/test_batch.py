"""Few readings are looked at without a table, and mean the same as in one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klimamosaik.observations.store import hot
from klimamosaik.observations.store.batch import batch_of, few_plain, packed, together
from klimamosaik.observations.store.frames import DELIVERED, checked, microseconds
from klimamosaik.terms.complaint import InputRejected

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
READING = st.fixed_dictionaries(
    {
        "datastream": st.integers(1, 3),
        "start": st.integers(0, 5).map(lambda place: NOON + place * SECOND),
        "lasts": st.sampled_from([0, 1, 900, 900, -1]),
        "value": st.sampled_from([1.0, 1.5, -7.25, 1e15, 2e15, None, float("inf"), float("nan")]),
        "quality": st.sampled_from(["measured", "measured", "estimated", "guessed", "withdrawn"]),
        "details": st.sampled_from([None, '{"result":"frei"}']),
    }
)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    ended = [row | {"end": row["start"] + row["lasts"] * SECOND} for row in rows]
    return pl.DataFrame(
        [{name: row[name] for name in DELIVERED} for row in ended],
        schema={**DELIVERED, "quality": pl.String},
        orient="row",
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(READING, min_size=1, max_size=4))
def test_what_is_plainly_right_is_what_the_table_says(rows: list[dict[str, Any]]) -> None:
    readings = frame(rows)
    quick = few_plain(readings)
    try:
        slow = packed(checked(readings))
    except InputRejected:
        assert quick is None
        with pytest.raises(InputRejected):
            batch_of(readings)
        return
    found = batch_of(readings)
    assert found.frame(7).equals(slow.frame(7))
    if len({(row["datastream"], row["start"]) for row in rows}) == len(rows):
        assert quick is not None  # nothing but repetition is left to the table


def test_readings_after_2199_are_refused_few_or_many() -> None:
    """Their numbers would be those of other datastreams, and after all years comes no day."""
    late = frame([{**ROW, "start": datetime(9999, 12, 31, tzinfo=UTC)}])
    assert few_plain(late) is None
    for readings in (late, frame([{**ROW}]).with_columns(end=late["end"])):
        with pytest.raises(InputRejected, match="2199"):
            batch_of(readings)


def test_readings_before_1900_and_without_a_column_are_not_plain() -> None:
    good = frame([{**ROW}])
    assert few_plain(good) is not None
    early = good.with_columns(start=pl.lit(datetime(1899, 12, 31, tzinfo=UTC)))
    assert few_plain(early.cast({"start": DELIVERED["start"]})) is None
    for name in ("datastream", "start", "end", "value", "quality"):
        assert few_plain(good.drop(name)) is None
    assert few_plain(good.with_columns(start=pl.lit(None, DELIVERED["start"]))) is None
    assert few_plain(good.drop("details")) is not None


def test_several_are_one_in_order_with_their_details() -> None:
    late = batch_of(frame([{**ROW, "start": NOON + SECOND, "details": '{"a":1}'}]))
    early = batch_of(frame([{**ROW}]))
    both = together([late, early]).frame(1)
    assert both["start"].to_list() == [NOON, NOON + SECOND]
    assert both["details"].to_list() == [None, '{"a":1}']
    assert together([early, early.chosen(early.datastream < 0)]).details is None


ROW: dict[str, Any] = {
    "datastream": 1, "start": NOON, "lasts": 0, "value": 1.0, "quality": "measured",
    "details": None,
}  # fmt: skip


def test_of_packed_readings_only_those_of_the_time_asked_for_come_with_their_details() -> None:
    rows = [
        {"datastream": stream, "start": NOON + place * SECOND, "lasts": 1, "value": float(place),
         "quality": "measured", "details": f'{{"result":{place}}}' if place % 2 else None}
        for stream in (1, 2)
        for place in range(6)
    ]  # fmt: skip
    chunks = [
        (stream, seq, count, data, details)
        for seq, stream, _, _, _, count, data, details in hot.parted(batch_of(frame(rows)), 7)
    ]
    found = hot.unpacked_rows(
        chunks, first=microseconds(NOON + 2 * SECOND), stop=microseconds(NOON + 4 * SECOND)
    )
    told = found.select("datastream", "value", "details", "seq").rows()
    assert told == [(n, v, d, 7) for n in (1, 2) for v, d in ((2.0, None), (3.0, '{"result":3}'))]
    assert hot.unpacked_rows(chunks).height == len(rows)
    assert hot.unpacked_rows(chunks, first=microseconds(NOON + 9 * SECOND)).is_empty()
