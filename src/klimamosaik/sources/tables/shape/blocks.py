"""Several tables on one sheet, below or beside each other -> one grid each."""

import re
from dataclasses import replace
from itertools import pairwise

import polars as pl

from klimamosaik.sources.grid.part import ROW, Grid
from klimamosaik.sources.grid.repeated import cells_of, every, of_each
from klimamosaik.sources.tables.basics.cell_kinds import kind_of
from klimamosaik.sources.tables.basics.vocabulary import carrier_of
from klimamosaik.sources.tables.shape.layout import HEAD
from klimamosaik.sources.tables.shape.timehead import YEAR, is_month_name, time_header

SAMPLE = 60  # rows looked at to find columns of times
TIMED = 0.6  # share of times in a column of times
PREFACE = 3  # rows up to which a table is only the preface of the next one
MOST_TABLES = 40
MOST_ROWS = 2_000  # of sheets with a row a month or a year
WIDEST = 400  # columns; wider sheets are one table


def split(grid: Grid) -> tuple[Grid, ...]:
    """The tables of a sheet, each with its own header; mostly just the one."""
    if grid.header_row is not None or grid.width > WIDEST:
        return (grid,)
    return tuple(below for beside in _beside(grid) for below in _below(beside))[:MOST_TABLES] or (
        grid,
    )


def _beside(grid: Grid) -> list[Grid]:
    """Cut at empty columns, or where a column of times comes again under the same header."""
    frame = grid.frame
    names = [name for name in frame.columns if name != ROW]
    timed = [name for name in names if is_timed(frame[name]) or _counts_years(frame[name])]
    if len(timed) < 2:
        return [grid]
    if stacked := _stacked(grid, names, timed):
        return stacked
    cuts = _empty_between(frame, names) or _again(frame, names, timed)
    groups = [names[start:end] for start, end in zip([0, *cuts], [*cuts, len(names)], strict=True)]
    with_times = [group for group in groups if set(group) & set(timed)]
    if len(with_times) < 2 or len(with_times) != len([g for g in groups if _holds(frame, g)]):
        return [grid]
    return _titled([_part(grid, frame.select(ROW, *group)) for group in with_times])


def _titled(parts: list[Grid]) -> list[Grid]:
    """Tables beside each other with the title above each: "Strom Rathaus", "Gas Schule"."""
    if not all(len(part.frame) > 2 and _has_title(part.frame, 1) for part in parts):
        return parts
    return [replace(part, title=_row_text(part.frame, 0)) for part in parts]


def _counts_years(cells: pl.Series) -> bool:
    """True for a column of nothing but years, one after the other, below a word."""
    if len(cells) > MOST_ROWS:
        return False
    texts = [cell.strip() for cell in cells_of(cells.to_frame(), cells.name).drop_nulls().to_list()]
    years = [int(text) for text in texts if YEAR.match(text)]
    steps = {later - earlier for earlier, later in pairwise(years)}
    return len(years) > 2 and steps in ({1}, {-1}) and not YEAR.match(texts[0])


def _stacked(grid: Grid, names: list[str], timed: list[str]) -> list[Grid]:
    """Names and then one pair of day and reading after the other -> one below the other.

    "Objekt; Datum 1; Stand 1; Datum 2; Stand 2" is a list of readings, two of each meter.
    """
    first = names.index(timed[0])
    width = (len(names) - first) // len(timed)
    starts = [first + width * at for at in range(len(timed))]
    fits = first > 0 and width > 1 and [names[at] for at in starts] == timed
    if not fits or first + width * len(timed) != len(names):
        return []
    groups = [names[at : at + width] for at in starts]
    frame = grid.frame
    body = next((at for at in range(min(HEAD, len(frame))) if _time_in(frame, at, timed)), 0)
    heads = [[_plain(_row_of(frame, body - 1, name)) for name in group] for group in groups]
    read = heads[0] and any(READING.search(head) for head in heads[0])
    if not body or not read or any(head != heads[0] for head in heads):
        return []
    labels = names[:first]
    parts = [frame.select(ROW, *labels, *groups[0])]
    for group in groups[1:]:
        renamed = (pl.col(own).alias(name) for own, name in zip(group, groups[0], strict=True))
        parts.append(frame[body:].select(ROW, *labels, *renamed))
    return [_part(grid, pl.concat(parts))]


READING = re.compile(r"(?i)stand|ables|reading|index")


def _time_in(frame: pl.DataFrame, at: int, timed: list[str]) -> bool:
    return all(kind_of(_row_of(frame, at, name)) == "t" for name in timed)


def _row_of(frame: pl.DataFrame, at: int, name: str) -> str:
    return (cells_of(frame[at : at + 1], name)[0] or "").strip()


def _plain(header: str) -> str:
    """A header without the number that tells it from its like: "Stand 2" is "stand"."""
    return re.sub(r"[\s_.]*\(?\d{1,2}\)?\.?$", "", header.lower())


def _part(grid: Grid, frame: pl.DataFrame) -> Grid:
    columns = [name for name in frame.columns if name != ROW]
    renamed = {name: f"c{index}" for index, name in enumerate(columns)}
    filled = pl.any_horizontal(pl.exclude(ROW).is_not_null())
    return replace(grid, frame=frame.rename(renamed).filter(filled))


def _holds(frame: pl.DataFrame, group: list[str]) -> bool:
    return any(frame[name].null_count() < len(frame) for name in group)


