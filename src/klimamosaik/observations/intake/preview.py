"""One file of an upload as the preview page shows it, with the forms to correct it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.forms import BoundField, Form
from django.http import QueryDict

from klimamosaik.observations.intake.changes import changes, values
from klimamosaik.observations.intake.columns import ColumnForms, column_forms
from klimamosaik.observations.intake.corrections import Corrections
from klimamosaik.observations.intake.forms import FileForm, QuestionForm
from klimamosaik.observations.intake.matching import Match
from klimamosaik.observations.intake.open_questions import fields_of
from klimamosaik.observations.intake.parsing import FilePreview
from klimamosaik.observations.intake.replacing import Replacing
from klimamosaik.observations.intake.series_forms import BackForm, SeriesForm, TogetherForm
from klimamosaik.sources.tables import CostRow, Detected, FileHints, SeriesPreview
from klimamosaik.terms.period import local_day
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text, joined

SERIES_SHOWN = 60
ROW_NUMBERS = re.compile(r"[\d\s,;…–-]*")  # rows that were left out; all else is a sheet or part
EXAMPLES = 4  # cells shown beside a question
FACTS = {
    "container": Text("Art der Datei", "Kind of file"),
    "encoding": Text("Zeichensatz", "Encoding"),
    "delimiter": Text("Trennzeichen", "Delimiter"),
    "decimal": Text("Dezimalzeichen", "Decimal mark"),
    "sheet": Text("Tabellenblatt", "Sheet"),
    "header": Text("Überschrift in Zeile", "Header in row"),
    "times": Text("Zeitangaben", "Times"),
    "timezone": Text("Zeitzone", "Time zone"),
    "layout": Text("Aufbau", "Layout"),
}


@dataclass(frozen=True)
class SeriesRow:
    """One series on the page."""

    series: SeriesPreview
    match: Match
    form: SeriesForm
    shape: tuple[float | None, ...]
    span: Text  # from when to when
    count: Text
    replaces: Replacing | None  # known readings that storing would correct


@dataclass(frozen=True)
class AskedRow:
    """One question on the page, with what answers it."""

    question: Question
    form: QuestionForm
    fields: tuple[BoundField, ...]  # of the form on the whole file, where text answers it
    where: Text  # column, row and a few cells; empty where the sentence says it all

    @property
    def of_series(self) -> bool:
        """True where single series can be answered differently in the table below."""
        return self.question.code == "carrier_unknown"


@dataclass(frozen=True)
class FileForms:
    """All there is to see and to change on one file."""

    number: int
    file: FilePreview
    whole: FileForm
    columns: ColumnForms
    rows: tuple[SeriesRow, ...]
    asked: tuple[AskedRow, ...]
    together: TogetherForm
    back: BackForm
    changes: tuple[Text, ...] = ()  # what the last corrections changed

    @property
    def all(self) -> tuple[Form, ...]:
        """Every form."""
        asked = (each.form for each in self.asked)
        series = (row.form for row in self.rows)
        return (self.whole, *asked, *self.columns.all, *series, self.together, self.back)

    @property
    def valid(self) -> bool:
        """True where nothing is wrong in any form."""
        return False not in [form.is_valid() for form in self.all]

    @property
    def errors(self) -> Iterator[tuple[BoundField, str]]:
        """Whatever is wrong, with its field."""
        for form in self.all:
            for field in form:
                yield from ((field, str(error)) for error in field.errors)

    @property
    def other_fields(self) -> list[BoundField]:
        """Everything that can be said of the whole file and is not asked above."""
        shown = {field.name for each in self.asked for field in each.fields}
        return [field for field in self.whole if field.name not in shown | {"sheet"}]

    @property
    def sheet(self) -> BoundField | None:
        """The choice of sheet, where there are several and it is not asked above."""
        asked = any(field.name == "sheet" for each in self.asked for field in each.fields)
        return self.whole["sheet"] if "sheet" in self.whole.fields and not asked else None

    @property
    def facts(self) -> Iterator[tuple[Text, Detected]]:
        """How the file is written, as far as that was found out."""
        for name, text in FACTS.items():
            fact: Detected | None = getattr(self.file.preview.format, name)
            if fact is not None:
                yield text, replace(fact, value=plain(name, fact.value))

    @property
    def hidden_series(self) -> int:
        """Series beyond those on the page."""
        return len(self.file.preview.series) - len(self.rows)

    @property
    def bills(self) -> tuple[tuple[CostRow, date, date], ...]:
        """Bills with their first and last day."""
        return tuple(
            (row, local_day(row.start), local_day(row.end - timedelta(seconds=1)))
            for row in self.file.preview.costs
        )

    def corrections(self) -> Corrections:
        """Everything changed, on top of what was corrected before.

        What is said of one series or column counts before what is said of many.
        """
        said = self.whole.changed(self.file.corrections)
        answers = (each.form.answered() for each in self.asked)
        picked = [row.form.name for row in self.rows if row.form.is_picked]
        names = [each.series for each in self.file.matches]
        many = Corrections(series=tuple(self.together.hints(picked, names)))
        own = (row.form.hint() for row in self.rows)
        single = Corrections(
            hints=FileHints(columns=self.columns.hints()),
            series=tuple(hint for hint in own if hint is not None),
        )
        for newer in (*answers, many, single):
            if newer is not None:
                said = said.updated(newer)
        returned = self.back.names()
        kept = (
            replace(hint, left_out=None) if hint.series in returned else hint
            for hint in said.series
        )
        return replace(said, series=tuple(hint for hint in kept if not hint.says_nothing))


def file_forms(
    files: Sequence[FilePreview],
    data: QueryDict | None = None,
    *,
    before: Sequence[FilePreview] = (),
) -> tuple[FileForms, ...]:
    """The forms on all files of an upload, filled where they were sent.

    before: the same files as they were understood before the last corrections.
    """
    earlier = before if len(before) == len(files) else files
    return tuple(
        forms_of(number, file, data, changes(was, file))
        for number, (was, file) in enumerate(zip(earlier, files, strict=True))
    )


def forms_of(
    number: int, file: FilePreview, data: QueryDict | None, changed: tuple[Text, ...]
) -> FileForms:
    """The forms on one file; series with a question come first."""
    known = file.corrections.hints
    told = {name: getattr(known, name, None) for name in FileForm.base_fields}
    told["building"] = file.corrections.building
    if known.counter is not None:
        told["counter"] = "yes" if known.counter else "no"
    order = sorted(range(len(file.matches)), key=lambda place: file.matches[place].question is None)
    whole = FileForm(data, prefix=f"f{number}", initial=told, sheets=sheets_of(file))
    return FileForms(
        number=number,
        file=file,
        whole=whole,
        columns=column_forms(number, file.preview.columns, known, data),
        rows=tuple(series_row(number, file, place, data) for place in order[:SERIES_SHOWN]),
        asked=asked_rows(number, file, whole, data),
        together=TogetherForm(data, prefix=f"f{number}-all"),
        back=BackForm(data, prefix=f"f{number}-back", names=file.left_out),
        changes=changed,
    )


def plain(name: str, value: str) -> str:
    """A fact's value without what is written for programs only."""
    if name == "layout":
        return ""
    return value.partition("; ")[0] if name == "times" else value


