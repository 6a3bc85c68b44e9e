"""Seasons and years of supply ("2022/23") -> the first and last day a person says they have."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing
from klimamosaik.sources.grid.repeated import as_texts, every
from klimamosaik.sources.tables.basics.questions import answer
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.shape.timehead import FISCAL, SEASON, is_season
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

CALLED = re.compile(
    r"(?i)heiz|saison|season|winter|schuljahr|gasjahr|gaswirtschaft|lieferjahr|abrechnungsjahr|"
    r"wirtschaftsjahr|geschäftsjahr|fiscal|academic|school year|saison|année|periode"
)
SAMPLE = 500  # cells looked at
MOST = 0.8  # share of the cells that are seasons
USUAL = (  # first and last month, the most usual first
    (("07", "06"), Text("Juli bis Juni", "July to June")),
    (("10", "09"), Text("Oktober bis September", "October to September")),
    (("09", "08"), Text("September bis August", "September to August")),
    (("08", "07"), Text("August bis Juli", "August to July")),
    (("04", "03"), Text("April bis März", "April to March")),
    (("05", "04"), Text("Mai bis April", "May to April")),
    (("10", "04"), Text("nur Oktober bis April", "October to April only")),
    (("09", "05"), Text("nur September bis Mai", "September to May only")),
)


def with_seasons(layout: Layout, told: str | None) -> tuple[Layout, Question | None]:
    """Write start and end in place of each season; a question where nobody said its months.

    told: first and last month of a season, as "10-09".
    """
    for index, header in enumerate(layout.headers):
        if not _are_seasons(layout.held(index), header):
            continue
        cells = layout.cells(index)
        example = next(cell.strip() for cell in cells if cell and is_season(cell))
        if told is None:
            return layout, ask_months(header, example)
        return _split(layout, index, told), None
    return layout, None


def _are_seasons(cells: pl.Series, header: str) -> bool:
    looked = every(cells, SAMPLE)
    some = looked.filter(~is_missing(looked)).to_list()
    found = [cell for cell in some if is_season(cell)]
    if not found or len(found) < MOST * len(some):
        return False
    if any(FISCAL.match(cell.strip()) for cell in found):
        return True
    late = any(int(SEASON.match(cell.strip())[2]) % 100 > 12 for cell in found)  # type: ignore[index]
    return late or bool(CALLED.search(header))  # 2010/11 may be November


def _split(layout: Layout, index: int, told: str) -> Layout:
    """Columns of the first day and of the last, the latter behind all others."""
    first, last = (int(month) for month in told.split("-"))
    name = f"c{index}"
    text = pl.col(name).str.strip_chars()
    ended = text.str.extract(FISCAL.pattern, 1).cast(pl.Int32) - int(last < first)
    year = text.str.extract(SEASON.pattern, 1).cast(pl.Int32).fill_null(ended)
    end = pl.date(year + int(last <= first) + int(last == 12), last % 12 + 1, 1)
    at = len(layout.headers)
    body = as_texts(layout.body).with_columns(
        pl.date(year, first, 1).dt.to_string("%Y-%m-%d").fill_null(pl.col(name)).alias(name),
        end.dt.offset_by("-1d").dt.to_string("%Y-%m-%d").alias(f"c{at}"),
    )
    header = layout.headers[index]
    headers = (
        *layout.headers[:index], f"{header} von", *layout.headers[index + 1 :], f"{header} bis"
    )  # fmt: skip
    return replace(layout, headers=headers, units=(*layout.units, None), body=body)


def ask_months(header: str, example: str) -> Question:
    """Which months a season has."""
    return Question(
        "season_months",
        Text(
            "Spalte „{header}“: Von welchem bis zu welchem Monat geht „{example}“?",
            "Column “{header}”: from which month to which does “{example}” go?",
        ).format(header=header, example=example),
        column=header,
        answers=tuple(answer(text, season="-".join(months)) for months, text in USUAL),
        field="season",
    )
