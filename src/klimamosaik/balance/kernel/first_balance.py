"""A first balance of every municipality at once, from public statistics alone."""

from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Any

import numpy as np

from klimamosaik.balance.kernel import outliers
from klimamosaik.balance.kernel.cell import Cell, CellState, DataGrade, DefaultStep
from klimamosaik.balance.kernel.districts import in_districts
from klimamosaik.balance.kernel.factor import FactorTable, Status
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.key_facts import KeyFacts, by_kind
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, Key
from klimamosaik.balance.kernel.loaded_inputs import CARRIERS, LoadedFigures, scales
from klimamosaik.balance.kernel.measures import measures
from klimamosaik.balance.kernel.nation import (
    PLACES,
    SPREAD,
    Nation,
    NationalRow,
    generated,
)
from klimamosaik.balance.kernel.outliers import Outlier, Peers
from klimamosaik.balance.kernel.questions import (
    AIRPORT,
    ESTIMATE,
    IN_DISTRICT,
    MOTORWAY,
    NO_AIRPORT,
    NO_AREA,
    NO_ROAD,
    ROUGH,
    WITH_MOTORWAY,
    ZERO,
)
from klimamosaik.balance.kernel.shares import shares
from klimamosaik.sources.statistics.municipalities import Flags, Floats, Municipalities
from klimamosaik.terms.text import Text

DOUBTED = 2.0  # assumed: a flagged industry is off by twice what industry usually is
UNTOLD = 1.75  # where no figure of one's own is published: industry's error before there was any


