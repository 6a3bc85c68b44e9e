"""A filled workbook back into wishes: what cannot be read is named by sheet, row and column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose

from klimamosaik.balance.kernel.cell import Cell, DataGrade
from klimamosaik.balance.kernel.grid import BY_CODE, Item
from klimamosaik.balance.kernel.wish import (
    WITH_VALUE,
    EntryAction,
    EntryDraft,
    complaints_about,
)
from klimamosaik.balance.sheet.columns import GUIDE, NEEDED, TITLES, TOWN, WORDS, SheetColumn
from klimamosaik.balance.sheet.row import SheetRow
from klimamosaik.sources.grid.content import unpacked
from klimamosaik.sources.grid.formats import XLSX, format_of
from klimamosaik.sources.grid.opening import open_content
from klimamosaik.sources.grid.part import ROW, FilePart, OpenedFile
from klimamosaik.terms.complaint import InputRejected, Problem, problem, rejected
from klimamosaik.terms.neutralise import neutralise
from klimamosaik.terms.text import Text, joined
from klimamosaik.terms.written_number import read_number
from klimamosaik.terms.years import possible_year

MOST_ROWS = 500  # of a sheet; a grid has 70
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class ReadWorkbook:
    """What a workbook asks for."""

    wishes: tuple[EntryDraft, ...]  # one for each row, also where nothing changes
    complaints: tuple[Problem, ...]
    years: tuple[int, ...]


def read_workbook(
    *,
    data: bytes,
    name: str,
    ags: str,
    own: Mapping[tuple[int, Item], Cell],
    limit_mb: int,
) -> ReadWorkbook:
    """Read a workbook of the form `balance_workbook` writes.

    `own`: what is entered now, by year and item; a row that says the same asks for nothing else.
    Raises InputRejected where it is no such workbook, or another municipality's.
    """
    book = opened(data, name, limit_mb)
    check_town(book, ags)
    sheets = [part for part in book.parts if is_year(part.name)]
    if not sheets:
        raise rejected(
            "no_year_sheet",
            "„{name}“ hat kein Blatt mit einer Jahreszahl als Namen, z. B. 2021. Laden Sie zuerst "
            "die Tabelle herunter und füllen Sie sie aus.",
            "“{name}” has no sheet named by a year, e.g. 2021. Download the table first and fill "
            "it.",
            name=name,
        )
    wishes: list[EntryDraft] = []
    complaints = [Problem("not_read", fact.why) for fact in book.left_out]
    for sheet in sheets:
        for row in rows_of(sheet):
            found = wish_of(row, int(sheet.name.strip()), own)
            if isinstance(found, EntryDraft):
                wishes.append(found)
            else:
                complaints += found
    complaints += doubles(wishes)
    years = tuple(sorted(int(sheet.name.strip()) for sheet in sheets))
    return ReadWorkbook(tuple(wishes), tuple(complaints), years)


def opened(data: bytes, name: str, limit_mb: int) -> OpenedFile:
    """The sheets of the workbook; raises InputRejected where it is none."""
    content = unpacked(data, name=name, largest=limit_mb * MEGABYTE)
    if format_of(content) is not XLSX:
        raise rejected(
            "no_workbook",
            "„{name}“ ist keine Excel-Datei (.xlsx). Speichern Sie die Tabelle als .xlsx.",
            "“{name}” is no Excel file (.xlsx). Save the table as .xlsx.",
            name=name,
        )
    return open_content(content)


def is_year(sheet: str) -> bool:
    """True where a sheet is named by a year of a balance."""
    return possible_year(sheet.strip()) is not None


def check_town(book: OpenedFile, ags: str) -> None:
    """Refuse the workbook of another municipality; without a guide nothing is known of it."""
    guide = next((part for part in book.parts if part.name in (GUIDE.de, GUIDE.en)), None)
    if guide is None:
        return
    lines = [str(cells[0] or "") for cells in cells_of(guide) if cells]
    keys = [line.split(":")[-1].strip() for line in lines if line.startswith((TOWN.de, TOWN.en))]
    if keys and keys[0] != ags:
        raise rejected(
            "other_town",
            "Die Tabelle gehört zu {keys}, nicht zu {ags}. Laden Sie die eigene herunter.",
            "The table belongs to {keys}, not to {ags}. Download your own.",
            keys=keys[0],
            ags=ags,
        )


def cells_of(sheet: FilePart) -> list[tuple[str | None, ...]]:
    """All cells of a sheet as text."""
    frame = sheet.grid.frame
    if len(frame) > MOST_ROWS:
        raise rejected(
            "too_many_rows",
            "Blatt {name} hat mehr als {most_rows} Zeilen. Eine Bilanz hat 70.",
            "Sheet {name} has more than {most_rows} rows. A balance has 70.",
            name=sheet.name,
            most_rows=MOST_ROWS,
        )
    return frame.drop(ROW).rows()


def rows_of(part: FilePart) -> list[SheetRow]:
    """The rows below the header, as the office's own program counts them."""
    sheet, rows = part.name, cells_of(part)
    heads = [
        {TITLES[str(cell).strip().casefold()]: i for i, cell in enumerate(row) if is_title(cell)}
        for row in rows
    ]
    start = next((i for i, head in enumerate(heads) if SheetColumn.ITEM in head), None)
    head = heads[start] if start is not None else {}
    lacking = [column.text for column in NEEDED if column not in head]
    if start is None or lacking:
        raise rejected(
            "missing_columns",
            "Blatt {sheet}: es fehlen die Spalten {lacking}. Lassen Sie die Kopfzeile so, wie sie "
            "heruntergeladen wurde.",
            "Sheet {sheet} lacks the columns {lacking}. Leave the header as it was downloaded.",
            sheet=sheet,
            lacking=joined(lacking),
        )
    return [
        SheetRow(sheet, number, {column: (cells[i] or "").strip() for column, i in head.items()})
        for number, cells in enumerate(rows[start + 1 :], start=start + 2)
        if any(cell and cell.strip() for cell in cells)
    ]


