"""The door: bytes in, a list of measures out."""

from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from klimamosaik.sources.grid.content import unpacked
from klimamosaik.sources.grid.refusals import empty_workbook
from klimamosaik.sources.measure_lists import formats
from klimamosaik.sources.measure_lists.body import Body, read_sheet
from klimamosaik.sources.measure_lists.complaints import list_problems
from klimamosaik.sources.measure_lists.formats import ListFile
from klimamosaik.sources.measure_lists.heading import HEAD
from klimamosaik.sources.measure_lists.listed import MeasureList
from klimamosaik.sources.measure_lists.merging import merge
from klimamosaik.sources.measure_lists.roles import ListHints, RecognisedSheet
from klimamosaik.sources.measure_lists.sheets import ListSheet
from klimamosaik.sources.measure_lists.spans import day_of, single_day
from klimamosaik.sources.measure_lists.vocabulary import vocabulary
from klimamosaik.sources.sheets.guarding import fingerprint_of, refused_where_broken
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.terms.complaint import InputRejected, Problem, rejected
from klimamosaik.terms.text import Text

LARGEST = 20_000_000  # bytes; the longest published list of measures has a hundredth


def read(
    data: bytes, *, name: str, hints: ListHints | None = None, largest: int = LARGEST
) -> MeasureList:
    """Recognise a list of measures.

    data: the file's bytes (also gzip); name: its file name, from which a JSON sheet may take its
    number; hints: corrections by a person. Raises InputRejected, and nothing else, for whatever
    holds no measures.
    """
    with refused_where_broken(_not_understood):
        return _read(data, name, hints or ListHints(), largest)


def _not_understood() -> InputRejected:
    return rejected(
        "not_understood",
        "Die Datei ist nicht lesbar. Bitte die Überschriften prüfen oder neu als Excel oder "
        "CSV speichern.",
        "The file cannot be read. Please check the headings or save it again as Excel or CSV.",
    )


def _read(data: bytes, name: str, hints: ListHints, largest: int) -> MeasureList:
    name = PurePath(name.replace("\\", "/")).name or "?"
    file = ListFile(unpacked(data, name=name, largest=largest))
    refused, odd = list_problems(), list_problems()
    known = next(each for each in formats.FORMATS if each.recognises(file))
    found = known.read(file, hints)
    bodies = [
        read_sheet(sheet, file=name, hints=hints, refused=refused, odd=odd)
        for sheet in found.sheets
    ]
    listed = [measure for body in bodies for measure in body.measures]
    read_ones = [body for body in bodies if body.measures or body.own] or bodies
    questions = tuple(dict.fromkeys(each for body in read_ones for each in body.questions))
    if not listed and not questions and not any(body.own for body in bodies):
        raise _nothing(bodies, refused)
    measures = merge(listed, refused, odd)
    as_of, why = _as_of(hints, bodies, found.sheets)
    return MeasureList(
        name=name,
        measures=measures,
        sheets=tuple(body.seen for body in bodies),
        as_of=as_of,
        as_of_why=why,
        own=any(body.own for body in bodies),
        refused=tuple(refused.shown),
        refused_total=refused.total,
        odd=tuple(odd.shown),
        skipped=(*found.left_out, *(text for body in bodies for text in body.skipped)),
        questions=questions,
    )


def _nothing(bodies: Sequence[Body], refused: SheetProblems) -> InputRejected:
    """Why no sheet holds a measure, sheet by sheet."""
    if refused.shown:
        return InputRejected(refused.shown)
    if not bodies:
        return empty_workbook()
    complaints = []
    for body in bodies:
        sheet, why = body.seen.name, body.seen.why
        where = (
            Text("Blatt „{sheet}“: ", "Sheet “{sheet}”: ").format(sheet=sheet)
            if sheet
            else Text("", "")
        )
        text = Text("{where}{why}", "{where}{why}").format(where=where, why=why)
        complaints.append(Problem("no_measures", text))
    return InputRejected(complaints)


def _as_of(
    hints: ListHints, bodies: Sequence[Body], sheets: Sequence[ListSheet]
) -> tuple[date | None, Text]:
    """The day the list was current: told, or written above or below the table."""
    if hints.as_of and (told := single_day(hints.as_of)) is not None:
        return told, Text("so angegeben", "as told")
    above = [body.above for body in bodies]
    heads = [" ".join(line.cells) for sheet in sheets for line in sheet.lines[:3]]
    feet = [" ".join(line.cells) for sheet in sheets for line in sheet.lines[-3:]]
    for pattern, places in (
        (vocabulary().as_of, [*above, *heads, *feet]),
        (vocabulary().as_of_span, above),
    ):
        for text in places:
            found = pattern.search(text[:2000])
            if found and (day := day_of(found[1])) is not None:
                return day, Text("in der Datei: „{found}“", "in the file: “{found}”").format(
                    found=found[0]
                )
    return None, Text("die Liste nennt keinen Tag", "the list names no day")


def fingerprint(sheets: Sequence[RecognisedSheet]) -> str:
    """Key of "this kind of list": its headings, never its contents or the file's name."""
    headings = [[column.heading.lower() for column in sheet.columns] for sheet in sheets]
    return fingerprint_of(headings[:HEAD])
