"""Numbers that JSON holds as text: "12,5" is a number, "12.345" may be two."""

import polars as pl

from klimamosaik.sources.grid.numbers import (
    is_missing,
    looks_numeric,
    number_form,
    parse_numbers,
)

MARKED = r"^\s*[+-]?[\d.,]*\d[.,]\d+\s*$"


def with_points(cells: list[str | None]) -> tuple[list[str | None], bool]:
    """Numbers written as text ("12,5") as numbers; True where nothing decides their mark."""
    texts = pl.Series(cells, dtype=pl.String)
    filled = texts.filter(~is_missing(texts))
    marked = filled.filter(filled.str.contains(MARKED))
    if marked.is_empty() or not looks_numeric(filled).all():
        return cells, False
    form = number_form(filled, default=".")
    if not form.certain:
        return cells, True
    numbers = parse_numbers(texts, form.decimal)
    written = [None if number is None else repr(number) for number in numbers.to_list()]
    return [new if new is not None else old for new, old in zip(written, cells, strict=True)], False
