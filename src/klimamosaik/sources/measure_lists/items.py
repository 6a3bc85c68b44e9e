"""What a row says beside plain texts and costs: reports, effects, tasks, indicators."""

import re
from collections.abc import Iterable, Iterator

from klimamosaik.sources.measure_lists.amounts import (
    amount,
    counts_in_words,
    effect_unit,
    is_nothing,
    number,
    opening_amount,
)
from klimamosaik.sources.measure_lists.listed import (
    DaySpan,
    ListedEffect,
    ListedIndicator,
    ListedNote,
    ListedReport,
    ListedTask,
    ListedValue,
)
from klimamosaik.sources.measure_lists.roles import ListColumn, ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import day_of, only_a_span, span_of
from klimamosaik.sources.measure_lists.vocabulary import (
    NOT_BEGUN,
    bound_of,
    link_of,
    state_of,
    vocabulary,
)
from klimamosaik.terms.text import Text


def reports_of(reader: RowReader, line: SheetLine) -> tuple[ListedReport, ...]:
    """One report per time the headings name, and one for the columns that name none."""
    columns = reader.all(ListRole.REPORT, ListRole.STATE)
    grouped: dict[DaySpan | None, list[ListColumn]] = {}
    for column in columns:
        grouped.setdefault(span_of(column.heading), []).append(column)
    found = [_report(reader, line, span, members) for span, members in grouped.items()]
    return tuple(report for report in found if report is not None)


def _report(
    reader: RowReader, line: SheetLine, span: DaySpan | None, columns: list[ListColumn]
) -> ListedReport | None:
    state, texts, label, days = None, [], "", list[DaySpan]()
    for column in columns:
        cell = line.cells[column.index]
        if is_nothing(cell):
            continue
        label = label or column.heading
        word = state_of(cell)
        if column.role is ListRole.STATE:
            state = word or state
            if word is None and not reader.own:
                reader.say(line, "unknown_state", column, cell, NO_STATE)
        else:
            state = state or (word if len(cell) <= 30 else None)
        if column.role is ListRole.STATE and reader.own:
            continue
        if span is None and not reader.own and (alone := only_a_span(cell)) is not None:
            days.append(alone)
            continue
        if not (column.role is ListRole.STATE and re.fullmatch(r"#?[0-9a-fA-F]{6}|\W{1,2}", cell)):
            texts.append(cell)
    span = span or _day_of_report(reader, line)
    if span is None and not reader.own:
        span = newest((*days, *spans_said(texts)))
    if not texts and state in (None, NOT_BEGUN):
        return None
    known_as = reader.text(line, ListRole.KNOWN_AS) if reader.is_reference and reader.own else None
    state = None if state == NOT_BEGUN else state
    return ListedReport(label, span, state, "\n".join(dict.fromkeys(texts)), known_as or None)


def spans_said(texts: Iterable[str]) -> Iterator[DaySpan]:
    """When reports say they were said: "März 2017: läuft", "läuft (Stand 2017)"."""
    for text in texts:
        for found in vocabulary().said_on.finditer(text):
            span = only_a_span(found[1] or found[2])
            if span is not None:
                yield span


def newest(spans: Iterable[DaySpan]) -> DaySpan | None:
    """The one that ends last."""
    return max(spans, key=lambda span: span.last, default=None)


def _day_of_report(reader: RowReader, line: SheetLine) -> DaySpan | None:
    for column in reader.all(ListRole.REPORT_DAY):
        cell = line.cells[column.index]
        if is_nothing(cell):
            continue
        span = span_of(cell, month_first=column.month_first)
        if span is not None:
            return span
        reader.refuse(line, "unreadable_day", column, cell, NO_DAY)
    return None


def effects_of(reader: RowReader, line: SheetLine) -> tuple[ListedEffect, ...]:
    """What somebody stated the measure would bring; numbers only where the cell is one."""
    found = []
    for column in reader.all(ListRole.EFFECT):
        cell = line.cells[column.index]
        if is_nothing(cell):
            continue
        heading = (reader.text(line, ListRole.KNOWN_AS) if reader.own else None) or column.heading
        found.append(effect_of(heading, cell, column.decimal))
        if found[-1].stated is None and len(cell) <= 30 and any(map(str.isdigit, cell)):
            reader.say(line, "effect_kept_as_text", column, cell, KEPT_AS_TEXT)
    return tuple(found)


