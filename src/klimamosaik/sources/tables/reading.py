"""The door: bytes in, preview out."""

import re
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected, Progress
from klimamosaik.sources.grid.formats import FormatHints
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import Grid
from klimamosaik.sources.grid.zones import check_zone
from klimamosaik.sources.sheets.guarding import fingerprint_of, refused_where_broken
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.blocks import split
from klimamosaik.sources.tables.buildings import lists_buildings, read_buildings
from klimamosaik.sources.tables.cellspans import split_spans
from klimamosaik.sources.tables.channel import Channel
from klimamosaik.sources.tables.channels import find_channels
from klimamosaik.sources.tables.clocks import doubt_clock
from klimamosaik.sources.tables.costs import read_costs
from klimamosaik.sources.tables.doubts import (
    column_questions,
    counter_questions,
    negative_questions,
    overlap_questions,
    unit_questions,
)
from klimamosaik.sources.tables.hints import ColumnRole, FileHints
from klimamosaik.sources.tables.layout import Layout, find_layout
from klimamosaik.sources.tables.melt import melt
from klimamosaik.sources.tables.merging import Source, together
from klimamosaik.sources.tables.notices import decimal_questions, say_what_is_assumed
from klimamosaik.sources.tables.preview import (
    READINGS_SCHEMA,
    TEMPERATURES_SCHEMA,
    CostRow,
    FileKind,
    Format,
    ListedBuilding,
    Preview,
)
from klimamosaik.sources.tables.questions import uncalculated, without_duplicates
from klimamosaik.sources.tables.readings import Converted, convert
from klimamosaik.sources.tables.resolving import resolve
from klimamosaik.sources.tables.roles import assign
from klimamosaik.sources.tables.saidyear import year_said
from klimamosaik.sources.tables.seasons import with_seasons
from klimamosaik.sources.tables.summary import summarise
from klimamosaik.sources.tables.suspicions import suspect
from klimamosaik.sources.tables.table import Table
from klimamosaik.sources.tables.time_questions import date_order, winter_time, zone_unclear
from klimamosaik.sources.tables.timecells import year_asked
from klimamosaik.sources.tables.totals import without_totals
from klimamosaik.sources.tables.verdict import judge
from klimamosaik.sources.tables.vocabulary import carrier_of, plain_header, unit_of
from klimamosaik.sources.tables.weeks import with_mondays
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text

LARGEST = 50_000_000  # bytes; an upload of a year of quarter hours of 30 meters is a tenth of it
GERMAN_WORDS = re.compile(r"(?i)datum|zeit|verbrauch|strom|wärme|gebäude|zähler|monat|jahr|[äöüß]")


def read(
    data: bytes,
    *,
    name: str,
    hints: FileHints | None = None,
    largest: int = LARGEST,
    progress: Progress | None = None,
) -> Preview:
    """Recognise a table and convert it.

    data: the file's bytes (also gzip); name: its file name, a source of guesses only.
    largest [bytes]: limit, also for what a compressed file unpacks to (ten times as much).
    Raises Refused, and nothing else, for whatever cannot be read as a table.
    """
    hints = hints or FileHints()
    tell = progress or _nothing
    with refused_where_broken(_not_understood):
        return _read(data, name, hints, largest, tell)


def _read(data: bytes, name: str, hints: FileHints, largest: int, tell: Progress) -> Preview:
    check_zone(hints.timezone)
    tell(0.0, Text("Datei wird geöffnet", "opening the file"))
    told = FormatHints(hints.encoding, hints.delimiter, hints.sheet)
    opened = open_file(data, name=name, largest=largest, told=told)
    several = len(opened.parts) > 1
    parts = [
        (Source(name, part.name, several), block)
        for part in opened.parts
        for block in split(part.grid)
    ]
    preview = read_parts(parts, name, hints, tell)
    asked = preview.questions
    if opened.uncalculated and "formulas_without_value" not in hints.accepted:
        asked = (*asked, uncalculated(opened.uncalculated))
    return replace(preview, skipped=(*preview.skipped, *opened.left_out), questions=asked)


def read_parts(
    parts: list[tuple[Source, Grid]], name: str, hints: FileHints, tell: Progress
) -> Preview:
    """Read every table of a file; what is no table is named, unless nothing else is there."""
    read: list[Preview] = []
    refused: list[tuple[Source, InputRejected]] = []
    for number, (source, grid) in enumerate(parts):

        def report(share: float, what: Text, number: int = number) -> None:
            tell((number + share) / len(parts), what)

        try:
            read.append(_read_table(grid, source, name, hints, report))
        except InputRejected as refusal:
            refused.append((source, refusal))
    if not read:
        raise refused[0][1]
    return together(read, refused)


