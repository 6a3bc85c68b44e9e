"""What readings say in their details, as columns: parsed once for each different text, and only
where an expression asks."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from klimamosaik.observations.kernel import details
from klimamosaik.observations.kernel.details import DETAILS
from klimamosaik.observations.kernel.instants import as_sent
from klimamosaik.sensorthings.selecting.values import Between, Manifold

Path = tuple[str, ...]  # ("result",), ("parameters", "floor")
WHOLE = frozenset({"number", "feature"})  # ids: 64 bits, no doubles
MISSING, SPOKEN = "missing", "spoken"
TIMES = frozenset({"phenomenonTime", "resultTime", "validTime"})


def json_said(path: Path) -> Manifold:
    """The columns of a value of any kind."""
    return Manifold(*(pl.col(label(path, kind)) for kind in ("number", "text", "truth", MISSING)))


def span_said(name: str) -> Between:
    """The columns of a time."""
    return Between(pl.col(label((name,), "begin")), pl.col(label((name,), "end")))


def is_said(name: str) -> pl.Expr:
    """True where a time is spoken of, if only as null."""
    return pl.col(label((name,), SPOKEN)).fill_null(False)


def whole_said(name: str) -> pl.Expr:
    """The column of an id."""
    return pl.col(label((name,), "whole"))


def label(path: Path, kind: str) -> str:
    """The name of a column; no name of the store has a dot."""
    return ".".join([*path, kind])


def with_said(frame: pl.DataFrame, paths: Iterable[Path]) -> pl.DataFrame:
    """Readings (STORED) with columns for what stands at paths of their details."""
    asked = sorted(paths)
    if not asked:
        return frame
    places, parsed = parsed_details(frame[DETAILS], {path[0] for path in asked})
    columns: dict[str, pl.Series] = {}
    for path in asked:
        columns |= columns_of(path, [at(path, each) for each in parsed])
        if path[0] in TIMES:
            spoken = [path[0] in each for each in parsed]
            columns[label(path, SPOKEN)] = pl.Series(spoken, dtype=pl.Boolean)
    return frame.with_columns(
        spread(told, places, frame.height).alias(name) for name, told in columns.items()
    )


def parsed_details(stored: pl.Series, keys: Iterable[str]) -> tuple[pl.Series, list[Any]]:
    """Where details speak of one of the keys, and what they say there."""
    marks = [f'"{key}":' for key in keys]
    speaks = stored.is_not_null()
    if speaks.any():
        speaks &= stored.str.contains_any(marks).fill_null(False)
    places = speaks.arg_true()
    texts = stored.gather(places)
    known = {each: details.read(each) for each in texts.unique().to_list()}
    return places, [known[each] for each in texts.to_list()]


def spread(told: pl.Series, places: pl.Series, height: int) -> pl.Series:
    """A column of a table's height, known at some places; all others are missing."""
    rest = True if told.name == MISSING else None
    column = pl.repeat(rest, height, dtype=told.dtype, eager=True)
    return column.scatter(places, told) if len(places) else column


def at(path: Path, said: Any) -> Any:
    """What stands at a path; None where there is nothing."""
    for step in path:
        if isinstance(said, dict):
            said = said.get(step)
        elif isinstance(said, list) and step.isdigit() and int(step) < len(said):
            said = said[int(step)]
        else:
            return None
    return said


def columns_of(path: Path, values: Sequence[Any]) -> dict[str, pl.Series]:
    """One value a different text as columns, one for each kind it may be of."""
    if path[0] in WHOLE:
        whole = [each if isinstance(each, int) else None for each in values]
        return {label(path, "whole"): pl.Series(whole, dtype=pl.Int64)}
    if path[0] in TIMES:
        spans = [ticks(each) for each in values]
        return {
            label(path, name): pl.Series([span[place] for span in spans], dtype=pl.Int64)
            for place, name in enumerate(("begin", "end"))
        }
    kinds: dict[str, tuple[Callable[[Any], Any], Any]] = {
        "number": (number, pl.Float64),
        "text": (text, pl.String),
        "truth": (truth, pl.Boolean),
        MISSING: (lambda value: value is None, pl.Boolean),
    }
    return {
        label(path, kind): pl.Series(kind, [of(each) for each in values], dtype=dtype)
        for kind, (of, dtype) in kinds.items()
    }


def number(value: Any) -> float | None:
    """A number; None for all else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def text(value: Any) -> str | None:
    """A text, or a number as it is written; None for all else."""
    if isinstance(value, str):
        return value
    return None if number(value) is None else json.dumps(value)


def truth(value: Any) -> bool | None:
    """True or false; None for all else."""
    return value if isinstance(value, bool) else None


def ticks(said: Any) -> tuple[int | None, int | None]:
    """A time as begin and end [µs since 1970, UTC]."""
    if not isinstance(said, str):
        return None, None
    begin, parted, end = said.partition("/")
    try:
        first = as_sent(begin)
        return first, as_sent(end) if parted else first
    except (ValueError, OverflowError):
        return None, None
