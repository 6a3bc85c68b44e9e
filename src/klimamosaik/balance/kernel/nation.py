"""The nation's final energy, row by row, and how it is spread over municipalities."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from klimamosaik.balance.kernel.factor import Status
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, Key
from klimamosaik.sources.statistics.municipalities import Floats
from klimamosaik.terms.text import Text

SPREAD = tuple(item for item in ITEMS if item.possible)  # items national rows are spread to
PLACES = tuple((sector, carrier) for sector in Sector for carrier in BalanceCarrier)


MODES = {  # of transport, by what the national table calls the activity
    "motorways": Mode.MOTORWAYS,
    "other_roads": Mode.OTHER_ROADS,
    "rail_passengers": Mode.RAIL,
    "rail_freight": Mode.RAIL,
    "trams_and_metro": Mode.RAIL,
    "inland_shipping": Mode.INLAND_SHIPPING,
}


@dataclass(frozen=True)
class NationalRow:
    """Final energy of one activity with one carrier, and the key that spreads it."""

    sector: Sector
    activity: str
    carrier: BalanceCarrier
    key: Key
    energy: float  # MWh
    source: Text
    status: Status
    confirm: bool = False  # the key is so rough that a person must confirm the result

    @property
    def mode(self) -> Mode | None:
        """The mode of transport; None in other sectors."""
        return MODES[self.activity] if self.sector is Sector.TRANSPORT else None


@dataclass(frozen=True)
class KeySource:
    """Where a key is from that is worked out from more than statistics per municipality."""

    key: Key
    source: Text
    status: Status


@dataclass(frozen=True)
class UnspreadFigure:
    """A national figure no key can spread, with the reason."""

    sector: Sector
    activity: str
    carrier: BalanceCarrier
    energy: float  # MWh
    reason: Text


@dataclass(frozen=True)
class Generation:
    """National generation of electricity from one kind of plant."""

    plant: str
    key: Key
    energy: float  # MWh
    source: Text


@dataclass(frozen=True)
class Nation:
    """Final energy of the country in one year."""

    year: int
    rows: tuple[NationalRow, ...]
    left_out: tuple[UnspreadFigure, ...]
    generation: tuple[Generation, ...]
    burning: tuple[tuple[BalanceCarrier, float], ...]  # g CO2/kWh, direct
    key_sources: tuple[KeySource, ...] = ()

    def key_source(self, key: Key) -> KeySource | None:
        """Where a key is from; None where it is plain statistics."""
        return next((source for source in self.key_sources if source.key is key), None)

    def rows_of(self, item: Item) -> tuple[NationalRow, ...]:
        """The rows of one item."""
        rows = self.by_place.get((item.sector, item.carrier), ())
        return tuple(row for row in rows if row.mode is item.mode)

    @cached_property
    def by_place(self) -> dict[tuple[Sector, BalanceCarrier], tuple[NationalRow, ...]]:
        """The rows of each carrier in each sector."""
        found: dict[tuple[Sector, BalanceCarrier], list[NationalRow]] = defaultdict(list)
        for row in self.rows:
            found[row.sector, row.carrier].append(row)
        return {place: tuple(rows) for place, rows in found.items()}

    def spreading(self) -> Floats:
        """Energy by key and cell: [KEYS, PLACES] in MWh."""
        found = np.zeros((len(KEYS), len(PLACES)))
        for row in self.rows:
            found[KEYS.index(row.key), PLACES.index((row.sector, row.carrier))] += row.energy
        return found

    def by_item(self) -> Floats:
        """Energy by key and item: [KEYS, SPREAD] in MWh."""
        found = np.zeros((len(KEYS), len(SPREAD)))
        for row in self.rows:
            item = Item(row.sector, row.carrier, row.mode)
            found[KEYS.index(row.key), SPREAD.index(item)] += row.energy
        return found

    def total(self, sector: Sector, carrier: BalanceCarrier) -> float:
        """The nation's energy in one cell [MWh]."""
        return sum(row.energy for row in self.by_place.get((sector, carrier), ()))

    def coverage(self, plant_emissions: Floats) -> Floats:
        """Part of each branch's fuel that emission trade sees, 0..1: [BRANCH_KEYS].

        `plant_emissions` [BRANCH_KEYS] t CO2 of all plants of the nation, over what burning the
        branch's fuel emits; process emissions push it to 1, where it ends.
        """
        burning = dict(self.burning)
        burnt = [
            sum(r.energy * burning.get(r.carrier, 0.0) / 1e3 for r in self.rows if r.key is key)
            for key in BRANCH_KEYS
        ]
        seen = plant_emissions / np.where(np.array(burnt) > 0, burnt, np.inf)
        return np.asarray(np.clip(seen, 0.0, 1.0), dtype=np.float64)


def generated(shares: Floats, nation: Nation) -> Floats:
    """Local generation: [municipality, kinds of plant] in MWh, adding up to the nation's."""
    columns = [KEYS.index(kind.key) for kind in nation.generation]
    energies = np.array([kind.energy for kind in nation.generation])
    return np.asarray(shares[:, columns] * energies, dtype=np.float64)
