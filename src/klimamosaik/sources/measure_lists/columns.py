"""What each column is for: by its heading first, then by what its cells look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.numbers import number_form
from klimamosaik.sources.measure_lists.amounts import LONGEST, amount, is_nothing
from klimamosaik.sources.measure_lists.heading import Heading
from klimamosaik.sources.measure_lists.roles import ROLE_TEXTS, ListColumn, ListHints, ListRole
from klimamosaik.sources.measure_lists.spans import day_order, single_day, span_of, years_of
from klimamosaik.sources.measure_lists.vocabulary import phase_of, plain, role_of, state_of
from klimamosaik.sources.sheets.headings import GROUP
from klimamosaik.terms.text import Text

SAMPLE = 200
COMMA = re.compile(  # words of languages that write 1,5
    r"(?i)ma(?:ß|ss)nahme|nummer|kosten|jahr|beginn|sachstand|\b(?:wie|was|wer|nr|stand)\b|[äöüß]"
    r"|[éèêàç]|\b(?:de|des|du|la|le|les|axe|titre|cout|statut|date de)\b"
)
FIRST_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
NUMBERS = frozenset({
    ListRole.COST, ListRole.COST_ACTUAL, ListRole.RUNNING_COST, ListRole.STAFF, ListRole.EFFECT,
    ListRole.VALUE, ListRole.START_VALUE, ListRole.WANTED, ListRole.LIFE,
})  # fmt: skip
SHORT = 30  # characters
MOST = 0.6  # share of cells that decides
OWN_TEXT = 0.9  # share of different cells from which on each row has a text of its own
SHARED_TEXT = 0.5  # ... and up to which several rows share one
LONGEST_NAME = 160  # characters; longer cells are prose
SEVERAL = frozenset({
    ListRole.NOTE, ListRole.IGNORED, ListRole.EFFECT, ListRole.COST, ListRole.COST_ACTUAL,
    ListRole.RUNNING_COST, ListRole.STAFF, ListRole.REPORT, ListRole.STATE, ListRole.REPORT_DAY,
    ListRole.FIELD, ListRole.PARTNERS, ListRole.VALUE, ListRole.REGISTER, ListRole.PERSON,
})  # fmt: skip


@dataclass(frozen=True)
class Marks:
    """How a sheet writes its numbers where a column leaves it open."""

    default: str  # "," or "."
    typed: bool  # numbers were stored as numbers
    date_order: str = ""  # "day" or "month" comes first, "either" where nothing shows it


@dataclass(frozen=True)
class Look:
    """What the cells of a column look like."""

    cells: tuple[str, ...]  # a sample, without missing ones

    def share(self, fits: object) -> float:
        """Share of the cells for which `fits` holds."""
        if not self.cells or not callable(fits):
            return 0.0
        return sum(bool(fits(cell)) for cell in self.cells) / len(self.cells)

    @property
    def amounts(self) -> bool:
        """Whether most cells are amounts."""
        return self.share(amount) > MOST

    @property
    def short(self) -> float:
        """Share of short cells."""
        return self.share(lambda cell: len(cell) <= SHORT)


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
    return tuple(_settled(columns, cells, hints))


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
        return said.format(heading=heading, role=ROLE_TEXTS[role])
    if role is ListRole.NOTE:
        return KEPT
    return Text(
        "die Überschrift „{heading}“",
        "the heading “{heading}”",
    ).format(heading=heading)


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
    if found.share(lambda cell: single_day(cell) and len(cell) <= SHORT) > MOST:
        return ListRole.REPORT_DAY
    return _by_words(named, states, found.short)


def _by_words(named: ListRole, states: float, short: float) -> ListRole:
    if states > MOST and (named is ListRole.STATE or short > MOST):
        return ListRole.STATE
    if named is ListRole.SPAN:
        return ListRole.NOTE
    return ListRole.REPORT if short < 0.5 else named


def looks_like_key(cell: str) -> bool:
    """ "A1.1", "Ü3", "M-07": short, without blanks, with a digit."""
    return len(cell) <= 12 and " " not in cell and any(each.isdigit() for each in cell)


def _settled(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], hints: ListHints
) -> list[ListColumn]:
    """At most one column for what a measure has one of; the others are kept as notes."""
    settled: list[ListColumn] = []
    taken: dict[ListRole, ListColumn] = {}
    told = dict(hints.roles)
    columns = _with_parts(_grouped(_funds(columns), cells, told))
    for column in sorted(columns, key=lambda each: _rank(each, told)):
        role = column.role
        if role in SEVERAL or role not in taken:
            taken.setdefault(role, column)
            settled.append(column)
        elif role is ListRole.TITLE and ListRole.DESCRIPTION not in {each.role for each in columns}:
            settled.append(replace(column, role=ListRole.DESCRIPTION, why=SECOND))
        else:
            settled.append(replace(column, role=ListRole.NOTE, why=SECOND))
    settled.sort(key=lambda each: each.index)
    return _whole(named(settled, cells, told))


def _rank(column: ListColumn, told: dict[str, ListRole]) -> tuple[bool, bool, int]:
    """Told before found, a plan's own numbers before a database's, then from left to right."""
    technical = column.role is ListRole.KEY and plain(column.heading) in ("id", "pk", "uuid")
    return column.heading not in told, technical, column.index


def _funds(columns: list[ListColumn]) -> list[ListColumn]:
    """An amount right of a source of money is its share; the whole stands in another column."""
    costs = [each for each in columns if each.role is ListRole.COST]
    left = {each.index + 1 for each in columns if each.role is ListRole.FUNDING}
    shares = [each for each in costs if each.index in left]
    if len(shares) == len(costs):
        return columns
    return [replace(each, role=ListRole.NOTE, why=SHARE) if each in shares else each
            for each in columns]  # fmt: skip


def _grouped(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], told: dict[str, ListRole]
) -> list[ListColumn]:
    """Of two columns called "measure" the one with a text per row names it, the other groups."""
    titles = [each for each in columns if each.role is ListRole.TITLE and each.heading not in told]
    shares = {each.index: distinct(cells[each.index]) for each in titles}
    if not titles or max(shares.values()) <= OWN_TEXT:
        return columns
    return [replace(each, role=ListRole.FIELD, why=REPEATED)
            if shares.get(each.index, 1.0) < SHARED_TEXT else each for each in columns]  # fmt: skip


def _with_parts(columns: list[ListColumn]) -> list[ListColumn]:
    """Parts of measures whose measures are not named are the measures."""
    if ListRole.TITLE in {each.role for each in columns}:
        return columns
    return [
        replace(each, role=ListRole.TITLE) if each.role is ListRole.PART else each
        for each in columns
    ]


def _whole(columns: list[ListColumn]) -> list[ListColumn]:
    """A column that says something only together with another is a note where that one lacks."""
    roles = {column.role for column in columns}
    lacking = {role for role, others in TOGETHER.items() if not roles & others}
    if ListRole.INDICATOR in lacking:
        lacking |= {ListRole.UNIT, ListRole.UNTIL, ListRole.START_VALUE, ListRole.BOUND}
    return [
        replace(each, role=ListRole.NOTE, why=ALONE) if each.role in lacking else each
        for each in columns
    ]


def named(
    columns: list[ListColumn], cells: Sequence[Sequence[str]], told: dict[str, ListRole]
) -> list[ListColumn]:
    """Where no heading says which column names the measures, the likeliest one, to be asked."""
    roles = {column.role for column in columns}
    if ListRole.INDICATOR in roles or ListRole.TITLE in set(told.values()):
        return columns
    options = could_name(columns, cells)
    title = next((each for each in columns if each.role is ListRole.TITLE), None)
    if title is not None:
        doubtful = bool(options) and not roles & ROWS_OF_ONE and _repeats(cells[title.index])
        return [replace(each, guessed=doubtful) if each is title else each for each in columns]
    return [replace(each, role=ListRole.TITLE, why=OWN_WORDS, guessed=True)
            if options and each is options[0] else each for each in columns]  # fmt: skip


def could_name(columns: Sequence[ListColumn], cells: Sequence[Sequence[str]]) -> list[ListColumn]:
    """Columns without a meaning of their own that may name the measures, likeliest first.

    Most of their cells are texts, no days, amounts or prose, and hardly two are the same.
    """
    unsaid = [each for each in columns if each.role in (ListRole.NOTE, ListRole.DESCRIPTION)]
    texts = [each for each in unsaid if _are_names(cells[each.index])]
    apart = [each for each in texts if distinct(cells[each.index]) > OWN_TEXT]
    return apart or [each for each in texts if distinct(cells[each.index]) > SHARED_TEXT]


def _are_names(cells: Sequence[str]) -> bool:
    found = Look(tuple(cell for cell in cells if not is_nothing(cell))[:SAMPLE])
    return found.share(_is_name) > MOST


def _is_name(cell: str) -> bool:
    worded = 3 < len(cell) <= LONGEST_NAME and sum(map(str.isalpha, cell)) > len(cell) / 3
    return worded and amount(cell) is None and (len(cell) > SHORT or span_of(cell) is None)


def _repeats(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) > 3 and distinct(filled) < SHARED_TEXT


def distinct(cells: Sequence[str]) -> float:
    """Share of the filled cells that differ from each other."""
    filled = [cell for cell in cells if cell]
    return len(set(filled)) / len(filled) if filled else 0.0


ROWS_OF_ONE = frozenset({  # several rows about the same measure are usual where one of these is
    ListRole.VALUE, ListRole.YEAR, ListRole.TASK, ListRole.PART, ListRole.PARENT,
    ListRole.REPORT_DAY, ListRole.KNOWN_AS,
})  # fmt: skip
TOGETHER: dict[ListRole, frozenset[ListRole]] = {
    ListRole.INDICATOR: frozenset({ListRole.VALUE, ListRole.WANTED}),
    ListRole.VALUE: frozenset({ListRole.INDICATOR}),
    ListRole.WANTED: frozenset({ListRole.INDICATOR}),
    ListRole.BOUND: frozenset({ListRole.WANTED}),
    ListRole.UNIT: frozenset({ListRole.INDICATOR}),
    ListRole.UNTIL: frozenset({ListRole.INDICATOR}),
    ListRole.START_VALUE: frozenset({ListRole.INDICATOR}),
    ListRole.LINK: frozenset({ListRole.INDICATOR}),
    ListRole.YEAR: frozenset(
        {ListRole.VALUE, ListRole.COST, ListRole.RUNNING_COST, ListRole.COST_ACTUAL, ListRole.STAFF}
    ),
    ListRole.COST_KIND: frozenset({ListRole.COST, ListRole.COST_ACTUAL}),
    ListRole.REPORT_DAY: frozenset({ListRole.REPORT, ListRole.STATE}),
    ListRole.DUE: frozenset({ListRole.TASK}),
    ListRole.DONE_ON: frozenset({ListRole.TASK}),
}
ALONE = Text(
    "sagt nur zusammen mit einer anderen Spalte etwas; der Text bleibt als Notiz",
    "says something only together with another column; the text is kept as a note",
)
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
SHARE = Text(
    "Anteil einer Geldquelle; die Kosten stehen in einer anderen Spalte, der Text bleibt als Notiz",
    "share of a source of money; the cost stands in another column, the text is kept as a note",
)
REPEATED = Text(
    "mehrere Zeilen haben denselben Text: ein Handlungsfeld oder eine Gruppe, kein Name",
    "several rows have the same text: a field or a group, no name",
)
OWN_WORDS = Text("jede Zeile hat hier einen eigenen Text", "each row has a text of its own here")
SECOND = Text(
    "eine andere Spalte steht schon dafür; der Text bleibt erhalten",
    "another column stands for it already; the text is kept",
)
