"""Columns alike are named by the first few; the rest is counted."""

from dataclasses import dataclass
from typing import cast

from klimamosaik.observations.intake.columns import ColumnForm, ColumnGroup
from klimamosaik.sources.tables import FileColumn


@dataclass(frozen=True)
class NamedColumn:
    """A column of which only the header matters."""

    header: str


def group(count: int) -> ColumnGroup:
    columns = tuple(NamedColumn(f"Zähler {number}") for number in range(count))
    return ColumnGroup(cast("tuple[FileColumn, ...]", columns), cast(ColumnForm, None))


def test_a_group_names_its_first_six_columns_and_keeps_the_others_apart() -> None:
    for count in (1, 6, 7, 100):
        found = group(count)
        assert len(found.some) == min(count, 6)
        assert (*found.some, *found.others) == tuple(f"Zähler {n}" for n in range(count))
    assert group(7).others == ("Zähler 6",)
