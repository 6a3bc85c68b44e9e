"""What only the columns together can tell about each other's roles."""

import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl

from klimamosaik.sources.tables.cells import MOST, Cells
from klimamosaik.sources.tables.hints import Hints, Role
from klimamosaik.sources.tables.preview import Column
from klimamosaik.sources.tables.vocabulary import role_of, vocabulary
from klimamosaik.terms.text import Text

Settle = Callable[[list[Column], list[Cells], pl.DataFrame, Hints], list[Column]]


def settled_together(
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
