"""What a table was taken for: series, costs, buildings, temperatures; and what is asked."""

from dataclasses import dataclass, replace

import polars as pl

from klimamosaik.sources.grid.detected import Detected, Progress
from klimamosaik.sources.grid.part import Grid
from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.few_series import by_few_series
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.preview import (
    SENSED_SCHEMA,
    TEMPERATURES_SCHEMA,
    CostRow,
    FileKind,
    Format,
    ListedBuilding,
    Preview,
    Spot,
)
from klimamosaik.sources.tables.basics.questions import without_duplicates
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.basics.time_questions import (
    clock_named,
    date_order,
    zone_contradicted,
    zone_unclear,
)
from klimamosaik.sources.tables.basics.vocabulary import plain_header
from klimamosaik.sources.tables.buildings import lists_buildings, read_buildings
from klimamosaik.sources.tables.coordinates import spots
from klimamosaik.sources.tables.costs import read_costs
from klimamosaik.sources.tables.doubts.below_zero import by_sign, negative_questions, sign_questions
from klimamosaik.sources.tables.doubts.doubts import (
    column_questions,
    counter_questions,
    overlap_questions,
    unit_questions,
)
from klimamosaik.sources.tables.doubts.fuels import LIQUEFIED, fuel_questions
from klimamosaik.sources.tables.doubts.left_out import say_what_is_left_out
from klimamosaik.sources.tables.doubts.notices import decimal_questions, say_what_is_assumed
from klimamosaik.sources.tables.doubts.suspicions import suspect
from klimamosaik.sources.tables.file_kind import judge
from klimamosaik.sources.tables.series.channels import find_channels
from klimamosaik.sources.tables.series.clocks import doubt_clock
from klimamosaik.sources.tables.series.readings import Converted, convert
from klimamosaik.sources.tables.series.sensed import SensedFound, sensed_series
from klimamosaik.sources.tables.series.sensed_questions import lone_airs
from klimamosaik.sources.tables.shape.layout import Layout
from klimamosaik.sources.tables.summary import summarise
from klimamosaik.sources.tables.sums.resolving import resolve
from klimamosaik.sources.tables.sums.totals import without_totals
from klimamosaik.sources.tables.times.gas_days import ask_gas_day
from klimamosaik.sources.tables.units.said_scales import scale_questions
from klimamosaik.terms.question import Question
from klimamosaik.terms.reading import READING
from klimamosaik.terms.text import Text


@dataclass(frozen=True)
class _Parts:
    found: Converted | None
    costs: tuple[CostRow, ...]
    buildings: tuple[ListedBuilding, ...]


def preview_of(name: str, grid: Grid, layout: Layout, table: Table, tell: Progress) -> Preview:
    """What is shown of one table before anything is stored."""
    refused, warned = SheetProblems(), SheetProblems()
    totals: tuple[Detected, ...] = ()
    found = convert(table, refused, warned)
    tell(0.8, Text("Werte werden geprüft", "checking values"))
    questions: list[Question] = []
    if found is not None:
        questions += column_questions(table, found)
        found, asked = resolve(table, found, warned)
        found = by_sign(table, found)
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
        doubts = _doubts(table, found, warned)
        questions = [*without_settled(questions, doubts), *doubts]
    series = summarise(found, warned) if found is not None and taken else ()
    if found is not None and (series or kind is FileKind.WEATHER):
        questions += _time_questions(table, found)
    say_what_is_assumed(table, found, warned)
    if has_series or costs:
        say_what_is_left_out(table, warned)
    beside = sensed_series(table, found, warned) if found is not None else NOTHING_SENSED
    questions += beside[2] if found is not None else lone_airs(table)
    if found is not None and beside[0] and not series:
        questions += _time_questions(table, found)
    tell(1.0, Text("fertig", "done"))
    preview = Preview(
        name, kind, why, _format(grid, layout, table, parts), table.columns,
        refused=tuple(refused.shown), refused_total=refused.total, warnings=tuple(warned.shown),
        skipped=(*totals, *(found.when.skipped if found else ())), costs=costs, buildings=buildings,
        questions=without_duplicates(questions),
        temperatures=_temperatures(table, found) if found else _no_temperatures(),
        spots=_spots(table, found) if found else {},
        rows=len(table.body), zone_assumed=found is not None and found.when.zone_assumed,
        sensed=beside[0], sensed_readings=beside[1],
    )  # fmt: skip
    if series and found is not None:
        return replace(preview, series=series, readings=_readings(found))
    return preview


