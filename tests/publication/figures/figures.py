"""Figures of an invented town, made by hand: what is drawn and written is compared with them."""

from datetime import UTC, date, datetime
from functools import partial

from klimamosaik.publication.licences import DEFAULT_LICENCE, licences
from klimamosaik.publication.queries.figures import kind
from klimamosaik.publication.queries.results import Datum, FigureShape, PublicFigure, PublicTown
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

datum = partial(kind.datum, quality=Quality.MEASURED)
CHANGED = datetime(2026, 10, 31, 9, 30, tzinfo=UTC)
TOWN = PublicTown(
    ags="03000001",
    name="Musterstadt",
    synthetic=True,
    publisher="Stadt Musterstadt",
    desk="Klimaschutzmanagement",
    email="",
    website="",
    licence=licences()[DEFAULT_LICENCE],
    contributor="",
    state="NI",
    inhabitants=None,
    inhabitants_year=None,
    inhabitants_source="",
    latitude=None,
    longitude=None,
    since=CHANGED,
    tested_on=None,
    barriers="",
)


def same(word: str) -> Text:
    """A word that is the same in both languages."""
    return Text(word, word)


def figure(shape: FigureShape, data: list[Datum], **more: object) -> PublicFigure:
    """A figure with these rows."""
    given: dict[str, object] = {
        "key": "probe",
        "town": TOWN,
        "title": Text("Was hat es gebracht?", "What did it bring?"),
        "headline": Text("26 % weniger Gas", "26 % less gas"),
        "sentence": Text("Sicher ist: zwischen 10 und 41 %.", "What is sure: 10 to 41 %."),
        "definition": Text("Gemessen am Zähler.", "Measured at the meter."),
        "shape": shape,
        "digits": 1,
        "data": tuple(data),
        "source": same("Stadt Musterstadt"),
        "method": "",
        "data_version": 7,
        "changed_at": CHANGED,
        "theme": "ENER",
        **more,
    }
    return PublicFigure(**given)  # type: ignore[arg-type]  # given by name, as dataclasses do


def months() -> PublicFigure:
    """Two lines, a gap, a measure that starts in 2025."""
    rows = []
    for at in range(24):
        period = f"{2024 + at // 12}-{at % 12 + 1:02}"
        known = None if at == 5 else 1000.0 + at
        rows.append(datum("measured", Text("gemessen", "measured"), period, known, "kWh", digits=1))
        rows.append(
            datum("expected", Text("erwartet", "expected"), period, 1200.0, "kWh", digits=1)
        )
    return figure(FigureShape.LINES, rows, marked=date(2025, 3, 15))


def years() -> PublicFigure:
    """Two series of years in two units; one year is unknown."""
    heat, water = Text("Wärme", "heat"), Text("Wasser", "water")
    values = ((2022, 812.4, 90.0), (2023, None, 95.5), (2024, 760.1, 1234.5))
    rows = [datum("heat", heat, str(y), h, "MWh", digits=1) for y, h, _ in values]
    rows += [datum("water", water, str(y), w, "m³", digits=1) for y, _, w in values]
    return figure(FigureShape.COLUMNS, rows)


def ranges() -> PublicFigure:
    """One that saved, one that cannot be told, one that got worse."""
    ends = {"Schule": (26.0, 12.0, 36.0), "Bad": (3.0, -15.0, 16.0), "Rathaus": (-23, -36, -12)}
    return figure(
        FigureShape.RANGES,
        [
            datum(
                "saved",
                Text("gespart", "saved"),
                "",
                mean,
                "%",
                digits=1,
                estimate=Estimate(mean, low, high, "%"),
                place=same(name),
                note=same(f"von {name}"),
            )
            for name, (mean, low, high) in ends.items()
        ],
    )


def steps() -> PublicFigure:
    """From 2023 to 2024 in two steps."""
    parts = (("before", "2023", 100.0), ("weather", "2024", -8.5), ("use", "2024", 3.0))
    rows = [
        datum(series, same(series), year, value, "MWh", digits=1)
        for series, year, value in (*parts, ("after", "2024", 94.5))
    ]
    return figure(FigureShape.STEPS, rows)


def stones() -> PublicFigure:
    """A thousand stones of four measures and what is missing."""
    laid = (("measured", 29.33), ("expected", 100.25), ("expected", 50.0), ("missing", 820.42))
    return figure(
        FigureShape.STONES,
        [
            datum(series, same(series), "2040", value, "Steine", digits=2, place=same(f"Teil {n}"))
            for n, (series, value) in enumerate(laid)
        ],
        digits=2,
    )


def sectors() -> PublicFigure:
    """One year by sector and carrier."""
    rows = [
        datum(carrier, same(carrier), "2024", value, "t CO2e", digits=0, place=same(sector))
        for sector in ("Haushalte", "Verkehr")
        for carrier, value in (("Strom", 1234.0), ("Erdgas", 33346.0), ("Heizöl", None))
    ]
    return figure(FigureShape.COLUMNS, rows, digits=0)


ALL = (months, years, ranges, steps, stones, sectors)
