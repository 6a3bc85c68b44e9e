"""The fixed cast of the report's tests: an invented town with a school, a town hall and a hall."""

from dataclasses import replace
from datetime import date

from klimamosaik.reports.kernel.inputs import (
    BuildingGiven,
    CarrierYear,
    FactorGiven,
    Headcount,
    ReportInputs,
    ReportTown,
    WeatherGiven,
)
from klimamosaik.terms.amount import Amount, UnknownBecause, unknown
from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.quality import Quality
from klimamosaik.terms.text import Text

YEARS = (2023, 2024, 2025)
KINDS = {
    "school": Text("Schule", "school"),
    "office": Text("Verwaltung", "office"),
    "sports": Text("Sport", "sports"),
}
DEGREE_DAYS = {
    2018: 3000.0,
    2019: 3100.0,
    2020: 2900.0,
    2021: 3400.0,
    2022: 3000.0,
    2023: 2950.0,
    2024: 2800.0,
    2025: 3200.0,
}
GRAMS = {Carrier.ELECTRICITY: (379.0, 353.0, 344.0), Carrier.GAS: (200.88, 200.88, 200.88)}


def carrier_year(
    carrier: Carrier, year: int, use: float | None, cost: float | None, covered: float = 1.0
) -> CarrierYear:
    """One carrier in one year; None is unknown."""
    return CarrierYear(
        carrier,
        year,
        use=unknown(UnknownBecause.NO_READINGS)
        if use is None
        else Amount(use, covered, None if covered == 1 else UnknownBecause.PARTIAL),
        cost=unknown(UnknownBecause.NO_BILLS) if cost is None else Amount(cost),
        missing=() if covered == 1 else tuple(range(1 + round(12 * covered), 13)),
    )


def building(
    id: int,
    name: str,
    kind: str = "school",
    *,
    area: float | None = 2000.0,
    gas: tuple[float | None, ...] = (200_000.0, 190_000.0, 210_000.0),
    electricity: tuple[float | None, ...] = (40_000.0, 41_000.0, 39_000.0),
    water: tuple[float | None, ...] = (500.0, 510.0, 480.0),
    gas_price: tuple[float, ...] = (0.10, 0.12, 0.11),
    years: tuple[int, ...] = YEARS,
) -> BuildingGiven:
    """A building with gas, electricity and water, paid for by the unit."""
    items = []
    for i, year in enumerate(years):
        for carrier, use, price in (
            (Carrier.GAS, gas[i], gas_price[i]),
            (Carrier.ELECTRICITY, electricity[i], 0.32),
            (Carrier.WATER, water[i], 4.5),
        ):
            items.append(carrier_year(carrier, year, use, None if use is None else use * price))
    return BuildingGiven(
        id, name, kind, KINDS[kind], area, tuple(items), dict.fromkeys(years, 365.0)
    )


def factors(years: tuple[int, ...] = YEARS) -> tuple[FactorGiven, ...]:
    """Emission factors as they ship."""
    return tuple(
        FactorGiven(
            carrier,
            year,
            year,
            grams[i],
            "g CO₂/kWh",
            "second-hand",
            Text("Umweltbundesamt", "Umweltbundesamt"),
            Quality.STATED,
        )
        for carrier, grams in GRAMS.items()
        for i, year in enumerate(years)
    )


def town(*, synthetic: bool = True) -> ReportTown:
    """The invented town."""
    return ReportTown(
        "03999001",
        "Musterstadt",
        synthetic,
        "NI",
        (Headcount(2023, 14_000, "Zensus"), Headcount(2024, 14_200, "Zensus")),
    )


def given(*buildings: BuildingGiven, weather: WeatherGiven | None = None) -> ReportInputs:
    """All that the report needs, for a small town by default."""
    known = WeatherGiven("Münster/Osnabrück (1766)", DEGREE_DAYS, {}, "", None, "DWD")
    return ReportInputs(
        town=town(),
        years=YEARS,
        buildings=buildings or small_town(),
        weather=known if weather is None else weather,
        factors=factors(),
        factor_set=Text("direkte CO2-Emissionen", "direct CO2 emissions"),
        data_version=7,
        written_on=date(2026, 11, 22),
    )


def small_town() -> tuple[BuildingGiven, ...]:
    """Three schools, a town hall with a gap, and a sports hall without heat meter."""
    hall = building(4, "Rathaus", "office", area=3500.0)
    gappy = tuple(
        carrier_year(Carrier.GAS, 2024, 80_000.0, 9_000.0, covered=0.5)
        if (item.carrier, item.year) == (Carrier.GAS, 2024)
        else item
        for item in hall.years
    )
    sports = building(5, "Sporthalle", "sports", area=None)
    no_heat = tuple(item for item in sports.years if item.carrier is not Carrier.GAS)
    return (
        building(1, "Grundschule Nord"),
        building(2, "Gymnasium", area=6000.0, gas=(700_000.0, 650_000.0, 600_000.0)),
        building(3, "Oberschule", area=4000.0, gas=(380_000.0, 370_000.0, 400_000.0)),
        replace(hall, years=gappy),
        replace(sports, years=no_heat),
    )
