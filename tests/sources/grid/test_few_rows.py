"""Some whole groups of a table at a time say what all of them say."""

import numpy as np
import polars as pl
import pytest

from klimamosaik.sources.grid.few_rows import by_few_groups

GROUPS = [0, 0, 0, 1, 2, 2, 2, 2, 5, 7, 7]


def numbered(groups: list[int | None]) -> pl.DataFrame:
    return pl.DataFrame({"group": groups, "place": range(len(groups))})


@pytest.mark.parametrize(
    "groups", [GROUPS, GROUPS[::-1], [5, *GROUPS, 0], [None, *GROUPS]], ids=str
)
def test_groups_in_order_or_not_are_each_looked_at_whole_and_once(groups: list[int | None]) -> None:
    frame = numbered(groups)
    seen: list[pl.DataFrame] = []

    def noted(some: pl.DataFrame) -> pl.DataFrame:
        seen.append(some)
        return some

    found = by_few_groups(frame, noted, portion=4)
    assert sorted(found["place"]) == sorted(frame.drop_nulls("group")["place"])
    told = [each for some in seen for each in some["group"].unique()]
    assert len(told) == len(set(told)) == 5
    assert len(seen) > 1


def test_where_groups_stand_in_order_their_rows_are_not_copied() -> None:
    frame = numbered(list(GROUPS))
    shared: list[bool] = []

    def noted(some: pl.DataFrame) -> pl.DataFrame:
        shared.append(np.shares_memory(some["place"].to_numpy(), frame["place"].to_numpy()))
        return some

    by_few_groups(frame, noted, portion=4)
    assert len(shared) > 1
    assert all(shared)
