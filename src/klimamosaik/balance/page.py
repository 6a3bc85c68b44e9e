"""What the page of a balance shows."""

from dataclasses import dataclass

from klimamosaik.balance.kernel.cell import CellState
from klimamosaik.balance.kernel.composition import Balance, BalanceLine
from klimamosaik.balance.kernel.factor import BalanceFactor, Status
from klimamosaik.balance.kernel.grid import Sector
from klimamosaik.balance.kernel.variants import Variant
from klimamosaik.balance.picture import StonePicture, stones_of
from klimamosaik.balance.queries.balances import FoundBalance
from klimamosaik.balance.queries.published_comparison import CityTotal
from klimamosaik.balance.queries.wording import (
    ReasonGroup,
    amount,
    known_part,
    likely,
    not_counted,
    reason_groups,
    so_far,
    span,
    statement,
    verdict_text,
)
from klimamosaik.terms.text import Language, Text, about


@dataclass(frozen=True)
class ItemLine:
    """A line of one carrier as the page says it."""

    line: BalanceLine
    energy: Text  # MWh; "unknown" where statistics say nothing
    span: Text | None  # MWh, from where to where


@dataclass(frozen=True)
class SectorLine:
    """A sector with its lines that say something."""

    sector: Sector
    energy: float | None  # MWh
    emissions: float | None  # t CO2e
    per_head: float | None  # t CO2e
    span: Text | None  # t CO2e, from where to where
    lines: tuple[ItemLine, ...]
    known_part: Text | None = None  # what is known of it, where factors are missing


@dataclass(frozen=True)
class VariantLine:
    """A variant with how far it is from the balance."""

    variant: Variant
    change: int  # t CO2e, between the two as they are printed


@dataclass(frozen=True)
class CityLine:
    """What a city published, beside the balance of the same year where there is one."""

    code: str
    method: tuple[Text, ...]
    doubts: tuple[Text, ...]
    totals: tuple[CityTotal, ...]
    this_year: CityTotal | None
    percent: float | None  # the balance above the published total [%], negative below

    @property
    def off(self) -> float | None:
        """How far the balance is off, either way [%]."""
        return None if self.percent is None else abs(self.percent)


@dataclass(frozen=True)
class BalancePage:
    """Sentence, picture, tables, and what they stand on."""

    found: FoundBalance
    statement: Text
    verdict: Text
    groups: tuple[ReasonGroup, ...]
    picture: StonePicture | None  # None: no emissions, or not of all energy
    sectors: tuple[SectorLine, ...]
    variants: tuple[VariantLine, ...]
    cities: tuple[CityLine, ...]
    derived: tuple[Text, ...]  # sources of keys and figures that are worked out, not published
    factors: tuple[BalanceFactor, ...]
    not_counted: Text | None  # why there is no total: energy whose emissions nobody knows
    so_far: Text | None  # how much is there, where that is no total yet
    likely: Text | None  # how sure the total is; None where every value was entered
    span: Text | None  # t CO2e of the total, from where to where

    @property
    def balance(self) -> Balance:
        """The balance itself."""
        return self.found.balance

    @property
    def known_part(self) -> Text | None:
        """What is known of the total, where factors are missing."""
        return known_part(self.balance.lines)

    @property
    def per_head(self) -> float | None:
        """Emissions per inhabitant [t CO2e]."""
        total = self.balance.emissions if self.so_far else self.balance.total
        return None if total is None else self.balance.per_head(total)


def page_of(found: FoundBalance, language: Language) -> BalancePage:
    """Put the page together."""
    balance = found.balance
    whole = balance.emissions_range()
    return BalancePage(
        found=found,
        statement=statement(found),
        verdict=verdict_text(balance),
        groups=reason_groups(balance.reasons),
        picture=None if balance.without_factor else stones_of(balance, language),
        sectors=tuple(sector_line(balance, sector) for sector in Sector),
        variants=tuple(
            VariantLine(variant, round(variant.emissions) - round(balance.emissions))
            for variant in found.variants
        ),
        cities=city_lines(found),
        derived=derived(balance),
        factors=tuple({line.factor: None for line in balance.lines if line.factor}),
        not_counted=not_counted(balance),
        so_far=so_far(balance) if balance.partial else None,
        likely=likely(whole) if whole and not balance.partial else None,
        span=span(whole) if whole else None,
    )


def sector_line(balance: Balance, sector: Sector) -> SectorLine:
    """One sector's totals, and its lines but for those that cannot be or say nothing."""
    emissions = balance.sector_emissions(sector)
    lines = tuple(
        item_line(balance, line)
        for line in balance.of_sector(sector)
        if line.cell.energy is not None or line.cell.since is not None
    )
    per_head = None if emissions is None else balance.per_head(emissions)
    off = balance.emissions_range(balance.of_sector(sector))
    energy = balance.sector_energy(sector)
    said, part = span(off) if off else None, known_part(balance.of_sector(sector))
    return SectorLine(sector, energy, emissions, per_head, said, lines, part)


def item_line(balance: Balance, line: BalanceLine) -> ItemLine:
    """One carrier, with how far its energy may be off."""
    off = balance.energy_range([line])
    return ItemLine(line, amount(line.cell), span(off) if off else None)


def city_lines(found: FoundBalance) -> tuple[CityLine, ...]:
    """The city's own series."""
    return tuple(
        CityLine(
            code=series.code,
            method=series.method,
            doubts=series.doubts,
            totals=series.totals[::-1],
            this_year=(total := series.of(found.balance.year)),
            percent=above(found.balance, total),
        )
        for series in found.series
    )


def above(balance: Balance, published: CityTotal | None) -> float | None:
    """How far a balance is above what was published [%]; None where one of both is not known."""
    if balance.total is None or not published or not published.value:
        return None
    return 100.0 * (balance.total / published.value - 1.0)


def derived(balance: Balance) -> tuple[Text, ...]:
    """What the defaults in force stand on that is worked out rather than published."""
    steps = [step for line in balance.lines for step in line.cell.steps]
    found = {step.source: step.source for step in steps if step.status is Status.DERIVED}
    for step in steps:
        if step.key_source and step.key_status is Status.DERIVED:
            found[step.key_source] = about(step.key, step.key_source)
    return tuple(found.values())


MARKS = {  # the shape a state has on pages
    CellState.OWN: "ok",
    CellState.CONFIRMED_ZERO: "ok",
    CellState.NOT_APPLICABLE: "quiet",
    CellState.DEFAULT: "open",
    CellState.NEEDS_CONFIRMATION: "open",
    CellState.MISSING: "bad",
}
