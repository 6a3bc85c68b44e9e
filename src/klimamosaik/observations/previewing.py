"""One file of an upload as the preview page shows it, with the forms to correct it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.forms import BoundField
from django.http import QueryDict

from klimamosaik.observations.columns import ColumnForms, column_forms
from klimamosaik.observations.corrections import Corrections
from klimamosaik.observations.forms import FileForm, SeriesForm
from klimamosaik.observations.matching import Match
from klimamosaik.observations.understanding import Understood
from klimamosaik.sources.tables import CostRow, Fact, SeriesPreview
from klimamosaik.terms.period import LOCAL
from klimamosaik.terms.text import Text, decimal

ASKED = ("carrier", "unit", "calorific_value")
SERIES_SHOWN = 60
SPACINGS = {
    "PT15M": Text("Viertelstundenwerte", "quarter-hourly values"),
    "PT30M": Text("Halbstundenwerte", "half-hourly values"),
    "PT1H": Text("Stundenwerte", "hourly values"),
    "P1D": Text("Tageswerte", "daily values"),
    "P1M": Text("Monatswerte", "monthly values"),
    "P1Y": Text("Jahreswerte", "yearly values"),
}
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


@dataclass(frozen=True)
class FileForms:
    """All there is to see and to change on one file."""

    number: int
    file: Understood
    whole: FileForm
    columns: ColumnForms
    rows: tuple[SeriesRow, ...]

    @property
    def valid(self) -> bool:
        """True where nothing is wrong in any form."""
        series = [row.form for row in self.rows]
        return False not in [form.is_valid() for form in (self.whole, *self.columns.all, *series)]

    @property
    def asked_fields(self) -> list[BoundField]:
        """What answers the open questions for all series at once."""
        return [self.whole[name] for name in ASKED] if self.file.questions else []

    @property
    def other_fields(self) -> list[BoundField]:
        """Everything else that can be said of the whole file."""
        asked = {field.name for field in self.asked_fields}
        return [field for field in self.whole if field.name not in asked]

    @property
    def facts(self) -> Iterator[tuple[Text, Fact]]:
        """How the file is written, as far as that was found out."""
        for name, text in FACTS.items():
            fact: Fact | None = getattr(self.file.preview.format, name)
            if fact is not None:
                yield text, fact

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
        """Everything changed, on top of what was corrected before."""
        hints = replace(self.whole.hints(), columns=self.columns.hints())
        series = [row.form.hint(row.match.series) for row in self.rows]
        newer = Corrections(hints=hints, series=tuple(each for each in series if each))
        return self.file.corrections.updated(newer)


def file_forms(files: Sequence[Understood], data: QueryDict | None = None) -> tuple[FileForms, ...]:
    """The forms on all files of an upload, filled where they were sent."""
    return tuple(forms_of(number, file, data) for number, file in enumerate(files))


def forms_of(number: int, file: Understood, data: QueryDict | None) -> FileForms:
    """The forms on one file; series with a question come first."""
    known = file.corrections.hints
    told = {name: getattr(known, name) for name in FileForm.base_fields}
    if known.counter is not None:
        told["counter"] = "yes" if known.counter else "no"
    columns = column_forms(number, file.preview.columns, data)
    order = sorted(range(len(file.matches)), key=lambda place: file.matches[place].question is None)
    rows = tuple(series_row(number, file, place, data) for place in order[:SERIES_SHOWN])
    whole = FileForm(data, prefix=f"f{number}", initial=told)
    return FileForms(number, file, whole, columns, rows)


def series_row(number: int, file: Understood, place: int, data: QueryDict | None) -> SeriesRow:
    """One series with the form that says where it would be stored."""
    series, match = file.preview.series[place], file.matches[place]
    form = SeriesForm(
        data,
        prefix=f"f{number}-s{place}",
        initial={"building": match.building, "carrier": match.carrier or ""},
        name=match.series,
    )
    return SeriesRow(
        series=series,
        match=match,
        form=form,
        shape=file.shapes[place],
        span=spanned(series),
        count=counted(series),
    )


def spanned(series: SeriesPreview) -> Text:
    """From when to when; months where the readings are months."""
    if series.first is None or series.last is None:
        return Text("–", "–")
    first, last = local_day(series.first), local_day(series.last - timedelta(seconds=1))
    if series.spacing in ("P1M", "P1Y"):
        return Text(f"{first:%m/%Y} – {last:%m/%Y}", f"{first:%m/%Y} – {last:%m/%Y}")
    return Text(f"{first:%d.%m.%Y} – {last:%d.%m.%Y}", f"{first:%d/%m/%Y} – {last:%d/%m/%Y}")


def summary(files: Sequence[Understood]) -> Text:
    """All files in one sentence."""
    found = (
        (sum(len(f.preview.series) for f in files), "Zähler", "meters"),
        (sum(s.count for f in files for s in f.preview.series), "Messwerte", "readings"),
        (sum(len(f.preview.buildings) for f in files), "Gebäude", "buildings"),
        (sum(len(f.preview.costs) for f in files), "Rechnungen", "bills"),
        (sum(len(f.stations) for f in files), "Wetterstationen", "weather stations"),
    )
    told = [each for each in found if each[0]]
    if not told:
        return Text("", "")
    de = ", ".join(f"{decimal(count)} {word}" for count, word, _ in told)
    en = ", ".join(f"{decimal(count, language='en')} {word}" for count, _, word in told)
    return Text(f"{de}.", f"{en}.")


def counted(series: SeriesPreview) -> Text:
    """How many readings of which spacing, and how many are missing."""
    what = SPACINGS.get(series.spacing, Text("Werte", "values"))
    de = f"{decimal(series.count)} {what.de}"
    en = f"{decimal(series.count, language='en')} {what.en}"
    if series.gaps:
        de += f", {decimal(series.gaps)} fehlen"
        en += f", {decimal(series.gaps, language='en')} missing"
    return Text(de, en)


def local_day(instant: datetime) -> date:
    """The local day of an instant."""
    return instant.astimezone(LOCAL).date()
