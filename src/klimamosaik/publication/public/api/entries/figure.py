"""Figures and their rows: one row is one value with everything it needs to stand alone."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import ConfigDict, create_model

from klimamosaik.publication.public.api.entries.page import Next, Total
from klimamosaik.publication.public.api.entries.values import (
    ApiEntity,
    SaidText,
    described,
    taken,
)
from klimamosaik.publication.public.figures.rows import COLUMNS, NAMES, rows_of
from klimamosaik.publication.queries.paths import figure_path
from klimamosaik.publication.queries.results import FigureShape, PublicFigure
from klimamosaik.terms.text import Language, Text

Day = Annotated[
    date | None,
    described(Text("erster Tag der Wirkung, im Bild markiert", "first day of the effect")),
]


def any_may_be_left_out(schema: dict[str, Any]) -> None:
    """With `fields` a row holds those alone."""
    schema.pop("required", None)


class AnyRow(ApiEntity):
    """One value of a figure, as picture, table and files show it."""

    model_config = ConfigDict(json_schema_extra=any_may_be_left_out)


# Made of the columns of every file: a row is the same in whatever form it is taken.
COLUMNS_OF_ROWS: dict[str, Any] = {
    each.name: Annotated[each.kind | None, described(each.means)] for each in COLUMNS
}
RowEntry = create_model("RowEntry", __base__=AnyRow, **COLUMNS_OF_ROWS)


def row_entries(
    figure: PublicFigure, language: Language, fields: Sequence[str] = ()
) -> list[AnyRow]:
    """The rows of a figure in the order of its picture, with some of their fields or all."""
    names = fields or NAMES
    places = [NAMES.index(name) for name in names]
    return [
        RowEntry.model_construct(
            set(names), **{name: row[place] for name, place in zip(names, places, strict=True)}
        )
        for row in rows_of(figure, language)
    ]


class FigureEntry(ApiEntity):
    """One figure: the unit people share."""

    key: Annotated[str, described(Text("bleibt, wie er ist", "stays as it is"))]
    title: SaidText
    headline: Annotated[SaidText, described(Text("in wenigen Worten", "in a few words"))]
    sentence: Annotated[SaidText, described(Text("was sie sagt", "what it says"))]
    definition: Annotated[SaidText, described(Text("was gezählt ist", "what is counted"))]
    shape: Annotated[FigureShape, described(Text("Form des Bilds", "form of the picture"))]
    digits: Annotated[int, described(Text("Nachkommastellen der Werte", "decimals of its values"))]
    source: SaidText
    method: str
    data_version: int
    changed_at: Annotated[datetime, described(Text("zuletzt geändert", "last changed"))]
    theme: Annotated[str, described(Text("Thema nach der EU-Liste", "theme by the list of the EU"))]
    marked: Day
    latitude: float | None
    longitude: float | None
    notes: Annotated[
        list[SaidText], described(Text("was fehlt oder begrenzt ist", "what is missing or limited"))
    ]
    address: Annotated[str, described(Text("Adresse ihrer Seite", "address of its page"))]
    page: Annotated[str, described(Text("Seite, die mehr erzählt", "page that tells more"))]


def address_of(figure: PublicFigure) -> str:
    """The address of a figure's page."""
    return figure_path(figure.town.ags, figure.key)


def figure_entry(figure: PublicFigure) -> FigureEntry:
    """A figure without its rows."""
    return taken(FigureEntry, figure, address=address_of(figure))


class FigureRows(FigureEntry):
    """A figure with its rows."""

    rows: list[RowEntry]  # type: ignore[valid-type]
    total: Total
    next: Next
