"""Lists of buildings: name, address, area, kind, since when."""

import re

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, parse_numbers
from klimamosaik.sources.grid.part import ROW
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.complaints import NOT_A_NUMBER
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import FileColumn, ListedBuilding
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.vocabulary import vocabulary
from klimamosaik.sources.tables.times.when import is_footer
from klimamosaik.terms.text import Text

DESCRIBING = (
    ColumnRole.AREA,
    ColumnRole.ADDRESS,
    ColumnRole.POSTCODE,
    ColumnRole.SINCE,
    ColumnRole.KIND,
    ColumnRole.PLACE,
    ColumnRole.DISTRICT,
)
PLACING = (
    ColumnRole.AREA,
    ColumnRole.ADDRESS,
    ColumnRole.POSTCODE,
    ColumnRole.SINCE,
)  # at least one makes it a list
PREFERRED = ("NGF", "NRF", "NUF", "beheizte Fläche", "EBF", "BZF", "WF", "BGF")  # GEG § 3 first
POSITIVE = Text(
    "ist keine Fläche über 0 m². Bitte berichtigen oder leer lassen.",
    "is no area above 0 m². Please correct it or leave it empty.",
)


def lists_buildings(table: Table) -> bool:
    """True where rows name buildings and describe them."""
    return naming(table) is not None and bool(table.having(*PLACING))


def naming(table: Table) -> FileColumn | None:
    """The column of names: one of words before one of numbers ("Objektnr."), else the address."""
    named = table.having(ColumnRole.BUILDING)
    in_words = [each for each in named if not is_numbered(table.cells(each))]
    return next(iter([*in_words, *named]), None) or table.one(ColumnRole.ADDRESS)


def is_numbered(cells: pl.Series) -> bool:
    """True where most cells are nothing but a number."""
    filled = cells.drop_nulls()
    return len(filled) > 0 and filled.str.contains(r"^[\d\s./-]+$").sum() > len(filled) / 2


def read_buildings(
    table: Table, refused: SheetProblems, warned: SheetProblems
) -> tuple[ListedBuilding, ...]:
    """One row per building; rows without a name are left out and named."""
    name = naming(table)
    if name is None:
        return ()
    area = _area_column(table)
    texts = {role: _texts(table, table.one(role)) for role in (*DESCRIBING, ColumnRole.BUILDING)}
    names, rows = _texts(table, name), table.body[ROW].to_list()
    numbers = _texts(table, house_numbers(table))
    areas = _areas(table, area, refused)
    footers = is_footer(table.body).to_list()
    seen: dict[str, int] = {}
    found = []
    for at, row in enumerate(rows):
        label = names[at]
        if not label or footers[at]:
            continue
        if _again(label, row, seen, warned):
            continue
        found.append(
            ListedBuilding(
                row=int(row),
                name=label,
                address=_address(texts[ColumnRole.ADDRESS][at], numbers[at]),
                postcode=_postcode(texts[ColumnRole.POSTCODE][at] or texts[ColumnRole.ADDRESS][at]),
                place=texts[ColumnRole.PLACE][at],
                district=texts[ColumnRole.DISTRICT][at],
                area=areas[at],
                area_kind=area_kind(area.header) if area else None,
                kind=texts[ColumnRole.KIND][at],
                since=_year(texts[ColumnRole.SINCE][at]),
            )
        )
    return tuple(found)


def _again(label: str, row: int, seen: dict[str, int], warned: SheetProblems) -> bool:
    if label not in seen:
        seen[label] = row
        return False
    warned.add(
        "building_twice",
        Text(
            "„{label}“ steht in Zeile {seen} und {row}; gezählt wird die erste.",
            "“{label}” stands in rows {seen} and {row}; the first one counts.",
        ).format(label=label, seen=seen[label], row=row),
        row=row,
    )
    return True


def area_kind(header: str) -> str | None:
    """NGF, BGF, NUF ... as the header names it."""
    for kind, pattern in vocabulary().area_kinds:
        if pattern.search(header.lower()):
            return kind
    return None


def _area_column(table: Table) -> FileColumn | None:
    columns = table.having(ColumnRole.AREA)
    order = {kind: at for at, kind in enumerate(PREFERRED)}
    ranked = sorted(columns, key=lambda each: order.get(area_kind(each.header) or "", len(order)))
    return ranked[0] if ranked else None


def _texts(table: Table, column: FileColumn | None) -> list[str | None]:
    if column is None:
        return [None] * len(table.body)
    cells = table.cells(column)
    kept = pl.select(pl.when(~is_missing(cells)).then(cells.str.strip_chars())).to_series()
    return kept.to_list()


def house_numbers(table: Table) -> FileColumn | None:
    """The column of the numbers of houses, where they stand apart from the streets."""
    return next((each for each in table.columns if HOUSE_NUMBER.match(each.header.strip())), None)


HOUSE_NUMBER = re.compile(r"(?i)(?:hs|haus)[.\s-]{0,2}(?:nr|nummer|no)\b|house ?(?:no|number)\b")


def _address(street: str | None, number: str | None) -> str | None:
    """The street with the number of the house that stands in a column of its own."""
    if not street or not number or street.endswith(number):
        return street
    return f"{street} {number.removesuffix('.0')}"


def _areas(table: Table, column: FileColumn | None, refused: SheetProblems) -> list[float | None]:
    if column is None:
        return [None] * len(table.body)
    cells = table.cells(column)
    values = parse_numbers(cells, column.decimal or ",")
    for wrong, must in (
        (values.is_null() & ~is_missing(cells) & ~is_footer(table.body), NOT_A_NUMBER),
        ((values <= 0).fill_null(False), POSITIVE),
    ):
        if wrong.any():
            refused.add_cells(
                "unreadable_area", column.header, table.body[ROW].filter(wrong),
                cells.filter(wrong), must,
            )  # fmt: skip
    return [value if value is not None and value > 0 else None for value in values]


def _postcode(text: str | None) -> str | None:
    digits = re.search(r"(?<!\d)(\d{5})(?!\d)", text or "")
    if digits:
        return digits[1]
    short = re.fullmatch(r"\d{4}(?:\.0)?", text or "")
    return f"0{short[0][:4]}" if short else None  # spreadsheets drop the leading zero


def _year(text: str | None) -> int | None:
    year = re.search(r"(?<!\d)((?:1[0-9]|20)\d{2})(?!\d)", text or "")
    return int(year[1]) if year else None
