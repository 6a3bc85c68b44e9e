"""Plain tables of time and temperature, until the reader of tables gives their temperatures."""

import polars as pl

from klimamosaik.sources.grid.cells import ROW, Grid
from klimamosaik.sources.grid.numbers import is_missing, number_form, parse_numbers
from klimamosaik.sources.grid.spans import IRREGULAR, UTC, spans
from klimamosaik.sources.grid.times import choose_forms, parse_times
from klimamosaik.sources.weather.formats.format import Read
from klimamosaik.sources.weather.opening import plain
from klimamosaik.sources.weather.readings import finished, station_ids
from klimamosaik.sources.weather.station import TEMPERATURE
from klimamosaik.terms.complaint import Complaint, refuse
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


def _names(names: list[str], pattern: str) -> list[str]:
    found = pl.Series(names, dtype=pl.String)
    return found.filter(found.str.contains(pattern)).to_list()


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
    warnings = _warnings(without_summer=found.without_summer)
    source = Text("Tabelle mit Zeit und Temperatur", "table of time and temperature")
    return Read(source, finished(frame), warnings=warnings, named_here=not stations)


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


def _warnings(*, without_summer: bool) -> tuple[Complaint, ...]:
    warnings = []
    if without_summer:
        warnings.append(
            Text(
                "Die Zeiten sind keine Ortszeit; gelesen als Winterzeit (UTC+1). "
                "Wenn es UTC ist, bitte die Zeitzone angeben.",
                "The times are not local time; read as standard time (UTC+1). "
                "If it is UTC, please give the time zone.",
            )
        )
    return tuple(Complaint("weather", each) for each in warnings)
