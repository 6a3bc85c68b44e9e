"""Numbers of the whole municipality per head, by year, each with how it was computed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from klimamosaik.publication.queries.figures.balance import METHOD, SERIES_KEY, public_balances
from klimamosaik.publication.queries.figures.every import public_figure
from klimamosaik.publication.queries.figures.use import DIGITS, PER_HEAD_SERIES, TOWN_KEY, town_keys
from klimamosaik.publication.queries.known import Known
from klimamosaik.terms.text import Text

TONNES_DIGITS = 1
BISKO = Text("BISKO, mit Werten der Gemeinde", "BISKO, with the municipality's own values")
BY_STATISTICS = Text(
    "BISKO, geschätzt aus öffentlicher Statistik", "BISKO, estimated from public statistics"
)
METERED = Text(
    "Verbrauch in Kalenderjahren nach Zählern oder Rechnungen, nicht witterungsbereinigt",
    "use in calendar years by meters or bills, not corrected for weather",
)


@dataclass(frozen=True)
class HeadValue:
    """One year per head."""

    year: int
    value: float  # [unit of its subject] rounded as printed
    method: str  # two with another one are never put beside each other
    method_said: Text


@dataclass(frozen=True)
class HeadSubject:
    """What is told per head of a whole municipality."""

    figure: str  # key of the figure it is from
    name: Text
    unit: str
    digits: int
    years: Callable[[Known], Iterable[HeadValue]]  # those that are public and whole
    caution: Text | None = None  # what the number does not say


def balance_years(known: Known) -> Iterable[HeadValue]:
    """Emissions of each published balance that is whole; a sum with gaps would look small."""
    for found in public_balances(known):
        balance, people = found.balance, found.balance.population
        if people and balance.tells:
            value = round(balance.emissions / people, TONNES_DIGITS)
            method, said = (
                (f"{METHOD}, estimated", BY_STATISTICS) if found.estimated else (METHOD, BISKO)
            )
            yield HeadValue(balance.year, value, method, said)


def use_years(known: Known) -> Iterable[HeadValue]:
    """Energy of the municipality's own buildings in each whole year."""
    for key in town_keys(known):
        for row in public_figure(known, key).data:
            if row.series == PER_HEAD_SERIES and row.value is not None:
                yield HeadValue(int(row.period), row.value, "metered", METERED)


PER_HEAD = (
    HeadSubject(
        TOWN_KEY,
        Text("Strom und Wärme der eigenen Gebäude", "Electricity and heat of its own buildings"),
        "kWh",
        DIGITS,
        use_years,
        Text(
            "Nicht jede Gemeinde besitzt gleich viele Gebäude; auch die Winter sind verschieden.",
            "Not every municipality owns as many buildings; winters differ, too.",
        ),
    ),
    HeadSubject(
        SERIES_KEY,
        Text("Treibhausgase im Gebiet", "Greenhouse gases on its territory"),
        "t CO₂e",
        TONNES_DIGITS,
        balance_years,
    ),
)
