"""Weather files: DWD product files, monthly station tables, plain CSV."""

import re
from dataclasses import dataclass

import polars as pl

from klimamosaik.sources.grid.cells import ROW, Grid
from klimamosaik.sources.grid.numbers import is_missing, number_form, parse_numbers
from klimamosaik.sources.grid.spans import IRREGULAR, UTC, spans
from klimamosaik.sources.grid.times import Times, choose_forms, parse_times
from klimamosaik.sources.grid.zones import BERLIN
from klimamosaik.sources.weather.station import PROPERTIES, TEMPERATURE, WEATHER_SCHEMA
from klimamosaik.terms.complaint import refuse
from klimamosaik.terms.text import Text

MISSING = -999.0  # DWD's mark of a missing value
TEMPERATURE_NAMES = (
    r"^(tmk|tt_tu|tt|t2m|tavg|tmean|tm|temp|temperature|temperatur|lufttemperatur|außentemperatur|"
    r"aussentemperatur|air_temperature|temperature_mean|mitteltemperatur|t_mittel|tagesmittel|"
    r"tagesmitteltemperatur|outdoor temperature|t|ta|t_out|t_aussen|t_außen|mean_temp|temp_c|"
    r"temperature_2m|temperature_2m_mean|temperature_air_mean_2m|temperature_air_mean_200)$"
)
TIME_NAMES = (
    r"^(mess_datum|datum|date|time|zeit|datetime|timestamp|zeitpunkt|zeitstempel|tag|day|monat|"
    r"month|utc|datum/uhrzeit|date_time|valid_time|local_time|zeit_utc)$"
)
STATION_NAMES = r"^(stations_id|station_id|station|stationsnummer|dwd_station_id)$"
PLAUSIBLE = (-60.0, 50.0)  # degC; records of Europe are -58 and 49
FAHRENHEIT_MEAN = 30.0  # no place in Europe has a mean above 30 degC


@dataclass(frozen=True)
class Read:
    """Readings of one file with what is to be said about them."""

    readings: pl.DataFrame  # WEATHER_SCHEMA
    source: Text
    warnings: tuple[Text, ...] = ()


def with_headers(grid: Grid) -> tuple[dict[str, str], pl.DataFrame]:
    """Column by its lower-case name without unit, and the body; no header gives no names."""
    rows = [
        [(cell or "").strip() for cell in row] for row in grid.frame.head(30).drop(ROW).iter_rows()
    ]
    for at, row in enumerate(rows):
        names = [plain(cell) for cell in row]
        if sum(bool(name) for name in names) >= 2 and any(_names(names, TIME_NAMES)):
            return {name: f"c{index}" for index, name in enumerate(names) if name}, grid.frame[
                at + 1 :
            ]
        if {"year", "month"} <= set(names):
            return {name: f"c{index}" for index, name in enumerate(names) if name}, grid.frame[
                at + 1 :
            ]
    return {}, grid.frame


def plain(header: str) -> str:
    """The header in lower case without brackets and unit."""
    text = re.sub(r"\s*[\[(].*$", "", header.lower()).strip()
    return re.sub(r"\s+(in\s+)?(°\s?c|degc|celsius|c)$", "", text)


def _names(names: list[str], pattern: str) -> list[str]:
    found = pl.Series(names, dtype=pl.String)
    return found.filter(found.str.contains(pattern)).to_list()


def read_monthly_stations(names: dict[str, str], body: pl.DataFrame) -> Read:
    """Table of months per station: station_id, year, month, temperature_mean, g20_15, ..."""
    year, month = (_whole(body[names[key]]) for key in ("year", "month"))
    frame = pl.DataFrame({"station": station_ids(body[names["station_id"]]), "y": year, "m": month})
    start = pl.date("y", "m", 1).cast(pl.Datetime("us"))
    wall = frame.select(start=start, end=start.dt.offset_by("1mo"))
    local = wall.select(pl.all().dt.replace_time_zone(BERLIN).dt.convert_time_zone("UTC"))
    known = {name: name for name in PROPERTIES if name in names} | {"temperature_mean": TEMPERATURE}
    values = {known[name]: parse_numbers(body[names[name]], ".") for name in known if name in names}
    wide = pl.concat([frame.select("station"), local, pl.DataFrame(values)], how="horizontal")
    long = wide.unpivot(index=["station", "start", "end"], variable_name="property")
    source = Text("Monatswerte je Wetterstation", "monthly values per weather station")
    return Read(finished(long), source)


def read_dwd_product(names: dict[str, str], body: pl.DataFrame) -> Read:
    """DWD product file: STATIONS_ID;MESS_DATUM;...;TMK or TT_TU;eor, -999 for missing.

    Layout as in DWD's files since 1 June 2017 (opendata.dwd.de, CDC/help,
    Aenderungen_detail_obsgermany_formats_20170601.txt); headers and cells are padded with blanks.
    Hours are UTC: the value of hour x is the reading of ten minutes before (DWD, description of
    hourly air temperature), taken to stand for the hour from x on. TMK is the mean of at least 21
    hours of a day in UTC, before 2001 of three readings a day in Central European time; it is
    taken for the local day, whose limits differ from these by up to two hours.
    """
    stamp = body[names["mess_datum"]].str.strip_chars()
    hourly = "tt_tu" in names
    value = parse_numbers(body[names["tt_tu" if hourly else "tmk"]].str.strip_chars(), ".")
    length, minutes = ("1h", "00") if hourly else ("1d", "0000")
    wall = (stamp + minutes).str.to_datetime("%Y%m%d%H%M", strict=False, time_unit="us")
    station = station_ids(body[names["stations_id"]])
    zone = "UTC" if hourly else BERLIN
    frame = pl.DataFrame(
        {"station": station, "start": wall, "end": wall.dt.offset_by(length), "value": value}
    ).with_columns(
        pl.col("start", "end").dt.replace_time_zone(zone).dt.convert_time_zone("UTC"),
        property=pl.lit(TEMPERATURE),
        value=pl.when(pl.col("value") > MISSING).then(pl.col("value")),
    )
    kind = ("Stundenwerte", "hourly values") if hourly else ("Tageswerte", "daily values")
    return Read(finished(frame), Text(f"DWD-Produktdatei, {kind[0]}", f"DWD product, {kind[1]}"))