def _read_table(grid: Grid, source: Source, name: str, hints: FileHints, tell: Progress) -> Preview:
    _needs_columns(grid)
    tell(0.3, Text("Spalten werden erkannt", "recognising columns"))
    layout = find_layout(grid, grid.header_row or hints.header_row)
    if layout.time_headers:
        layout = melt(layout)
    layout, seasons = with_seasons(split_spans(with_mondays(layout)), hints.season)
    table = _table(source, grid, layout, hints)
    tell(0.5, Text("Werte werden gelesen", "reading values"))
    preview = _preview(name, grid, layout, table, tell)
    asked = seasons or year_asked(table)
    if seasons is not None and preview.kind is FileKind.UNKNOWN:
        preview = replace(preview, why=WITHOUT_MONTHS)
    return replace(preview, questions=(asked, *preview.questions)) if asked else preview


WITHOUT_MONTHS = Text(
    "Es fehlen nur noch die Monate der Zeiträume.", "Only the months of the periods are missing."
)


def _nothing(share: float, what: Text) -> None:
    del share, what


def _not_understood() -> InputRejected:
    return rejected(
        "not_understood",
        "Die Tabelle ist nicht lesbar. Bitte Kopfzeile und Trennzeichen prüfen "
        "oder die Datei neu als CSV exportieren.",
        "The table cannot be read. Please check header and delimiter, or export it as CSV again.",
    )


def _needs_columns(grid: Grid) -> None:
    if grid.width < 2:
        raise rejected(
            "one_column",
            "Die Datei hat nur eine Spalte. Gebraucht werden mindestens eine Zeit und ein Wert, "
            "getrennt durch ; oder , oder Tabulator.",
            "The file has only one column. A time and a value are needed at least, "
            "separated by ; or , or tab.",
        )


def _table(source: Source, grid: Grid, layout: Layout, hints: FileHints) -> Table:
    """Give the columns their roles, with what title, sheet and file name say."""
    places = (
        (layout.preamble, Text("Titel", "the title")),
        (source.sheet, Text("Blatt", "the sheet")),
        (source.stem, Text("Dateiname", "the file's name")),
    )
    carriers = [(found, at) for text, at in places if (found := carrier_of(text))]
    units = [(symbol, at) for text, at in places if (symbol := _unit_within(text))]
    carrier, carrier_from = carriers[0] if carriers else (None, None)
    if layout.unit is not None:
        units.insert(0, (layout.unit, Text("Kopf der Datei", "the head of the file")))
    unit, unit_from = units[0] if units else (None, None)
    german = (
        grid.delimiter is None
        or grid.delimiter.value == ";"
        or bool(GERMAN_WORDS.search(" ".join(layout.headers)))
    )
    comma_file = grid.delimiter is not None and grid.delimiter.value == ","
    default = "," if german and not comma_file and not grid.typed else "."
    columns = assign(layout, hints, default_decimal=default, typed=grid.typed)
    return Table(
        source.label, layout.body, columns, hints, carrier, carrier_from, unit, unit_from,
        layout.preamble, source.place,
        str(hints.year) if hints.year else year_said(layout.preamble, source.sheet, source.stem),
    )  # fmt: skip


def _unit_within(text: str) -> str | None:
    """A unit that stands as a word in a title or file name."""
    for word in re.split(r"[\s_\-,;:/()\[\]]+", text):
        if len(word) > 1 and (unit := unit_of(word)) not in (None, "°C"):
            return unit
    return None


@dataclass(frozen=True)
class _Parts:
    found: Converted | None
    costs: tuple[CostRow, ...]
    buildings: tuple[ListedBuilding, ...]


def _preview(name: str, grid: Grid, layout: Layout, table: Table, tell: Progress) -> Preview:
    refused, warned = SheetProblems(), SheetProblems()
    totals: tuple[Detected, ...] = ()
    found = convert(table, refused, warned)
    tell(0.8, Text("Werte werden geprüft", "checking values"))
    questions: list[Question] = []
    if found is not None:
        questions += column_questions(table, found)
        found, asked = resolve(table, found, warned)
        questions += asked
    costs = read_costs(table, found, refused)
    has_series = found is not None and len(found.frame) > 0
    buildings = (
        read_buildings(table, refused, warned)
        if not has_series and not costs and lists_buildings(table)
        else ()
    )
    if buildings:
        table, totals = without_totals(table)
        buildings = read_buildings(table, SheetProblems(), SheetProblems())
    parts = _Parts(found, costs, buildings)
    kind, why = judge(table, found, costs, buildings)
    taken = kind is not FileKind.WEATHER
    if has_series and taken and found is not None:
        questions += _doubts(table, found, warned)
    series = summarise(found, warned) if found is not None and taken else ()
    if found is not None and (series or kind is FileKind.WEATHER):
        questions += _time_questions(table, found)
    say_what_is_assumed(table, found, warned)
    tell(1.0, Text("fertig", "done"))
    preview = Preview(
        name, kind, why, _format(grid, layout, table, parts), table.columns,
        refused=tuple(refused.shown), refused_total=refused.total, warnings=tuple(warned.shown),
        skipped=(*totals, *(found.when.skipped if found else ())), costs=costs, buildings=buildings,
        questions=without_duplicates(questions),
        temperatures=_temperatures(table, found) if found else _no_temperatures(),
        rows=len(table.body), zone_assumed=found is not None and found.when.zone_assumed,
    )  # fmt: skip
    if series and found is not None:
        return replace(preview, series=series, readings=_readings(found))
    return preview


