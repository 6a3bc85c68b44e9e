"""Doors that change a balance. Defaults are superseded, never edited; history keeps who did it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import Item
from klimamosaik.balance.kernel.wish import EntryDraft, complaints_about, says_the_same
from klimamosaik.balance.models import EnergyPrice, Entry, LoadedFactor, Plant
from klimamosaik.places.models import Municipality
from klimamosaik.records.operations import delete, replace, save
from klimamosaik.terms.complaint import InputRejected, problem, rejected

ONE_PLANT = ("municipality", "year", "name")  # what finds the row that is replaced
ONE_PRICE = ("municipality", "year", "carrier", "sector")
MOST_OUT_OF_FUEL = 1.1  # electricity and heat over fuel by its calorific value; above, a mistake


def carry_out(
    *, municipality: Municipality, wishes: Sequence[EntryDraft], by: User | None, at: datetime
) -> int:
    """Carry out all wishes or none; returns how many changed something.

    Raises InputRejected with every complaint. A wish that says what is in force already changes
    nothing, not even the history.
    """
    complaints = [complaint for wish in wishes for complaint in complaints_about(wish)]
    if complaints:
        raise InputRejected(complaints)
    with transaction.atomic():
        return sum(carried_out(municipality, wish, by, at) for wish in wishes)


def carried_out(
    municipality: Municipality, wish: EntryDraft, by: User | None, at: datetime
) -> bool:
    """Carry out one wish; False where nothing had to change."""
    entry = entry_at(municipality, wish)
    wanted = wish.cell
    if says_the_same(entry.cell() if entry else None, wanted):
        return False
    if wanted is None:
        if entry:
            delete(entry, by=by)
        return True
    entry = entry or Entry(**place_of(municipality, wish.year, wish.item))
    entry.state = wanted.state.value
    entry.energy = wanted.energy
    entry.grade = wanted.grade.value if wanted.grade else ""
    entry.source = wanted.source
    entry.at = at
    entry.by = by
    save(entry, by=by)
    return True


def entry_at(municipality: Municipality, wish: EntryDraft) -> Entry | None:
    """What was entered for the same item and year."""
    known = Entry.objects.filter(**place_of(municipality, wish.year, wish.item))
    return known.select_related("by").first()


def place_of(municipality: Municipality, year: int, item: Item) -> dict[str, Any]:
    """What finds the entry of an item in a year, and its history."""
    return {
        "municipality_id": municipality.pk,
        "year": year,
        "sector": item.sector.value,
        "carrier": item.carrier.value,
        "mode": item.mode.value if item.mode else "",
    }


def load_factors(
    *, factors: Sequence[BalanceFactor], by: User | None, at: datetime
) -> tuple[LoadedFactor, ...]:
    """Lay a factor table over the shipped one; all rows or none.

    The series of each carrier in the table is replaced as a whole: years of two editions never mix.
    """
    usable = [factor for factor in factors if factor.value is not None]
    if not usable or any(factor.status is Status.MISSING for factor in factors):
        raise rejected(
            "no_factors",
            "Die Tabelle enthält keine Faktoren mit Werten.",
            "The table holds no factors with values.",
        )
    places = [(factor.carrier, factor.sector, factor.year) for factor in usable]
    double = next((place for place in places if places.count(place) > 1), None)
    if double:
        raise rejected(
            "double_factor",
            "{text} {double} steht mehrfach in der Tabelle.",
            "{text} {double} is listed more than once.",
            text=double[0].text,
            double=double[2],
        )
    with transaction.atomic():
        for row in LoadedFactor.objects.filter(carrier__in={f.carrier.value for f in usable}):
            delete(row, by=by)  # one by one: the history says who replaced them
        return tuple(
            loaded(factor, factor.value, by=by, at=at)
            for factor in usable
            if factor.value is not None
        )


def loaded(factor: BalanceFactor, value: float, *, by: User | None, at: datetime) -> LoadedFactor:
    """Store one row."""
    row = LoadedFactor(
        carrier=factor.carrier.value,
        sector=factor.sector.value if factor.sector else "",
        year=factor.year,
        value=value,
        status=factor.status.value,
        source=factor.source.de,  # a loaded table has one text
        loaded_at=at,
        by=by,
    )
    save(row, by=by)
    return row


def put_plant(*, plant: Plant, by: User | None, at: datetime) -> Plant:
    """Write down what a plant of the heat grid used and gave in a year; again replaces it.

    Raises InputRejected where more comes out than goes in, or where no heat does.
    """
    given = plant.electricity + plant.heat
    if plant.heat <= 0.0 or given > MOST_OUT_OF_FUEL * plant.fuel_energy:
        raise InputRejected([IMPOSSIBLE_PLANT])
    plant.at, plant.by = at, by
    replace(plant, same=ONE_PLANT, by=by)
    return plant


def put_price(*, price: EnergyPrice, by: User | None, at: datetime) -> EnergyPrice:
    """Write down what a carrier cost in a year [EUR/MWh]; again replaces it."""
    price.at, price.by = at, by
    replace(price, same=ONE_PRICE, by=by)
    return price


IMPOSSIBLE_PLANT = problem(
    "impossible_plant",
    "Wärme und Strom zusammen dürfen nicht mehr sein als der Brennstoff (höchstens das "
    "1,1-Fache, Brennwert), und ohne Wärme ist es kein Heizwerk. Bitte Einheiten prüfen: MWh.",
    "Heat and electricity together cannot be more than the fuel (at most 1.1 times), and "
    "without heat it is no heat plant. Please check the units: MWh.",
    column="heat",
)