def read_plain(
    grid: Grid, names: dict[str, str], body: pl.DataFrame, *, station: str, zone: str | None
) -> Read:
    """Plain table of time and temperature, with any header or none."""
    time, temperature = _columns(names, body)
    times = parse_times(body[time])
    if times is None:
        raise _no_weather()
    cells = body[temperature]
    form = number_form(cells.filter(~is_missing(cells)), default=".", typed=grid.typed)
    values = parse_numbers(cells, form.decimal)
    group = pl.zeros(len(body), dtype=pl.UInt32, eager=True)
    found = spans(times, group, zone=zone)
    if found.spacing.get(0) == IRREGULAR:
        found_frame = pl.DataFrame({"start": [None] * len(body), "end": [None] * len(body)},
                                   schema={"start": UTC, "end": UTC})  # fmt: skip
    else:
        found_frame = found.frame
    stations = _names(list(names), STATION_NAMES)
    ids = (
        station_ids(body[names[stations[0]]])
        if stations
        else pl.Series([station]).new_from_index(0, len(body))
    )
    frame = found_frame.with_columns(station=ids, property=pl.lit(TEMPERATURE), value=values)
    frame = frame.with_columns(value=pl.when(pl.col("value") > MISSING).then(pl.col("value")))
    warnings = _warnings(frame, times, without_summer=found.without_summer)
    source = Text("Tabelle mit Zeit und Temperatur", "table of time and temperature")
    return Read(finished(frame), source, warnings)


def _columns(names: dict[str, str], body: pl.DataFrame) -> tuple[str, str]:
    """Columns of time and temperature, by name or by what they hold."""
    timed, warm = _names(list(names), TIME_NAMES), _names(list(names), TEMPERATURE_NAMES)
    partly = [n for n in names if ("temp" in n or n.startswith("t_")) and "quali" not in n]
    if timed and (warm or partly):
        return names[timed[0]], names[(warm or partly)[0]]
    cells = [name for name in body.columns if name != ROW]
    first = choose_forms(body[cells[0]], counted=not names) if cells else []
    if len(cells) == 2 and first and first[0][1] > 0.9 and (not names or timed):
        return cells[0], cells[1]
    raise _no_weather()


def _no_weather() -> Exception:
    return refuse(
        "no_weather",
        "Keine Wetterdatei: Gebraucht wird eine Spalte mit der Zeit und eine mit der Temperatur "
        "in °C, z. B. „Datum;Temperatur“.",
        "No weather file: a column with the time and one with the temperature in degC are needed, "
        "for example “date,temperature”.",
    )


def _warnings(frame: pl.DataFrame, times: Times, *, without_summer: bool) -> tuple[Text, ...]:
    warnings = []
    mean = frame["value"].mean()
    low, high = PLAUSIBLE
    outside = int((~frame["value"].is_between(low, high)).sum() or 0)
    if isinstance(mean, float) and mean > FAHRENHEIT_MEAN:
        warnings.append(
            Text(
                f"Die mittlere Temperatur ist {mean:.0f}; das sieht nach Fahrenheit aus. "
                "Gebraucht werden °C.",
                f"The mean temperature is {mean:.0f}; this looks like Fahrenheit. degC are needed.",
            )
        )
    elif outside:
        warnings.append(
            Text(
                f"{outside} Temperaturen liegen außerhalb von {low:.0f} bis {high:.0f} °C.",
                f"{outside} temperatures are outside {low:.0f} to {high:.0f} degC.",
            )
        )
    if without_summer:
        warnings.append(
            Text(
                "Die Zeiten sind keine Ortszeit; gelesen als Winterzeit (UTC+1). "
                "Wenn es UTC ist, bitte die Zeitzone angeben.",
                "The times are not local time; read as standard time (UTC+1). "
                "If it is UTC, please give the time zone.",
            )
        )
    del times
    return tuple(warnings)


def station_ids(cells: pl.Series) -> pl.Series:
    """Station numbers without blanks, leading zeros and ".0"."""
    return cells.str.strip_chars().str.replace(r"\.0$", "").str.replace(r"^0+(\d)", "${1}")


def _whole(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.Float64, strict=False).cast(pl.Int32, strict=False)


def finished(long: pl.DataFrame) -> pl.DataFrame:
    """In WEATHER_SCHEMA, sorted, without missing values or repeated rows."""
    columns = list(WEATHER_SCHEMA)
    frame = long.select(columns).cast(WEATHER_SCHEMA)  # type: ignore[arg-type]
    frame = frame.drop_nulls().unique(["station", "property", "start"], keep="last")
    return frame.sort("station", "property", "start")
