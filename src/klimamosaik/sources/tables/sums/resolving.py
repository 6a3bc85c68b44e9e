"""What each series of a table counts for: the same energy once, directions, totals and parts."""

import re
from dataclasses import replace

from klimamosaik.sources.sheets.problems import SheetProblems
from klimamosaik.sources.tables.basics.channel import Channel
from klimamosaik.sources.tables.basics.column_questions import (
    battery_or_building,
    direction_of_column,
    direction_of_word,
)
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.questions import some
from klimamosaik.sources.tables.basics.table import Table
from klimamosaik.sources.tables.series.clocks import driven_by_the_sun
from klimamosaik.sources.tables.series.counted import says_use
from klimamosaik.sources.tables.series.readings import Converted
from klimamosaik.sources.tables.sums.boiler_heat import heat_beside_fuel
from klimamosaik.sources.tables.sums.double_counting import (
    copies,
    drop_doubles,
    power_of_energy,
    same_names,
    tariff_counters,
    tariffs,
)
from klimamosaik.sources.tables.sums.parts import (
    FROM_GRID,
    perhaps_stored,
    said_either_way,
)
from klimamosaik.sources.tables.sums.resolution import Resolution
from klimamosaik.sources.tables.sums.row_sums import unnamed_rows_of_totals
from klimamosaik.sources.tables.sums.total_columns import (
    grid_beside_use,
    open_flows,
    proven_flows,
    rows_of_totals,
    totals,
    unnamed_totals,
)
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.question import Question
from klimamosaik.terms.text import Text


def resolve(
    table: Table, found: Converted, warned: SheetProblems
) -> tuple[Converted, tuple[Question, ...]]:
    """Leave out what tells the same energy again, and give every series its direction."""
    work = Resolution(table, found, warned)
    _reactive(work)
    rows_of_totals(work)
    _either_way(work)
    _perhaps_stored(work)
    _unknown_words(work)
    _water_of_heat(work)
    power_of_energy(work)
    left = drop_doubles(work)
    tariff_counters(work)
    tariffs(work)
    again = copies(work)
    proven_flows(work)
    named = totals(work)
    open_flows(work)
    if not named and "total_unclear" not in table.hints.accepted:
        unnamed_rows_of_totals(work)
        unnamed_totals(work, again)
        grid_beside_use(work)
    heat_beside_fuel(work)
    same_names(work, left)
    _sunny(work)
    directions = {each.channel.number: each.direction for each in work.series}
    channels = tuple(
        replace(channel, direction=directions[channel.number])
        for channel in found.channels
        if channel.number in directions
    )
    resolved = replace(found, frame=work.frame, channels=_named_shortly(channels))
    return resolved, tuple(work.questions)


def _named_shortly(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Without "(2)" behind names whose namesake does not count."""
    taken = {channel.name for channel in channels}
    named = []
    for channel in channels:
        plain = AGAIN.sub("", channel.name)
        free = plain != channel.name and plain not in taken
        taken |= {plain} if free else set()
        named.append(replace(channel, name=plain) if free else channel)
    return tuple(named)


AGAIN = re.compile(r" \(\d\)$")


def _water_of_heat(work: Resolution) -> None:
    """Cubic metres beside the energy of a heat meter are the water that ran through it."""
    heat = [each for each in work.series if each.plan.carrier is Carrier.HEAT]
    measured = {each.family for each in heat if each.plan.unit == "kWh"}
    water = [each for each in heat if each.plan.unit == "m³" and each.family in measured]
    if water:
        headers = [each.channel.column.header for each in water]
        work.drop({each.channel.number for each in water}, "water_of_heat", Text(
            "{some}: der Durchfluss des Wärmezählers; gezählt wird seine Energie.",
            "{some}: the water through the heat meter; its energy counts."
        ).format(some=some(headers)))  # fmt: skip


def _reactive(work: Resolution) -> None:
    """Codes of reactive energy, voltage, current ... are no energy that is used."""
    other = {
        each.channel.number
        for each in work.series
        if each.code is not None and not each.code.active
    }
    work.drop(
        other,
        "reactive_energy",
        Text(
            "{count:Reihe ist|Reihen sind} laut OBIS-Kennzahl keine Wirkarbeit: weggelassen.",
            "{count:series is|series are} no active energy by OBIS code: left out.",
        ).format(count=len(other)),
    )


def _either_way(work: Resolution) -> None:
    """ "Lieferung" beside "Bezug" is fed in; alone it is asked."""
    for each in work.series:
        if not said_either_way(each):
            continue
        beside = any(
            one.channel.group == each.channel.group and FROM_GRID.search(one.channel.column.header)
            for one in work.series
            if one is not each
        )
        if beside:
            work.turn({each.channel.number}, Direction.FED_IN)
        else:
            work.ask(direction_of_column(each.channel.column.header))


def _perhaps_stored(work: Resolution) -> None:
    """Ask of "Speicher 5" whether it is a battery; a building's use would be missing."""
    for each in work.series:
        if perhaps_stored(each):
            work.ask(battery_or_building(each.channel.column.header))


def _sunny(work: Resolution) -> None:
    """Ask of electricity that nothing calls use, but comes and goes with the sun."""
    silent = [
        each for each in work.series
        if each.channel.direction is None and each.plan.unit == "kWh" and not each.counter
        and each.plan.carrier in (None, Carrier.ELECTRICITY)
        and not says_use(each.channel.column.header)
    ]  # fmt: skip
    sunny = driven_by_the_sun(work.frame) if silent else set()
    for each in silent:
        if each.channel.number in sunny:
            work.ask(direction_of_column(each.channel.column.header))


def _unknown_words(work: Resolution) -> None:
    column = work.table.one(ColumnRole.DIRECTION)
    if column is None:
        return
    for each in work.series:
        if each.channel.said and each.channel.said.silent and each.channel.column.direction is None:
            word = each.channel.said.combo[ColumnRole.DIRECTION]
            work.ask(direction_of_word(word, column.header))
