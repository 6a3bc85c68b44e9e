"""Where the headings are and where the measures begin."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from klimamosaik.sources.measure_lists.roles import ListHints, ListRole
from klimamosaik.sources.measure_lists.sheets import ListSheet, SheetLine
from klimamosaik.sources.measure_lists.spans import span_of, years_of
from klimamosaik.sources.measure_lists.vocabulary import explains_columns, role_of
from klimamosaik.sources.sheets.headings import GROUP, joined, numbered

HEAD = 40  # rows searched for headings
LONGEST = 120  # characters of a heading
GROUPS = 2  # rows of headings over several columns, above the headings
EXPLAINING = 3  # rows below the headings that may tell what to write into the cells
SHOWING = 5  # rows below that show whether a row is one of headings
SURE = 0.7  # the first row that fits this well compared with the best one is the heading
TOLD = 2.0  # what a heading weighs that a person named
NAMING = (ListRole.KEY, ListRole.TITLE, ListRole.PART, ListRole.INDICATOR)
STABLE = frozenset(role.value for role in ListRole)
FIGURE = re.compile(r"[-+]?[\d.,:/ %€-]+")


@dataclass(frozen=True)
class Heading:
    """The headings of a sheet."""

    texts: tuple[str, ...]  # one per column, "" where there is none
    row: int  # last row of the headings, from 1
    body: tuple[SheetLine, ...]
    above: str  # text above the headings
    stable: tuple[ListRole | None, ...] = ()  # roles by name, in a workbook of our own
    words: tuple[str, ...] = ()  # what names the role; a group over one column is part of its name
    explaining: tuple[SheetLine, ...] = ()  # rows that explain the columns
    guessed: bool = False  # no row names its columns; the most likely one was taken


def find_heading(sheet: ListSheet, hints: ListHints) -> Heading | None:
    """The headings, as told, by their words, or else where they most likely are; None: nowhere."""
    lines = sheet.lines
    if (own := _own(lines)) is not None:
        return own
    told = hints.heading_row(sheet.name)
    at = _row_above(lines, told) if told is not None else _by_words(lines, hints)
    last = at if told is not None or at is None else _last_row(lines, at)
    guessed = last is None
    last = _most_likely(lines) if last is None else last
    return None if last is None else _heading(lines, last, guessed=guessed)


def _own(lines: tuple[SheetLine, ...]) -> Heading | None:
    """A workbook of our own carries the stable names of its columns below the headings."""
    for at, line in enumerate(lines[:3]):
        filled = [cell for cell in line.cells if cell]
        if at and len(filled) >= 2 and all(cell in STABLE for cell in filled):
            roles = tuple(ListRole(cell) if cell else None for cell in line.cells)
            texts = lines[at - 1].cells
            return Heading(texts, line.number, lines[at + 1 :], "", roles, texts)
    return None


def _row_above(lines: Sequence[SheetLine], row: int) -> int | None:
    """The row with this number, or the last one above it where it is blank."""
    return max((at for at, line in enumerate(lines) if line.number <= row), default=None)


def _by_words(lines: Sequence[SheetLine], hints: ListHints) -> int | None:
    """The first row that names what its columns are."""
    named = {heading.rsplit(GROUP, 1)[-1] for heading, _ in hints.roles}
    scores = [_score(line, named) for line in lines[:HEAD]]
    best = max(scores, default=0.0)
    if best < 2:
        return None
    return next(at for at, score in enumerate(scores) if score >= SURE * best)


def _score(line: SheetLine, named: set[str]) -> float:
    """How much a row looks like headings: the number of roles it names."""
    filled = [cell for cell in line.cells if cell]
    told = sum(" ".join(cell.split()) in named for cell in filled)
    roles = [role_of(cell) for cell in filled if len(cell) <= LONGEST]
    found = {role for role in roles if role is not None}
    if not told and (len(found) < 2 or not found & set(NAMING)):
        return 0.0
    fits = sum(role is not None for role in roles) >= 0.4 * len(filled)
    return TOLD * told + (len(found) if fits else 0.0)


def _last_row(lines: Sequence[SheetLine], at: int) -> int:
    """The last row of headings that begin at `at`: more of them may stand below."""
    while at + 1 < len(lines) and (
        _goes_on(lines[at], lines[at + 1])
        or _is_split(lines[at], lines[at + 1], lines[at + 2 : at + 2 + SHOWING])
    ):
        at += 1
    return at


def _goes_on(line: SheetLine, below: SheetLine) -> bool:
    """The row below splits some headings that stand over several columns."""
    pairs = list(zip(line.cells, below.cells, strict=True))
    under_empty = [under for cell, under in pairs if not cell and under]
    headed = [cell for cell, under in pairs if cell and not under]
    short = all(len(under) <= LONGEST for _, under in pairs)
    named = sum(role_of(under) is not None or bool(years_of(under)) for _, under in pairs if under)
    first = next((at for at, (cell, _) in enumerate(pairs) if cell), 0)
    return bool(under_empty and headed and short and not pairs[first][1]) and named >= 2


def _is_split(line: SheetLine, below: SheetLine, rows: Sequence[SheetLine]) -> bool:
    """The row below names all columns; this one only says what several of them have in common.

    A first measure may consist of words that name roles; a row above figures of its own columns
    is none.
    """
    wider = any(under and not cell for cell, under in zip(line.cells, below.cells, strict=True))
    if not wider or below.filled <= line.filled:
        return False
    texts = [cell for cell in below.cells if cell]
    named = sum(role_of(text) is not None for text in texts)
    above_figures = any(
        cell and _is_figure(row.cells[at]) for row in rows for at, cell in enumerate(below.cells)
    )
    return above_figures and _are_headings(texts) and named >= max(2, 0.4 * len(texts))


def _most_likely(lines: Sequence[SheetLine]) -> int | None:
    """The first row that fills most columns with different short texts, with rows below it."""
    widest = max((line.filled for line in lines[:HEAD]), default=0)
    for at, line in enumerate(lines[:HEAD]):
        texts = [cell for cell in line.cells if cell]
        if len(texts) >= 2 and len(texts) >= 0.7 * widest and _are_headings(texts):
            return at if at + 1 < len(lines) else None
    return None


def _are_headings(texts: Sequence[str]) -> bool:
    """Short, different, and none of them a number or a day."""
    if len(set(texts)) < len(texts) or max(map(len, texts)) > LONGEST:
        return False
    return not any(_is_figure(text) for text in texts)


def _is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text)) or (text[:1].isdigit() and span_of(text) is not None)


def _heading(lines: tuple[SheetLine, ...], last: int, *, guessed: bool) -> Heading:
    first = last
    while first and last - first < GROUPS and _above(lines[first - 1], lines[first]):
        first -= 1
    texts, words = joined([line.cells for line in lines[first : last + 1]])
    body = last + 1
    while body < len(lines) and body <= last + EXPLAINING and explains_columns(lines[body].cells):
        body += 1
    above = "\n".join(" ".join(filter(None, line.cells)) for line in lines[:first])
    return Heading(
        numbered(" ".join(text.split()) for text in texts), lines[last].number, lines[body:], above,
        words=words, explaining=lines[last + 1 : body], guessed=guessed,
    )  # fmt: skip


def _above(upper: SheetLine, line: SheetLine) -> bool:
    """The upper row belongs to the headings as well."""
    named = sum(role_of(cell) is not None for cell in upper.cells if cell)
    return _is_group(upper, line) or (named >= 2 and _goes_on(upper, line))


def _is_group(above: SheetLine, line: SheetLine) -> bool:
    """Headings over several columns: fewer than below, short, each over something."""
    filled = [cell for cell in above.cells if cell]
    if len(filled) < 2 or len(filled) >= line.filled or max(map(len, filled)) > LONGEST:
        return False
    hanging = any(cell and not under for cell, under in zip(above.cells, line.cells, strict=True))
    label = any(cell.endswith(":") for cell in filled)
    return not (label or any(map(_is_figure, filled))) and not (hanging and len(filled) < 3)
