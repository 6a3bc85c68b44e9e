"""The table under the picture: the same numbers, in the same order, as a reader writes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from klimamosaik.drawing.year_panels import unit_in
from klimamosaik.publication.kernel.periods import written_period
from klimamosaik.publication.public.figures.picture import shown_digits
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Language, Text, decimal

MOST = 7  # columns of values a table beside periods has
UNKNOWN = "–"
PERIOD, VALUE = Text("Zeitraum", "period"), Text("Wert", "value")
SERIES, PLACE = Text("Reihe", "series"), Text("Wofür", "of what")
RANGE, QUALITY = Text("Spanne", "range"), Text("Herkunft", "how known")
NOTE = Text("Anmerkung", "note")
FROM_TO = Text("{low} bis {high}", "{low} to {high}")


@dataclass(frozen=True)
class FigureCell:
    """A cell: its words, and what stands small below them."""

    text: str
    small: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class FigureTable:
    """Heads and rows; the first cell of a row names it."""

    heads: tuple[FigureCell, ...]
    rows: tuple[tuple[FigureCell, ...], ...]


def table_of(figure: PublicFigure, language: Language) -> FigureTable:
    """Periods down and series across where there is room for it; else a row a value."""
    series = list(dict.fromkeys(map(column_key, figure.data)))
    beside = (
        len(figure.periods) > 1 and len(series) <= MOST and figure.shape is not FigureShape.STEPS
    )
    whole = all(each.period for each in figure.data)
    if beside and whole and len(figure.data) > len(figure.periods):
        return across(figure, series, language)
    return down(figure, language)


def column_key(datum: Datum) -> tuple[str, str]:
    """What makes a column: series and place."""
    return datum.series, datum.place.de if datum.place else ""


def across(
    figure: PublicFigure, series: Sequence[tuple[str, str]], language: Language
) -> FigureTable:
    """A row a period, a column a series."""
    cells = {(*column_key(each), each.period): each for each in figure.data}
    first = {key: next(e for e in figure.data if column_key(e) == key) for key in series}
    quality = {key: quality_of(figure, key) for key in series}
    heads = [head_cell(first[key], quality[key], language) for key in series]
    rows = [
        (
            FigureCell(written_period(period, language)),
            *(
                value_cell(cells.get((*key, period)), quality[key], figure, language)
                for key in series
            ),
        )
        for period in sorted(figure.periods)
    ]
    return FigureTable((FigureCell(PERIOD.in_(language)), *heads), tuple(rows))


def named(datum: Datum, language: Language) -> str:
    """Series and place."""
    name = datum.named.in_(language)
    return f"{name}, {datum.place.in_(language)}" if datum.place else name


def quality_of(figure: PublicFigure, key: tuple[str, str]) -> Quality | None:
    """How all known values of a column came to be; None where they differ."""
    found = {e.quality for e in figure.data if column_key(e) == key and e.value is not None}
    return found.pop() if len(found) == 1 else None


def head_cell(datum: Datum, quality: Quality | None, language: Language) -> FigureCell:
    """Name of a column, its unit, and how its values came to be."""
    unit = unit_in(datum.unit, language)
    small = f"{unit}, {quality.text.in_(language)}" if quality else unit
    return FigureCell(named(datum, language), small, True)


def value_cell(
    datum: Datum | None, quality: Quality | None, figure: PublicFigure, language: Language
) -> FigureCell:
    """A value in its column; what is special about it stands below."""
    if datum is None:
        return FigureCell(UNKNOWN, is_number=True)
    notes = [datum.note.in_(language)] if datum.note else []
    if quality is None and datum.value is not None:
        notes.insert(0, datum.quality.text.in_(language))
    if datum.estimate:
        notes.insert(0, range_of(datum, figure, language))
    return FigureCell(number_of(datum.value, figure, language), ", ".join(notes), True)


def number_of(value: float | None, figure: PublicFigure, language: Language) -> str:
    """A number as the picture has it."""
    if value is None:
        return UNKNOWN
    return decimal(value, digits=shown_digits(figure), language=language)


def range_of(datum: Datum, figure: PublicFigure, language: Language) -> str:
    """From low to high."""
    spread = datum.estimate
    if spread is None:
        return ""
    low, high = (number_of(end, figure, language) for end in (spread.low, spread.high))
    return FROM_TO.format(low=low, high=high).in_(language)


def down(figure: PublicFigure, language: Language) -> FigureTable:
    """A row a value; columns nobody needs are left out."""
    shape = figure.shape
    columns: tuple[tuple[Text, bool, Callable[[Datum], str]], ...] = (
        (PLACE, False, lambda d: d.place.in_(language) if d.place else ""),
        (SERIES, False, lambda d: d.named.in_(language)),
        (
            PERIOD,
            False,
            lambda d: "" if shape is FigureShape.STEPS else written_period(d.period, language),
        ),
        (VALUE, True, lambda d: with_unit(d, figure, language)),
        (RANGE, True, lambda d: range_of(d, figure, language)),
        (QUALITY, False, lambda d: d.quality.text.in_(language)),
        (NOTE, False, lambda d: d.note.in_(language) if d.note else ""),
    )
    kept = [each for each in columns if any(each[2](datum) for datum in figure.data)]
    heads = tuple(FigureCell(name.in_(language), is_number=right) for name, right, _ in kept)
    rows = tuple(
        tuple(FigureCell(read(each), is_number=right) for _, right, read in kept)
        for each in figure.data
    )
    return FigureTable(heads, rows)


def with_unit(datum: Datum, figure: PublicFigure, language: Language) -> str:
    """A value with its unit; a dash where it is unknown."""
    if datum.value is None:
        return UNKNOWN
    unit = unit_in(datum.unit, language)
    return f"{number_of(datum.value, figure, language)}\u00a0{unit}"
