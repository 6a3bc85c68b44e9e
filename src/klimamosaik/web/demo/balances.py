"""Two invented balances of the synthetic town, so that one sees why emissions changed.

They come in by the same door as what a person enters. About eight tonnes a head, as in a town
without a motorway; municipal facilities are what the town's own meters counted.
"""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.contrib.auth.models import User

from klimamosaik.balance.kernel.cell import DataGrade
from klimamosaik.balance.kernel.grid import BY_CODE, ITEMS, BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.grid import required as asked_for
from klimamosaik.balance.kernel.wish import EntryAction, EntryDraft
from klimamosaik.balance.operations import carry_out
from klimamosaik.places.models import Municipality
from klimamosaik.terms.carrier import Carrier
from klimamosaik.web.demo.town import TOWN, DemoTown

INVENTED = "erfunden (synthetisch)"
ABSENT = "erfunden (synthetisch): gibt es in Musterstadt nicht"
METERED = "Zähler der eigenen Gebäude (synthetisch)"
AWAY = (Mode.MOTORWAYS, Mode.INLAND_SHIPPING, Mode.AVIATION)  # there is none in the town
GRADES = {"electricity": DataGrade.A, "gas": DataGrade.A, "heat": DataGrade.A}
OWN = (
    (BalanceCarrier.ELECTRICITY, Carrier.ELECTRICITY),
    (BalanceCarrier.GAS, Carrier.GAS),
    (BalanceCarrier.HEAT, Carrier.HEAT),
)


def two_balances(town: DemoTown, municipality: Municipality, *, by: User, at: datetime) -> None:
    """Enter both years; the same entries again change nothing."""
    for place, year in enumerate(balance_years(town)):
        wishes = [*used_in(year, place), *absent_in(year), *metered_in(town, year)]
        carry_out(municipality=municipality, wishes=wishes, by=by, at=at)


def balance_years(town: DemoTown) -> tuple[int, int]:
    """The year of the need, three years back, and the last whole one."""
    return town.this_year - 3, town.this_year - 1


def used_in(year: int, place: int) -> Iterator[EntryDraft]:
    """What everybody used."""
    for code, amounts in TOWN["energy"].items():
        energy, item = float(amounts[place]), BY_CODE[code]
        if energy == 0:
            yield EntryDraft(year, item, EntryAction.ZERO, source=INVENTED)
        else:
            grade = GRADES.get(item.carrier.value, DataGrade.C)
            yield EntryDraft(year, item, EntryAction.VALUE, energy, grade, INVENTED)


def absent_in(year: int) -> Iterator[EntryDraft]:
    """What there is not: motorway, harbour, airport."""
    for item in ITEMS:
        if item.mode in AWAY and asked_for(item):
            yield EntryDraft(year, item, EntryAction.NOT_APPLICABLE, source=ABSENT)


def metered_in(town: DemoTown, year: int) -> Iterator[EntryDraft]:
    """What the town's own buildings used [MWh], as its meters say."""
    inside = town.days.astype("datetime64[Y]").astype(np.int64) + 1970 == year
    for carrier, metered in OWN:
        used = sum(each.used[inside].sum() for each in town.meters if each.carrier is metered)
        item = Item(Sector.MUNICIPAL, carrier)
        energy = round(float(used) / 1_000, 1)
        yield EntryDraft(year, item, EntryAction.VALUE, energy, DataGrade.A, METERED)
