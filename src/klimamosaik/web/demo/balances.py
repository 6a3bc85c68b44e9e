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
from klimamosaik.web.demo.town import DemoTown

INVENTED = "erfunden (synthetisch)"
ABSENT = "erfunden (synthetisch): gibt es in Musterstadt nicht"
METERED = "Zähler der eigenen Gebäude (synthetisch)"
AWAY = (Mode.MOTORWAYS, Mode.INLAND_SHIPPING, Mode.AVIATION)  # there is none in the town
GRADES = {"electricity": DataGrade.A, "gas": DataGrade.A, "heat": DataGrade.A}
USED = {  # code of the item: [MWh] three years ago and last year; 0: confirmed
    "households.electricity": (19_600, 18_900),
    "households.gas": (62_000, 55_500),
    "households.heat": (8_200, 8_600),
    "households.oil": (26_000, 22_400),
    "households.biomass": (9_500, 9_800),
    "households.solar_thermal": (900, 1_000),
    "households.ambient_heat": (2_600, 4_100),
    "commerce.electricity": (15_800, 15_100),
    "commerce.gas": (21_000, 19_200),
    "commerce.heat": (5_100, 5_200),
    "commerce.oil": (5_200, 4_300),
    "commerce.biomass": (1_100, 1_200),
    "commerce.ambient_heat": (900, 1_400),
    "industry.electricity": (22_000, 20_600),
    "industry.gas": (38_000, 33_000),
    "industry.heat": (0, 0),
    "industry.oil": (2_100, 1_800),
    "industry.biomass": (3_200, 3_300),
    "industry.ambient_heat": (0, 0),
    "transport.petrol.other_roads": (52_000, 49_500),
    "transport.diesel.other_roads": (66_000, 62_000),
    "transport.electricity.other_roads": (900, 2_700),
    "transport.lpg.other_roads": (700, 600),
    "transport.cng.other_roads": (200, 150),
    "transport.electricity.rail": (1_100, 1_200),
    "transport.diesel.rail": (800, 700),
}
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
    for code, amounts in USED.items():
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
