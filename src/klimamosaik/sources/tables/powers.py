"""Power that is told beside the energy of the same meter: it is that energy once more."""

import re

from klimamosaik.sources.tables.channel_names import kin
from klimamosaik.sources.tables.counted import says_power
from klimamosaik.sources.tables.hints import ColumnRole
from klimamosaik.sources.tables.questions import some
from klimamosaik.sources.tables.resolution import Resolution
from klimamosaik.sources.tables.same import CountedSeries
from klimamosaik.sources.tables.sensed_rows import OF_QUANTITIES
from klimamosaik.sources.tables.vocabulary import role_of, unit_in
from klimamosaik.terms.text import Text

PHASE = re.compile(r"(?i)\b(?:phase[ _-]?|l)[123]\b")
OF_REGISTER = re.compile(r"^ACT_|_[12][78]\d$")  # ACT_VERBR_KW_170 beside VERBR_KWH_181
USE_ROLES = (ColumnRole.VALUE, ColumnRole.COUNTER)
Meter = tuple[object, ...]


def power_of_energy(work: Resolution) -> None:
    """Leave out power, also that of single phases, where its meter tells the energy."""
    powers = [each for each in work.series if each.direction.counts and says_power(each.channel)]
    if not powers:
        return
    energies = {
        key
        for each in work.series
        if not says_power(each.channel) and each.plan.unit != "m³"
        for key in _meters(work, each)
    }
    told = [each for each in powers if energies & _meters(work, each) or _nameless(work, each)]
    names = dict.fromkeys(each.channel.name for each in told)
    work.drop({each.channel.number for each in told}, "same_energy", Text(
        "{some}: die Leistung zur Energie desselben Zählers; gezählt wird die Energie.",
        "{some}: the power to the energy of the same meter; the energy counts.",
    ).format(some=some(list(names))))  # fmt: skip


def _nameless(work: Resolution, power: CountedSeries) -> bool:
    """True for "Leistung [kW]" beside the only energy of its rows: of whom else should it be?"""
    beside = [
        each for each in work.series
        if each.channel.group == power.channel.group and each.plan.unit == "kWh"
        and each.plan.carrier is power.plan.carrier and each.direction is power.direction
    ]  # fmt: skip
    energies = [each for each in beside if not says_power(each.channel)]
    return not power.channel.kin and len(energies) == len(beside) - 1 == 1


def _meters(work: Resolution, each: CountedSeries) -> set[Meter]:
    """What is equal for power and energy of one meter: beside each other, or below each other."""
    carrier = each.plan.carrier
    name = kin(OF_REGISTER.sub("", PHASE.sub(" ", each.channel.column.header)))
    found: set[Meter] = {("columns", each.channel.group, carrier, name)}
    quantity = each.combo.get(ColumnRole.METER, "")
    column = work.table.one(ColumnRole.METER)
    told = column is not None and OF_QUANTITIES.search(column.header)
    if told and (unit_in(quantity) or role_of(quantity) in USE_ROLES):
        rest = {key: text for key, text in each.combo.items() if key != ColumnRole.METER}
        found.add(("rows", each.channel.column.index, *sorted(rest.items())))
    return found
