"""Indicators, balances, the mosaic, changes split into parts, reports."""

from datetime import datetime
from typing import Annotated

from klimamosaik.publication.public.api.entries.figure import FigureEntry, RowEntry, row_entries
from klimamosaik.publication.public.api.entries.measure import SignEntry
from klimamosaik.publication.public.api.entries.values import ApiEntity, SaidText, described, taken
from klimamosaik.publication.queries.results import PublicFigure, PublicIndicator
from klimamosaik.terms.text import Language, Text


class IndicatorEntry(SignEntry):
    """An indicator, also of a measure that is not published itself, with its series."""

    rows: Annotated[
        list[RowEntry],  # type: ignore[valid-type]
        described(Text("alle Werte", "all values")),
    ]


def indicator_entry(
    indicator: PublicIndicator, figure: PublicFigure, language: Language
) -> IndicatorEntry:
    """An indicator with the rows of its figure."""
    return taken(IndicatorEntry, indicator, rows=row_entries(figure, language))


class BalanceEntry(FigureEntry):
    """The greenhouse-gas balance of a year."""

    year: int


class BalanceRows(BalanceEntry):
    """A balance with all its rows."""

    rows: list[RowEntry]  # type: ignore[valid-type]


class LegendEntry(ApiEntity):
    """A kind of stone."""

    code: str
    name: SaidText


class MosaicEntry(ApiEntity):
    """The mosaic: what lies, what is planned, what is missing."""

    headline: SaidText
    goal: SaidText
    stone: Annotated[SaidText | None, described(Text("was ein Stein wert ist", "worth of a stone"))]
    target_year: int
    shown_year: Annotated[int, described(Text("Jahr des Bilds", "year of the picture"))]
    legend: list[LegendEntry]
    notes: list[SaidText]
    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    rows: Annotated[
        list[RowEntry],  # type: ignore[valid-type]
        described(Text("Steine im Zieljahr, leer ohne Ziel", "stones in the target year")),
    ]


class ChangeEntry(ApiEntity):
    """Why a year differs from the one before: the parts add up exactly."""

    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    title: SaidText
    headline: SaidText
    sentence: SaidText
    before: RowEntry  # type: ignore[valid-type]
    parts: Annotated[
        list[RowEntry],  # type: ignore[valid-type]
        described(
            Text(
                "Ursachen: Witterung, Verbrauch, Preis, Emissionsfaktor",
                "causes: weather, use, price, emission factor",
            )
        ),
    ]
    after: RowEntry  # type: ignore[valid-type]


class RevisionEntry(ApiEntity):
    """A figure that says something else than before, and why."""

    figure: Annotated[str, described(Text("Schlüssel der Zahl", "key of its figure"))]
    title: SaidText
    at: Annotated[datetime, described(Text("seit wann", "since when"))]
    before: Annotated[SaidText | None, described(Text("leer: sie ist neu", "null: it is new"))]
    after: SaidText
    because: Annotated[SaidText, described(Text("warum", "why"))]


class ReportEntry(ApiEntity):
    """An energy report that was published."""

    span: Annotated[str, described(Text("Jahre", "years"))]
    first: Annotated[int, described(Text("erstes Jahr", "first year"))]
    last: Annotated[int, described(Text("letztes Jahr", "last year"))]
    headline: SaidText
    data_version: Annotated[
        int, described(Text("Datenversion, bei der er bleibt", "data version it stays with"))
    ]
    since: Annotated[datetime, described(Text("öffentlich seit", "public since"))]
    withheld: Annotated[
        SaidText | None, described(Text("warum es keine Datei gibt", "why there is no file"))
    ]
    pdf: Annotated[str | None, described(Text("Adresse der Datei", "address of the file"))]
    xlsx: Annotated[str | None, described(Text("Adresse der Datei", "address of the file"))]
    figures: Annotated[
        list[str],
        described(
            Text("Schlüssel der Zahlen zum Bericht", "keys of the figures that go with the report")
        ),
    ]
