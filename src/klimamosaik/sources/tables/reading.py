"""The door: bytes in, preview out."""

import re
from collections.abc import Iterator
from dataclasses import replace

from klimamosaik.sources.grid.detected import Progress
from klimamosaik.sources.grid.formats import FormatHints
from klimamosaik.sources.grid.local_file import FileData
from klimamosaik.sources.grid.opening import open_file
from klimamosaik.sources.grid.part import Grid
from klimamosaik.sources.grid.zones import check_zone
from klimamosaik.sources.sheets.guarding import fingerprint_of, refused_where_broken
from klimamosaik.sources.tables.basics.hints import FileHints
from klimamosaik.sources.tables.basics.preview import (
    FileKind,
    Preview,
)
from klimamosaik.sources.tables.basics.questions import incomplete, uncalculated, unseen
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import carrier_of, plain_header, unit_of
from klimamosaik.sources.tables.calendar.saidyear import year_said
from klimamosaik.sources.tables.columns.roles import assign
from klimamosaik.sources.tables.columns.sensed_titles import with_titles
from klimamosaik.sources.tables.facts_above import (
    with_factor,
    with_gas_factors,
    with_period,
    with_place,
)
from klimamosaik.sources.tables.merging import Source, together
from klimamosaik.sources.tables.one_name import with_one_name
from klimamosaik.sources.tables.shape.blocks import split
from klimamosaik.sources.tables.shape.cellspans import split_spans
from klimamosaik.sources.tables.shape.headed_months import with_headed_months
from klimamosaik.sources.tables.shape.header_rows import with_years_named
from klimamosaik.sources.tables.shape.layout import Layout, find_layout
from klimamosaik.sources.tables.shape.melt import melt
from klimamosaik.sources.tables.shape.nested_rows import with_carriers_apart
from klimamosaik.sources.tables.shape.point_names import with_points_named
from klimamosaik.sources.tables.shape.seasons import with_seasons
from klimamosaik.sources.tables.shape.weeks import with_mondays
from klimamosaik.sources.tables.shape.yearly import with_yearly_amounts
from klimamosaik.sources.tables.sheet_times import with_time_of_sheet
from klimamosaik.sources.tables.sums.totals import with_totals_named, without_instalments
from klimamosaik.sources.tables.table_preview import preview_of
from klimamosaik.sources.tables.times.timecells import year_asked
from klimamosaik.terms.complaint import InputRejected, rejected
from klimamosaik.terms.text import Text

LARGEST = 50_000_000  # bytes; an upload of a year of quarter hours of 30 meters is a tenth of it
GERMAN_WORDS = re.compile(r"(?i)datum|zeit|verbrauch|strom|wärme|gebäude|zähler|monat|jahr|[äöüß]")


def read(
    data: FileData,
    *,
    name: str,
    hints: FileHints | None = None,
    largest: int = LARGEST,
    progress: Progress | None = None,
) -> Preview:
    """Recognise a table and convert it.

    data: the file's bytes (also gzip); name: its file name, a source of guesses only.
    largest [bytes]: limit, also for what a compressed file unpacks to (ten times as much).
    Raises InputRejected, and nothing else, for whatever cannot be read as a table.
    """
    hints = hints or FileHints()
    tell = progress or _nothing
    with refused_where_broken(_not_understood):
        return _read(data, name, hints, largest, tell)


def _read(data: FileData, name: str, hints: FileHints, largest: int, tell: Progress) -> Preview:
    check_zone(hints.timezone)
    tell(0.0, Text("Datei wird geöffnet", "opening the file"))
    told = FormatHints(hints.encoding, hints.delimiter, hints.sheet)
    opened = open_file(data, name=name, largest=largest, told=told)
    several = len(opened.parts) > 1
    parts = [
        (Source(name, plain_header(block.title) or part.name, several or bool(block.title)), block)
        for part in opened.parts
        for block in split(part.grid)
    ]
    preview = read_parts(parts, name, hints, tell)
    asked = preview.questions
    if opened.uncalculated and "formulas_without_value" not in hints.accepted:
        asked = (*asked, uncalculated(opened.uncalculated))
    if opened.unseen and "hidden_cells" not in hints.accepted:
        asked = (*asked, unseen(opened.unseen))
    if opened.cut and "file_cut" not in hints.accepted:
        asked = (*asked, incomplete(opened.cut))
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
    layout = find_layout(
        with_points_named(with_years_named(grid)), grid.header_row or hints.header_row
    )
    layout = with_carriers_apart(with_headed_months(with_yearly_amounts(layout)))
    if layout.time_headers:
        layout = melt(layout)
    layout, paid = without_instalments(layout)
    layout, ratio = with_factor(with_place(layout, several=source.several), hints)
    layout = with_gas_factors(layout)
    said = year_said(layout.preamble, source.sheet, source.stem)
    year = str(hints.year) if hints.year else said
    layout = with_time_of_sheet(layout, source.sheet if source.several else "", year)
    layout, weeks = with_mondays(with_period(layout), year)
    layout, seasons = with_seasons(split_spans(layout), hints.season)
    table = with_totals_named(_table(source, grid, layout, hints, year))
    table, alike = with_one_name(table)
    tell(0.5, Text("Werte werden gelesen", "reading values"))
    preview = preview_of(name, grid, layout, table, tell)
    preview = replace(preview, skipped=(*paid, *preview.skipped))
    if alike is not None and preview.kind is not FileKind.WEATHER:
        preview = replace(preview, questions=(alike, *preview.questions))
    asked = seasons or weeks or year_asked(table)
    if ratio is not None and preview.series:
        preview = replace(preview, questions=(ratio, *preview.questions))
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


def _table(source: Source, grid: Grid, layout: Layout, hints: FileHints, year: str | None) -> Table:
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
    columns = assign(layout, hints, default_decimal=default, typed=grid.typed, carrier=carrier)
    columns = with_titles(columns, places, hints) if hints.carrier is None else columns
    return Table(
        source.label, layout.body, columns, hints, carrier, carrier_from, unit, unit_from,
        layout.preamble, source.place, f"{layout.preamble}\n{source.sheet}", year, source.stem,
    )  # fmt: skip


def _unit_within(text: str) -> str | None:
    """A unit that stands as a word in a title or file name; a multiple of one goes before."""
    words = re.split(r"[\s_\-,;:/()\[\]]+", text)
    for word in (*_multiples(words), *words):
        if len(word) > 1 and (unit := unit_of(word)) not in (None, "°C"):
            return unit
    return None


def _multiples(words: list[str]) -> Iterator[str]:
    """Two words that may be a multiple of a unit: "Tsd. kWh", "in 1.000 kWh".

    "1 Mio. kWh" and "über 1.000 kWh" are amounts.
    """
    for before, size, unit in zip(["", *words], words, words[1:], strict=False):
        numeric = size[:1].isdigit()
        if before.lower() in ("in", "x", "×", "mal", "einheit") or not (
            numeric or before[:1].isdigit()
        ):
            yield f"{size} {unit}"


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
