"""Figures and their rows: one row is one value with everything it needs to stand alone."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict

from klimamosaik.publication.public.api.entries.page import Next, Total
from klimamosaik.publication.public.api.entries.values import (
    ApiEntity,
    EstimateEntry,
    SaidText,
    taken,
    told,
)
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.terms.figure import Quality
from klimamosaik.terms.text import Text

Day = Annotated[
    date | None, told(Text("erster Tag der Wirkung, im Bild markiert", "first day of the effect"))
]


def any_may_be_left_out(schema: dict[str, Any]) -> None:
    """With `fields` a row holds those alone."""
    schema.pop("required", None)


class RowEntry(ApiEntity):
    """One value of a figure, as picture, table and files show it."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra=any_may_be_left_out)

    figure: Annotated[str, told(Text("Schlüssel der Zahl", "key of its figure"))]
    series: Annotated[str, told(Text("Schlüssel der Reihe", "key of its series"))]
    name: Annotated[SaidText, told(Text("Name der Reihe", "name of its series"))]
    period: Annotated[
        str,
        told(
            Text(
                "Jahr, Monat oder Tag nach ISO 8601; leer: ohne Zeitbezug",
                "year, month or day by ISO 8601; empty: of no period",
            )
        ),
    ]
    value: Annotated[
        float | None,
        told(
            Text(
                "Wert, gerundet wie gedruckt; leer: unbekannt, nie 0",
                "value, rounded as printed; null: unknown, never 0",
            )
        ),
    ]
    unit: str
    quality: Annotated[
        Quality,
        told(
            Text(
                "measured gemessen, estimated geschätzt, default Standardwert, unknown unbekannt",
                "measured, estimated, default or unknown",
            )
        ),
    ]
    range: Annotated[
        EstimateEntry | None,  # type: ignore[valid-type]
        told(Text("Spanne, wo es eine gibt", "its range, where it has one")),
    ]
    place: Annotated[
        SaidText | None,
        told(Text("wozu der Wert gehört; leer: das Ganze", "what it belongs to; null: the whole")),
    ]
    note: Annotated[SaidText | None, told(Text("Anmerkung", "note"))]
    method: Annotated[str, told(Text("Fassung der Methode", "version of the method"))]
    data_version: Annotated[int, told(Text("Datenversion", "data version"))]


def row_entry(figure: PublicFigure, datum: Datum) -> RowEntry:
    """A row with what it takes from its figure."""
    return RowEntry.model_validate(
        {
            "figure": figure.key,
            "series": datum.series,
            "name": datum.named,
            "period": datum.period,
            "value": datum.value,
            "unit": datum.unit,
            "quality": datum.quality,
            "range": datum.estimate,
            "place": datum.place,
            "note": datum.note,
            "method": figure.method,
            "data_version": figure.data_version,
        }
    )


class FigureEntry(ApiEntity):
    """One figure: the unit people share."""

    key: Annotated[str, told(Text("bleibt, wie er ist", "stays as it is"))]
    title: SaidText
    headline: Annotated[SaidText, told(Text("in wenigen Worten", "in a few words"))]
    sentence: Annotated[SaidText, told(Text("was sie sagt", "what it says"))]
    definition: Annotated[SaidText, told(Text("was gezählt ist", "what is counted"))]
    shape: Annotated[FigureShape, told(Text("Form des Bilds", "form of the picture"))]
    digits: Annotated[int, told(Text("Nachkommastellen der Werte", "decimals of its values"))]
    source: SaidText
    method: str
    data_version: int
    changed_at: Annotated[datetime, told(Text("zuletzt geändert", "last changed"))]
    theme: Annotated[str, told(Text("Thema nach der EU-Liste", "theme by the list of the EU"))]
    marked: Day
    latitude: float | None
    longitude: float | None
    notes: Annotated[
        list[SaidText], told(Text("was fehlt oder begrenzt ist", "what is missing or limited"))
    ]
    address: Annotated[str, told(Text("Adresse ihrer Seite", "address of its page"))]
    page: Annotated[str, told(Text("Seite, die mehr erzählt", "page that tells more"))]


def address_of(figure: PublicFigure) -> str:
    """The address of a figure's page."""
    return figure_path(figure.town.ags, figure.key)


def figure_entry(figure: PublicFigure) -> FigureEntry:
    """A figure without its rows."""
    return taken(FigureEntry, figure, address=address_of(figure))


class FigureRows(FigureEntry):
    """A figure with its rows."""

    rows: list[RowEntry]
    total: Total
    next: Next
