"""What each column is for: told, named by its header, or shown by its cells."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.numbers import is_missing, looks_numeric
from klimamosaik.sources.grid.times import choose_forms
from klimamosaik.sources.grid.timetext import month_number
from klimamosaik.sources.tables.decimals import NUMERIC_ROLES, with_decimals
from klimamosaik.sources.tables.hints import Hints, Role
from klimamosaik.sources.tables.layout import Layout
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.vocabulary import carrier_of, role_of, unit_in, unit_of, vocabulary
from klimamosaik.terms.text import Text

SAMPLE = 300
MOST = 0.6  # share of the cells that must fit what the header says
CLOCK = r"^\d{1,2}(:\d{2}){1,2}(\s*-.*)?( ?Uhr)?$|^1899-12-3\d[T ]|^24:00"
NAMES: dict[Role, Text] = {
    Role.TIME: Text("Zeit", "time"),
    Role.CLOCK: Text("Uhrzeit", "time of day"),
    Role.YEAR: Text("Jahr", "year"),
    Role.MONTH: Text("Monat", "month"),
    Role.FROM: Text("Beginn des Zeitraums", "start of the period"),
    Role.TO: Text("Ende des Zeitraums", "end of the period"),
    Role.VALUE: Text("Messwert", "reading"),
    Role.COUNTER: Text("Zählerstand", "meter reading (cumulative)"),
    Role.METER: Text("Zähler", "meter"),
    Role.BUILDING: Text("Gebäude", "building"),
    Role.CARRIER: Text("Energieträger", "energy carrier"),
    Role.UNIT: Text("Einheit", "unit"),
    Role.COST: Text("Kosten", "cost"),
    Role.QUALITY: Text("Güte des Werts", "quality of the value"),
    Role.CALORIFIC_VALUE: Text("Brennwert", "calorific value"),
    Role.STATE_NUMBER: Text("Zustandszahl", "state number"),
    Role.ADDRESS: Text("Adresse", "address"),
    Role.POSTCODE: Text("Postleitzahl", "postcode"),
    Role.PLACE: Text("Ort", "place"),
    Role.AREA: Text("Fläche", "area"),
    Role.KIND: Text("Gebäudeart", "kind of building"),
    Role.SINCE: Text("Baujahr", "year built"),
    Role.TEMPERATURE: Text("Temperatur", "temperature"),
    Role.IGNORED: Text("nicht verwendet", "not used"),
}


@dataclass(frozen=True)
class Cells:
    """What a sample of a column's cells looks like."""

    sample: pl.Series  # String, without missing ones
    numeric: float  # share
    timed: float  # share read by the best notation with separators
    counted: float  # share read by any notation, also plain numbers
    clock: float  # share of times of day
    months: float  # share of month names or numbers

    @property
    def empty(self) -> bool:
        """True where the column holds nothing."""
        return not len(self.sample)


