"""Balances, the mosaic, changes split into their parts, and reports."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from klimamosaik.publication.public.api.entries.figure import address_of, row_entries
from klimamosaik.publication.public.api.entries.more import (
    BalanceEntry,
    BalanceRows,
    ChangeEntry,
    MosaicEntry,
    ReportEntry,
    RevisionEntry,
)
from klimamosaik.publication.public.api.entries.page import EntryPage
from klimamosaik.publication.public.api.entries.values import taken
from klimamosaik.publication.public.api.lists import listed
from klimamosaik.publication.public.api.paging import stand_of
from klimamosaik.publication.public.api.parameters import MOST, USUAL
from klimamosaik.publication.public.api.problems import language_of
from klimamosaik.publication.public.api.routing import TOWN, Limit, route
from klimamosaik.publication.public.sharing import known_of
from klimamosaik.publication.queries.changes import public_changes
from klimamosaik.publication.queries.figures.every import (
    balance_years,
    change_keys,
    figure_keys,
    public_figure,
    report_keys,
)
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.paths import page_path
from klimamosaik.publication.queries.published import NotPublic
from klimamosaik.publication.queries.reports import ENDINGS, PublicReport, public_reports
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.publication.queries.wall import public_wall
from klimamosaik.terms.text import Language, Text

balances = Router(tags=["balances"])
MOSAIC = "mosaik"  # key of its figure


@route(
    balances,
    TOWN + "/balances",
    list[BalanceEntry],
    Text("Veröffentlichte Treibhausgasbilanzen", "Published greenhouse-gas balances"),
)
def balance_list(request: HttpRequest, ags: str) -> object:
    """All published years."""
    known = known_of(request, ags)
    return [balance_entry(public_figure(known, key), year) for year, key in balance_years(known)]


def balance_entry(one: PublicFigure, year: int) -> BalanceEntry:
    """A year's balance without its rows."""
    return taken(BalanceEntry, one, year=year, address=address_of(one))


@route(
    balances,
    TOWN + "/balances/{int:year}",
    BalanceRows,
    Text("Die Bilanz eines Jahres nach Sektoren", "The balance of a year by sector"),
)
def balance(request: HttpRequest, ags: str, year: int) -> object:
    """One year with all rows."""
    known = known_of(request, ags)
    one = public_figure(known, balance_key(known, year))
    rows = row_entries(one, language_of(request))
    return taken(BalanceRows, one, year=year, address=address_of(one), rows=rows)


@route(
    balances,
    TOWN + "/mosaic",
    MosaicEntry,
    Text("Das Mosaik: was liegt, was geplant ist, was fehlt", "The mosaic"),
)
def mosaic(request: HttpRequest, ags: str) -> object:
    """The wall of today and the stones of the target's year."""
    known = known_of(request, ags)
    wall = public_wall(known, "de")
    if wall is None:
        raise NotPublic
    one = public_figure(known, MOSAIC) if MOSAIC in figure_keys(known) else None
    return taken(
        MosaicEntry,
        wall,
        legend=[{"code": code, "name": name} for code, name in wall.legend],
        figure=MOSAIC,
        rows=row_entries(one, language_of(request)) if one else [],
    )


@route(
    balances,
    TOWN + "/changes",
    list[ChangeEntry],
    Text(
        "Warum sich ein Jahr vom Jahr davor unterscheidet, in Teilen, die sich genau addieren",
        "Why a year differs from the one before, in parts that add up exactly",
    ),
)
def change_list(request: HttpRequest, ags: str) -> object:
    """Changes split into their parts."""
    known = known_of(request, ags)
    language = language_of(request)
    return [change_entry(public_figure(known, key), language) for key in change_keys(known)]


def change_entry(one: PublicFigure, language: Language) -> ChangeEntry:
    """A change: before, the parts, after."""
    before, *parts, after = row_entries(one, language)
    return taken(ChangeEntry, one, figure=one.key, before=before, parts=parts, after=after)


@route(
    balances,
    TOWN + "/reports",
    list[ReportEntry],
    Text("Veröffentlichte Energieberichte", "Published energy reports"),
)
def report_list(request: HttpRequest, ags: str) -> object:
    """All published reports, the newest first."""
    known = known_of(request, ags)
    keys = list(report_keys(known))
    return [report_entry(each, ags, keys) for each in public_reports(known)]


def report_entry(report: PublicReport, ags: str, keys: list[str]) -> ReportEntry:
    """A report with the addresses of its files, where it has any."""
    path = page_path(ags, "energiebericht/")
    files = {
        ending: None if report.withheld else f"{path}{report.span}.{ending}" for ending in ENDINGS
    }
    return taken(ReportEntry, report, figures=keys, **files)


@route(
    balances,
    TOWN + "/revisions",
    EntryPage[RevisionEntry],
    Text(
        "Welche Zahl etwas anderes sagt als vorher, und warum",
        "Which figure says something else than before, and why",
    ),
)
def revision_list(
    request: HttpRequest, response: HttpResponse, ags: str, limit: Limit = USUAL, cursor: str = ""
) -> object:
    """Changed figures, the newest first."""
    known = known_of(request, ags)
    found = [RevisionEntry.model_validate(each) for each in public_changes(known, most=MOST)]
    return listed(request, response, found, limit=limit, cursor=cursor, stand=stand_of(known))


def balance_key(known: Known, year: int) -> str:
    """The key of a year's figure: also of one that was taken back, which then says so."""
    return dict(balance_years(known)).get(year, f"bilanz-{year}")