def _doubts(table: Table, found: Converted, warned: SheetProblems) -> list[Question]:
    """What looks wrong in the values, and what only a person can decide about them."""
    carriers = {number: plan.carrier for number, plan in found.conversions.items()}
    suspect(found.frame, found.channels, carriers, warned)
    asked = unit_questions(table, found)
    asked += overlap_questions(table, found)
    asked += counter_questions(found)
    asked += negative_questions(table, found)
    if doubt_clock(found.frame, found.channels, found.when):
        asked.append(zone_unclear(shifted=True))
    return asked


def _time_questions(table: Table, found: Converted) -> list[Question]:
    """Whether day or month comes first, and which clock the times follow."""
    asked = decimal_questions(table, found)
    if found.when.order_open is not None:
        header = found.when.order_open
        column = next(each for each in table.columns if each.header == header)
        asked.append(date_order(header, column.sample[0] if column.sample else ""))
    if found.when.winter is not None:
        asked.append(winter_time(found.when.winter))
    if found.when.without_summer:
        asked.append(zone_unclear(shifted=False))
    return asked


def _temperatures(table: Table, found: Converted) -> pl.DataFrame:
    """Of each place, as its rows or its column name it."""
    if found.temperatures.is_empty():
        return _no_temperatures()
    warm = [each for each in find_channels(table).all if each.column.role is ColumnRole.TEMPERATURE]
    columns = len({each.column.index for each in warm})
    names = {each.number: _place(each, columns) for each in warm}
    named = found.temperatures.with_columns(
        place=pl.col("series").replace_strict(names, default="", return_dtype=pl.String)
    )
    named = named.select(list(TEMPERATURES_SCHEMA)).cast(TEMPERATURES_SCHEMA)  # type: ignore[arg-type]
    return named.sort("place", "start")


def _place(channel: Channel, columns: int) -> str:
    combo = channel.said.combo if channel.said else {}
    names = [
        text for role, text in combo.items() if role not in (ColumnRole.CARRIER, ColumnRole.TARIFF)
    ]
    if columns > 1:
        names.append(plain_header(channel.column.header))
    return " · ".join(names)


def _no_temperatures() -> pl.DataFrame:
    return pl.DataFrame(schema=TEMPERATURES_SCHEMA)


def _readings(found: Converted) -> pl.DataFrame:
    names = pl.DataFrame(
        {
            "series": pl.Series([channel.number for channel in found.channels], dtype=pl.UInt32),
            "name": pl.Series([channel.name for channel in found.channels], dtype=pl.Categorical()),
        }
    )
    joined = found.frame.join(names, on="series", how="left", maintain_order="left")
    return joined.select(pl.col("name").alias("series"), "start", "end", "value", "quality").cast(
        READINGS_SCHEMA  # type: ignore[arg-type]
    )


def _format(grid: Grid, layout: Layout, table: Table, parts: _Parts) -> Format:
    decimals = [column for column in table.columns if column.decimal]
    decimal = (
        Detected(decimals[0].decimal or "", Text(
            "Schreibweise der Spalte „{header}“",
            "as column “{header}” is written",
        ).format(header=decimals[0].header)) if decimals else None
    )  # fmt: skip
    when = parts.found.when if parts.found else None
    return Format(
        grid.container, grid.encoding, grid.delimiter, decimal, grid.sheet, layout.header,
        when.times if when else None, when.zone if when else None,
        _layout_fact(layout, table, parts),
    )  # fmt: skip


def _layout_fact(layout: Layout, table: Table, parts: _Parts) -> Detected:
    if layout.time_headers:
        return Detected("matrix", Text("Zeiten stehen als Spalten", "times stand as columns"))
    if parts.buildings:
        return Detected("buildings", Text("eine Zeile je Gebäude", "one row per building"))
    if parts.found is not None and parts.found.when.periods:
        return Detected("bills", Text("eine Zeile je Rechnung", "one row per bill"))
    if layout.clock_headers:
        return Detected("matrix", Text("Uhrzeiten stehen als Spalten", "times of day as columns"))
    if table.having(ColumnRole.METER, ColumnRole.BUILDING):
        return Detected("long", Text("eine Zeile je Zähler und Zeit", "one row per meter and time"))
    return Detected("wide", Text("eine Spalte je Zähler", "one column per meter"))


def fingerprint(preview: Preview) -> str:
    """Key of "this kind of file": headers and format, never the data or the file's name.

    Years and months in headers do not count, so that next year's file is of the same kind.
    """
    headers = [
        re.sub(r"\b(19|20)\d\d\b", "#", column.header.lower()).strip() for column in preview.columns
    ]
    facts = (preview.format.container, preview.format.delimiter)
    known = [fact.value if fact else "" for fact in facts]
    return fingerprint_of([headers, known])