def is_timed(cells: pl.Series) -> bool:
    """True for a column most of whose cells are times."""
    filled = every(cells, 50 * SAMPLE).drop_nulls()
    filled = filled.filter(filled.str.strip_chars() != "")
    some = filled.gather_every(max(1, len(filled) // SAMPLE)).to_list()
    times = sum(kind_of(cell.strip()) == "t" or is_month_name(cell) for cell in some)
    return bool(some) and len(some) > 2 and times >= TIMED * len(some)


def _empty_between(frame: pl.DataFrame, names: list[str]) -> list[int]:
    """Where filled columns begin right of an empty one."""
    filled = [bool(of_each(frame[name], _are_filled).any()) for name in names]
    return [
        at for at in range(1, len(names))
        if filled[at] and not filled[at - 1] and any(filled[:at])
    ]  # fmt: skip


def _are_filled(cells: pl.Series) -> pl.Series:
    return cells.fill_null("").str.strip_chars() != ""


def _again(frame: pl.DataFrame, names: list[str], timed: list[str]) -> list[int]:
    """Where a column of other times stands under the header of the first one."""
    headers = {name: _header(cells_of(frame, name)) for name in timed}
    first, *others = timed
    places = [names.index(name) for name in others]
    apart = all(later - earlier > 1 for earlier, later in zip([names.index(first), *places],
                                                             places, strict=False))  # fmt: skip
    same = all(headers[name] == headers[first] for name in others)
    differ = all(not frame[name].equals(frame[first]) for name in others)
    return places if same and differ and apart else []


def _header(cells: pl.Series) -> str:
    """The last text above the first time."""
    text = ""
    for cell in cells.head(HEAD).to_list():
        kind = kind_of((cell or "").strip())
        if kind == "t":
            break
        text = cell.strip().lower() if kind == "s" and cell else text
    return text


def _below(grid: Grid) -> list[Grid]:
    """Cut above each further header; one that only comes again on a new page is left out."""
    frame = grid.frame
    heads = _times_above(frame)
    if len(heads) > 1 and all(_has_title(frame, at) for at in heads[1:]):
        return _cut(grid, heads)
    timed = [name for name in frame.columns if name != ROW and is_timed(frame[name])]
    if not timed:
        return [grid]
    texts = of_each(frame[timed[0]], _are_words).arg_true().to_list()
    rows = {at: _row(frame, at) for at in texts[:200]}
    headers = [at for at in rows if _is_header(rows[at], frame, at, timed[0])]
    if len(headers) < 2:
        return [grid]
    first = rows[headers[0]]
    again = [at for at in headers[1:] if rows[at] == first and not _has_title(frame, at)]
    if again:
        keep = pl.Series([True]).new_from_index(0, len(frame)).scatter(again, False)
        frame = frame.filter(keep)
        return _below(replace(grid, frame=frame))
    whole = [at for at, later in pairwise(headers) if later - at > PREFACE]
    return _cut(grid, [*whole, headers[-1]])


def _are_words(cells: pl.Series) -> pl.Series:
    text = cells.fill_null("").str.strip_chars()
    return ~text.str.contains(r"\d") & (text != "")


def _times_above(frame: pl.DataFrame) -> list[int]:
    """Rows of months or years: the headers of tables that have a row a year or a month."""
    if len(frame) > MOST_ROWS:
        return []
    return [at for at in range(len(frame)) if time_header(_row(frame, at)) in ("months", "years")]


def _cut(grid: Grid, headers: list[int]) -> list[Grid]:
    """One grid a header, each with the title above it.

    What stands above the first title ("Gasverbrauch in m³") holds for all that name places.
    """
    frame = grid.frame
    cuts = [_with_title(frame, at) for at in headers[1:]]
    bounds = zip([0, *cuts], [*cuts, len(frame)], headers, strict=True)
    preface = frame[: headers[0] - _has_title(frame, headers[0])]
    found = []
    for start, end, header in bounds:
        title = _row_text(frame, header - 1) if _has_title(frame, header) else ""
        rows = frame[start:end]
        if start and title and carrier_of(title) is None:
            rows = pl.concat([preface, rows])
        if end > start:
            found.append(replace(grid, frame=rows, title=title))
    return found


def _row_text(frame: pl.DataFrame, at: int) -> str:
    return " ".join(cell for cell in _row(frame, at) if cell)


def _row(frame: pl.DataFrame, at: int) -> list[str]:
    return [(cell or "").strip() for cell in frame.drop(ROW).row(at)]


def _is_header(row: list[str], frame: pl.DataFrame, at: int, timed: str) -> bool:
    """At least two texts, no figures, and a time not far below."""
    kinds = [kind_of(cell) for cell in row]
    if kinds.count("s") < 2 or "t" in kinds or _numbers(row) > 0:
        return False
    below = cells_of(frame[at + 1 : at + 4], timed).fill_null("").to_list()
    return any(kind_of(cell.strip()) == "t" for cell in below)


def _numbers(row: list[str]) -> int:
    """Cells that are readings; meter numbers and years in a header are none."""
    return sum(bool(re.fullmatch(r"-?\d+[.,]\d+", cell)) for cell in row)


def _has_title(frame: pl.DataFrame, at: int) -> bool:
    """True where a single text stands right above a header."""
    above = [cell for cell in _row(frame, at - 1) if cell] if at else []
    return len(above) == 1 and kind_of(above[0]) == "s"


def _with_title(frame: pl.DataFrame, at: int) -> int:
    """The row at which a table begins: its title stands above its header."""
    while at > 0:
        above = [cell for cell in _row(frame, at - 1) if cell]
        if len(above) > 1 or (above and kind_of(above[0]) != "s"):
            return at
        if above and re.match(r"(?i)(summe|gesamt|total)", above[0]):
            return at
        at -= 1
    return at
