"""Doors that read factors."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.quality import Quality, factor_quality, weakest
from klimamosaik.terms.text import Text, decimal
from klimamosaik.terms.yaml_text import read_yaml


@dataclass(frozen=True)
class EmissionFactor:
    """What a kilowatt-hour of final energy emits, counted as it is billed."""

    carrier: Carrier
    year: int  # the year asked for
    stands_for: int  # the year the value was published for; differs where newer ones are missing
    value: float  # g CO2 or CO2e per kWh, see unit
    unit: str
    set: str  # "direct" or "upstream"
    status: str  # official | second-hand | derived
    source: Text
    quality: Quality  # how the value itself came to be; nobody measured it here

    @property
    def tonnes_per_kwh(self) -> float:
        """The factor in t per kWh."""
        return self.value / 1e6


@dataclass(frozen=True)
class FactorSet:
    """All emission factors that go together: one scope, one unit."""

    code: str
    name: Text
    unit: str
    by_carrier: dict[Carrier, tuple[EmissionFactor, ...]]
    known_from: dict[Carrier, int]  # first year, where earlier ones are known to be missing


FILES = {"direct": "emission_direct.yaml", "upstream": "balance_factors.yaml"}
AS_UPSTREAM = "as upstream"  # in a file: no value of its own, that of the other set stands in


def factor_sets() -> tuple[str, ...]:
    """Names of the sets that ship."""
    return tuple(FILES)


@cache
def facts_of(name: str) -> Any:
    """A file of factors."""
    path = resources.files("klimamosaik.factors") / "data" / name
    return read_yaml(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class GrossOverNet:
    """How much more a fuel is as billed than by its net calorific value."""

    value: float  # gross over net calorific value; 1 where billed by the net one
    source: Text


@cache
def gross_over_net(*, carrier: Carrier) -> GrossOverNet:
    """What turns a metered kilowatt-hour into one of net calorific value: divide by it."""
    row = facts_of(FILES["direct"])["gross_over_net"].get(carrier.value)
    if row is None:
        return GrossOverNet(1.0, Text("", ""))
    return GrossOverNet(float(row["value"]), Text(**row["source"]))


@cache
def factor_set(code: str) -> FactorSet:
    """Read one set from its file. Raises KeyError for a set that does not ship."""
    if code not in factor_sets():
        raise KeyError(f"no factor set {code!r}; there are {', '.join(factor_sets())}")
    facts = facts_of(FILES[code])
    rows = facts["factors"] if code == "direct" else rows_of_balance(facts["factors"])
    by_carrier = {
        Carrier(name): tuple(
            read_factor(code, facts, Carrier(name), row)
            for row in sorted(rows[name], key=lambda row: int(row["year"]))
            if row["value"] is not None
        )
        for name in rows
    }
    return FactorSet(code, Text(**facts["name"]), facts["unit"], by_carrier, lacking(rows))


def rows_of_balance(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """By carrier of a meter, what the balance counts its kilowatt-hour with."""
    return {
        carrier.value: found
        for carrier in Carrier
        if (
            found := [
                row for row in rows
                if row["carrier"] == balance_name(carrier) and "sector" not in row
            ]
        )
    }  # fmt: skip


def lacking(rows: Mapping[str, list[Mapping[str, Any]]]) -> dict[Carrier, int]:
    """By carrier, the first year with a value where earlier ones are known to be missing."""
    return {
        Carrier(name): min(int(row["year"]) for row in own if row["value"] is not None)
        for name, own in rows.items()
        if any(row["value"] is None for row in own)
    }


def balance_name(carrier: Carrier) -> str:
    """What the balance calls a carrier of a meter."""
    return "biomass" if carrier is Carrier.PELLETS else carrier.value


def read_factor(
    code: str, facts: Mapping[str, Any], carrier: Carrier, row: Mapping[str, Any]
) -> EmissionFactor:
    """One value of a set; that of a fuel billed by gross calorific value is converted to it."""
    origin = facts["sources"][row["source"]]
    source, status = Text(**origin["text"]), origin["status"]
    default, guessed = origin.get("default", False), row.get("estimated", False)
    quality = factor_quality(status, default=default, guessed=guessed)
    if row["value"] == AS_UPSTREAM:
        above = factor_set("upstream").by_carrier[carrier]
        value = next(factor.value for factor in above if factor.year == row["year"])
    else:
        value, gross = float(row["value"]), gross_over_net(carrier=carrier)
        if gross.value != 1:
            source = billed_source(source, value, facts["unit"], gross.value, gross.source)
            value, status = value / gross.value, "derived"
    return EmissionFactor(
        carrier=carrier,
        year=row["year"],
        stands_for=row["year"],
        value=value,
        unit=facts["unit"],
        set=code,
        status=status,
        source=source,
        quality=quality,
    )


def billed_source(source: Text, value: float, unit: str, ratio: float, ratio_source: Text) -> Text:
    """Where a value is from that was converted from net to gross calorific value."""
    return Text(
        "{source}; {value} {unit} (Heizwert) / {ratio} ({ratio_source})",
        "{source}; {value} {unit} (net calorific value) / {ratio} ({ratio_source})",
    ).format(
        source=source,
        value=Text(spelled(value, "de"), spelled(value, "en")),
        unit=unit,
        ratio=Text(spelled(ratio, "de"), spelled(ratio, "en")),
        ratio_source=ratio_source,
    )


def spelled(value: float, language: str) -> str:
    """A fact as the reader writes it, with two decimals where it has any."""
    return decimal(value, digits=0 if value == round(value) else 2, language=language)


def emission_factor(
    *, carrier: Carrier, year: int, factors: str = "direct"
) -> EmissionFactor | None:
    """Return the factor of the year, else the nearest earlier, else the earliest; None if unknown.

    `stands_for` tells which year's value it is, so that a page can say so. Where the values
    before the earliest are known to be missing, none stands in for them.
    """
    found = factor_set(factors)
    known = found.by_carrier.get(carrier)
    if not known or year < found.known_from.get(carrier, year):
        return None
    best = max((f for f in known if f.year <= year), key=lambda f: f.year, default=known[0])
    return replace(best, year=year, quality=quality_in(best, known, year))


def quality_in(factor: EmissionFactor, known: Sequence[EmissionFactor], year: int) -> Quality:
    """Of the value that stands for a year: what changes every year is a guess in another one.

    known: all values of the carrier; a single one is that of a fuel, whatever the year.
    """
    moved = len(known) > 1 and factor.year != year
    return weakest((factor.quality, Quality.ESTIMATED)) if moved else factor.quality


@dataclass(frozen=True)
class FuelEnergy:
    """What a litre or a kilogram of a fuel holds."""

    value: float  # kWh of net calorific value per base unit of its dimension: m³, kg, Srm
    source: Text


def fuel_energy(carrier: Carrier | None, dimension: str, name: str) -> FuelEnergy | None:
    """The energy of a fuel counted by volume, mass or bulk; None where none is known.

    name: what tells fuels of one carrier apart: "Hackschnitzel", "Holzpellets".
    """
    facts = facts_of("fuel_energy.yaml")
    for each in facts["fuels"]:
        same = each["carrier"] == carrier and each["dimension"] == dimension
        if same and re.search(each.get("words", ""), name.lower()):
            source = facts["sources"][each["source"]]["text"]
            return FuelEnergy(float(each["value"]), Text(source["de"], source["en"]))
    return None
