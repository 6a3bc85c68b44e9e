"""Lists whose rows point to the row they belong to: fields, measures, and reports of measures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.measure_lists.complaints import complain
from klimamosaik.sources.measure_lists.listed import At, ListedMeasure, ListedNote, ListedReport
from klimamosaik.sources.measure_lists.roles import ListRole
from klimamosaik.sources.measure_lists.row_reader import RowReader
from klimamosaik.sources.measure_lists.rows import WITHOUT_NAME, read_row
from klimamosaik.sources.measure_lists.sheets import SheetLine
from klimamosaik.sources.measure_lists.spans import span_of
from klimamosaik.sources.measure_lists.vocabulary import vocabulary
from klimamosaik.terms.text import Text


def read_tree(
    reader: RowReader, lines: Sequence[SheetLine]
) -> tuple[list[ListedMeasure], list[Text]]:
    """Measures with the reports below them; rows above them are fields of action."""
    by_key = {key: line for line in lines if (key := reader.text(line, ListRole.KEY))}
    children: dict[str, list[SheetLine]] = defaultdict(list)
    for line in lines:
        parent = reader.text(line, ListRole.PARENT)
        if parent and parent in by_key:
            children[parent].append(line)
        elif parent:
            _complain(reader, line, parent)
    measures, headings = [], 0
    for line in lines:
        if _is_report(reader, line):
            continue
        key = reader.text(line, ListRole.KEY) or ""
        below = children.get(key, [])
        if any(not _is_report(reader, child) for child in below):
            headings += 1
            continue
        if not key and not reader.text(line, ListRole.TITLE):
            complain(reader.refused, "row_without_name", reader.at(line), WITHOUT_NAME)
            continue
        measures.append(_with_reports(reader, line, below, _field(reader, line, by_key)))
    return measures, [_headings(headings)] if headings else []


def _is_report(reader: RowReader, line: SheetLine) -> bool:
    """A row below another whose name is "planned" or "status 2013"."""
    title = reader.text(line, ListRole.TITLE) or ""
    words = vocabulary()
    if not reader.text(line, ListRole.PARENT):
        return False
    return bool(words.plan_label.search(title) or words.report_label.search(title))


def _field(reader: RowReader, line: SheetLine, by_key: dict[str, SheetLine]) -> str | None:
    above = by_key.get(reader.text(line, ListRole.PARENT) or "")
    return reader.text(above, ListRole.TITLE) if above is not None else None


def _with_reports(
    reader: RowReader, line: SheetLine, below: Sequence[SheetLine], section: str | None
) -> ListedMeasure:
    measure = read_row(reader, line, section)
    own = measure.reports[0] if measure.reports else None
    reports: list[ListedReport] = []
    for child in below:
        title = reader.text(child, ListRole.TITLE) or ""
        text = reader.text(child, ListRole.DESCRIPTION) or ""
        if vocabulary().plan_label.search(title):
            measure = replace(measure, description=text or measure.description)
            continue
        read = read_row(reader, child, None)
        state = read.reports[0].state if read.reports else None
        told = {note.text for note in measure.notes}
        apart = [
            ListedNote(f"{note.heading} ({title})", note.text)
            for note in read.notes
            if note.text not in told
        ]
        measure = replace(measure, notes=(*measure.notes, *apart))
        reports.append(ListedReport(title, span_of(title), state, text))
        if span_of(title) is None:
            _undated(reader, child, title)
    if reports and own is not None:
        reports = _with_own_state(reader, line, reports, own.state)
    elif own is not None:
        reports = [own]
    return replace(measure, reports=tuple(reports), key=reader.text(line, ListRole.KEY))


def _with_own_state(
    reader: RowReader, line: SheetLine, reports: list[ListedReport], state: str | None
) -> list[ListedReport]:
    """The light of the measure itself is that of its newest report."""
    newest = max(reports, key=lambda each: each.span.last.toordinal() if each.span else 0)
    if newest.state == state or state is None:
        return reports
    if newest.state is None:
        said = Text(
            "Die Ampel der Maßnahme gilt für „{label}“, der keine eigene hat.",
            "The measure's traffic light counts for “{label}”, which has none of its own.",
        ).format(label=newest.label)
        complain(reader.odd, "light_of_the_measure", reader.at(line), said)
        return [replace(each, state=state) if each is newest else each for each in reports]
    said = Text(
        "Die Ampel der Maßnahme widerspricht ihrem letzten Sachstand „{label}“; es gilt der "
        "Sachstand.",
        "The measure's traffic light contradicts its newest report “{label}”; the report counts.",
    ).format(label=newest.label)
    complain(reader.odd, "contradicting_light", reader.at(line), said)
    return reports


def _undated(reader: RowReader, line: SheetLine, title: str) -> None:
    said = Text(
        "Der Sachstand „{title}“ nennt kein Jahr; er bekommt das Datum der Liste.",
        "The report “{title}” names no year; it gets the day of the list.",
    ).format(title=title)
    complain(reader.odd, "report_without_date", reader.at(line), said)


def _complain(reader: RowReader, line: SheetLine, parent: str) -> None:
    said = Text(
        "gehört zu „{parent}“, das in der Liste nicht vorkommt. Die Zeile zählt als Maßnahme.",
        "belongs to “{parent}”, which does not occur in the list. The row counts as a measure.",
    ).format(parent=parent)
    complain(reader.odd, "unknown_parent", At(reader.file, reader.sheet, line.number), said)


def _headings(count: int) -> Text:
    return Text(
        "{count:Zeile ist Überschrift|Zeilen sind Überschriften} für Handlungsfelder, "
        "keine Maßnahmen",
        "{count:row is a heading|rows are headings} of fields of action, not measures",
    ).format(count=count)
