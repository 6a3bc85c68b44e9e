"""Texts that come again and again in the columns of a long list, each held once.

A cell of such a column takes a byte or two in place of sixteen. It is read as a text all the same:
whole by `cells_of`, or each of its texts once by `of_each`.
"""

from collections.abc import Callable, Iterable

import polars as pl
import polars.selectors as cs

from klimamosaik.sources.grid.few_rows import some_rows

AGAIN = 2  # times a text comes at least, on average, where it is held once
Reads = Callable[[pl.Series], pl.Series]


def held_once(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Parts of a table of texts below each other; what the first tells to repeat is held once."""
    kinds: dict[str, pl.Categorical] = {}
    found: list[pl.DataFrame] = []
    for part in parts:
        if not found:
            again = [each for each in part if AGAIN * each.n_unique() <= len(each)]
            kinds = {each.name: pl.Categorical(pl.Categories.random()) for each in again}
        found.append(part.with_columns(pl.col(name).cast(kind) for name, kind in kinds.items()))
    frame = pl.concat(found)
    del found
    for name in kinds:
        texts = frame[name].unique(maintain_order=True).drop_nulls().cast(pl.String)
        frame = frame.with_columns(pl.col(name).cast(pl.Enum(texts)))
    return frame


def cells_of(frame: pl.DataFrame, name: str) -> pl.Series:
    """The cells of a column, as texts."""
    return texts_of(frame[name])


def texts_of(cells: pl.Series) -> pl.Series:
    """The same cells as texts."""
    return cells.cast(pl.String) if isinstance(cells.dtype, pl.Enum) else cells


def every(cells: pl.Series, most: int) -> pl.Series:
    """Evenly spread over a column about so many of its cells, as texts; all where they are few."""
    return texts_of(cells.gather_every(max(1, len(cells) // most)))


def as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The same table with all cells as texts."""
    return frame.with_columns(cs.enum().cast(pl.String))


def where(frame: pl.DataFrame, said: pl.Expr) -> pl.Series:
    """True in the rows of which this is said; for what looks at one row alone."""
    found = [as_texts(some).select(said).to_series() for some in some_rows(frame)]
    return pl.concat(found).fill_null(False)


def of_each(cells: pl.Series, read: Reads) -> pl.Series:
    """What is read in each cell, where one cell is looked at alone; of a text held once, once."""
    if not isinstance(cells.dtype, pl.Enum):
        found = [read(some.to_series()) for some in some_rows(cells.to_frame())]
        return pl.concat(found) if len(found) > 1 else found[0]
    texts = cells.dtype.categories
    last = pl.Series([None], dtype=pl.String)  # what no text is read as
    places = cells.to_physical().cast(pl.UInt32).fill_null(len(texts))
    return read(pl.concat([texts, last])).gather(places).alias(cells.name)