NOTHING_SENSED: SensedFound = ((), pl.DataFrame(schema=SENSED_SCHEMA), [])


def _doubts(table: Table, found: Converted, warned: SheetProblems) -> list[Question]:
    """What looks wrong in the values, and what only a person can decide about them."""
    carriers = {number: plan.carrier for number, plan in found.conversions.items()}
    suspect(found.frame, found.channels, carriers, warned)
    asked = unit_questions(found)
    asked += scale_questions(table, found.channels, found.conversions)
    asked += fuel_questions(table, found)
    asked += overlap_questions(table, found)
    asked += counter_questions(found)
    asked += negative_questions(table, found)
    asked += sign_questions(table, found)
    if doubt_clock(found.frame, found.channels, found.when):
        asked.append(zone_unclear(shifted=True))
    return asked


def without_settled(questions: list[Question], doubts: list[Question]) -> list[Question]:
    """Without what the answer about liquefied gas settles too: litres and kWh of one tank."""
    gas = any(each.code == "liquefied_gas" for each in doubts)
    return [
        each for each in questions
        if not (gas and each.code == "same_name" and LIQUEFIED.search(each.column or ""))
    ]  # fmt: skip


def _time_questions(table: Table, found: Converted) -> list[Question]:
    """Whether day or month comes first, and which clock the times follow."""
    asked = decimal_questions(table, found)
    if found.when.order_open is not None:
        header = found.when.order_open
        column = next(each for each in table.columns if each.header == header)
        asked.append(date_order(header, column.sample[0] if column.sample else ""))
    if found.when.clock is not None:
        asked.append(clock_named(found.when.clock.text, found.when.clock.zone))
    elif found.when.without_summer:
        asked.append(zone_unclear(shifted=False))
    if found.when.gas_days is not None and not found.when.gas_days.sure:
        asked.append(ask_gas_day(found.when.gas_days))
    if found.when.contradicted is not None:
        asked.append(zone_contradicted(found.when.contradicted))
    return asked


def _temperatures(table: Table, found: Converted) -> pl.DataFrame:
    """Of each place, as its rows or its column name it."""
    if found.temperatures.is_empty():
        return _no_temperatures()
    names = {each.number: place for each, place in _places(table)}
    named = found.temperatures.with_columns(
        place=pl.col("series").replace_strict(names, default="", return_dtype=pl.String)
    )
    named = named.select(list(TEMPERATURES_SCHEMA)).cast(TEMPERATURES_SCHEMA)  # type: ignore[arg-type]
    return named.sort("place", "start")


def _places(table: Table) -> list[tuple[Channel, str]]:
    warm = [each for each in find_channels(table).all if each.column.role is ColumnRole.TEMPERATURE]
    columns = len({each.column.index for each in warm})
    return [(each, _place(each, columns)) for each in warm]


def _spots(table: Table, found: Converted) -> dict[str, Spot]:
    """Where each place stands, if the rows of it name one spot."""
    if found.temperatures.is_empty() or not (known := spots(table, found.group)):
        return {}
    named = [(place, known.get(each.group)) for each, place in _places(table)]
    lost = {place for place, spot in named if spot is None}
    return {place: spot for place, spot in named if spot is not None and place not in lost}


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
    numbers = pl.Series([channel.number for channel in found.channels], dtype=pl.UInt32)
    names = pl.Series([channel.name for channel in found.channels], dtype=pl.Categorical())
    named = pl.col("series").replace_strict(numbers, names, return_dtype=pl.Categorical())
    return by_few_series(found.frame, lambda part: part.select(named, *READING))


def _format(grid: Grid, layout: Layout, table: Table, parts: _Parts) -> Format:
    decimals = [column for column in table.columns if column.decimal]
    decimal = (
        Detected(decimals[0].decimal or "", Text(
            "Schreibweise der Spalte „{header}“",
            "as column “{header}” is written"
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
