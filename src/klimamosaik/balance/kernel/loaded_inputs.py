"""What a town loaded beyond the statistics of all: it comes before what stands in for it."""

from dataclasses import dataclass

import numpy as np

from klimamosaik.balance.kernel.grid import BalanceCarrier, Item, Sector
from klimamosaik.balance.kernel.nation import SPREAD
from klimamosaik.sources.statistics.municipalities import Flags, Floats, Municipalities
from klimamosaik.terms.text import Text

C = BalanceCarrier
CARRIERS: dict[str, tuple[BalanceCarrier, ...]] = {  # of the table of manufacturing
    "coal": (C.COAL,),
    "oil": (C.OIL,),
    "gas": (C.GAS,),
    "biomass": (C.BIOMASS,),
    "electricity": (C.ELECTRICITY,),
    "heat": (C.HEAT,),
    "other": (C.LPG, C.OTHER_PETROLEUM, C.OTHER_FOSSIL, C.DIESEL, C.AMBIENT_HEAT),
}


@dataclass(frozen=True)
class LoadedFigures:
    """Figures of some municipalities; nan where nothing was loaded."""

    employees: Floats  # [municipality] persons at the place of work
    motorway: Floats  # [municipality] million vehicle-kilometres a year
    heated: Floats  # [municipality, (gas, oil, heat)] share of flats, 0..1
    industry: Floats  # [municipality, CARRIERS] MWh of the whole district
    sources: tuple[tuple[str, Text], ...] = ()  # of each table that says something


def scales(estimated: Floats, places: Municipalities, known: LoadedFigures, whole: bool) -> Floats:
    """What industry's estimates are multiplied by: [municipality, SPREAD].

    `estimated` [municipality, SPREAD] MWh. The municipalities of a district share its published
    figure in the proportions estimated. `whole`: all municipalities of the nation are here, so that
    districts are complete, and those without a figure share what the nation has left.
    """
    found = np.ones(estimated.shape)
    districts = np.array([str(ags)[:5] for ags in places.ags])
    for place, carriers in enumerate(CARRIERS.values()):
        columns = [SPREAD.index(Item(Sector.INDUSTRY, carrier)) for carrier in carriers]
        told = ~np.isnan(known.industry[:, place])
        told &= whole | np.array([str(ags).endswith("000") for ags in places.ags])
        mine = estimated[:, columns].sum(axis=1)
        for district in np.unique(districts[told]):
            here = told & (districts == district)
            guess = float(mine[here].sum())
            if guess > 0.0:
                times = float(known.industry[here, place][0]) / guess
                found[np.ix_(np.flatnonzero(here), np.array(columns))] = times
        if whole and told.any() and not told.all():
            rest = left_over(mine, mine * found[:, columns[0]], told)
            found[np.ix_(np.flatnonzero(~told), np.array(columns))] = rest
    return found


def left_over(before: Floats, after: Floats, told: Flags) -> float:
    """What the others' estimates are multiplied by so that the nation's sum stays.

    Never below a half nor above twice: the table counts works of twenty people and more, the
    energy balance all of industry, and one of the two must not empty the others.
    """
    others = float(before[~told].sum())
    wanted = float(before.sum() - after[told].sum())
    return float(np.clip(wanted / others, 0.5, 2.0)) if others > 0.0 else 1.0