ALLOWED = {
    "two_ways": Text(
        "kann mit oder ohne Tausenderzeichen gemeint sein; schreiben Sie die Zahl ohne "
        "Tausenderzeichen oder auf zwei Stellen genau.",
        "could be meant with or without a separator of thousands; write the number "
        "without one, or to two digits.",
    ),
    "unreadable_number": Text("erlaubt ist eine Zahl ab 0.", "a number from 0 is allowed."),
}


def is_title(cell: str | None) -> bool:
    """True where a cell is the header of a column."""
    return str(cell or "").strip().casefold() in TITLES


def wish_of(
    row: SheetRow, year: int, own: Mapping[tuple[int, Item], Cell]
) -> EntryDraft | list[Problem]:
    """What a row asks for, or everything that is wrong with it."""
    item = BY_CODE.get(row.cell(SheetColumn.ITEM))
    if item is None or not item.possible:
        return [
            row.complaint(
                SheetColumn.ITEM,
                "unknown_item",
                Text(
                    "erlaubt sind die Schlüssel, wie sie heruntergeladen wurden.",
                    "the keys as they were downloaded are allowed.",
                ),
            )
        ]
    if not any(
        row.cell(column) for column in (SheetColumn.OWN, SheetColumn.STATE, SheetColumn.SOURCE)
    ):
        return EntryDraft(year, item, EntryAction.DEFAULT)
    now = own.get((year, item))
    wanted, energy, grade = wanted_of(row), energy_of(row, now), grade_of(row)
    wrong = [part for part in (wanted, energy, grade) if isinstance(part, Problem)]
    if wrong:
        return wrong
    assert not isinstance(wanted, Problem)
    assert not isinstance(energy, Problem)
    assert not isinstance(grade, Problem)
    source = row.cell(SheetColumn.SOURCE)
    if now and neutralise(now.source) == source:
        source = now.source
    wish = EntryDraft(year, item, wanted, energy, grade, source)
    return complaints_of(row, wish) or wish


def wanted_of(row: SheetRow) -> EntryAction | Problem:
    """What the state asks for; a value without a state is an own value."""
    word = row.cell(SheetColumn.STATE)
    if not word:
        return EntryAction.VALUE
    return WORDS.get(word.casefold()) or row.complaint(
        SheetColumn.STATE,
        "unknown_state",
        Text(
            "erlaubt: eigener Wert, zu bestätigen, bestätigte Null, trifft nicht zu, oder leer.",
            "allowed: own, needs confirmation, confirmed zero, not applicable, or empty.",
        ),
    )


def grade_of(row: SheetRow) -> DataGrade | Problem | None:
    """The grade, where one is given."""
    word = row.cell(SheetColumn.GRADE).upper()
    if not word or word in DataGrade.__members__:
        return DataGrade(word) if word else None
    return row.complaint(
        SheetColumn.GRADE, "unknown_grade", Text("erlaubt: A, B, C, D.", "allowed: A, B, C, D.")
    )


def energy_of(row: SheetRow, now: Cell | None) -> float | Problem | None:
    """The amount [MWh], with point or comma; what could be read in two ways is refused."""
    text = row.cell(SheetColumn.OWN)
    if not text:
        return None
    plain = re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text)
    if plain and now and now.energy and isclose(float(text), now.energy, rel_tol=1e-12):
        return now.energy
    try:
        return float(read_number(text))
    except InputRejected as refusal:
        code = refusal.complaints[0].code
        return row.complaint(SheetColumn.OWN, code, ALLOWED[code])


def complaints_of(row: SheetRow, wish: EntryDraft) -> list[Problem]:
    """What does not fit together in a row."""
    found = [
        row.complaint(column_of(about), about.code, about.text) for about in complaints_about(wish)
    ]
    if wish.wanted not in WITH_VALUE and wish.energy:
        found.append(
            row.complaint(
                SheetColumn.OWN,
                "value_with_zero",
                Text(
                    "bei „bestätigte Null“ und „trifft nicht zu“ bleibt der Wert leer.",
                    "with “confirmed zero” and “not applicable” the value stays empty.",
                ),
            )
        )
    return found


def column_of(about: Problem) -> SheetColumn:
    """The column a complaint about a wish belongs to."""
    return SheetColumn.SOURCE if "source" in about.code else SheetColumn.OWN


def doubles(wishes: list[EntryDraft]) -> list[Problem]:
    """Items that stand in a year more than once."""
    places = [(wish.year, wish.item) for wish in wishes]
    twice = {place for place in places if places.count(place) > 1}
    return [
        problem(
            "double_item",
            "Blatt {year}: {item} steht mehrfach da; lassen Sie eine Zeile stehen.",
            "Sheet {year}: {item} is listed more than once; leave one row.",
            year=year,
            item=item.text,
        )
        for year, item in sorted(twice, key=lambda place: (place[0], place[1].code))
    ]
