"""Figures and their rows: one by one, or all rows of a municipality in one go."""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.figure import (
    FigureEntry,
    FigureRows,
    RowEntry,
    address_of,
    figure_entry,
)
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.values import taken
from klimamosaik.publication.public.api.files import MEDIA, Place, Suffix, as_file, no_place
from klimamosaik.publication.public.api.lists import whole
from klimamosaik.publication.public.api.paging import part_of, stand_of
from klimamosaik.publication.public.api.parameters import USUAL
from klimamosaik.publication.public.api.routing import (
    TOWN,
    Limit,
    Year,
    chosen_fields,
    in_order,
    known_of,
    route,
)
from klimamosaik.publication.public.api.rows import narrowed, rows_of
from klimamosaik.publication.queries.figures.every import figure_keys, public_figure
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Text

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
    known = known_of(ags)
    keys = figure_keys(known)
    part = part_of(request, response, keys, limit=limit, cursor=cursor, stand=stand_of(known))
    items = [figure_entry(public_figure(known, key)) for key in part.some]
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
    known = known_of(ags)
    found = [figure_entry(public_figure(known, key)) for key in figure_keys(known)]
    return whole(
        suffix,
        f"figures-{ags}",
        FigureEntry,
        found,
        place=lambda each: (each.latitude, each.longitude),
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
    von: Year = None,
    bis: Year = None,
    fields: str = "",
    limit: Limit = USUAL,
    cursor: str = "",
) -> object:
    """One figure, its rows page by page."""
    in_order(von, bis)
    chosen, known = chosen_fields(fields), known_of(ags)
    one = public_figure(known, key)
    rows = rows_of(one, von, bis)
    part = part_of(request, response, rows, limit=limit, cursor=cursor, stand=stand_of(known))
    return with_rows(one, part.some, chosen, total=part.total, following=part.next)


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
    von: Year = None,
    bis: Year = None,
    fields: str = "",
) -> object:
    """One figure with all its rows in one go."""
    in_order(von, bis)
    chosen = chosen_fields(fields)
    one = public_figure(known_of(ags), key)
    rows = rows_of(one, von, bis)
    if suffix == "json":
        return with_rows(one, rows, chosen, total=len(rows), following=None)
    if suffix == "geojson" and one.latitude is None:
        raise no_place()
    return as_file(
        suffix,
        f"{ags}-{key}",
        RowEntry,
        [narrowed(rows, chosen) if suffix == "geojson" else rows],
        fields=chosen,
        place=place_of(one),
    )


def place_of(one: PublicFigure) -> Callable[[object], Place]:
    """Every row of a figure is where the figure is."""

    def place(_: object) -> Place:
        return one.latitude, one.longitude

    return place


def with_rows(
    one: PublicFigure,
    rows: Sequence[RowEntry],
    fields: Sequence[str],
    *,
    total: int,
    following: str | None,
) -> FigureRows:
    """A figure with some of its rows."""
    shown = narrowed(rows, fields)
    made = taken(FigureRows, one, address=address_of(one), rows=(), total=total, next=following)
    made.rows = list(shown)  # not checked again: `fields` leaves some out
    return made


@route(
    figures,
    TOWN + "/rows",
    EntryPage[RowEntry],
    Text("Alle Zeilen aller Zahlen", "All rows of all figures"),
)
def rows(
    request: HttpRequest,
    response: HttpResponse,
    ags: str,
    von: Year = None,
    bis: Year = None,
    fields: str = "",
    limit: Limit = USUAL,
    cursor: str = "",
) -> object:
    """All rows page by page."""
    in_order(von, bis)
    chosen, known = chosen_fields(fields), known_of(ags)
    every = [row for part in row_parts(known, von, bis) for row in part]
    part = part_of(request, response, every, limit=limit, cursor=cursor, stand=stand_of(known))
    page = EntryPage[RowEntry](items=[], total=part.total, next=part.next)
    page.items = list(narrowed(part.some, chosen))
    return page


@route(
    figures,
    TOWN + "/rows.{suffix}",
    EntryPage[RowEntry],
    Text(
        "Alle Zeilen aller Zahlen in einer Datei; CSV kommt, während sie entsteht",
        "All rows of all figures in one file; CSV arrives while it is made",
    ),
    files=(MEDIA["csv"], MEDIA["parquet"]),
)
def rows_file(
    request: HttpRequest,
    ags: str,
    suffix: Suffix,
    von: Year = None,
    bis: Year = None,
    fields: str = "",
) -> object:
    """All rows in one go."""
    in_order(von, bis)
    chosen = chosen_fields(fields)
    parts = row_parts(known_of(ags), von, bis)
    if suffix == "json":
        every = narrowed([row for part in parts for row in part], chosen)
        page = EntryPage[RowEntry](items=[], total=len(every), next=None)
        page.items = list(every)
        return page
    return as_file(suffix, f"rows-{ags}", RowEntry, parts, fields=chosen)


def row_parts(known: Known, von: int | None, bis: int | None) -> Iterable[Sequence[RowEntry]]:
    """The rows of one figure after the other."""
    keys = figure_keys(known)  # what is not public is refused before the first part is sent
    return (rows_of(public_figure(known, key), von, bis) for key in keys)
