"""A first balance of every municipality at once, from public statistics alone."""

from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np

from klimamosaik.balance.kernel import outliers
from klimamosaik.balance.kernel.cell import Cell, Grade, State, Step
from klimamosaik.balance.kernel.factor import FactorTable
from klimamosaik.balance.kernel.grid import ITEMS, BalanceCarrier, Item, Mode, Sector
from klimamosaik.balance.kernel.keys import BRANCH_KEYS, KEYS, Key, KeyFacts, measures
from klimamosaik.balance.kernel.nation import (
    PLACES,
    SPREAD,
    Nation,
    NationalRow,
    generated,
    spread,
)
from klimamosaik.balance.kernel.outliers import Outlier, Peers
from klimamosaik.balance.kernel.shares import shares
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities
from klimamosaik.terms.text import Text

ESTIMATE = Text("Schätzung aus öffentlicher Statistik", "estimate from public statistics")
AIRPORT = Text(
    "In der Gemeinde liegt ein Flughafen: Kraftstoff für Starts und Landungen ist einzutragen.",
    "There is an airport in the municipality: fuel for take-off and landing must be entered.",
)
NO_AIRPORT = Text(
    "Kein Verkehrsflughafen bekannt: Null bestätigen oder Wert eintragen.",
    "No airport with regular flights known: confirm the zero, or enter a value.",
)
ZERO = Text(
    "Die Statistik nennt null oder veröffentlicht den Wert nicht: bestätigen oder eintragen.",
    "The statistics say zero, or do not publish the value: confirm it or enter one.",
)
NO_ROAD = Text(
    "Auf die Insel führt keine Straße: keine Autobahn. Null bestätigen.",
    "No road leads to the island: no motorway. Confirm the zero.",
)
MOTORWAY = Text(
    "Ob eine Autobahn durch die Gemeinde führt, sagt die Statistik nicht: bestätigen, Zählungen "
    "laden oder „trifft nicht zu“ eintragen.",
    "Statistics do not say whether a motorway runs through the municipality: confirm it, load "
    "traffic counts, or enter “not applicable”.",
)
NO_AREA = Text(
    "Eine Gewerbefläche ist nicht veröffentlicht: In der Summe steht, was halb so viel Fläche wie "
    "üblich braucht. Bestätigen oder eintragen.",
    "No commercial area is published: the sum holds what half the usual area needs. Confirm it or "
    "enter a value.",
)
WITH_MOTORWAY = (71, 72)  # kinds of area (RegioStaR 7): large cities
ROUGH = Text(
    "Nur grob verteilt (Wasserfläche): bestätigen oder eintragen.",
    "Spread only roughly (area of water): confirm it or enter a value.",
)


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

    def emissions(self, factors: FactorTable) -> Floats:
        """Emissions of every municipality: [municipality, PLACES] in t; nan: factor unknown."""
        grams = []
        for sector, carrier in PLACES:
            factor = factors.find(sector, carrier, self.nation.year)
            value = factor.value if factor else None
            grams.append(np.nan if value is None else value)
        return np.where(self.energy > 0, self.energy * np.array(grams) / 1e3, 0.0)

    def by_item(self) -> Floats:
        """Energy of every municipality: [municipality, SPREAD] in MWh."""
        return np.asarray(self.key_shares @ self.nation.by_item(), dtype=np.float64)

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
        return np.where(unknown & ~motorways & there, most, np.nan)

    def far(self) -> "np.ndarray[Any, np.dtype[np.bool]]":
        """Where a municipality is unlike its kind: [municipality, INDICATORS]."""
        values = outliers.per_head(self.energy, self.places.population)
        kinds = outliers.kind_of(self.places.area_type)
        scores = outliers.scores(values, self.places.area_type, self.peers)
        return outliers.is_far(scores, values, np.exp(self.peers.median[kinds]))

    def outlying(self, row: int) -> tuple[Outlier, ...]:
        """What is unlike others in one municipality."""
        one = slice(row, row + 1)
        kind = int(outliers.kind_of(self.places.area_type[one])[0])
        values = outliers.per_head(self.energy[one], self.places.population[one])
        score = outliers.scores(values, self.places.area_type[one], self.peers)
        found = outliers.unlike_its_kind(values[0], score[0], np.exp(self.peers.median[kind]))
        found += outliers.concentrated(self.own_shares[row])
        if str(self.places.ags[row]) in self.airports:
            found.append(Outlier("airport", "kerosene", 1.0, 0.0, AIRPORT))
        return tuple(found)

    def cells(self, row: int) -> tuple[Cell, ...]:
        """The default cells of one municipality, with every step that led to them."""
        found = [self.cell(row, item) for item in ITEMS if self.nation.rows_of(item)]
        return (*found, self.aviation(row))

    def cell(self, row: int, item: Item) -> Cell:
        """One default cell."""
        national = self.nation.rows_of(item)
        steps = tuple(self.step(row, each) for each in national)
        energy = fsum(step.energy for step in steps)
        note = self.question(row, item, energy)
        return Cell(
            sector=item.sector,
            carrier=item.carrier,
            mode=item.mode,
            state=State.NEEDS_CONFIRMATION if note else State.DEFAULT,
            energy=energy,
            grade=Grade.D,
            source=ESTIMATE.de,
            steps=steps,
            note=note,
            most=self.most(row, item) if self.unknown(row, item, energy) else None,
        )

    def question(self, row: int, item: Item, energy: float) -> Text | None:
        """What a person must confirm of a cell; None where nothing."""
        if item.mode is Mode.MOTORWAYS:
            return self.motorway_question(row)
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
        if item.mode is Mode.MOTORWAYS:
            return False
        silent = item.sector is Sector.INDUSTRY and self.places.commercial_area[row] == 0.0
        return energy == 0.0 or (silent and not self.places.plant_emissions[row].any())

    def most(self, row: int, item: Item) -> float:
        """What as many inhabitants use on average [MWh]: more is not to be expected."""
        share = float(self.own_shares[row, KEYS.index(Key.POPULATION)])
        return share * fsum(each.energy for each in self.nation.rows_of(item))

    def step(self, row: int, national: NationalRow) -> Step:
        """One national row with the municipality's share of it."""
        share = float(self.key_shares[row, KEYS.index(national.key)])
        key_source = self.nation.key_source(national.key)
        return Step(
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
            state=State.MISSING if here else State.NEEDS_CONFIRMATION,
            energy=None if here else 0.0,
            grade=None if here else Grade.D,
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
) -> FirstBalances:
    """Estimate all municipalities of `places` at once.

    `totals` [KEYS] and `peers` of the whole nation where `places` holds a few municipalities only;
    without them `places` is the nation, and its municipalities add up to the national figures.
    """
    amounts = measures(places, facts)
    whole = amounts.sum(axis=0) if totals is None else totals
    plants = whole[[KEYS.index(key) for key in BRANCH_KEYS]]
    key_shares = shares(amounts, whole, nation.coverage(plants), facts.mix)
    energy = spread(key_shares, nation)
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
    )
