"""Municipalities whose estimate needs a second look: flagged by rule, never by name, never hidden.

Three rules. Unlike its kind: a value per head whose logarithm lies further than 3.5 robust standard
deviations from the median of the same kind of area (Iglewicz and Hoaglin 1993, modified z-score
0.6745 (x - median) / MAD), and that is at least 1.5 times the usual, or at most its inverse.
Concentrated: more than 0.5 % of the nation's total of a key, and more than ten times what its
inhabitants would have: a single plant, not a usual town. Low industry: much commercial area and
hardly a plant of industry in emission trade, which counts a works' own power station as energy.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.keys import KEYS, Key
from klimamosaik.balance.kernel.nation import PLACES
from klimamosaik.sources.statistics.municipalities import Floats, Municipalities
from klimamosaik.terms.text import Text, both

FAR = 3.5  # modified z-score from which a value counts as an outlier
CONSISTENT = 0.6745  # makes the MAD of a normal distribution its standard deviation
MATERIAL = 1.5  # times the usual, or its inverse, below which nobody needs to look twice
LARGE_SHARE, MANY_TIMES = 0.005, 10.0
AREA_TYPES = (0, 71, 72, 73, 74, 75, 76, 77)


MUCH_AREA = 1.5  # times the usual commercial area per head
AREA_OF_WORKS, AREA_OF_METROPOLIS = 100.0, 1_000.0  # ha; below the first nothing large fits
HARDLY_A_PLANT = 50.0  # t CO2 of plants per ha of commercial area
LARGE_CITIES = (71, 72)  # kinds of area whose area per head is small however much there is


class OutlierIndicator(StrEnum):
    """What is compared per head."""

    TOTAL = "total"
    HOUSEHOLDS = "households"
    COMMERCE = "commerce"
    INDUSTRY = "industry"
    TRANSPORT = "transport"

    @property
    def text(self) -> Text:
        """The indicator as a person would say it."""
        if self is OutlierIndicator.TOTAL:
            return Text("Endenergie insgesamt", "final energy in total")
        return Sector(self.value).text


INDICATORS = tuple(OutlierIndicator)


@dataclass(frozen=True)
class Peers:
    """Median and spread of the logarithm of each indicator: [AREA_TYPES, INDICATORS]."""

    median: Floats  # ln(MWh per head)
    spread: Floats  # median absolute deviation of it


@dataclass(frozen=True)
class Outlier:
    """One thing about a municipality that is unlike others."""

    code: str  # "unlike_its_kind", "concentrated", "low_industry", "airport"
    what: str  # indicator or key
    value: float  # MWh per head, or share of the nation
    typical: float  # MWh per head of its kind, or its inhabitants' share of the nation
    text: Text


def per_head(energy: Floats, population: Floats) -> Floats:
    """Indicators of every municipality: [municipality, INDICATORS] in MWh per head.

    `energy` [municipality, PLACES] in MWh.
    """
    columns = []
    for indicator in INDICATORS:
        chosen = [
            indicator is OutlierIndicator.TOTAL or place[0].value == indicator.value
            for place in PLACES
        ]
        columns.append(energy[:, chosen].sum(axis=1) / np.where(population > 0, population, np.nan))
    return np.stack(columns, axis=1)


def peers_of(values: Floats, area_type: Floats) -> Peers:
    """What is usual in each kind of area; `values` [municipality, INDICATORS]."""
    kinds = kind_of(area_type)
    median = np.full((len(AREA_TYPES), len(INDICATORS)), np.nan)
    spread = median.copy()
    for i in range(len(AREA_TYPES)):
        for j in range(len(INDICATORS)):
            column = values[kinds == i, j]
            known = np.log(column[column > 0])
            if known.size:
                median[i, j] = np.median(known)
                spread[i, j] = np.median(np.abs(known - median[i, j]))
    return Peers(median, spread)


def scores(values: Floats, area_type: Floats, peers: Peers) -> Floats:
    """Modified z-scores [municipality, INDICATORS]; nan where nothing can be said."""
    place = kind_of(area_type)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(CONSISTENT * (np.log(values) - peers.median[place]) / peers.spread[place])


def kind_of(area_type: Floats) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """Row of each kind of area in AREA_TYPES; a kind nobody knows counts as unknown (0)."""
    known = np.where(np.isin(area_type, AREA_TYPES), area_type, 0)
    return np.searchsorted(AREA_TYPES, known)


def is_far(score: Floats, value: Floats, typical: Floats) -> "np.ndarray[Any, np.dtype[np.bool]]":
    """Where a value is both unlike its kind and far enough from the usual to matter.

    Three arrays of the same shape; False where nothing can be said.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.abs(np.log(value / typical))
        return np.asarray(np.isfinite(score) & (np.abs(score) > FAR) & (times >= np.log(MATERIAL)))