@dataclass(frozen=True)
class FirstBalances:
    """Estimates for all municipalities of `places`, in its order."""

    nation: Nation
    places: Municipalities
    totals: Floats  # [KEYS] of the nation
    key_shares: Floats  # [municipality, KEYS], what national figures are multiplied by
    own_shares: Floats  # [municipality, KEYS], each municipality's part of the key itself
    energy: Floats  # [municipality, PLACES] MWh
    generation: Floats  # [municipality, kinds of plant] MWh
    peers: Peers
    airports: frozenset[str]  # AGS
    islands: frozenset[str] = frozenset()  # AGS of municipalities no road leads to
    known: LoadedFigures | None = None  # what towns loaded beyond the statistics of all
    usual_area: Floats | None = None  # [municipality], ha of commerce per head of its kind
    scale: Floats | None = None  # [municipality, SPREAD], where a district's industry is known
    settled: Flags | None = None  # cities with industry told

    def emissions(self, factors: FactorTable) -> Floats:
        """Emissions of every municipality: [municipality, PLACES] in t; nan: factor unknown."""
        grams = []
        for sector, carrier in PLACES:
            factor = factors.find(sector, carrier, self.nation.year)
            value = factor.value if factor else None
            grams.append(np.nan if value is None else value)
        return np.where(self.energy > 0, self.energy * np.array(grams) / 1e3, 0.0)

    @cached_property
    def by_item(self) -> Floats:
        """Energy of every municipality: [municipality, SPREAD] in MWh."""
        return scaled(self.key_shares @ self.nation.by_item(), self.scale)

    def mosts(self, energy: Floats) -> Floats:
        """What items nobody knows may be at most: [municipality, SPREAD] in MWh, else nan.

        `energy` [municipality, SPREAD]. As `unknown` and `most` say of one.
        """
        people = self.own_shares[:, [KEYS.index(Key.POPULATION)]]
        most = people * self.nation.by_item().sum(axis=0)
        industry = np.array([item.sector is Sector.INDUSTRY for item in SPREAD])
        motorways = np.array([item.mode is Mode.MOTORWAYS for item in SPREAD])
        silent = (self.places.commercial_area == 0.0) & ~self.places.plant_emissions.any(axis=1)
        unknown = (energy == 0.0) | (silent[:, None] & industry)
        there = self.nation.by_item().sum(axis=0) > 0.0
        return np.where(unknown & ~motorways & there & ~self.from_district, most, np.nan)

    def far(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Where a municipality is unlike its kind: [municipality, INDICATORS]."""
        values = outliers.per_head(self.energy, self.places.population)
        kinds = outliers.kind_of(self.places.area_type)
        scores = outliers.scores(values, self.places.area_type, self.peers)
        return outliers.is_far(scores, values, np.exp(self.peers.median[kinds]))

    @cached_property
    def low(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Where industry is improbably low: [municipality]."""
        if self.usual_area is None:
            return np.zeros(len(self.places), dtype=np.bool)
        low = outliers.is_low(self.places, self.usual_area) & ~self.from_district.any(axis=1)
        return low if self.settled is None else low & ~self.settled

    @cached_property
    def from_district(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Where an item is a part of what is published of the district: [municipality, SPREAD]."""
        found = np.zeros((len(self.places), len(SPREAD)), dtype=np.bool)
        if self.known is None or self.scale is None:
            return found
        for place, carriers in enumerate(CARRIERS.values()):
            columns = [SPREAD.index(Item(Sector.INDUSTRY, carrier)) for carrier in carriers]
            there = ~np.isnan(self.known.industry[:, place])
            found[:, columns] = there[:, None] & (self.scale[:, columns] != 1.0)
        return found

    @cached_property
    def cities(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Which municipalities are their own district: [municipality]."""
        return np.array([str(ags).endswith("000") for ags in self.places.ags])

    @cached_property
    def doubts(self) -> Floats:
        """Times industry's usual error that it may be off here: [municipality]."""
        settled = np.zeros(len(self.places), np.bool) if self.settled is None else self.settled
        return np.where(self.low, DOUBTED, 1.0) * np.where(settled, 1.0, UNTOLD)

    def low_flag(self, row: int, values: Floats) -> list[Outlier]:
        """The flag of improbably low industry; none where the district's is known."""
        if self.usual_area is None or not self.low[row]:
            return []
        industry = float(values[outliers.INDICATORS.index(outliers.OutlierIndicator.INDUSTRY)])
        area = float(self.places.commercial_area[row])
        times = area / float(self.usual_area[row] * self.places.population[row])
        return [outliers.low_industry(industry, area, times)]

    def outlying(self, row: int) -> tuple[Outlier, ...]:
        """What is unlike others in one municipality."""
        one = slice(row, row + 1)
        kind = int(outliers.kind_of(self.places.area_type[one])[0])
        values = outliers.per_head(self.energy[one], self.places.population[one])
        score = outliers.scores(values, self.places.area_type[one], self.peers)
        found = outliers.unlike_its_kind(values[0], score[0], np.exp(self.peers.median[kind]))
        found += outliers.concentrated(self.own_shares[row])
        found += self.low_flag(row, values[0])
        if str(self.places.ags[row]) in self.airports:
            found.append(Outlier("airport", "kerosene", 1.0, 0.0, AIRPORT))
        return tuple(found)

    def cells(self, row: int) -> tuple[Cell, ...]:
        """The default cells of one municipality, with every step that led to them."""
        found = [self.cell(row, item) for item in ITEMS if self.nation.rows_of(item)]
        return (*found, self.aviation(row))

    def cell(self, row: int, item: Item) -> Cell:
        """One default cell."""
        told = self.district_step(row, item)
        steps = (told,) if told else self.steps(row, item)
        energy = fsum(step.energy for step in steps)
        note = self.question(row, item, energy)
        return Cell(
            sector=item.sector,
            carrier=item.carrier,
            mode=item.mode,
            state=CellState.NEEDS_CONFIRMATION if note else CellState.DEFAULT,
            energy=energy,
            grade=DataGrade.C if told else DataGrade.D,
            source=ESTIMATE.de,
            steps=steps,
            note=note,
            doubt=float(self.doubts[row]) if item.sector is Sector.INDUSTRY else 1.0,
            told=told is not None and bool(self.cities[row]),
            most=self.most(row, item) if self.unknown(row, item, energy) else None,
        )

    def steps(self, row: int, item: Item) -> tuple[DefaultStep, ...]:
        """The national rows of an item with the municipality's share of each."""
        return tuple(self.step(row, each) for each in self.nation.rows_of(item))

    def district_step(self, row: int, item: Item) -> DefaultStep | None:
        """The municipality's part of its district's industry; None where that is not known."""
        if self.known is None or not self.from_district[row, SPREAD.index(item)]:
            return None
        place = next(i for i, names in enumerate(CARRIERS.values()) if item.carrier in names)
        whole = float(self.known.industry[row, place])
        energy = float(self.by_item[row, SPREAD.index(item)])
        source = dict(self.known.sources)["industry"]
        return DefaultStep(
            activity="district_industry",
            key=IN_DISTRICT,
            share=energy / whole if whole else 0.0,
            national=whole,
            energy=energy,
            source=source,
            status=Status.SECOND_HAND,
        )

    def question(self, row: int, item: Item, energy: float) -> Text | None:
        """What a person must confirm of a cell; None where nothing."""
        if item.mode is Mode.MOTORWAYS:
            counted = self.known is not None and not np.isnan(self.known.motorway[row])
            return None if counted else self.motorway_question(row)
        if self.unknown(row, item, energy):
            return NO_AREA if energy else ZERO
        rough = any(each.confirm for each in self.nation.rows_of(item))
        return ROUGH if rough else None

    def motorway_question(self, row: int) -> Text | None:
        """Whether a motorway runs here at all; large cities have one."""
        if str(self.places.ags[row]) in self.islands:
            return NO_ROAD
        return None if self.places.area_type[row] in WITH_MOTORWAY else MOTORWAY

    def unknown(self, row: int, item: Item, energy: float) -> bool:
        """True where the statistics say nothing of a cell, or zero, which looks the same."""
        if item.mode is Mode.MOTORWAYS or self.district_step(row, item) is not None:
            return False
        silent = item.sector is Sector.INDUSTRY and self.places.commercial_area[row] == 0.0
        return energy == 0.0 or (silent and not self.places.plant_emissions[row].any())

    def most(self, row: int, item: Item) -> float:
        """What as many inhabitants use on average [MWh]: more is not to be expected."""
        share = float(self.own_shares[row, KEYS.index(Key.POPULATION)])
        return share * fsum(each.energy for each in self.nation.rows_of(item))

    def step(self, row: int, national: NationalRow) -> DefaultStep:
        """One national row with the municipality's share of it."""
        share = float(self.key_shares[row, KEYS.index(national.key)])
        key_source = self.nation.key_source(national.key)
        return DefaultStep(
            activity=national.activity,
            key=national.key.text,
            share=share,
            national=national.energy,
            energy=share * national.energy,
            source=national.source,
            status=national.status,
            key_source=key_source.source if key_source else None,
            key_status=key_source.status if key_source else None,
        )

    def aviation(self, row: int) -> Cell:
        """Aviation: missing where there is an airport, else a zero to be confirmed."""
        here = str(self.places.ags[row]) in self.airports
        return Cell(
            sector=Sector.TRANSPORT,
            carrier=BalanceCarrier.KEROSENE,
            mode=Mode.AVIATION,
            state=CellState.MISSING if here else CellState.NEEDS_CONFIRMATION,
            energy=None if here else 0.0,
            grade=None if here else DataGrade.D,
            source=ESTIMATE.de,
            note=AIRPORT if here else NO_AIRPORT,
        )


def estimate(
    nation: Nation,
    places: Municipalities,
    facts: KeyFacts,
    *,
    airports: frozenset[str] = frozenset(),
    totals: Floats | None = None,
    peers: Peers | None = None,
    known: LoadedFigures | None = None,
) -> FirstBalances:
    """Estimate all municipalities of `places` at once.

    `totals` [KEYS] and `peers` of the whole nation where `places` holds a few municipalities only;
    without them `places` is the nation, and its municipalities add up to the national figures.
    `known`: what towns loaded beyond the statistics of all.
    """
    amounts = measures(places, facts, known)
    whole = amounts.sum(axis=0) if totals is None else totals
    plants = whole[[KEYS.index(key) for key in BRANCH_KEYS]]
    mixed = shares(amounts, whole, nation.coverage(plants), facts.mix)
    key_shares = in_districts(mixed, places, facts.districts, all_there=totals is None)
    items = np.asarray(key_shares @ nation.by_item(), dtype=np.float64)
    scale = scales(items, places, known, totals is None) if known else None
    energy = scaled(items, scale) @ into_places()
    if peers is None:
        values = outliers.per_head(energy, places.population)
        peers = outliers.peers_of(values, places.area_type)
    return FirstBalances(
        nation=nation,
        places=places,
        totals=whole,
        key_shares=key_shares,
        own_shares=amounts / np.where(whole > 0, whole, 1.0),
        energy=energy,
        generation=generated(key_shares, nation),
        peers=peers,
        airports=airports,
        islands=facts.islands,
        known=known,
        usual_area=by_kind(facts.usual_area, places.area_type) if facts.usual_area else None,
        scale=scale,
        settled=facts.districts.published(places.ags),
    )


def scaled(energy: Floats, scale: Floats | None) -> Floats:
    """Energies [municipality, SPREAD] with what is known of districts' industry."""
    return np.asarray(energy if scale is None else energy * scale, dtype=np.float64)


def into_places() -> Floats:
    """Sums items into cells: [SPREAD, PLACES], 1 where the item belongs to the cell."""
    found = np.zeros((len(SPREAD), len(PLACES)))
    for i, item in enumerate(SPREAD):
        found[i, PLACES.index((item.sector, item.carrier))] = 1.0
    return found
