"""The carrier of a column that names none, where the columns beside it leave only one."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from klimamosaik.sources.tables.basics.channel import USES, Channel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.basics.vocabulary import names_a_place, plain_header
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.direction import Direction
from klimamosaik.terms.text import Text
from klimamosaik.terms.unit import UNITS

ROOF = re.compile(  # words of portals of solar power, beside what is generated or fed in
    r"(?i)\b(?:self[ -]?(?:consumption|use)|inverter|(?:to|from) (?:the )?grid|"
    r"(?:ins|vom|aus dem) netz)\b|wechselrichter"
)
FLOWS = re.compile(  # words of flows that are no places, beside those of the vocabulary
    r"(?i)\b(?:direkt|verbraucht\w*|bezogen\w*|eigenverbraucht\w*|(?:ex|im)portenergie|energie|"
    r"exported|imported|consumed|produced|used|selbst|wechselrichterertrag)\b"
)
AWAY = (Direction.GENERATED, Direction.FED_IN)
ELECTRIC = ("W", "Wh")  # nobody feeds heat or gas into a net by the watt


def with_kindred_carriers(channels: Sequence[Channel]) -> list[Channel]:
    """The same series; those of a roof are electricity, a running total is of what it totals."""
    if all(each.carrier is not None for each in channels):
        return list(channels)
    return _totals_of_one(_of_a_roof(channels))


def _of_a_roof(channels: Sequence[Channel]) -> list[Channel]:
    """What is drawn, used or fed in is electricity right beside solar power of the same rows."""
    roofs = {each.group for each in channels if _tells_of_a_roof(each)}
    return [
        _named(each, Carrier.ELECTRICITY)
        if each.group in roofs and each.carrier is None and _is_energy(each) and _flows(each)
        else each
        for each in channels
    ]


def _flows(channel: Channel) -> bool:
    """True for what tells a direction and no place, and for "Leistung [W]"."""
    power = UNITS[channel.unit or ""].dimension == "power"
    told = channel.direction is not None or (power and not channel.kin)
    return told and not names_a_place(FLOWS.sub(" ", plain_header(channel.column.header)))


def _tells_of_a_roof(channel: Channel) -> bool:
    if channel.carrier is Carrier.ELECTRICITY:
        return channel.direction is Direction.GENERATED
    if channel.carrier is not None or not _is_energy(channel):
        return False
    away = channel.direction in AWAY
    return bool(ROOF.search(channel.column.header)) or (away and channel.unit in ELECTRIC)


def _is_energy(channel: Channel) -> bool:
    unit = UNITS.get(channel.unit or "")
    return unit is not None and unit.dimension in ("energy", "power")


def _totals_of_one(channels: Sequence[Channel]) -> list[Channel]:
    """ "Zählerstand" or "kumuliert" right beside the use of one carrier, and of no other."""
    beside: dict[int, set[Carrier]] = defaultdict(set)
    for each in channels:
        if each.carrier is not None and each.column.role in USES:
            beside[each.group].add(each.carrier)
    return [
        _named(each, next(iter(beside[each.group])))
        if _is_total(each, beside[each.group])
        else each
        for each in channels
    ]


def _is_total(channel: Channel, beside: set[Carrier]) -> bool:
    nameless = channel.carrier is None and not channel.kin
    return nameless and channel.column.role is ColumnRole.COUNTER and len(beside) == 1


def _named(channel: Channel, carrier: Carrier) -> Channel:
    why = Text("{carrier} laut den Spalten daneben", "{carrier} by the columns beside it").format(
        carrier=carrier.text
    )
    return replace(channel, carrier=carrier, why=why)
