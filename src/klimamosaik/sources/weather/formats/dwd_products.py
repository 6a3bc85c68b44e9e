"""DWD's product files of ten minutes, hours and days (Climate Data Center).

Layout as in DWD's files since 1 June 2017 (opendata.dwd.de, CDC/help,
Aenderungen_detail_obsgermany_formats_20170601.txt): STATIONS_ID;MESS_DATUM;...;eor, headers and
cells padded with blanks, -999 for missing. How long MESS_DATUM is tells what it marks.

Hours are UTC: the value of hour x is the reading of ten minutes before (DWD, description of
hourly air temperature), taken to stand for the hour from x on. Ten minutes are UTC from 2000 on.
TMK is the mean of at least 21 hours of a day in UTC, before 2001 of three readings a day in
Central European time; it is taken for the local day, whose limits differ from these by up to two
hours.
"""

import re

import polars as pl

from klimamosaik.sources.grid.numbers import parse_numbers
from klimamosaik.sources.weather.formats.format import Read, WeatherFormat
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.opening import Head, Headed, OpenedWeather
from klimamosaik.sources.weather.readings import measured, of_days, of_moments, station_ids
from klimamosaik.sources.weather.station import Station
from klimamosaik.terms.complaint import rejected
from klimamosaik.terms.text import Text

TEMPERATURES = ("tt_tu", "tmk", "tt_10", "tt_std", "tt")  # mean or reading 2 m above ground
DAY, HOUR = 8, 10  # digits of a stamp; ten minutes have twelve
WINTER_TIME_UNTIL = pl.datetime(2000, 1, 1)  # ten minutes before are Central European time
KINDS = {
    DAY: Text("DWD-Produktdatei, Tageswerte", "DWD product, daily values"),
    HOUR: Text("DWD-Produktdatei, Stundenwerte", "DWD product, hourly values"),
}
TEN_MINUTES = Text("DWD-Produktdatei, Zehnminutenwerte", "DWD product, ten-minute values")


def recognises(head: Head) -> bool:
    """True for the header of a product file."""
    return head.headers[:2] == ["stations_id", "mess_datum"]


def read(opened: OpenedWeather, told: WeatherHints) -> Read:
    """Read the air temperature of a product file."""
    table = opened.headed_by("stations_id", "mess_datum")
    header = table.first_of(*TEMPERATURES)
    if header is None:
        raise without_temperature(table)
    stamp, station = table.cells("mess_datum"), station_ids(table.cells("stations_id"))
    value = measured(parse_numbers(table.cells(header), "."))
    lengths = stamp.str.len_chars().drop_nulls().mode().sort().to_list()
    digits = int(lengths[-1]) if lengths else DAY
    wall = (stamp + "0" * (HOUR + 2 - digits)).str.to_datetime(
        "%Y%m%d%H%M", strict=False, time_unit="us"
    )
    stations = tuple(filter(None, [standing(opened.geography)]))
    if digits == DAY:
        return Read(KINDS[DAY], of_days(station, wall, value), stations)
    if digits > HOUR:
        early = pl.col("wall") < WINTER_TIME_UNTIL
        shifted = pl.when(early).then(pl.col("wall").dt.offset_by("-1h")).otherwise(pl.col("wall"))
        wall = wall.to_frame("wall").select(shifted).to_series()
    readings = of_moments(station, wall, value, zone=told.timezone or "UTC", stamp=told.stamp)
    return Read(KINDS.get(digits, TEN_MINUTES), readings, stations)


def without_temperature(table: Headed) -> Exception:
    """The sentence for a product file of something else."""
    found = ", ".join(each.upper() for each in list(table.columns)[2:8])
    return rejected(
        "no_air_temperature",
        "Diese Datei des DWD enthält keine Lufttemperatur (Spalten: {found}). Gebraucht wird die "
        "mit TT_TU (Stunden), TMK (Tage) oder TT_10 (zehn Minuten).",
        "This file of DWD holds no air temperature (columns: {found}). The one with TT_TU "
        "(hours), TMK (days) or TT_10 (ten minutes) is needed.",
        found=found,
    )


def standing(geography: str) -> Station | None:
    """Where DWD's archive says that its station stands now; None where it does not."""
    rows = [re.split(r"\s*;\s*", line.strip()) for line in geography.splitlines()[1:]]
    whole = [row for row in rows if len(row) >= 7]
    if not whole:
        return None
    number, altitude, latitude, longitude, _, _, name = whole[-1][:7]
    try:
        return Station(number.lstrip("0"), name, float(latitude), float(longitude), float(altitude))
    except ValueError:
        return None


DWD_PRODUCTS = WeatherFormat("dwd_product", recognises, read)