def sheets_of(file: FilePreview) -> list[str]:
    """The sheets or parts a file has; the one that was chosen stays among them."""
    found = file.preview.format.sheet
    if found is None:
        return []
    chosen = file.corrections.hints.sheet
    left = [fact.value for fact in file.preview.skipped if not ROW_NUMBERS.fullmatch(fact.value)]
    names = [*found.value.split(", "), *left, *([chosen] if chosen else [])]
    return list(dict.fromkeys(name for name in names if name))


def asked_rows(
    number: int, file: FilePreview, whole: FileForm, data: QueryDict | None
) -> tuple[AskedRow, ...]:
    """The questions with their forms; a field two of them need stands with the first."""
    taken: set[str] = set()
    rows = []
    for place, question in enumerate(file.questions):
        names = [name for name in fields_of(question) if name in whole.fields]
        fields = tuple(whole[name] for name in names if name not in taken)
        taken |= set(names)
        form = QuestionForm(data, prefix=f"f{number}-q{place}", question=question)
        rows.append(AskedRow(question, form, fields, where(question, file)))
    return tuple(rows)


def where(question: Question, file: FilePreview) -> Text:
    """The column and row a question is about, and a few of its cells."""
    parts = []
    if question.column and question.column not in question.text.de:
        parts.append(
            Text(
                "Spalte „{column}“",
                "Column “{column}”",
            ).format(column=question.column)
        )
    if question.row:
        parts.append(
            Text(
                "Zeile {row}",
                "Row {row}",
            ).format(row=question.row)
        )
    cells = [
        cell
        for column in file.preview.columns
        if question.row is None and question.column and column.header == question.column
        for cell in dict.fromkeys(column.sample)
    ][:EXAMPLES]
    if cells:
        shown = " · ".join(cells)
        parts.append(
            Text(
                "darin steht: {shown}",
                "it holds: {shown}",
            ).format(shown=shown)
        )
    return joined(parts)


def series_row(number: int, file: FilePreview, place: int, data: QueryDict | None) -> SeriesRow:
    """One series with the form that says where it would be stored."""
    series, match = file.preview.series[place], file.matches[place]
    form = SeriesForm(
        data,
        prefix=f"f{number}-s{place}",
        initial={
            "building": match.building,
            "carrier": match.carrier or "",
            "direction": series.direction.value,
        },
        name=match.series,
    )
    return SeriesRow(
        series=series,
        match=match,
        form=form,
        shape=file.shapes[place],
        span=spanned(series),
        count=values(series),
        replaces=next((one for one in file.replaces if one.series == series.name), None),
    )


def spanned(series: SeriesPreview) -> Text:
    """From when to when; months where the readings are months."""
    if series.first is None or series.last is None:
        return Text("–", "–")
    first, last = local_day(series.first), local_day(series.last - timedelta(seconds=1))
    if series.spacing in ("P1M", "P1Y"):
        return Text("{first:mm} – {last:mm}", "{first:mm} – {last:mm}").format(
            first=first, last=last
        )
    return Text(
        "{first:short} – {last:short}",
        "{first:short} – {last:short}",
    ).format(first=first, last=last)