def unlike_its_kind(values: Floats, score: Floats, typical: Floats) -> list[Outlier]:
    """The outliers among the indicators of one municipality: three arrays [INDICATORS]."""
    found = []
    for i, indicator in enumerate(INDICATORS):
        if is_far(score[i], values[i], typical[i]):
            times = values[i] / typical[i]
            text = Text(
                "{name}: {value:.1n} MWh je Einwohner, das {times:.1n}-Fache des Üblichen in "
                "Gemeinden dieses Raumtyps ({usual:.1n}).",
                "{name}: {value:.1n} MWh per head, {times:.1n} times what is usual in "
                "municipalities of this kind of area ({usual:.1n}).",
            ).format(
                name=indicator.text,
                value=float(values[i]),
                times=float(times),
                usual=float(typical[i]),
            )
            found.append(
                Outlier(
                    "unlike_its_kind", indicator.value, float(values[i]), float(typical[i]), text
                )
            )
    return found


def is_concentrated(share: Floats) -> Floats:
    """Where a key is concentrated: [municipality, KEYS] of true or false as 1.0 or 0.0.

    `share` [municipality, KEYS]: each municipality's part of the nation's key.
    """
    people = share[:, [KEYS.index(Key.POPULATION)]]
    return np.asarray((share > LARGE_SHARE) & (share > MANY_TIMES * people), dtype=np.float64)


CONCENTRATED = Text(
    "{part:.1n} % von Deutschland bei „{name}“, bei {usual:.2n} % der Einwohner: wohl eine "
    "einzelne Anlage.{extra}",
    "{part:.1n} % of Germany in “{name}”, with {usual:.2n} % of the inhabitants: probably a single "
    "plant.{extra}",
)


def concentrated(share: Floats) -> list[Outlier]:
    """The concentrated keys of one municipality; `share` [KEYS]."""
    people = float(share[KEYS.index(Key.POPULATION)])
    found = []
    for i in np.flatnonzero(is_concentrated(share[None, :])[0]):
        key = KEYS[int(i)]
        part, usual = 100 * float(share[i]), 100 * people
        extra = HINTS.get(key, Text("", ""))
        text = CONCENTRATED.format(name=named(key), part=part, usual=usual, extra=extra)
        found.append(Outlier("concentrated", key.value, float(share[i]), people, text))
    return found


def is_low(places: Municipalities, usual: Floats) -> "np.ndarray[Any, np.dtype[np.bool]]":
    """Where industry is improbably low: [municipality].

    `usual` [municipality]: commercial area per head of its kind [ha].
    """
    area = places.commercial_area
    with np.errstate(divide="ignore", invalid="ignore"):
        times = area / (places.population * usual)
        plants = places.plant_emissions.sum(axis=1) / area
    much = (area >= AREA_OF_WORKS) & (times > MUCH_AREA)
    much |= (area >= AREA_OF_METROPOLIS) & np.isin(places.area_type, LARGE_CITIES)
    return np.asarray(much & (plants < HARDLY_A_PLANT))


def low_industry(per_head: float, area: float, times: float) -> Outlier:
    """The flag of a municipality with much commercial area and hardly a plant."""
    said = Text(
        "Industrie wohl zu niedrig geschätzt: {area} ha Gewerbefläche, das {times}-Fache des "
        "Üblichen je Einwohner, aber kaum eine Anlage im Emissionshandel. Ein Werk mit eigenem "
        "Kraftwerk zählt dort als Energie. Beschäftigte und Tabelle 43531 klären es.",
        "Industry probably estimated too low: {area} ha of commercial area, {times} times the "
        "usual per head, but hardly a plant in emission trade. A works with a power station of "
        "its own counts as energy there. Employees and table 43531 settle it.",
    )
    text = said.format(area=both(area), times=both(times, 1))
    return Outlier("low_industry", OutlierIndicator.INDUSTRY.value, per_head, times, text)


HINTS = {
    Key.HYDRO_POWER: Text(
        " Pumpspeicher sind nicht von Wasserkraft zu unterscheiden; sie erzeugen keinen "
        "zusätzlichen Strom.",
        " Pumped storage cannot be told from hydro power; it generates no additional electricity.",
    ),
}
BRANCHES = {
    Key.BASIC_CHEMICALS: Text("Grundstoffchemie", "basic chemicals"),
    Key.OTHER_CHEMICALS: Text("sonstige Chemie", "other chemicals"),
    Key.CEMENT_LIME: Text("Zement und Kalk", "cement and lime"),
    Key.GLASS_CERAMICS: Text("Glas und Keramik", "glass and ceramics"),
    Key.PRIMARY_STEEL: Text("Stahl (Hochofen)", "steel (blast furnace)"),
    Key.SECONDARY_STEEL: Text("Stahl (Elektroofen)", "steel (electric furnace)"),
    Key.NONFERROUS_METALS: Text("Nichteisenmetalle", "non-ferrous metals"),
    Key.PAPER: Text("Papier", "paper"),
    Key.FOOD: Text("Nahrungsmittel", "food"),
    Key.OTHER_INDUSTRY: Text("weitere Branchen", "other branches"),
}


def named(key: Key) -> Text:
    """A key by its branch, where it stands for one."""
    return BRANCHES.get(key, key.text)
