"""What stands above a table and holds for all its rows, as a column of its own."""

import re
from dataclasses import replace

import polars as pl

from klimamosaik.sources.tables.basics.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.basics.questions import answer
from klimamosaik.sources.tables.basics.vocabulary import names_a_place, plain_header, role_of
from klimamosaik.sources.tables.columns.fitted_roles import TIMES
from klimamosaik.sources.tables.shape.blocks import is_timed
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

FACTOR = re.compile(
    r"(?i)\b(wandler(?:faktor|verhältnis)|(?:zähler|ablese|verrechnungs)faktor|multiplikator|"
    r"multiplier|(?:ct|transformer) ratio)\b[^\d\n]{0,20}"
    r"(\d{1,6}(?:[.,]\d+)?)(?:\s*(?:/|:)\s*(\d{1,4}))?"
)
INCLUDED, MULTIPLIES = "factor_included", "factor_multiplies"  # what a person says of it


def with_factor(layout: Layout, hints: FileHints) -> tuple[Layout, Question | None]:
    """The transformer's ratio above a table, as the column that multiplies its meter readings.

    Whether use has been multiplied already only a person knows: it is asked.
    """
    found, factor = factor_above(layout)
    roles = {hints.of(header).role or role_of(header) for header in layout.headers}
    if found is None or ColumnRole.FACTOR in roles:
        return layout, None
    counters = hints.counter or ColumnRole.COUNTER in roles
    if counters or MULTIPLIES in hints.accepted:
        return with_column(layout, found, f"{factor:g}".replace(".", ",")), None
    asked = ColumnRole.VALUE in roles and INCLUDED not in hints.accepted
    return layout, factor_question(found, factor) if asked else None


def factor_above(layout: Layout) -> tuple[str | None, float]:
    """What a ratio above a table is called, and how large it is; None and 1 where there is none."""
    found = FACTOR.search(layout.preamble)
    if found is None:
        return None, 1.0
    factor = float(found[2].replace(",", ".")) / float(found[3] or 1)  # 200/5 is 40
    return (None, 1.0) if factor in (0.0, 1.0) else (found[1], factor)


def with_column(layout: Layout, name: str, cell: str) -> Layout:
    """The table with the same cell in each of its rows."""
    column = pl.lit(cell).alias(f"c{len(layout.headers)}")
    return replace(
        layout, headers=(*layout.headers, name), units=(*layout.units, None),
        body=layout.body.with_columns(column),
    )  # fmt: skip


FRACTION = r"(?:[.,](?!(?:19|20)\d\d\b)\d{1,6})?)(?![\d.,])"  # "12.2023" is a month
UNIT_OF_GAS = r"(?:\W{0,3}(?:in\s+)?kWh\s*/\s*\(?N?m[³3]\)?)?"
GAS_ABOVE = (  # header, what is written above the table, least and most it may be
    ("Brennwert",
     re.compile(rf"(?i)\bbrennwert\b{UNIT_OF_GAS}[^\d\n]{{0,20}}(\d{{1,2}}{FRACTION}"), 6.0, 14.0),
    ("Zustandszahl",
     re.compile(rf"(?i)\b(?:zustandszahl|z-zahl)\b[^\d\n]{{0,20}}(\d{FRACTION}"), 0.5, 1.5),
)  # fmt: skip


def with_gas_factors(layout: Layout) -> Layout:
    """Calorific value and state number above a table of gas, where each stands there once."""
    roles = {role_of(header) for header in layout.headers}
    for header, form, least, most in GAS_ABOVE:
        told = {float(text.replace(",", ".")) for text in form.findall(layout.preamble)}
        if len(told) == 1 and role_of(header) not in roles and least <= min(told) <= most:
            layout = with_column(layout, header, f"{min(told)}".replace(".", ","))
    return layout


PERIOD = re.compile(
    r"(?i)(?:zeitraum|periode?|billing|abrechnung)\D{0,40}(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)"
    r"\s*(?:-|–|—|bis|to)\s*(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)"
)


def with_period(layout: Layout) -> Layout:
    """The one period above a table none of whose columns tells a time: first and last day."""
    periods = set(PERIOD.findall(layout.preamble))
    timed = any(role_of(header) in TIMES for header in layout.headers)
    if len(periods) != 1 or timed or any(is_timed(cells) for cells in _columns(layout)):
        return layout
    first, last = periods.pop()
    return with_column(with_column(layout, "von", first), "bis", last)


def with_place(layout: Layout, *, several: bool) -> Layout:
    """The building that a line above the table names, as the building of all its rows.

    several: other tables of the file may be those of other meters; then the meter's number tells
    them apart as well. Columns that name places themselves are left alone.
    """
    named = {role_of(header) for header in layout.headers}
    if named & NAMING or any(map(_names_places, layout.headers)):
        return layout
    for header, label in (("Gebäude", PLACE), ("Zählernummer", METER))[: 2 if several else 1]:
        told = {value for word, value in layout.facts if label.fullmatch(word)}
        value = told.pop() if len(told) == 1 else ""
        if 1 < len(value) <= LONGEST_NAME and not YEAR_OR_DAY.fullmatch(value):
            layout = with_column(layout, header, value)
    return layout


def _names_places(header: str) -> bool:
    measured = role_of(header) in (None, ColumnRole.VALUE, ColumnRole.COUNTER)
    untitled = header.startswith("Spalte ")
    return measured and not untitled and names_a_place(plain_header(header))


NAMING = {ColumnRole.BUILDING, ColumnRole.METER, ColumnRole.ADDRESS}
PLACE = re.compile(
    r"(?i)(?:objekt|gebäude|liegenschaft|einrichtung|standort|anlage|building|site|"
    r"(?:abnahme|liefer|verbrauchs|schalt)stelle)(?:n?[- ]?(?:name|bezeichnung))?"
)
METER = re.compile(
    r"(?i)zähler(?:[- ]?(?:nr\.?|nummer|id))?|zählpunkt(?:[- ]?(?:bezeichnung|nummer))?|"
    r"(?:mess|markt)lokation|me?a?lo(?:[- ]?id)?|messstelle|meter(?: (?:no\.?|number|id))?"
)
YEAR_OR_DAY = re.compile(r"(?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}.*")
LONGEST_NAME = 80


def _columns(layout: Layout) -> list[pl.Series]:
    return [layout.held(index) for index in range(len(layout.headers))]


def factor_question(name: str, factor: float) -> Question:
    """Whether use below a transformer's ratio has been multiplied by it."""
    return Question(
        "factor_above",
        Text(
            "Über der Tabelle steht „{name}“ {factor:n}. Sind die Werte darunter schon damit "
            "multipliziert?",
            "Above the table stands “{name}” {factor:n}. Are the values below multiplied by it "
            "already?"
        ).format(name=name, factor=factor),
        answers=(
            answer(Text("ja, es ist der ganze Verbrauch", "yes, it is all the use"),
                   accepted=[INCLUDED]),
            answer(Text("nein: mal {factor:n}", "no: times {factor:n}").format(factor=factor),
                   accepted=[MULTIPLIES]),
        ),
    )  # fmt: skip
