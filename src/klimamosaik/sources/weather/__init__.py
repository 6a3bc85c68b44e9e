"""Weather: station files, plain tables, DWD open data, and the nearest complete station."""

from klimamosaik.sources.weather.degrees import (
    IMPLAUSIBLE,
    Doubt,
    ask_unit,
    doubts_in,
    possible,
)
from klimamosaik.sources.weather.fetch import Transport, fetch_station, fetch_stations
from klimamosaik.sources.weather.hints import WeatherHints
from klimamosaik.sources.weather.nearest import Choice, completeness_of, kilometres, nearest
from klimamosaik.sources.weather.opening import stem_of
from klimamosaik.sources.weather.reading import LARGEST, format_of, read, read_postcode_table
from klimamosaik.sources.weather.station import (
    COMPLETENESS,
    HEATING_DEGREE_DAYS,
    PROPERTIES,
    TABLE,
    TEMPERATURE,
    WEATHER_SCHEMA,
    Station,
    WeatherFile,
)
from klimamosaik.sources.weather.stations import NearbyStations

__all__ = [
    "COMPLETENESS",
    "HEATING_DEGREE_DAYS",
    "IMPLAUSIBLE",
    "LARGEST",
    "PROPERTIES",
    "TABLE",
    "TEMPERATURE",
    "WEATHER_SCHEMA",
    "Choice",
    "Doubt",
    "NearbyStations",
    "Station",
    "Transport",
    "WeatherFile",
    "WeatherHints",
    "ask_unit",
    "completeness_of",
    "doubts_in",
    "fetch_station",
    "fetch_stations",
    "format_of",
    "kilometres",
    "nearest",
    "possible",
    "read",
    "read_postcode_table",
    "stem_of",
]
