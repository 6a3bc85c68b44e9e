"""The one table of a figure: every file, the interface and the metadata have these columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.kernel.periods import first_day, last_day
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.queries.results import Datum, PublicFigure
from klimamosaik.terms.quality import QUALITY_WORDS, Quality
from klimamosaik.terms.text import Language, Text

Cell = str | float | int | date | None
Row = tuple[Cell, ...]  # in the order of COLUMNS
Reader = Callable[[PublicFigure, Datum, Language], Cell]


@dataclass(frozen=True)
class RowColumn:
    """A column of every file."""

    name: str  # stable, the same in both languages
    kind: type  # str, float, int or date
    means: Text
    read: Reader


def number(value: float | None, figure: PublicFigure) -> float | None:
    """A value as it is printed; None where it is unknown, never 0."""
    return None if value is None else round(value, shown_digits(figure)) + 0.0


def said(text: Text | None, language: Language) -> str | None:
    """A text; None where there is none."""
    return text.in_(language) or None if text else None


COLUMNS = (
    RowColumn(
        "municipality",
        str,
        Text("Amtlicher Gemeindeschlüssel (AGS)", "official municipality key (AGS)"),
        lambda f, d, _: f.town.ags,
    ),
    RowColumn(
        "figure",
        str,
        Text("Kennung der Zahl in ihrer Adresse", "key of the figure in its address"),
        lambda f, d, _: f.key,
    ),
    RowColumn(
        "period_start",
        date,
        Text(
            "Erster Tag des Zeitraums; leer, wo es keinen gibt",
            "first day of the period; empty where there is none",
        ),
        lambda f, d, _: first_day(d.period),
    ),
    RowColumn(
        "period_end",
        date,
        Text(
            "Letzter Tag des Zeitraums, er zählt dazu", "last day of the period, which is included"
        ),
        lambda f, d, _: last_day(d.period),
    ),
    RowColumn(
        "series",
        str,
        Text("Kennung der Reihe", "key of the series"),
        lambda f, d, _: d.series,
    ),
    RowColumn(
        "series_name",
        str,
        Text("Name der Reihe", "name of the series"),
        lambda f, d, language: said(d.named, language),
    ),
    RowColumn(
        "place",
        str,
        Text(
            "Wozu der Wert gehört: Gebäude, Maßnahme, Sektor; leer: das Ganze",
            "what the value belongs to: building, measure, sector; empty: the whole",
        ),
        lambda f, d, language: said(d.place, language),
    ),
    RowColumn(
        "value",
        float,
        Text(
            "Der Wert, gerundet wie gedruckt; leer: unbekannt (nie 0)",
            "the value, rounded as printed; empty: unknown (never 0)",
        ),
        lambda f, d, _: number(d.value, f),
    ),
    RowColumn(
        "low",
        float,
        Text(
            "Unteres Ende der Spanne, wo es eine gibt", "low end of the range, where there is one"
        ),
        lambda f, d, _: number(d.estimate.low, f) if d.estimate else None,
    ),
    RowColumn(
        "high",
        float,
        Text(
            "Oberes Ende der Spanne, wo es eine gibt", "high end of the range, where there is one"
        ),
        lambda f, d, _: number(d.estimate.high, f) if d.estimate else None,
    ),
    RowColumn(
        "unit",
        str,
        Text("Einheit von Wert und Spanne", "unit of value and range"),
        lambda f, d, language: unit_in(d.unit, language),
    ),
    RowColumn(
        "quality",
        str,
        QUALITY_WORDS,
        lambda f, d, _: d.quality.value,
    ),
    RowColumn(
        "note",
        str,
        Text(
            "Was zum Wert zu sagen ist, etwa warum er fehlt",
            "what is to be said of the value, such as why it is missing",
        ),
        lambda f, d, language: said(d.note, language),
    ),
    RowColumn(
        "method",
        str,
        Text("Version der Methode; leer: nichts berechnet", "version of the method; empty: none"),
        lambda f, d, _: f.method or None,
    ),
    RowColumn(
        "data_version",
        int,
        Text(
            "Nummer des Imports, auf dessen Stand der Wert steht",
            "number of the import the value stands on",
        ),
        lambda f, d, _: f.data_version,
    ),
)
NAMES = tuple(column.name for column in COLUMNS)


NO_VALUES = Text("Keine Werte: {why}", "No values: {why}")


def rows_or_reason(figure: PublicFigure) -> tuple[Datum, ...]:
    """The values; where there are none, one row that says why: who opens the file sees no page."""
    if figure.data:
        return figure.data
    why = NO_VALUES.format(why=figure.notes[0] if figure.notes else figure.sentence)
    return (Datum("", figure.title, "", None, "", Quality.UNKNOWN, note=why),)


def rows_of(figure: PublicFigure, language: Language) -> Iterable[Row]:
    """A row a value, in the order of the picture."""
    for each in rows_or_reason(figure):
        yield tuple(column.read(figure, each, language) for column in COLUMNS)


def written(cell: Cell, digits: int) -> str:
    """A cell as text for programs: a point, ISO dates, nothing where nothing is known."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.{digits}f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
