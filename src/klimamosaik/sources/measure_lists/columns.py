"""What each column is for: by its heading first, then by what its cells look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.numbers import number_form
from klimamosaik.sources.measure_lists.amounts import LONGEST, is_nothing
from klimamosaik.sources.measure_lists.column_look import MOST, SAMPLE, SHORT, Look
from klimamosaik.sources.measure_lists.heading import Heading
from klimamosaik.sources.measure_lists.roles import ListColumn, ListHints, ListRole
from klimamosaik.sources.measure_lists.settled_columns import settled_roles
from klimamosaik.sources.measure_lists.spans import (
    day_order,
    only_a_span,
    single_day,
    span_of,
    years_of,
)
from klimamosaik.sources.measure_lists.vocabulary import phase_of, role_of, state_of
from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.terms.text import Text

COMMA = re.compile(  # words of languages that write 1,5
    r"(?i)ma(?:ß|ss)nahme|nummer|kosten|jahr|beginn|sachstand|\b(?:wie|was|wer|nr|stand)\b|[äöüß]"
    r"|[éèêàç]|\b(?:de|des|du|la|le|les|axe|titre|cout|statut|date de)\b"
)
FIRST_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
NUMBERS = frozenset({
    ListRole.COST, ListRole.COST_ACTUAL, ListRole.RUNNING_COST, ListRole.STAFF, ListRole.EFFECT,
    ListRole.VALUE, ListRole.START_VALUE, ListRole.WANTED, ListRole.LIFE, ListRole.GRANT,
})  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """How a sheet writes its numbers where a column leaves it open."""

    default: str  # "," or "."
    typed: bool  # numbers were stored as numbers
    date_order: str = ""  # "day" or "month" comes first, "either" where nothing shows it


def find_columns(
    heading: Heading, cells: Sequence[Sequence[str]], hints: ListHints, *, typed: bool
) -> tuple[ListColumn, ...]:
    """One per column with anything in it. cells: per column, its cells below the heading."""
    order = hints.date_order or day_order(cell for column in cells for cell in column[:SAMPLE])
    marks = Marks("," if writes_comma(heading.texts) else ".", typed, order)
    if heading.stable:
        return tuple(
            _column(at, text, role, BY_NAME, cells[at], marks)
            for at, (text, role) in enumerate(zip(heading.texts, heading.stable, strict=True))
            if role is not None
        )
    columns = []
    for at, text in enumerate(heading.texts):
        found = Look(tuple(cell for cell in cells[at] if not is_nothing(cell))[:SAMPLE])
        role, why = _role(text, heading.words[at], found, hints)
        columns.append(_column(at, text, role, why, cells[at], marks))
    columns = [column for column in columns if column.heading or column.sample]
    return tuple(settled_roles(columns, cells, hints))


def writes_comma(headings: Sequence[str]) -> bool:
    """Whether the headings are German or French, which write 1,5 and the day first."""
    return bool(COMMA.search(" ".join(headings)))


def _column(
    at: int, text: str, role: ListRole, why: Text, cells: Sequence[str], marks: Marks
) -> ListColumn:
    filled = [cell for cell in cells if cell]
    decimal = _decimal(filled, marks) if role in NUMBERS else marks.default
    month_first = marks.date_order == "month"
    return ListColumn(at, text, role, why, tuple(filled[:3]), decimal, month_first)


def _decimal(cells: Sequence[str], marks: Marks) -> str:
    """The decimal mark of a column, decided by the first number of each short cell."""
    short = [cell for cell in cells if len(cell) <= LONGEST]
    found = [each.group() for cell in short if (each := FIRST_NUMBER.search(cell))]
    if not found:
        return marks.default
    plain = marks.typed and len(found) == len(cells) and all(map(_is_plain, cells))
    return number_form(pl.Series(found), default=marks.default, typed=plain).decimal


def _is_plain(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", cell))


def _role(heading: str, words: str, found: Look, hints: ListHints) -> tuple[ListRole, Text]:
    told, named = hints.of(heading), role_of(words)
    if told is not None:
        return told, Text("so angegeben", "as told")
    if named is ListRole.IGNORED:
        return named, Text("laufende Nummer oder Technik", "a running number or technical")
    if named is ListRole.PERSON:
        return named, PEOPLE
    if not found.cells:
        return ListRole.IGNORED, EMPTY_STATE if named is ListRole.STATE else EMPTY
    if named is None and years_of(heading) and found.share(_is_figure) > MOST:
        return ListRole.VALUE, Text("ein Jahr mit Zahlen darunter", "a year with numbers below")
    if named in NUMBERS and role_of(words.rsplit(GROUP, 1)[-1]) is None and not found.amounts:
        named = None  # the group says "cost", the cells below it are words
    role = ListRole.NOTE if named is None else _by_cells(named, found)
    return role, _why(heading, named, role)


def _why(heading: str, named: ListRole | None, role: ListRole) -> Text:
    if named is not None and role is not named:
        said = Text("„{heading}“, nach dem Inhalt: {role}", "“{heading}”, by its cells: {role}")
        return said.format(heading=heading, role=role.text)
    if role is ListRole.NOTE:
        return KEPT
    return Text("die Überschrift „{heading}“", "the heading “{heading}”").format(heading=heading)


def _is_figure(cell: str) -> bool:
    return cell[:1].isdigit()


def _by_cells(named: ListRole, found: Look) -> ListRole:
    """A heading such as "Umsetzung" or "Stand" means what its cells are."""
    states = found.share(state_of)
    if named is ListRole.PHASE and found.share(phase_of) < states:
        return ListRole.STATE
    if named is ListRole.TITLE and found.share(looks_like_key) > 0.9:
        return ListRole.KEY
    if named is ListRole.SPAN and found.share(span_of):
        return ListRole.STATE if states > MOST > found.share(span_of) else named
    if named not in (ListRole.REPORT, ListRole.SPAN, ListRole.STATE):
        return named
    if found.share(is_a_day) > MOST:
        return ListRole.REPORT_DAY
    return _by_words(named, states, found.short)


def is_a_day(cell: str) -> bool:
    """A day and perhaps its time: "12.03.2017 – Auftrag vergeben" says more."""
    day = re.sub(r"[ ,T]*\d{1,2}:\d{2}.*$", "", cell)
    return single_day(cell) is not None and len(cell) <= SHORT and only_a_span(day) is not None


def _by_words(named: ListRole, states: float, short: float) -> ListRole:
    if states > MOST and (named is ListRole.STATE or short > MOST):
        return ListRole.STATE
    if named is ListRole.SPAN:
        return ListRole.NOTE
    return ListRole.REPORT if short < 0.5 else named


def looks_like_key(cell: str) -> bool:
    """ "A1.1", "Ü3", "M-07": short, without blanks, with a digit."""
    return len(cell) <= 12 and " " not in cell and any(each.isdigit() for each in cell)


BY_NAME = Text("Spalte unserer eigenen Arbeitsmappe", "a column of our own workbook")
EMPTY = Text("leer", "empty")
EMPTY_STATE = Text(
    "leer; Farben von Zellen werden nicht gelesen, bitte grün, gelb oder rot hineinschreiben",
    "empty; colours of cells are not read, please write green, yellow or red into them",
)
KEPT = Text(
    "kein eigenes Feld; der Text bleibt als Notiz unter dieser Überschrift",
    "no field of its own; the text is kept as a note under this heading",
)
PEOPLE = Text("Namen von Personen werden nicht gespeichert", "names of people are not stored")
