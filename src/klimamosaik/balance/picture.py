"""The balance in stones: one stone is a round number of tonnes, a row of them for each sector."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.drawing.palette import Paint, patterns
from klimamosaik.drawing.stones import Brush, StoneLook, StoneRows, StoneRun, stones
from klimamosaik.drawing.svg import picture
from klimamosaik.terms.text import Language, Text, decimal
from klimamosaik.terms.text_enum import TextEnum

MOST_STONES = 120  # of all sectors together
A_ROW = 25  # stones


class CarrierGroup(TextEnum):
    """Carriers that are drawn in one colour; the value is the colour's name."""

    ELECTRICITY = "electricity", Text("Strom", "electricity")
    DISTRICT_HEAT = "buildings", Text("Fernwärme", "district heat")
    FUELS = "heat", Text("Gas, Öl und andere Brennstoffe", "gas, oil and other fuels")
    RENEWABLE = "green", Text("erneuerbare Wärme", "renewable heat")
    MOTOR_FUELS = "transport", Text("Kraftstoffe", "motor fuels")


KIND_OF = {
    BalanceCarrier.ELECTRICITY: CarrierGroup.ELECTRICITY,
    BalanceCarrier.HEAT: CarrierGroup.DISTRICT_HEAT,
    BalanceCarrier.BIOMASS: CarrierGroup.RENEWABLE,
    BalanceCarrier.SOLAR_THERMAL: CarrierGroup.RENEWABLE,
    BalanceCarrier.AMBIENT_HEAT: CarrierGroup.RENEWABLE,
    BalanceCarrier.PETROL: CarrierGroup.MOTOR_FUELS,
    BalanceCarrier.DIESEL: CarrierGroup.MOTOR_FUELS,
    BalanceCarrier.CNG: CarrierGroup.MOTOR_FUELS,
    BalanceCarrier.KEROSENE: CarrierGroup.MOTOR_FUELS,
}
ESTIMATED, OWN = Text("Schätzung", "estimate"), Text("eigener Wert", "own value")


@dataclass(frozen=True)
class SectorPart:
    """Emissions of one kind of carrier in a sector, entered or estimated."""

    kind: CarrierGroup
    own: bool
    emissions: float  # t CO₂e

    def name(self, language: Language) -> str:
        """What it is, for a pointer that rests on it."""
        how = (OWN if self.own else ESTIMATED).in_(language)
        amount = decimal(self.emissions, language=language)
        return f"{self.kind.text.in_(language)}: {amount} t CO₂e ({how})"


@dataclass(frozen=True)
class SectorStones:
    """One sector's stones."""

    sector: Sector
    emissions: float  # t CO₂e
    share: float  # of all emissions, 0..1
    svg: str


@dataclass(frozen=True)
class StonePicture:
    """All sectors' stones."""

    stone: float  # t CO₂e a stone stands for
    sectors: tuple[SectorStones, ...]
    kinds: tuple[CarrierGroup, ...]  # that occur
    estimated: bool  # there are hatched stones
    own: bool  # there are full stones


def stones_of(balance: Balance, language: Language) -> StonePicture | None:
    """The picture of a balance; None where no emissions are known."""
    total = balance.emissions
    if total <= 0.0:
        return None
    stone = stone_size(total)
    parts = {sector: parts_of(balance.of_sector(sector)) for sector in Sector}
    every = [part for found in parts.values() for part in found]
    return StonePicture(
        stone=stone,
        sectors=tuple(
            sector_stones(sector, found, stone, total, language)
            for sector, found in parts.items()
            if found
        ),
        kinds=tuple(kind for kind in CarrierGroup if any(part.kind is kind for part in every)),
        estimated=any(not part.own for part in every),
        own=any(part.own for part in every),
    )


def stone_size(total: float) -> float:
    """The smallest of 1, 2, 5, 10 ... that needs no more than MOST_STONES for `total` [t]."""
    power = 10.0 ** floor(log10(total / MOST_STONES))
    return next(step * power for step in (1, 2, 5, 10) if total / (step * power) <= MOST_STONES)


def parts_of(lines: tuple[BalanceLine, ...]) -> tuple[SectorPart, ...]:
    """A sector's emissions by kind of carrier, own values first."""
    sums: dict[tuple[CarrierGroup, bool], float] = {}
    for line in lines:
        if line.emissions:
            kind = KIND_OF.get(line.cell.carrier, CarrierGroup.FUELS)
            place = kind, line.cell.state is CellState.OWN
            sums[place] = sums.get(place, 0.0) + line.emissions
    order = sorted(sums, key=lambda place: (list(CarrierGroup).index(place[0]), not place[1]))
    return tuple(SectorPart(*place, sums[place]) for place in order)


def sector_stones(
    sector: Sector, parts: tuple[SectorPart, ...], stone: float, total: float, language: Language
) -> SectorStones:
    """The stones of one sector as SVG."""
    emissions = sum(part.emissions for part in parts)
    ground = StoneRows(A_ROW, max(ceil(emissions / stone / A_ROW), 1), piled=False)
    hatched = sorted({part.kind.value for part in parts if not part.own})
    said = "; ".join(part.name(language) for part in parts)
    drawn = [
        f"<defs>{patterns(sector, Paint.PAGE, hatched)}</defs>",
        stones(runs_of(parts, stone, language), Brush(ground, language, Paint.PAGE, sector)),
    ]
    svg = picture(
        drawn, size=ground.size, said=f"{sector.text.in_(language)}. {said}", language=language
    )
    return SectorStones(sector, emissions, emissions / total, svg)


def runs_of(parts: Sequence[SectorPart], stone: float, language: Language) -> list[StoneRun]:
    """The parts one after the other: own values full, estimates hatched."""
    runs, start = [], 0.0
    for part in parts:
        end = start + part.emissions / stone
        look = StoneLook.LAID if part.own else StoneLook.PLANNED
        name = part.name(language)
        runs.append(StoneRun(start, end, look, part.kind.value, owner=name, name=name))
        start = end
    return runs
