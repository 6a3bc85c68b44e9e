"""Several tables of one file -> one preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from klimamosaik.sources.grid.detected import Detected
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.preview import (
    READINGS_SCHEMA,
    FileKind,
    Format,
    Preview,
    SeriesPreview,
)
from klimamosaik.sources.tables.basics.questions import answer, without_duplicates
from klimamosaik.sources.tables.basics.vocabulary import carrier_of, vocabulary
from klimamosaik.sources.tables.series.doubles import without_doubles
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

ENDINGS = re.compile(r"(\.[A-Za-z]{2,5})+$")
NO_NAME = re.compile(
    r"(?i)^(tabelle|sheet|blatt|feuil|hoja|foglio|blad|daten|data|export|werte)\W*\d*$"
)
ORDER = (FileKind.COSTS, FileKind.READINGS, FileKind.WEATHER, FileKind.BUILDINGS, FileKind.UNKNOWN)


@dataclass(frozen=True)
class Source:
    """Where a table of a file stands."""

    file: str  # name of the file or of the member of an archive
    sheet: str  # "" where there is only one
    several: bool = False  # other sheets of the file hold tables too

    @property
    def stem(self) -> str:
        """The file's name without folder and ending."""
        return ENDINGS.sub("", re.split(r"[\\/]", self.file)[-1]) or "Datei"

    @property
    def place(self) -> str:
        """The place a sheet's name tells, "" where it tells none."""
        return self.sheet if self.several and _names_a_place(self.sheet) else ""

    @property
    def label(self) -> str:
        """What a series without a name of its own is called."""
        return self.place or self.stem


def _names_a_place(sheet: str) -> bool:
    """True where a sheet's name is more than a carrier, a year or "Tabelle 1"."""
    if not sheet or NO_NAME.match(sheet):
        return False
    words = re.findall(r"[^\W\d_]{2,}", sheet)
    return any(
        not (carrier_of(word) or vocabulary().nowhere.fullmatch(word.lower()) or _is_date(word))
        for word in words
    )


def _is_date(word: str) -> bool:
    return bool(re.match(r"(?i)(jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|kwh|mwh|m3)", word))


def together(
    previews: Sequence[Preview], refused: Sequence[tuple[Source, InputRejected]]
) -> Preview:
    """One preview of all tables; those that hold nothing are named among what was left out."""
    useful = [each for each in previews if each.kind is not FileKind.UNKNOWN] or list(previews[:1])
    left = tuple(_left_out(source, refusal) for source, refusal in refused)
    left += tuple(Detected(_where(each), each.why) for each in previews if each not in useful)
    if len(useful) == 1:
        return replace(useful[0], skipped=(*useful[0].skipped, *left))
    merged = _merged(useful)
    return replace(merged, skipped=(*merged.skipped, *left))


def _left_out(source: Source, refusal: InputRejected) -> Detected:
    return Detected(source.sheet or source.file, refusal.complaints[0].text)


def _where(preview: Preview) -> str:
    sheet = preview.format.sheet
    return sheet.value if sheet else preview.name


def _merged(parts: list[Preview]) -> Preview:
    named = [_named(part, place, parts) for place, part in enumerate(parts)]
    series, readings, asked = across_tables(
        [each for part in named for each in part.series],
        pl.concat([part.readings.cast({"series": pl.String}) for part in named]),
    )
    first = next((part for part in named if part.series), named[0])
    kind = min((part.kind for part in named), key=ORDER.index)
    columns = [replace(column, sheet=_where(part)) for part in named for column in part.columns]
    why = next(part.why for part in named if part.kind is kind)
    total = sum(part.refused_total for part in named)
    return Preview(
        first.name, kind, why, _format(named),
        tuple(replace(column, index=at, of=None) for at, column in enumerate(columns)),
        series=tuple(series),
        refused=tuple(each for part in named for each in part.refused)[:100],
        refused_total=total,
        warnings=tuple(each for part in named for each in part.warnings)[:100],
        questions=without_duplicates(
            [*(each for part in named for each in part.questions), *asked]
        ),
        rows=sum(part.rows for part in named),
        zone_assumed=any(part.zone_assumed for part in named),
        skipped=tuple(_placed(part, each) for part in named for each in part.skipped),
        readings=readings.cast(READINGS_SCHEMA),  # type: ignore[arg-type]
        temperatures=pl.concat([part.temperatures for part in named]).unique(
            ["place", "start"], keep="last").sort("place", "start"),
        sensed=tuple(each for part in named for each in part.sensed),
        sensed_readings=pl.concat([part.sensed_readings for part in named]),
        buildings=tuple(each for part in named for each in part.buildings),
        costs=tuple(each for part in named for each in part.costs),
    )  # fmt: skip