def effect_of(heading: str, cell: str, decimal: str) -> ListedEffect:
    """One stated effect; the unit is the cell's, else the heading's, else tonnes of CO2."""
    unit, scale = effect_unit(cell) or effect_unit(heading) or ("t CO2e/a", 1.0)
    if scale > 1 and counts_in_words(cell):  # "3,5 Tsd. t": `amount` reads the thousand itself
        scale = 1.0
    read = amount(cell, decimal=decimal, scale=scale)
    if read is None and (opening := opening_amount(cell, decimal=decimal)) is not None:
        unit, read = "t CO2e/a", opening[1]
    if read is None:
        return ListedEffect(heading, unit, None, cell)
    return ListedEffect(heading, unit, read.figure.scaled(1, unit), cell)


def tasks_of(reader: RowReader, line: SheetLine) -> tuple[ListedTask, ...]:
    """The task a row names, with who and until when."""
    what = reader.text(line, ListRole.TASK)
    if not what:
        return ()
    organisation = reader.text(line, ListRole.RESPONSIBLE) if reader.is_reference else None
    known_as = reader.text(line, ListRole.KNOWN_AS) if reader.own else None
    due, done = reader.day(line, ListRole.DUE), reader.day(line, ListRole.DONE_ON)
    return (ListedTask(what, organisation or "", due, done, known_as or None),)


def indicators_of(reader: RowReader, line: SheetLine) -> tuple[ListedIndicator, ...]:
    """The indicator a row names, with its values."""
    name = reader.text(line, ListRole.INDICATOR)
    if not name or vocabulary().no_indicator.search(name):
        return ()
    unit = reader.text(line, ListRole.UNIT) or ""
    if len(name) > 200 and not reader.own:
        reader.notes.append(ListedNote(reader.heading(ListRole.INDICATOR), name))
        return ()
    until = reader.text(line, ListRole.UNTIL)
    known_as = reader.text(line, ListRole.KNOWN_AS) if reader.own else None
    return (
        ListedIndicator(
            name=" ".join(name.split()),
            unit=unit,
            link=link_of(reader.text(line, ListRole.LINK) or ""),
            start_value=reader.figure(line, ListRole.START_VALUE),
            wanted=reader.figure(line, ListRole.WANTED, after=vocabulary().bound_word),
            bound=bound_of(
                reader.text(line, ListRole.BOUND) or reader.text(line, ListRole.WANTED) or ""
            ),
            until=day_of(until) if until else None,
            values=tuple(_values(reader, line)),
            known_as=known_as or None,
        ),
    )


def _values(reader: RowReader, line: SheetLine) -> list[ListedValue]:
    found = []
    for column in reader.all(ListRole.VALUE):
        cell = line.cells[column.index]
        if is_nothing(cell):
            continue
        value = number(cell.rstrip("% "), column.decimal)
        if value is None or not re.fullmatch(r"[-+\d.,' %]+", cell):
            reader.refuse(line, "unreadable_value", column, cell, NO_VALUE)
            continue
        when = reader.text(line, ListRole.YEAR) or column.heading
        span = span_of(when)
        if span is None:
            reader.refuse(line, "value_without_time", column, cell, NO_TIME)
        elif value or reader.zeros:
            found.append(ListedValue(span, value, line.number))
    return found


NO_STATE = Text(
    "ist keine Bewertung wie grün, gelb, rot, in Umsetzung, abgeschlossen; der Wortlaut bleibt.",
    "is no verdict such as green, yellow, red, ongoing, done; the wording is kept.",
)
KEPT_AS_TEXT = Text(
    "ist keine eindeutige Zahl und bleibt Text.", "is no single number and stays text."
)
NO_DAY = Text(
    "ist kein Tag wie 31.12.2024 oder 12/2024. Bitte berichtigen.",
    "is no day such as 2024-12-31 or 12/2024. Please correct it.",
)
NO_VALUE = Text(
    "ist keine Zahl. Bitte berichtigen oder leer lassen; leer heißt: unbekannt.",
    "is no number. Please correct it or leave it empty; empty means unknown.",
)
NO_TIME = Text(
    "steht ohne Jahr da. Bitte eine Spalte „Jahr“ ergänzen.",
    "stands without a year. Please add a column “year”.",
)
