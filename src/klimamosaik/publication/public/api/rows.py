"""Rows of figures as files: the same columns and cells as the files of each figure's page."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import polars as pl
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from klimamosaik.publication.public.api.entries.figure import row_entries
from klimamosaik.publication.public.api.files import (
    CSV,
    PARQUET,
    Suffix,
    geojson,
    named_file,
    no_place,
)
from klimamosaik.publication.public.figures.files.plain import csv_cell
from klimamosaik.publication.public.figures.files.tables import TYPES
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.public.figures.rows import COLUMNS, NAMES, rows_of
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Language


def rows_file(
    suffix: Suffix,
    name: str,
    figures: Iterable[PublicFigure],
    language: Language,
    fields: Sequence[str],
) -> HttpResponseBase:
    """All rows of figures: CSV figure by figure, or Parquet. Raises ApiRefused for a map."""
    names = fields or NAMES
    if suffix == "csv":
        parts = csv_parts(figures, language, names)
        return named_file(StreamingHttpResponse(parts, content_type=CSV), name, suffix)
    if suffix == "parquet":
        whole = parquet(figures, language, names)
        return named_file(HttpResponse(whole, content_type=PARQUET), name, suffix)
    raise no_place()


def csv_parts(
    figures: Iterable[PublicFigure], language: Language, names: Sequence[str]
) -> Iterator[str]:
    """The header, then the rows of one figure after the other."""
    yield lines([names])
    places = [NAMES.index(name) for name in names]
    for figure in figures:
        digits = shown_digits(figure)
        yield lines(
            [csv_cell(row[place], digits, comma=False) for place in places]
            for row in rows_of(figure, language)
        )


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows as text."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def parquet(figures: Iterable[PublicFigure], language: Language, names: Sequence[str]) -> bytes:
    """All rows with their types."""
    rows = [row for figure in figures for row in rows_of(figure, language)]
    schema: dict[str, Any] = {each.name: TYPES[each.kind] for each in COLUMNS}
    out = io.BytesIO()
    pl.DataFrame(rows, schema=schema, orient="row").select(names).write_parquet(out)
    return out.getvalue()


def rows_on_map(
    figure: PublicFigure, language: Language, fields: Sequence[str]
) -> HttpResponseBase:
    """Every row of a figure where the figure is. Raises ApiRefused where that is nowhere."""
    if figure.latitude is None:
        raise no_place()
    return geojson(
        row_entries(figure, language, fields), lambda _: (figure.latitude, figure.longitude)
    )