def look(cells: pl.Series) -> Cells:
    """Describe a column by a sample."""
    step = max(1, len(cells) // (20 * SAMPLE))
    some = cells.gather_every(step)
    some = some.filter(~is_missing(some))
    sample = some.gather_every(max(1, len(some) // SAMPLE)).str.strip_chars()
    if not len(sample):
        return Cells(sample, 0, 0, 0, 0, 0)
    timed, counted = choose_forms(sample, counted=False), choose_forms(sample, counted=True)
    return Cells(
        sample,
        numeric=_share(looks_numeric(sample)),
        timed=timed[0][1] if timed else 0.0,
        counted=counted[0][1] if counted else 0.0,
        clock=_share(sample.str.contains(CLOCK)),
        months=_share(month_number(sample).is_not_null()),
    )


def _share(mask: pl.Series) -> float:
    return float(mask.mean() or 0.0)  # type: ignore[arg-type]


def assign(
    layout: Layout, hints: Hints, *, default_decimal: str, typed: bool
) -> tuple[Column, ...]:
    """Give every column its role with the reason.

    default_decimal: the mark taken where no column of the file decides it.
    """
    looked = [look(layout.body[f"c{index}"]) for index in range(layout.body.width - 1)]
    columns = []
    for index, cells in enumerate(looked):
        header = layout.headers[index]
        role, why = _role(header, cells, hints)
        unit_text = layout.units[index] or ""
        column = Column(
            index,
            header,
            role,
            why,
            unit=hints.of(header).unit or unit_of(unit_text) or unit_in(header),
            carrier=hints.of(header).carrier or carrier_of(header),
            sample=tuple(cells.sample.head(3)),
        )
        columns.append(column)
    settled = _settled(columns, looked, layout.body, hints)
    return with_decimals(settled, layout.body, hints, default=default_decimal, typed=typed)


def _role(header: str, cells: Cells, hints: Hints) -> tuple[Role, Text]:
    told = hints.of(header).role
    if told is not None:
        return told, Text("so angegeben", "as told")
    named = role_of(header)
    if cells.empty:
        return Role.IGNORED, Text("die Spalte ist leer", "the column is empty")
    if named in (Role.BUILDING, Role.METER) and re.search(r"\d", header) and cells.numeric >= MOST:
        named = None  # "Zähler 1" over numbers is one meter's column
    if named is not None:
        fitting = _fitted(named, cells)
        if fitting is not None:
            name = NAMES[fitting]
            return fitting, Text(
                f"Überschrift „{header}“ heißt: {name.de}", f"header “{header}” means: {name.en}"
            )
    return _by_cells(cells)


def _fitted(named: Role, cells: Cells) -> Role | None:
    """The role the header names, or the near one its cells speak for."""
    if named in (Role.TIME, Role.FROM, Role.TO, Role.CLOCK, Role.YEAR, Role.MONTH):
        return _fitted_time(named, cells)
    numeric = cells.numeric >= MOST
    if named is Role.VALUE and not numeric and unit_of(cells.sample[0]):
        return Role.UNIT
    if named is Role.CARRIER and numeric:
        return Role.VALUE
    return named if _fits(named, cells, numeric=numeric) else None


def _fits(named: Role, cells: Cells, *, numeric: bool) -> bool:
    if named in NUMERIC_ROLES:
        return numeric
    if named is Role.SINCE:
        return _share(cells.sample.str.contains(r"(1[0-9]|20)\d\d")) >= MOST
    if named in (Role.BUILDING, Role.METER) and numeric:
        return _numbers_name(named, cells)
    return not (named is Role.UNIT and numeric)


def _numbers_name(named: Role, cells: Cells) -> bool:
    """Whole numbers can be names: long meter numbers, and any that come again."""
    whole = bool(cells.sample.str.contains(r"^\d+$").all())
    long = named is Role.METER and bool((cells.sample.str.len_chars() >= 4).all())
    return whole and (long or cells.sample.n_unique() < len(cells.sample))


def _fitted_time(named: Role, cells: Cells) -> Role | None:
    if cells.clock >= MOST:
        return Role.IGNORED if named is Role.TO else Role.CLOCK
    if cells.months >= MOST and (
        named is Role.MONTH or (named is Role.TIME and cells.counted < MOST)
    ):
        return Role.MONTH
    if named is Role.CLOCK and cells.timed < MOST and _are_hours(cells.sample):
        return Role.CLOCK
    if max(cells.timed, cells.counted) < MOST:
        return None
    plain_years = _share(cells.sample.str.contains(r"^(19|20)\d\d$")) >= MOST
    stamped = named in (Role.CLOCK, Role.MONTH) or (named is Role.YEAR and not plain_years)
    return Role.TIME if stamped else named


def _are_hours(cells: pl.Series) -> bool:
    hours = cells.cast(pl.Int64, strict=False)
    return hours.null_count() == 0 and bool(hours.is_between(0, 24).all())


def _by_cells(cells: Cells) -> tuple[Role, Text]:
    if cells.timed >= 0.8:
        return Role.TIME, Text("die Zellen sind Zeitangaben", "the cells are times")
    if cells.clock >= 0.8:
        return Role.CLOCK, Text("die Zellen sind Uhrzeiten", "the cells are times of day")
    if cells.numeric >= MOST:
        return Role.VALUE, Text("die Zellen sind Zahlen", "the cells are numbers")
    if _share(pl.Series([unit_of(cell) is not None for cell in cells.sample])) >= 0.9:
        return Role.UNIT, Text("die Zellen sind Einheiten", "the cells are units")
    if _share(pl.Series([_is_carrier(cell) for cell in cells.sample])) >= 0.9:
        return Role.CARRIER, Text("die Zellen sind Energieträger", "the cells are energy carriers")
    return Role.IGNORED, Text("Text ohne bekannte Überschrift", "text without a known header")


def _is_carrier(cell: str) -> bool:
    return len(cell) <= 20 and carrier_of(cell) is not None


Settle = Callable[[list[Column], list[Cells], pl.DataFrame, Hints], list[Column]]


def _settled(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> tuple[Column, ...]:
    """What only the columns together can tell."""
    rules: tuple[Settle, ...] = (
        _one_quality,
        _unnamed_first_time,
        _one_time,
        _periods,
        _names,
        _unnamed_numbers,
        _totals,
        _volumes,
    )
    for rule in rules:
        columns = rule(columns, looked, body, hints)
    return tuple(columns)


def having(columns: tuple[Column, ...] | list[Column], *roles: Role) -> list[Column]:
    """Columns with one of these roles."""
    return [column for column in columns if column.role in roles]


def _as(columns: list[Column], column: Column, role: Role, de: str, en: str) -> list[Column]:
    changed = replace(column, role=role, why=Text(de, en))
    return [changed if each.index == column.index else each for each in columns]


def _unnamed_first_time(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    """Years, serial or epoch numbers in the first column without a telling header."""
    if having(columns, Role.TIME, Role.YEAR, Role.FROM, Role.MONTH) or not columns:
        return columns
    first, cells = columns[0], looked[0]
    plain = re.fullmatch(r"(?i)spalte a|c0|", first.header)
    if first.role is Role.VALUE and plain and cells.counted >= 0.95 and len(columns) > 1:
        return _as(
            columns, first, Role.TIME,
            "die erste Spalte zählt Jahre oder Tage", "the first column counts years or days",
        )  # fmt: skip
    return columns


def _one_quality(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    """One column says how good all values of a row are; one per meter is not understood."""
    several = having(columns, Role.QUALITY)
    for column in several if len(several) > 1 else ():
        columns = _as(
            columns, column, Role.IGNORED,
            "eigene Statusspalte eines Zählers, nicht ausgewertet",
            "status of a single meter, not evaluated",
        )  # fmt: skip
    return columns


def _one_time(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    times = having(columns, Role.TIME)
    if not times and having(columns, Role.CLOCK) and not having(columns, Role.FROM, Role.YEAR):
        clock = having(columns, Role.CLOCK)[0]
        if looked[clock.index].counted >= MOST:
            return _as(columns, clock, Role.TIME, "einzige Zeitangabe", "the only time")
    told = [each for each in times if hints.of(each.header).role is Role.TIME]
    ranked = told or sorted(times, key=lambda each: -looked[each.index].counted)
    keep = ranked[0] if ranked else None
    for other in times:
        if keep is not None and other.index != keep.index:
            columns = _as(
                columns, other, Role.IGNORED,
                f"die Zeit steht schon in „{keep.header}“",
                f"“{keep.header}” already gives the time",
            )  # fmt: skip
    if times and having(columns, Role.YEAR, Role.MONTH):
        for other in having(columns, Role.YEAR, Role.MONTH):
            columns = _as(
                columns, other, Role.IGNORED,
                f"die Zeit steht schon in „{times[0].header}“",
                f"“{times[0].header}” already gives the time",
            )  # fmt: skip
    return columns


def _periods(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    starts, ends = having(columns, Role.FROM), having(columns, Role.TO)
    if starts and ends:
        for other in having(columns, Role.TIME, Role.YEAR, Role.MONTH, Role.CLOCK):
            columns = _as(
                columns, other, Role.IGNORED,
                "der Zeitraum steht in „von“ und „bis“", "the period is given by from and to",
            )  # fmt: skip
        return columns
    for lonely in (*starts, *ends):
        role = Role.IGNORED if having(columns, Role.TIME) else Role.TIME
        columns = _as(columns, lonely, role, "nur eine Zeitangabe je Zeile", "one time per row")
    if having(columns, Role.YEAR) and not having(columns, Role.MONTH, Role.TIME):
        columns = _as(columns, having(columns, Role.YEAR)[0], Role.TIME, "Jahre", "years")
    return columns


def _names(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    """An untitled text column is the name where nothing else is."""
    if having(columns, Role.BUILDING, Role.METER):
        return columns
    for column in having(columns, Role.IGNORED):
        told = hints.of(column.header).role is not None
        known = role_of(column.header) not in (None, Role.VALUE, Role.TIME, Role.CARRIER)
        cells = looked[column.index]
        if not told and not known and not cells.empty and cells.numeric < MOST:
            return _as(
                    columns, column, Role.BUILDING,
                    "einzige Textspalte, wohl der Name", "the only text, most likely the name",
                )  # fmt: skip
    return columns


def _unnamed_numbers(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    """In a list of readings only the named column counts; in a wide table all of them do."""
    values = having(columns, Role.VALUE, Role.COUNTER)
    known = [each for each in values if _says_use(each)]
    is_list = bool(having(columns, Role.METER, Role.BUILDING, Role.FROM, Role.COST))
    if not known or not is_list:
        return columns
    for other in values:
        if not _says_use(other) and hints.of(other.header).role is None:
            columns = _as(
                columns, other, Role.IGNORED,
                f"ohne Einheit; der Verbrauch steht in „{known[0].header}“",
                f"without unit; the use is in “{known[0].header}”",
            )  # fmt: skip
    return columns


def _says_use(column: Column) -> bool:
    named = role_of(column.header) in (Role.VALUE, Role.COUNTER)
    return named or column.unit is not None or column.carrier is not None


def _totals(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    values = having(columns, Role.VALUE)
    for total in values:
        last = total.header.lower().rsplit(" · ", 1)[-1]
        if len(values) < 3 or not vocabulary().totals.search(last):
            continue
        if hints.of(total.header).role is None:
            columns = _as(
                columns, total, Role.IGNORED,
                "Summe der anderen Spalten", "total of the other columns",
            )  # fmt: skip
    return columns


def _volumes(
    columns: list[Column], looked: list[Cells], body: pl.DataFrame, hints: Hints
) -> list[Column]:
    """A bill with m³, calorific value and kWh: the kWh are the same gas."""
    if not having(columns, Role.CALORIFIC_VALUE):
        return columns
    values = having(columns, Role.VALUE)
    energies = [each for each in values if each.unit in ("kWh", "MWh")]
    volumes = [each for each in values if each.unit == "m³"]
    if len(energies) == 1 and len(volumes) == 1 and hints.of(volumes[0].header).role is None:
        return _as(
            columns, volumes[0], Role.IGNORED,
            f"dieselbe Menge steht als Energie in „{energies[0].header}“",
            f"the same quantity stands as energy in “{energies[0].header}”",
        )  # fmt: skip
    return columns
