"""The files the synthetic town's office would have: they come in by the same door as real ones."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
import xlsxwriter

from klimamosaik.terms.carrier import Carrier
from klimamosaik.terms.text import decimal
from klimamosaik.terms.writing import MINUS
from klimamosaik.web.demo.town import BUILDINGS, DemoTown, Numbers, SyntheticMeter

DAILY_HEAT = frozenset(
    {"Rathaus", "Grundschule Am Anger", "Gesamtschule West", "Hallenbad", "Stadtbücherei"}
)
QUARTER_HOURLY, HOURLY = "Rathaus", "Gesamtschule West"
SILENT, SILENT_FROM_MONTH = "Jugendzentrum", 6  # of last year
UNIT_ERROR, MEGAWATT_HOURS_FROM_MONTH = "Bauhof", 7  # of the year before last
PRICES = {  # [EUR/kWh or EUR/m³], synthetic, of the four years before the current one
    Carrier.ELECTRICITY: (0.26, 0.38, 0.31, 0.29),
    Carrier.GAS: (0.07, 0.14, 0.11, 0.11),
    Carrier.HEAT: (0.10, 0.15, 0.13, 0.13),
    Carrier.WATER: (4.1, 4.2, 4.5, 4.6),
}


@dataclass(frozen=True)
class OfficeFile:
    """A file by name."""

    name: str
    data: bytes


def office_files(town: DemoTown) -> tuple[OfficeFile, ...]:
    """All files of the town, in the order an office would hand them over."""
    return (
        building_list(),
        OfficeFile("Wetter_Musterstadt.csv", weather_file(town)),
        OfficeFile("Strom_Monate.csv", monthly_file(town, Carrier.ELECTRICITY, "kWh")),
        OfficeFile("Gas_Monate.csv", monthly_file(town, Carrier.GAS, "kWh")),
        OfficeFile("Waerme_Monate.csv", monthly_file(town, Carrier.HEAT, "kWh")),
        OfficeFile("Wasser_Monate.csv", monthly_file(town, Carrier.WATER, "m³")),
        OfficeFile("Gas_Tage.csv", daily_file(town, Carrier.GAS)),
        OfficeFile("Waerme_Tage.csv", daily_file(town, Carrier.HEAT)),
        OfficeFile("Lastgang_Strom_Rathaus.csv", load_profile(town, QUARTER_HOURLY, 15)),
        OfficeFile("Lastgang_Strom_Gesamtschule.csv", load_profile(town, HOURLY, 60)),
        OfficeFile("Rechnungen.csv", bills_file(town)),
    )


def building_list() -> OfficeFile:
    """The list of buildings as an Excel file."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Gebäude")
        sheet.write_row(0, 0, ["Gebäude", "Nutzung", "Nutzfläche in m²", "Straße", "Stadtteil"])
        for row, building in enumerate(BUILDINGS, start=1):
            place = f"Beispielweg {row}", building.district
            sheet.write_row(row, 0, [building.name, building.kind, building.area, *place])
    return OfficeFile("Gebaeude.xlsx", buffer.getvalue())


def weather_file(town: DemoTown) -> bytes:
    """Daily mean temperatures of the town's own station."""
    lines = ["Datum;Temperatur [°C]"]
    lines += [
        f"{german(day)};{in_cell(value, digits=1)}"
        for day, value in zip(town.weather_days.tolist(), town.weather, strict=True)
    ]
    return office_text(lines)


def read_daily(meter: SyntheticMeter) -> bool:
    """True where the office has daily values of this meter."""
    return meter.carrier.heats and meter.building.name in DAILY_HEAT


def read_monthly(meter: SyntheticMeter) -> bool:
    """True where the office writes the meter down once a month."""
    profiled = meter.carrier is Carrier.ELECTRICITY and meter.building.name in (
        QUARTER_HOURLY,
        HOURLY,
    )
    return not read_daily(meter) and not profiled


def monthly_file(town: DemoTown, carrier: Carrier, unit: str) -> bytes:
    """One column per building, one row per month, as an office's spreadsheet exports it."""
    meters = [m for m in town.meters if m.carrier is carrier and read_monthly(m)]
    months = town.days.astype("datetime64[M]")
    lines = [";".join(["Monat", *(f"{m.building.name} [{unit}]" for m in meters)])]
    for month in np.unique(months):
        cells = [monthly_cell(m, town, months == month) for m in meters]
        lines.append(";".join([f"{month.astype(object):%m/%Y}", *cells]))
    return office_text(lines)


