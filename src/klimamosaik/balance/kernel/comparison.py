"""The first balance held against what a municipality published itself."""

from dataclasses import dataclass
from enum import StrEnum

from klimamosaik.balance.kernel.composition import Balance
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.terms.text import Text, both


class PublishedQuantity(StrEnum):
    """What was published."""

    EMISSIONS = "emissions"
    ENERGY = "energy"
    TRANSPORT_ENERGY_PER_HEAD = "transport_energy_per_head"


@dataclass(frozen=True)
class PublishedFigure:
    """A figure a municipality published, with its source."""

    ags: str
    year: int
    quantity: PublishedQuantity
    value: float
    unit: str
    source: Text


@dataclass(frozen=True)
class PublishedComparison:
    """A published figure beside ours."""

    published: PublishedFigure
    ours: float  # in the published figure's unit
    text: Text

    @property
    def percent(self) -> float:
        """How far ours is off [%], negative where it is too low."""
        return off(self.ours, self.published.value)


def off(ours: float, theirs: float) -> float:
    """How far ours is off theirs [%], negative where it is too low."""
    return 100.0 * (ours / theirs - 1.0)


NOT_KNOWN = (  # to an estimate; each can move it by tens of percent in one municipality
    Text(
        "Gas, Öl und Flüssiggas sind überall im Bundesverhältnis gemischt, solange die Tabelle des "
        "Zensus 2022 nicht geladen ist; wo ein Gasnetz liegt, weiß die Statistik nicht.",
        "Gas, oil and liquefied gas are mixed at the national ratio everywhere until the table of "
        "Zensus 2022 is loaded; the statistics do not know where there is a gas grid.",
    ),
    Text(
        "Gewerbe folgt Einwohnern und Raumtyp, solange Beschäftigte am Arbeitsort nicht geladen "
        "sind: Orte mit vielen Einpendlern, Kliniken, Hochschulen oder Handel werden unterschätzt, "
        "Wohnorte überschätzt.",
        "Commerce follows inhabitants and kind of area until employees at the place of work are "
        "loaded: places with many commuters coming in, hospitals, universities or shops are "
        "underestimated, dormitory towns overestimated.",
    ),
    Text(
        "Industrie folgt Gewerbefläche und Anlagen im Emissionshandel; die Tabelle 43531 des "
        "Kreises klärt sie. Kraftwerke von Werken zählen dort als Energie.",
        "Industry follows commercial area and plants in emission trade; the district's table 43531 "
        "settles it. Power stations of works count as energy there.",
    ),
    Text(
        "Straßenverkehr folgt Einwohnern, Raumtyp und Verkehrsfläche, nicht den gezählten "
        "Fahrzeugen auf dem Gemeindegebiet.",
        "Road traffic follows inhabitants, kind of area and area of traffic, not the vehicles "
        "counted on the territory.",
    ),
    Text(
        "Fernwärme, Wohnungen und Baualter stammen aus dem Zensus 2011.",
        "District heat, flats and years of construction are from the census of 2011.",
    ),
    Text(
        "Die Emissionsfaktoren sind nicht die amtliche Tabelle.",
        "The emission factors are not the official table.",
    ),
)


def compare(balance: Balance, published: PublishedFigure) -> PublishedComparison | None:
    """Ours beside a published figure; None where ours cannot be told."""
    ours = own_figure(balance, published.quantity)
    if ours is None or not published.value:
        return None
    percent = off(ours, published.value)
    digits = 0 if ours >= 100 else 1
    text = Text(
        "Hier und veröffentlicht: {own} {unit}; {theirs} ({by:.1n} % {way}).",
        "Here and published: {own} {unit}; {theirs} ({by:.1n} % {way}).",
    ).format(
        own=both(ours, digits),
        theirs=both(published.value, digits),
        unit=published.unit,
        by=abs(percent),
        way=Text("zu niedrig", "too low") if percent < 0 else Text("zu hoch", "too high"),
    )
    return PublishedComparison(published, ours, text)


def own_figure(balance: Balance, quantity: PublishedQuantity) -> float | None:
    """Our figure for a published quantity."""
    if quantity is PublishedQuantity.EMISSIONS:
        return balance.total
    if quantity is PublishedQuantity.ENERGY:
        return balance.energy
    lines = balance.of_sector(Sector.TRANSPORT)
    return balance.per_head(sum(line.cell.known for line in lines))


def energy_or_factors(comparisons: tuple[PublishedComparison, ...]) -> Text | None:
    """Whether energy or emissions per energy explain the difference, where both were published."""
    by = {comparison.published.quantity: comparison for comparison in comparisons}
    emissions, energy = by.get(PublishedQuantity.EMISSIONS), by.get(PublishedQuantity.ENERGY)
    if not emissions or not energy:
        return None
    ours = 1e3 * emissions.ours / energy.ours  # [g CO2e/kWh]
    theirs = 1e3 * emissions.published.value / energy.published.value
    larger = abs(energy.percent) > abs(off(ours, theirs))
    return Text(
        "Je Kilowattstunde {ours:n} g CO₂e hier, {theirs:n} g veröffentlicht: der {part} Teil des "
        "Unterschieds liegt in der Energiemenge.",
        "{ours:n} g CO₂e per kilowatt-hour here, {theirs:n} g published: the {part} part of the "
        "difference is in the amount of energy.",
    ).format(
        ours=ours,
        theirs=theirs,
        part=Text("größere", "larger") if larger else Text("kleinere", "smaller"),
    )
