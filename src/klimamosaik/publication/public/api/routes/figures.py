"""Figures and their rows: one by one, or all rows of a municipality in one go."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.figure import (
    AnyRow,
    FigureEntry,
    FigureRows,
    RowEntry,
    address_of,
    figure_entry,
    row_entries,
)
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.values import taken
from klimamosaik.publication.public.api.files import MEDIA, Suffix, own_place
from klimamosaik.publication.public.api.lists import whole
from klimamosaik.publication.public.api.paging import part_of, stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.problems import language_of
from klimamosaik.publication.public.api.routing import (
    TOWN,
    Limit,
    chosen_fields,
    route,
    span_asked,
)
from klimamosaik.publication.public.api.rows import rows_file as rows_as_file
from klimamosaik.publication.public.api.rows import rows_on_map
from klimamosaik.publication.public.figures.figure_request import SpanAsked, narrowed
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.figures.every import figure_keys, figures_of, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Language, Text

figures = Router(tags=["figures"])


@route(
    figures,
    TOWN + "/figures",
    EntryPage[FigureEntry],
    Text("Alle Zahlen einer Gemeinde, ohne Zeilen", "All figures of a municipality, without rows"),
)
def figure_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Figures page by page; only those of the page are worked out."""
    known = known_of(request, ags)
    keys = figure_keys(known)
    part = part_of(request, response, keys, limit=limit, cursor=cursor, stand=stand_of(known))
    items = [figure_entry(each) for each in figures_of(known, part.some)]
    return EntryPage[FigureEntry](items=items, total=part.total, next=part.next)


@route(
    figures,
    TOWN + "/figures.{suffix}",
    EntryPage[FigureEntry],
    Text("Alle Zahlen als Datei, ohne Zeilen", "All figures as a file, without rows"),
    files=tuple(MEDIA.values()),
)
def figure_list_file(request: HttpRequest, ags: str, suffix: Suffix) -> object:
    """All figures in one go."""
    known = known_of(request, ags)
    found = [figure_entry(each) for each in figures_of(known, figure_keys(known))]
    return whole(
        suffix,
        f"figures-{ags}",
        FigureEntry,
        found,
        place=own_place,
    )


@route(
    figures,
    TOWN + "/figures/{slug:key}",
    FigureRows,
    Text("Eine Zahl mit ihren Zeilen", "A figure with its rows"),
)
def figure(
    request: HttpRequest,
    response: HttpResponse,
    ags: str,
    key: str,
    von: str = "",
    bis: str = "",
    fields: str = "",
    limit: Limit = USUAL,
    cursor: str = "",
) -> object:
    """One figure, its rows page by page."""
    chosen, span, known = chosen_fields(fields), span_asked(von, bis), known_of(request, ags)
    one = narrowed(public_figure(known, key), span)
    rows = row_entries(one, language_of(request), chosen)
    part = part_of(request, response, rows, limit=limit, cursor=cursor, stand=stand_of(known))
    return with_rows(one, part.some, total=part.total, following=part.next)


@route(
    figures,
    TOWN + "/figures/{slug:key}.{suffix}",
    FigureRows,
    Text("Alle Zeilen einer Zahl als Datei", "All rows of a figure as a file"),
    files=tuple(MEDIA.values()),
)
def figure_file(
    request: HttpRequest,
    ags: str,
    key: str,
    suffix: Suffix,
    von: str = "",
    bis: str = "",
    fields: str = "",
) -> object:
    """One figure with all its rows in one go."""
    chosen, language = chosen_fields(fields), language_of(request)
    one = narrowed(public_figure(known_of(request, ags), key), span_asked(von, bis))
    if suffix == "json":
        rows = row_entries(one, language, chosen)
        return with_rows(one, rows, total=len(rows), following=None)
    if suffix == "geojson":
        return rows_on_map(one, language, chosen)
    return rows_as_file(suffix, f"{ags}-{key}", [one], language, chosen)


def with_rows(
    one: PublicFigure, rows: Sequence[AnyRow], *, total: int, following: str | None
) -> FigureRows:
    """A figure with some of its rows."""
    made = taken(FigureRows, one, address=address_of(one), rows=(), total=total, next=following)
    made.rows = list(rows)  # not checked again: `fields` leaves some out
    return made


@route(
    figures,
    TOWN + "/rows",
    EntryPage[RowEntry],  # type: ignore[valid-type]
    Text("Alle Zeilen aller Zahlen", "All rows of all figures"),
)
def row_list(
    request: HttpRequest,
    response: HttpResponse,
    ags: str,
    von: str = "",
    bis: str = "",
    fields: str = "",
    limit: Limit = USUAL,
    cursor: str = "",
) -> object:
    """All rows page by page."""
    chosen, span, known = chosen_fields(fields), span_asked(von, bis), known_of(request, ags)
    every = all_rows(figures_in(known, span), language_of(request), chosen)
    part = part_of(request, response, every, limit=limit, cursor=cursor, stand=stand_of(known))
    return row_page(part.some, total=part.total, following=part.next)


@route(
    figures,
    TOWN + "/rows.{suffix}",
    EntryPage[RowEntry],  # type: ignore[valid-type]
    Text(
        "Alle Zeilen aller Zahlen in einer Datei; CSV kommt, während sie entsteht",
        "All rows of all figures in one file; CSV arrives while it is made",
    ),
    files=(MEDIA["csv"], MEDIA["parquet"]),
)
def row_list_file(
    request: HttpRequest,
    ags: str,
    suffix: Suffix,
    von: str = "",
    bis: str = "",
    fields: str = "",
) -> object:
    """All rows in one go."""
    chosen, language = chosen_fields(fields), language_of(request)
    found = figures_in(known_of(request, ags), span_asked(von, bis))
    if suffix == "json":
        every = all_rows(found, language, chosen)
        return row_page(every, total=len(every), following=None)
    return rows_as_file(suffix, f"rows-{ags}", found, language, chosen)


def figures_in(known: Known, span: SpanAsked) -> Iterable[PublicFigure]:
    """One figure after the other, each when it is its turn."""
    keys = figure_keys(known)  # what is not public is refused before the first part is sent
    return (narrowed(each, span) for each in figures_of(known, keys))


def all_rows(
    found: Iterable[PublicFigure], language: Language, fields: Sequence[str]
) -> list[AnyRow]:
    """The rows of several figures."""
    return [row for one in found for row in row_entries(one, language, fields)]


def row_page(rows: Sequence[AnyRow], *, total: int, following: str | None) -> object:
    """Some rows of many."""
    page = EntryPage[RowEntry](items=[], total=total, next=following)  # type: ignore[valid-type]
    page.items = list(rows)  # not checked again: `fields` leaves some out
    return page
