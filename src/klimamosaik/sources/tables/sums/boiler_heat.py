"""Heat beside the fuel it may be made of: then it is that fuel's energy once more."""

import re
from collections import defaultdict

import polars as pl

from klimamosaik.sources.tables.basics.double_questions import heat_of_fuel
from klimamosaik.sources.tables.basics.hints import ColumnRole
from klimamosaik.sources.tables.sums.resolution import Resolution
from klimamosaik.sources.tables.sums.same import CountedSeries
from klimamosaik.terms.carrier import HEATING, Carrier
from klimamosaik.terms.direction import Direction

FUELS = HEATING - {Carrier.HEAT}
FROM_OUTSIDE = re.compile(  # district heat is drawn, whatever is burnt beside it
    r"(?i)fernw|nahw|district|wärmenetz|contracting|chauffage urbain|réseau de chaleur|"
    r"teleriscald|stadsverwarm|fjernv"
)
OF_A_BOILER = re.compile(r"(?i)kessel|heizkreis|\bbhkw|brenner|boiler|chaudi|caldaia|caldera|ketel")
PLACES = (ColumnRole.BUILDING, ColumnRole.PLACE, ColumnRole.ADDRESS, ColumnRole.DISTRICT)
GAS_ENERGY = 10.0  # kWh/m³, H and L alike within a tenth; only to compare
AT_MOST = 1.1  # of the fuel's energy; a condensing boiler gives 1.08 of the net calorific value
IS_PART = "heat_is_part"  # what a person says of heat in rows


def heat_beside_fuel(work: Resolution) -> None:
    """Ask whether heat is made of the fuel beside it; a part of it then."""
    if not any(each.plan.carrier in FUELS for each in work.series):
        return
    places: dict[tuple[str, ...], list[CountedSeries]] = defaultdict(list)
    for each in work.series:
        if each.direction.counts:
            places[tuple(each.combo.get(role, "") for role in PLACES)].append(each)
    sums = dict(work.frame.group_by("series").agg(pl.col("value").sum()).iter_rows())
    made = [one for members in places.values() for one in perhaps_made(work, members, sums)]
    if not made:
        return
    if IS_PART in work.table.hints.accepted:
        work.turn({each.channel.number for each in made}, Direction.PART)
        return
    columns = {each.channel.column.header for each in made}
    others = {each.channel.column.header for each in work.series if each not in made}
    names = [each.channel.name for each in made]
    work.ask(heat_of_fuel(names, [] if columns & others else sorted(columns), IS_PART))


def perhaps_made(
    work: Resolution, members: list[CountedSeries], sums: dict[int, float]
) -> list[CountedSeries]:
    """The heat of one place that the fuel beside it may have given. sums: of each series."""
    fuels = [each for each in members if each.plan.carrier in FUELS]
    heats = [each for each in members if is_heat(each) and not direction_given(work, each)]
    fuel = sum(sums.get(each.channel.number, 0.0) * energy_of(each) for each in fuels)
    heat = sum(sums.get(each.channel.number, 0.0) for each in heats)
    named = any(OF_A_BOILER.search(texts_of(each)) for each in heats)
    return heats if fuels and (named or 0 < heat <= AT_MOST * fuel) else []


def energy_of(fuel: CountedSeries) -> float:
    """kWh in one unit of a fuel."""
    return GAS_ENERGY if fuel.plan.unit == "m³" and fuel.plan.carrier is Carrier.GAS else 1.0


def is_heat(each: CountedSeries) -> bool:
    """True for heat in kWh that nothing says comes from a net."""
    texts, carrier = texts_of(each), each.plan.carrier
    boilers = carrier is None and OF_A_BOILER.search(texts)
    heat = carrier is Carrier.HEAT or bool(boilers)
    return heat and each.plan.unit == "kWh" and not FROM_OUTSIDE.search(texts)


def texts_of(each: CountedSeries) -> str:
    """All that names a series."""
    return " ".join((each.channel.column.header, each.channel.name, *each.combo.values()))


def direction_given(work: Resolution, each: CountedSeries) -> bool:
    """True where a person said which way it flows, or the title that it is district heat."""
    said = work.table.hints.of(each.channel.column.header).direction is not None
    return said or bool(FROM_OUTSIDE.search(work.table.titles))