def monthly_cell(meter: SyntheticMeter, town: DemoTown, in_month: np.ndarray) -> str:
    """A month's sum; empty where the meter is silent, in MWh where the office slipped."""
    total = float(meter.used[in_month].sum())
    first = town.days[in_month][0]
    if meter.carrier is Carrier.ELECTRICITY:
        if meter.building.name == SILENT and first >= month_of(
            town.this_year - 1, SILENT_FROM_MONTH
        ):
            return ""
        if meter.building.name == UNIT_ERROR and first >= month_of(
            town.this_year - 2, MEGAWATT_HOURS_FROM_MONTH
        ):
            return in_cell(total / 1000, digits=3)
    return in_cell(total, digits=2)


def month_of(year: int, month: int) -> np.datetime64:
    """The first day of a month."""
    return np.datetime64(f"{year}-{month:02d}-01", "D")


def daily_file(town: DemoTown, carrier: Carrier) -> bytes:
    """One column per building, one row per day."""
    meters = [m for m in town.meters if m.carrier is carrier and read_daily(m)]
    lines = [";".join(["Datum", *(f"{m.building.name} [kWh]" for m in meters)])]
    for index, day in enumerate(town.days.tolist()):
        cells = [in_cell(float(m.used[index]), digits=1) for m in meters]
        lines.append(";".join([german(day), *cells]))
    return office_text(lines)


def load_profile(town: DemoTown, building: str, minutes: int) -> bytes:
    """A load profile in local time with days of 23 and 25 hours, as a grid operator sends it."""
    meter = town.meter(building, Carrier.ELECTRICITY)
    instants = (
        pl.datetime_range(
            town.days[0].astype(object),
            (town.days[-1] + 1).astype(object),
            interval=f"{minutes}m",
            closed="left",
            time_zone="Europe/Berlin",
            eager=True,
        )
        .alias("Zeit")
        .to_frame()
        .with_columns(day=pl.col("Zeit").dt.date(), hour=pl.col("Zeit").dt.hour())
    )
    rows = instants.join(daily_frame(town.days, meter.used), on="day", how="left").with_columns(
        weight=pl.when(pl.col("hour").is_between(7, 17)).then(1.0).otherwise(0.35)
    )
    rows = rows.with_columns(
        (pl.col("used") * pl.col("weight") / pl.col("weight").sum().over("day"))
        .round(4)
        .alias(f"{building} Strom [kWh]"),
        pl.col("Zeit").dt.strftime("%d.%m.%Y %H:%M"),
    ).select("Zeit", f"{building} Strom [kWh]")
    return rows.write_csv(separator=";", decimal_comma=True).encode("utf-8")


def daily_frame(days: np.ndarray, used: Numbers) -> pl.DataFrame:
    """Days and their use as a frame to join on."""
    return pl.DataFrame({"day": pl.Series(days).cast(pl.Date), "used": used})


def bills_file(town: DemoTown) -> bytes:
    """One bill a year for every meter."""
    lines = ["Gebäude;Energieträger;von;bis;Verbrauch;Einheit;Betrag EUR"]
    lines += [line for meter in town.meters for line in bill_lines(town, meter)]
    return office_text(lines)


def bill_lines(town: DemoTown, meter: SyntheticMeter) -> Iterator[str]:
    """The bills of one meter."""
    years = town.days.astype("datetime64[Y]").astype(np.int64) + 1970
    unit = "m³" if meter.carrier is Carrier.WATER else "kWh"
    for year, price in enumerate(PRICES[meter.carrier], start=town.this_year - 4):
        quantity = float(meter.used[years == year].sum())
        yield ";".join(
            [
                meter.building.name,
                meter.carrier.text.de,
                german(date(year, 1, 1)),
                german(date(year, 12, 31)),
                in_cell(quantity, digits=1),
                unit,
                in_cell(quantity * price + 120, digits=2),
            ]
        )


def in_cell(value: float, *, digits: int) -> str:
    """A number as an office's export writes it: with a hyphen for minus, unlike a sentence."""
    return decimal(value, digits=digits).replace(MINUS, "-")


def german(day: date) -> str:
    """31.12.2024"""
    return f"{day:%d.%m.%Y}"


def office_text(lines: list[str]) -> bytes:
    """Lines as a German spreadsheet program writes them."""
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")