def _placed(part: Preview, left: Detected) -> Detected:
    """What was left out of one table, with the table's name before it."""
    where = _where(part)
    return replace(
        left,
        why=Text("{where}: {why}", "{where}: {why}").format(where=where, why=left.why),
    )


def _named(part: Preview, place: int, parts: list[Preview]) -> Preview:
    """With the carrier behind names that another table uses for another carrier."""
    others = {
        (each.name, each.carrier) for at, one in enumerate(parts) if at != place
        for each in one.series
    }  # fmt: skip
    names = {
        each.name: f"{each.name} · {each.carrier.text.de}"
        for each in part.series
        if each.carrier is not None
        and any(name == each.name and carrier != each.carrier for name, carrier in others)
    }
    if not names:
        return part
    renamed = pl.col("series").cast(pl.String).replace(names).cast(pl.Categorical())
    return replace(
        part,
        series=tuple(replace(each, name=names.get(each.name, each.name)) for each in part.series),
        readings=part.readings.with_columns(renamed),
        costs=tuple(
            replace(each, series=names.get(each.series or "", each.series)) for each in part.costs
        ),
    )


def _format(parts: list[Preview]) -> Format:
    first = parts[0].format
    sheets = list(dict.fromkeys(p.format.sheet.value for p in parts if p.format.sheet))
    several = Text("{count} Tabellen gelesen", "{count} tables read").format(count=len(parts))
    return replace(first, sheet=Detected(", ".join(sheets), several) if sheets else None)


def across_tables(
    series: Sequence[SeriesPreview], readings: pl.DataFrame
) -> tuple[list[SeriesPreview], pl.DataFrame, list[Question]]:
    """Series of one name and carrier in several tables of a file are one series.

    readings: series (String), start, end, value, quality. Equal readings count once, and totals
    of others not at all; where tables contradict each other, a question says so.
    """
    kept: dict[str, SeriesPreview] = {}
    for each in series:
        kept[each.name] = _longer(kept[each.name], each) if each.name in kept else each
    if len(kept) == len(series):
        return list(series), readings.sort("series", "start"), []
    numbers = {name: number for number, name in enumerate(kept)}
    long = readings.with_row_index("row").with_columns(
        pl.col("series").replace_strict(numbers, return_dtype=pl.UInt32)
    )
    refused, warned = SheetProblems(), SheetProblems()
    names = {number: name for name, number in numbers.items()}
    one = without_doubles(long, names, refused, warned)
    questions = [_contradicting(refused)] if refused.total else []
    back = one.with_columns(pl.col("series").replace_strict(names, return_dtype=pl.String)).select(
        readings.columns
    )
    found = {name: _counted(each, back) for name, each in kept.items()}
    return list(found.values()), back.sort("series", "start"), questions


def _longer(first: SeriesPreview, second: SeriesPreview) -> SeriesPreview:
    return first if first.count >= second.count else second


def _counted(each: SeriesPreview, readings: pl.DataFrame) -> SeriesPreview:
    own = readings.filter(pl.col("series") == each.name)
    return replace(
        each, count=len(own), total=float(own["value"].sum()),
        first=_moment(own["start"].min()), last=_moment(own["end"].max()),
    )  # fmt: skip


def _moment(found: object) -> datetime | None:
    return found if isinstance(found, datetime) else None


def _contradicting(refused: SheetProblems) -> Question:
    first = refused.shown[0].text
    return Question(
        "tables_contradict",
        Text(
            "Zwei Tabellen der Datei nennen für denselben Zähler verschiedene Werte: {first} "
            "Bitte eine davon auswählen.",
            "Two tables of the file give different values of one meter: {first} Please choose one "
            "of them.",
        ).format(first=first),
        answers=(answer(WITHOUT, accepted=["tables_contradict"]),),
        field="sheet",
    )


WITHOUT = Text(
    "so speichern, ohne die widersprüchlichen Werte", "store without the contradicting values"
)
