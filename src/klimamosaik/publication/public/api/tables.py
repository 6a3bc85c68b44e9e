"""Entries as tables: one row each, what lies inside an entry in columns of its own."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import polars as pl
from polars.datatypes import DataTypeClass
from pydantic import BaseModel

from klimamosaik.terms.neutralise import neutralise

KINDS: tuple[tuple[type, pl.DataType | DataTypeClass], ...] = (  # bool is an int, a time a date
    (bool, pl.Boolean),
    (int, pl.Int64),
    (float, pl.Float64),
    (str, pl.String),
    (datetime, pl.Datetime("us", "UTC")),
    (date, pl.Date),
)


@dataclass(frozen=True)
class Column:
    """One column: the way to its value inside an entry."""

    way: tuple[str, ...]
    kind: pl.DataType | DataTypeClass

    @property
    def name(self) -> str:
        """What its header says: "saved_mean"."""
        return "_".join(self.way)

    def of(self, entry: Mapping[str, Any]) -> Any:
        """Its value; None where an entry has none."""
        value: Any = entry
        for step in self.way:
            value = None if value is None else value[step]
        return value.value if isinstance(value, Enum) else value


def columns_of(model: type[BaseModel]) -> list[Column]:
    """The columns of an entry; lists inside an entry have none."""
    return [each for name in model.model_fields for each in columns_in(model, name)]


def columns_in(model: type[BaseModel], name: str) -> Iterator[Column]:
    """The columns of one field."""
    inner = plain(model.model_fields[name].annotation)
    if inner is None:
        return
    if issubclass(inner, BaseModel):
        for column in columns_of(inner):
            yield Column((name, *column.way), column.kind)
        return
    yield Column((name,), next(kind for known, kind in KINDS if issubclass(inner, known)))


def plain(annotation: Any) -> type | None:
    """The type of a value that may be unknown; None of a list."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    return annotation if isinstance(annotation, type) and get_origin(annotation) is None else None


def csv_table(columns: Sequence[Column], entries: Iterable[BaseModel]) -> str:
    """The header and a line an entry: UTF-8, comma, point, ISO dates."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in columns])
    for entry in entries:
        told = entry.model_dump()
        writer.writerow([cell(column.of(told)) for column in columns])
    return out.getvalue()


def cell(value: Any) -> str:
    """A value as text; unknown is empty, words that look like a formula are words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return neutralise(value) if isinstance(value, str) else str(value)


def parquet(columns: Sequence[Column], entries: Iterable[BaseModel]) -> bytes:
    """All entries as a Parquet file with types."""
    rows = [each.model_dump() for each in entries]
    frame = pl.DataFrame(
        {column.name: [column.of(row) for row in rows] for column in columns},
        schema={column.name: column.kind for column in columns},
    )
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()
