"""The balance in stones: one stone is a round number of tonnes, a row of them for each sector."""

import random
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import ceil, floor, log10

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.grid import BalanceCarrier, Sector
from klimamosaik.terms.text import Language, Text, decimal
from klimamosaik.terms.text_enum import TextEnum

MOST_STONES = 120  # of all sectors together
A_ROW = 25  # stones
SIZE = 24.0  # [px] of a stone with its grout
MOVED, GROUT = 2.2, 1.1  # [px] a corner is moved at most; the gap on each side


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
    rows = ceil(emissions / stone / A_ROW)
    width, height = A_ROW * SIZE, max(rows, 1) * SIZE
    said = "; ".join(part.name(language) for part in parts)
    label = escape(f"{sector.text.in_(language)}. {said}", quote=True)
    drawn, start = [], 0.0
    for part in parts:
        end = start + part.emissions / stone
        drawn.append(drawn_part(sector, part, start, end, language))
        start = end
    svg = (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{label}">'
        f"<defs>{patterns(sector, parts)}</defs>{''.join(drawn)}</svg>"
    )
    return SectorStones(sector, emissions, emissions / total, svg)


def patterns(sector: Sector, parts: tuple[SectorPart, ...]) -> str:
    """A hatching for each kind that is estimated."""
    kinds = [kind for kind, _ in groupby(part.kind for part in parts if not part.own)]
    return "".join(
        f'<pattern id="{sector}-{kind}" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><g fill="var(--{kind})">'
        '<path fill-opacity=".3" d="M0 0h7v7H0z"/><path d="M2.4 0h2.2v7H2.4z"/></g></pattern>'
        for kind in kinds
    )


def drawn_part(
    sector: Sector, part: SectorPart, start: float, end: float, language: Language
) -> str:
    """The stones from place `start` to place `end` of a sector, cut where others begin."""
    path = "".join(
        outline(sector, i, max(start - i, 0.0), min(end - i, 1.0))
        for i in range(floor(start), ceil(end))
    )
    fill = f"var(--{part.kind})" if part.own else f"url(#{sector}-{part.kind})"
    return f'<path fill="{fill}" d="{path}"><title>{escape(part.name(language))}</title></path>'


def outline(sector: Sector, number: int, start: float, end: float) -> str:
    """The part of a stone between two shares of its width, its corners moved a little."""
    row, column = divmod(number, A_ROW)
    dice = random.Random(f"{sector}:{number}")
    left, top = column * SIZE + GROUT, row * SIZE + GROUT
    side = SIZE - 2 * GROUT
    moved = [(dice.random() * MOVED, dice.random() * MOVED) for _ in range(4)]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = moved
    upper = (left + ax, top + ay), (left + side - bx, top + by)
    lower = (left + dx, top + side - dy), (left + side - cx, top + side - cy)
    corners = (
        between(*upper, start),
        between(*upper, end),
        between(*lower, end),
        between(*lower, start),
    )
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "z"


def between(
    one: tuple[float, float], other: tuple[float, float], share: float
) -> tuple[float, float]:
    """The point at a share of the way."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
