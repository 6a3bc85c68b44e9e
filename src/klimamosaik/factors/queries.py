"""Doors that read factors."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import Text, decimal


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


def factor_sets() -> tuple[str, ...]:
    """Names of the sets that ship."""
    return ("direct", "upstream")


@dataclass(frozen=True)
class GrossOverNet:
    """How much more a fuel is as billed than by its net calorific value."""

    value: float  # gross over net calorific value; 1 where billed by the net one
    source: Text


@cache
def gross_over_net(*, carrier: Carrier) -> GrossOverNet:
    """What turns a metered kilowatt-hour into one of net calorific value: divide by it."""
    path = resources.files("klimamosaik.factors") / "data" / "emission_direct.yaml"
    row = yaml.safe_load(path.read_text(encoding="utf-8"))["gross_over_net"].get(carrier.value)
    if row is None:
        return GrossOverNet(1.0, Text("", ""))
    return GrossOverNet(float(row["value"]), Text(**row["source"]))


@cache
def factor_set(code: str) -> FactorSet:
    """Read one set from its file. Raises KeyError for a set that does not ship."""
    if code not in factor_sets():
        raise KeyError(f"no factor set {code!r}; there are {', '.join(factor_sets())}")
    path = resources.files("klimamosaik.factors") / "data" / f"emission_{code}.yaml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    by_carrier = {
        Carrier(name): tuple(
            read_factor(code, facts, name, row)
            for row in sorted(rows, key=lambda row: int(row["year"]))
        )
        for name, rows in facts["factors"].items()
    }
    return FactorSet(code, Text(**facts["name"]), facts["unit"], by_carrier)


def read_factor(
    code: str, facts: dict[str, Any], carrier: str, row: dict[str, Any]
) -> EmissionFactor:
    """One value of a set; that of a fuel billed by gross calorific value is converted to it."""
    origin = facts["sources"][row["source"]]
    value, source, status = float(row["value"]), Text(**origin["text"]), origin["status"]
    gross = facts["gross_over_net"].get(carrier)
    if gross is not None:
        source = billed_source(
            source, value, facts["unit"], gross["value"], Text(**gross["source"])
        )
        value, status = value / gross["value"], "derived"
    return EmissionFactor(
        carrier=Carrier(carrier),
        year=row["year"],
        stands_for=row["year"],
        value=value,
        unit=facts["unit"],
        set=code,
        status=status,
        source=source,
    )


def billed_source(source: Text, value: float, unit: str, ratio: float, ratio_source: Text) -> Text:
    """Where a value is from that was converted from net to gross calorific value."""
    return Text(
        f"{source.de}; {spelled(value, 'de')} {unit} (Heizwert) / {spelled(ratio, 'de')} "
        f"({ratio_source.de})",
        f"{source.en}; {spelled(value, 'en')} {unit} (net calorific value) / "
        f"{spelled(ratio, 'en')} ({ratio_source.en})",
    )


def spelled(value: float, language: str) -> str:
    """A fact as the reader writes it, with two decimals where it has any."""
    return decimal(value, digits=0 if value == round(value) else 2, language=language)


def emission_factor(
    *, carrier: Carrier, year: int, factors: str = "direct"
) -> EmissionFactor | None:
    """Return the factor of the year, else the nearest earlier, else the earliest; None if unknown.

    `stands_for` tells which year's value it is, so that a page can say so.
    """
    known = factor_set(factors).by_carrier.get(carrier)
    if not known:
        return None
    best = max((f for f in known if f.year <= year), key=lambda f: f.year, default=known[0])
    return EmissionFactor(**{**best.__dict__, "year": year})
