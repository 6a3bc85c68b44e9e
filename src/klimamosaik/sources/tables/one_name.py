"""Rows of one name at several addresses: one building, or several that are called alike?"""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.tables.basics.few_series import distinct
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn
from klimamosaik.sources.tables.basics.questions import answer, some
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.buildings import house_numbers, naming
from klimamosaik.sources.tables.times.when import is_footer
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

WHERE = (ColumnRole.ADDRESS, ColumnRole.POSTCODE, ColumnRole.PLACE, ColumnRole.DISTRICT)
ONE, APART = "same_building_name", "apart_by_address"


def with_one_name(table: Table) -> tuple[Table, Question | None]:
    """The table with buildings of one name apart, where a person says so; asks where nobody did."""
    name = naming(table)
    if name is None or name.role is not ColumnRole.BUILDING or ONE in table.hints.accepted:
        return table, None
    columns = [each for role in WHERE if (each := table.one(role)) is not None]
    number = house_numbers(table)
    columns += [number] if number is not None else []
    if not columns:
        return table, None
    several = _several(table, name, columns)
    if not several:
        return table, None
    if APART not in table.hints.accepted:
        return table, _asked(several)
    return _apart(table, name, columns, list(several)), None


def _several(
    table: Table, name: FileColumn, columns: list[FileColumn]
) -> dict[str, tuple[str, ...]]:
    """Names that stand with more than one place, and these."""
    rows = table.body.filter(~is_footer(table.body))
    places = distinct(rows.select(f"c{each.index}" for each in (name, *columns)))
    found: dict[str, dict[str, str]] = {}
    for cells in places.cast(pl.String).iter_rows():
        if all(cells):
            label, *parts = (cell.strip() for cell in cells)
            found.setdefault(label, {}).setdefault(alike(" ".join(parts)), ", ".join(parts))
    return {label: tuple(spots.values()) for label, spots in found.items() if len(spots) > 1}


def _apart(table: Table, name: FileColumn, columns: list[FileColumn], several: list[str]) -> Table:
    """The table with these names told apart by what stands in the columns of places."""
    texts = [pl.col(f"c{each.index}").cast(pl.String).str.strip_chars() for each in columns]
    label = pl.col(f"c{name.index}").cast(pl.String).str.strip_chars()
    own = pl.coalesce(pl.concat_str([label, *texts], separator=", "), label)
    called = pl.when(label.is_in(several)).then(own).otherwise(label)
    return replace(table, body=table.body.with_columns(called.alias(f"c{name.index}")))


def alike(address: str) -> str:
    """An address without what one office writes this way, another that way."""
    return re.sub(r"[\W_]+", "", re.sub(r"stra(?:ß|ss)e\b", "str", address.lower()))


def _asked(several: dict[str, tuple[str, ...]]) -> Question:
    first = next(iter(several))
    return Question(
        "same_building_name",
        Text(
            "Mehrere Adressen, ein Name: {names}. „{first}“ steht mit {places}. Sind es "
            "verschiedene Gebäude?",
            "Several addresses, one name: {names}. “{first}” stands with {places}. Are they "
            "different buildings?",
        ).format(names=some(several), first=first, places=some(several[first])),
        answers=(
            answer(Text("ja: jedes heißt nach Name und Adresse",
                        "yes: each is called by name and address"), accepted=[APART]),
            answer(Text("nein, es ist ein Gebäude", "no, it is one building"), accepted=[ONE]),
        ),
    )  # fmt: skip
